from django.apps import AppConfig


class TargetConfig(AppConfig):
    name = "erakortek.target"

    def ready(self) -> None:
        from erakortek.rakortek import lifecycle, taking_up
        from erakortek.reference import impact
        from erakortek.target import versions
        from erakortek.target.services import locking, opening

        lifecycle.on_open(opening.create_targets)
        lifecycle.on_close(locking.settle_targets)
        taking_up.register(versions.keeps_version)
        impact.register(impact.User(uses=versions.uses_of_indikator))
