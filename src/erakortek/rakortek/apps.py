from django.apps import AppConfig


class RakortekConfig(AppConfig):
    name = "erakortek.rakortek"

    def ready(self) -> None:
        from erakortek.accounts import effects
        from erakortek.rakortek import preflight, selectors

        preflight.register(selectors.missing_stages)
        preflight.register(selectors.stages_out_of_order)
        preflight.register(selectors.indikator_defects)
        preflight.register(selectors.wilayah_defects)
        preflight.register(selectors.unknown_satuan)
        preflight.register(selectors.daerah_without_accounts)
        preflight.register(selectors.bidang_without_department)
        preflight.register(selectors.departments_without_accounts)
        effects.register(selectors.targets_left_to_nobody)
