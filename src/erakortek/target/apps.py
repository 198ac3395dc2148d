from django.apps import AppConfig


class TargetConfig(AppConfig):
    name = "erakortek.target"

    def ready(self) -> None:
        from erakortek.rakortek import lifecycle
        from erakortek.target.services import locking, opening

        lifecycle.on_open(opening.create_targets)
        lifecycle.on_close(locking.settle_targets)
