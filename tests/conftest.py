"""Test databases are built and flushed as owner; the bodies of tests run as the app role."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import TransactionTestCase
from django.test.client import ClientHandler
from django.test.utils import setup_databases
from psycopg.pq import TransactionStatus

from erakortek.berita_acara import services as berita_acara
from erakortek.database.lingkup import SETTING, SYSTEM
from erakortek.database.settings import database_from
from erakortek.desk import services as desk
from erakortek.lib.nilai import Nilai
from erakortek.target.enums import HasilTarget
from erakortek.target.services import Shown
from tests.scene import Scene, open_scene


@contextmanager
def as_owner() -> Iterator[None]:
    """Connections made inside are the owner's."""
    owner = database_from("ERAKORTEK_OWNER_DATABASE_URL")
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_modify_db_settings
) -> None:
    """A database with the migrations of the owner and the master data that ship."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        with as_owner():
            setup_databases(verbosity=0, interactive=False)
        call_command("muat_referensi", stdout=io.StringIO())


_handle = ClientHandler.__call__


def _as_the_web(self: ClientHandler, environ: dict[str, object]) -> HttpResponse:
    """A request of a test client begins with nothing bound, as in a web process; after it the
    body of the test is the system again: both share one transaction. Not through Django's cursor,
    so that query budgets do not count it."""
    _set_context("")
    try:
        return _handle(self, environ)
    finally:
        _set_context(SYSTEM)


def _set_context(text: str) -> None:
    with suppress(DatabaseError):  # a test in which PostgreSQL does not answer
        connection.ensure_connection()
        inner = connection.connection
        if inner.info.transaction_status != TransactionStatus.INERROR:
            inner.execute("SELECT set_config(%s, %s, false)", [SETTING, text])


ClientHandler.__call__ = _as_the_web
_teardown = TransactionTestCase._fixture_teardown


def _flush_as_owner(self: TransactionTestCase) -> None:
    with as_owner():
        _teardown(self)
        with connection.cursor() as cursor:
            # Not Django's models, so Django's flush leaves them.
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


TransactionTestCase._fixture_teardown = _flush_as_owner


@pytest.fixture
def scene(db) -> Scene:
    """An opened Rakortek 2028 with three indikator, and everybody who takes part."""
    return open_scene()


@pytest.fixture
def closed(scene) -> Scene:
    """A closed session of one agreed row."""
    actor = scene.actor("fasilitator")
    sidang = scene.sidang()
    desk.start_session(sidang_id=sidang.pk, tempat="Ruang Sumatera 1", actor=actor)
    desk.decide_row(
        sidang_id=sidang.pk,
        target_id=scene.target().pk,
        hasil=HasilTarget.SEPAKAT,
        shown=Shown(0, 0),
        actor=actor,
        nilai=Nilai.of_number(Decimal(110)),
    )
    desk.close_session(sidang_id=sidang.pk, actor=actor)
    return scene


APPROVERS = ("kl", "pd", "bappeda", "fasilitator")


def _sign(scene: Scene, *names: str) -> Scene:
    """Draft and send the Berita Acara of the closed session; these approve it."""
    actor = scene.actor("fasilitator")
    made = berita_acara.draft_berita_acara(sidang_id=scene.sidang().pk, actor=actor)
    berita_acara.send(berita_acara_id=made.pk, actor=actor)
    for name in names:
        berita_acara.approve(berita_acara_id=made.pk, actor=scene.actor(name))
    return scene


@pytest.fixture
def half_signed(closed) -> Scene:
    """``closed`` with its Berita Acara approved by the first of its four approvers."""
    return _sign(closed, *APPROVERS[:1])


@pytest.fixture
def signed(closed) -> Scene:
    """``closed`` with its Berita Acara approved by everybody; the Rakortek goes on."""
    return _sign(closed, *APPROVERS)


@pytest.fixture
def owner():
    return as_owner


@pytest.fixture
def live_scene(transactional_db) -> Scene:
    """As ``scene``, committed: for tests with several connections. Flushed afterwards."""
    from django.core.management import call_command

    call_command("muat_referensi", stdout=io.StringIO())
    return open_scene()
