from django.apps import AppConfig


class BeritaAcaraConfig(AppConfig):
    name = "erakortek.berita_acara"

    def ready(self) -> None:
        from erakortek.accounts import handover
        from erakortek.berita_acara import selectors
        from erakortek.desk import next_steps
        from erakortek.target import authority

        authority.answer_lock(selectors.can_lock_now)
        next_steps.register(selectors.steps_of)
        handover.register(
            handover.OpenWork(tell=selectors.approvals_awaited_of, move=handover.stays)
        )
