"""Sessions: each is met by its key, whoever holds it, and by no query of a page."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.transaction import TransactionManagementError

from erakortek.accounts.jobs import forget_ended_sessions
from erakortek.accounts.sessions import SessionStore, end_sessions_of, forget_ended
from erakortek.audit import context
from erakortek.database.lingkup import SETTING, SYSTEM, Lingkup
from erakortek.lib import clock
from tests.architecture.row_world import asked_by


@pytest.fixture
def kept(scene):
    """A saved session, and the scene of who asks for it."""
    store = SessionStore()
    store["penugasan"] = 7
    store.save()
    return scene, store.session_key


@pytest.mark.parametrize("who", ["superadmin", "pd", "publik", "tanpa"])
def test_whoever_shows_the_key_opens_that_session_and_meets_no_row(kept, who):
    scene, key = kept
    with asked_by(scene, who):
        found = SessionStore(key)["penugasan"], SessionStore().exists(key), Session.objects.count()

    assert found == (7, True, 0)


@pytest.mark.parametrize("who", ["pd", "publik", "tanpa"])
def test_a_session_is_saved_and_ended_by_its_key(kept, who):
    scene, key = kept
    seen = []

    with asked_by(scene, who):
        store = SessionStore(key)
        store["penugasan"] = 8
        store.save()
        seen.append(SessionStore(key)["penugasan"])
        store.delete()
        seen.append(SessionStore(key).get("penugasan"))
        with pytest.raises(UpdateError):
            store.save()

    assert seen == [8, None]


def test_an_expired_session_is_not_opened(kept):
    _, key = kept
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    store = SessionStore(key)

    assert store.get("penugasan") is None
    assert store.session_key is None  # a new sign-in does not go on under it


def test_sessions_of_others_end_without_being_met(kept):
    scene, key = kept
    other = SessionStore()
    other.save()

    with asked_by(scene, "pd"):
        end_sessions_of([key])
        left = SessionStore().exists(key), SessionStore().exists(other.session_key)

    assert left == (False, True)


def test_what_is_noted_of_a_sign_in_goes_with_its_session(kept):
    scene, key = kept
    over = SessionStore()
    over.save()
    Session.objects.filter(pk=over.session_key).update(expire_date=clock.now())
    for one in (key, over.session_key):
        UserSession.objects.create(user=scene.users["pd"], ip="127.0.0.1", session_key=one)
    for name in ("kemarin", "baru saja"):
        AccessAttempt.objects.create(username=name, user_agent="", failures_since_start=1)
    AccessAttempt.objects.filter(username="kemarin").update(
        attempt_time=clock.now() - timedelta(days=1, seconds=1)
    )

    forget_ended_sessions(timestamp=0)

    assert [one.session_key for one in Session.objects.all()] == [key]
    assert [one.session_key for one in UserSession.objects.all()] == [key]
    assert [one.username for one in AccessAttempt.objects.all()] == ["baru saja"]


@pytest.mark.django_db(transaction=True)
def test_a_web_process_too_can_forget_them(live_scene):
    """Committed, and with nothing bound: what is bound outside a transaction ends at once."""
    over = SessionStore()
    over.save()
    Session.objects.update(expire_date=clock.now())

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '', false)", [SETTING])
        forget_ended()
        cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, SYSTEM])

    assert Session.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "bind", [lambda: context.bind(lingkup=Lingkup.SEMUA), lambda: context.as_system().__enter__()]
)
def test_nobody_is_bound_where_no_transaction_runs(bind):
    with pytest.raises(TransactionManagementError, match="none runs"):
        bind()


def test_no_second_list_of_sign_ins_is_kept(scene):
    scene.client("pd").post("/keluar/")

    assert AccessLog.objects.count() == 0
