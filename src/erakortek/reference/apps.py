from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "erakortek.reference"

    def ready(self) -> None:
        from erakortek.intake import sheets
        from erakortek.reference.sheets import SHEETS

        for sheet in SHEETS:
            sheets.register(sheet)
