from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "erakortek.desk"

    def ready(self) -> None:
        from erakortek.accounts import handover
        from erakortek.desk import selectors, services, timetable
        from erakortek.desk.services import preparing
        from erakortek.rakortek import closing, lifecycle, preflight
        from erakortek.target import authority

        lifecycle.on_prepare(preparing.prepare_desks)
        lifecycle.on_open(preparing.create_sessions)
        lifecycle.on_close(services.cancel_scheduled)
        closing.register(selectors.sessions_left_open)
        preflight.register(selectors.bidang_without_desk)
        preflight.register(selectors.desk_without_officers)
        preflight.register(timetable.officers_in_two_places)
        authority.answer_decide(selectors.can_decide_now)
        authority.answer_decide_again(selectors.can_decide_again_now)
        handover.register(handover.OpenWork(tell=selectors.seats_of, move=services.move_seats))
