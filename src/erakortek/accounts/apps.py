from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "erakortek.accounts"

    def ready(self) -> None:
        from erakortek.accounts.selectors import names_of
        from erakortek.accounts.sheets import SHEETS
        from erakortek.intake import people, sheets

        people.register(names_of)
        for sheet in SHEETS:
            sheets.register(sheet)
