"""Everything that changes a desk: its preparation, its sessions, its decisions."""

from erakortek.desk.services.history import LoadedSession, load_sessions
from erakortek.desk.services.preparing import create_sessions, prepare_desks
from erakortek.desk.services.sessions import (
    cancel_session,
    close_session,
    decide_row,
    reopen_row,
    reopen_session,
    start_session,
)

__all__ = [
    "LoadedSession",
    "cancel_session",
    "close_session",
    "create_sessions",
    "decide_row",
    "load_sessions",
    "prepare_desks",
    "reopen_row",
    "reopen_session",
    "start_session",
]
