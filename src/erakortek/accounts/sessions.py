"""Sessions in the database, each met by its key alone.

Rows of ``django_session`` are the system's: the key that a browser shows is the proof, and it is
shown before anybody is known. So is what ends a session: rules stand before the call.
"""

from collections.abc import Sequence
from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from erakortek.audit import context
from erakortek.lib import clock

SLIPS_KEPT = timedelta(days=1)
FOUND = "SELECT * FROM sesi_berkunci(%s) WHERE expire_date > %s"


class SessionStore(DatabaseStore):
    """Django's own store behind row level security; reading costs no statement more."""

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.raw(FOUND, [self.session_key, timezone.now()])
        session = next(iter(found), None)
        if session is None:
            self._session_key = None
        return session

    def exists(self, session_key: str) -> bool:
        with transaction.atomic(), context.as_system():
            return super().exists(session_key)

    def save(self, must_create: bool = False) -> None:
        with transaction.atomic(), context.as_system():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with transaction.atomic(), context.as_system():
            super().delete(session_key)


@transaction.atomic
@context.as_system()
def end_sessions_of(keys: Sequence[str]) -> None:
    """Let these sessions end at once, in the running transaction."""
    Session.objects.filter(session_key__in=keys).delete()


@transaction.atomic
@context.as_system()
def forget_ended() -> None:
    """Drop sessions that are over, with the address and browser noted of each, and old wrong passwords.

    Who did what stays in the log; from where is kept for as long as it guards an account.
    """
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    AccessAttempt.objects.filter(attempt_time__lt=clock.now() - SLIPS_KEPT).delete()
