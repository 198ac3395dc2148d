from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "erakortek.accounts"

    def ready(self) -> None:
        from erakortek.accounts.sheets import AKUN
        from erakortek.intake import sheets

        sheets.register(AKUN)
