"""Everything that changes a desk: its preparation, its sessions, its decisions."""

from erakortek.desk.services.history import LoadedSession, load_sessions
from erakortek.desk.services.preparing import (
    add_desk,
    create_sessions,
    prepare_desks,
    remove_desk,
    seat_by_role,
)
from erakortek.desk.services.seating import move_seats, seat_officer, unseat_officer
from erakortek.desk.services.sessions import (
    cancel_scheduled,
    cancel_session,
    close_session,
    decide_row,
    lock_session,
    prolong_session,
    reopen_closed_session,
    reopen_row,
    reopen_session,
    reschedule_session,
    start_session,
)

__all__ = [
    "LoadedSession",
    "add_desk",
    "cancel_scheduled",
    "cancel_session",
    "close_session",
    "create_sessions",
    "decide_row",
    "load_sessions",
    "lock_session",
    "move_seats",
    "prepare_desks",
    "prolong_session",
    "remove_desk",
    "reopen_closed_session",
    "reopen_row",
    "reopen_session",
    "reschedule_session",
    "seat_by_role",
    "seat_officer",
    "start_session",
    "unseat_officer",
]
