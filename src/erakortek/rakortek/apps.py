from django.apps import AppConfig


class RakortekConfig(AppConfig):
    name = "erakortek.rakortek"

    def ready(self) -> None:
        from erakortek.accounts import effects
        from erakortek.rakortek import (
            indikator_checks,
            office_checks,
            preflight,
            selectors,
            services,
        )
        from erakortek.reference import impact

        preflight.register(selectors.missing_stages)
        preflight.register(selectors.stages_out_of_order)
        preflight.register(selectors.wilayah_defects)
        for check in (*office_checks.CHECKS, *indikator_checks.CHECKS):
            preflight.register(check)
        impact.register(
            impact.User(
                running=selectors.opened,
                uses=selectors.uses_of_indikator,
                holds=selectors.held_definitions,
                follow=services.follow_dictionary,
            )
        )
        effects.register(office_checks.targets_left_to_nobody)
