from django.apps import AppConfig


class HasilConfig(AppConfig):
    name = "erakortek.hasil"

    def ready(self) -> None:
        from erakortek.hasil.sheets import HASIL_LALU
        from erakortek.intake import sheets

        sheets.register(HASIL_LALU)
