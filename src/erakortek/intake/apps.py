from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "erakortek.intake"

    def ready(self) -> None:
        from erakortek.database import jobs
        from erakortek.intake import services

        jobs.when_given_up(services.READ_TASK, services.give_up_reading)
        jobs.when_given_up(services.APPLY_TASK, services.give_up_applying)
