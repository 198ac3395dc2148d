from django.apps import AppConfig


class BerandaConfig(AppConfig):
    name = "erakortek.beranda"

    def ready(self) -> None:
        from erakortek.beranda import duties, frame, selectors
        from erakortek.ui import shell

        duties.register(selectors.preparing)
        duties.register(selectors.settling_sets)
        duties.register(selectors.setting_acuan)
        duties.register(selectors.filling)
        duties.register(selectors.verifying)
        duties.register(selectors.running_desks)
        duties.register(selectors.approving)
        shell.provide(frame.shell_for)
