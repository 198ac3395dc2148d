from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "erakortek.accounts"

    def ready(self) -> None:
        from erakortek.accounts.selectors import names_of
        from erakortek.intake import people

        people.register(names_of)
