from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "erakortek.accounts"

    def ready(self) -> None:
        from erakortek.accounts import handover
        from erakortek.accounts.leavings import UPLOADS
        from erakortek.accounts.scope import act_as
        from erakortek.accounts.selectors import names_of
        from erakortek.accounts.sheets import SHEETS
        from erakortek.intake import people, sheets

        people.register(names_of, act_as)
        handover.register(UPLOADS)
        for sheet in SHEETS:
            sheets.register(sheet)
