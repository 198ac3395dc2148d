from django.apps import AppConfig


class BeritaAcaraConfig(AppConfig):
    name = "erakortek.berita_acara"

    def ready(self) -> None:
        from erakortek.accounts import handover
        from erakortek.berita_acara import selectors
        from erakortek.desk import next_steps, reopening
        from erakortek.rakortek import closing, taking_up
        from erakortek.reference import impact
        from erakortek.target import authority

        authority.answer_lock(selectors.can_lock_now)
        next_steps.register(selectors.steps_of)
        reopening.register(selectors.reasons_against_reopening)
        closing.register(selectors.waiting_at_closing)
        taking_up.register(selectors.keeps_version)
        impact.register(impact.User(uses=selectors.uses_of_indikator))
        handover.register(
            handover.OpenWork(tell=selectors.approvals_awaited_of, move=handover.stays)
        )
