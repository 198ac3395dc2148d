from django.apps import AppConfig


class IntegrationConfig(AppConfig):
    name = "erakortek.integration"

    def ready(self) -> None:
        from erakortek.accounts import handover
        from erakortek.integration import selectors

        handover.register(handover.OpenWork(tell=selectors.tokens_of, move=handover.stays))
