"""An upload of many rows is written by a job, in the name of who decided, or comes back with a reason."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from django.db import connection

from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan
from erakortek.audit.models import AuditEntry
from erakortek.intake import services
from erakortek.intake.enums import StatusBatch
from erakortek.intake.services.deciding import AT_ONCE
from erakortek.intake.sheets import register
from erakortek.lib.errors import IllegalTransitionError, InvalidInputError
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi
from erakortek.reference.sheets import KL
from tests.intake.test_views import HOME, run_jobs
from tests.intake.workbook import KL_HEAD, book

MANY = [(f"Z{n}", f"Lembaga {n}", "") for n in range(AT_ONCE + 1)]


def previewed(*more):
    return services.read_now(sheet=KL, content=book(KL_HEAD, *MANY, *more), name="kl.xlsx")


def run(batch, scene, *, all_or_none=False):
    """What the job does."""
    by = scene.superadmin
    services.apply_in_turn(batch_id=batch.pk, by=by, all_or_none=all_or_none, unify=False)


def written():
    return Instansi.objects.filter(jenis=JenisInstansi.KL, kode__startswith="Z").count()


@pytest.mark.django_db(transaction=True)
def test_the_page_of_many_rows_can_be_left_while_they_are_written(live_scene):
    batch = previewed()
    page = f"{HOME}unggahan/{batch.pk}/"
    client = live_scene.client("superadmin")

    answer = client.post(f"{page}terapkan/")
    waiting = client.get(page).content.decode()
    polled = client.get(page, headers={"HX-Request": "true"})
    before = written()
    run_jobs()
    finished = client.get(page, headers={"HX-Request": "true"})

    assert answer.headers["Location"] == page
    assert "Sedang diterapkan" in waiting
    assert 'aria-label="Kemajuan menerapkan berkas"' in polled.content.decode()
    assert (before, written()) == (0, len(MANY))
    assert ("HX-Refresh" in polled.headers, finished.headers["HX-Refresh"]) == (False, "true")
    assert "Perubahan sudah tersimpan." in finished.content.decode()
    assert AuditEntry.objects.get(event="impor.diterapkan").user_id == live_scene.superadmin.user_id


def test_a_thousand_rows_are_written_at_once(scene):
    content = book(KL_HEAD, *MANY[:AT_ONCE])
    batch = services.read_now(sheet=KL, content=content, name="kl.xlsx")

    decided = services.decide_batch(batch_id=batch.pk, actor=scene.superadmin)

    assert (decided.status, written()) == (StatusBatch.DITERAPKAN, AT_ONCE)


def test_nobody_decides_again_on_what_waits_to_be_written(scene):
    batch = previewed()
    services.decide_batch(batch_id=batch.pk, actor=scene.superadmin)

    for act in (services.decide_batch, services.apply_batch):
        with pytest.raises(IllegalTransitionError, match="“sedang diterapkan”"):
            act(batch_id=batch.pk, actor=scene.superadmin)


def test_all_or_none_is_refused_before_anything_waits(scene):
    batch = previewed(("Y1", "", ""))

    with pytest.raises(InvalidInputError, match="1 baris belum benar"):
        services.decide_batch(batch_id=batch.pk, actor=scene.superadmin, all_or_none=True)

    batch.refresh_from_db()
    assert batch.status == StatusBatch.PRATINJAU


def test_what_is_refused_in_the_queue_comes_back_with_the_reason(scene):
    batch = previewed()
    actor = scene.superadmin
    services.decide_batch(batch_id=batch.pk, actor=actor, all_or_none=True)
    Instansi.objects.create(jenis=JenisInstansi.KL, kode="Z7", nama="Dari orang lain")

    run(batch, scene, all_or_none=True)

    page = scene.client("superadmin").get(f"{HOME}unggahan/{batch.pk}/").content.decode()
    assert "Belum diterapkan." in page
    assert "1 baris belum benar, jadi tidak satu pun diterapkan." in page
    assert written() == 1


def test_who_may_act_no_more_changes_nothing_from_the_queue(scene):
    batch = previewed()
    services.decide_batch(batch_id=batch.pk, actor=scene.superadmin)
    held = Penugasan.objects.filter(pk=scene.superadmin.penugasan_id)
    held.update(mulai_on="2000-01-01", sampai_on="2000-12-31")

    run(batch, scene)

    batch.refresh_from_db()
    assert (batch.status, written()) == (StatusBatch.PRATINJAU, 0)
    assert "Penugasan yang memutuskannya sudah tidak berlaku" in batch.pesan


def test_who_keeps_the_sheet_no_more_changes_nothing_from_the_queue(scene):
    batch = previewed()
    services.decide_batch(batch_id=batch.pk, actor=scene.superadmin)
    held = Penugasan.objects.filter(pk=scene.superadmin.penugasan_id)
    held.update(role=Role.PIMPINAN)

    run(batch, scene)

    batch.refresh_from_db()
    assert (batch.status, written()) == (StatusBatch.PRATINJAU, 0)
    assert "superadmin" in batch.pesan


@pytest.fixture
def broken_sheet():
    """A sheet that fails while it writes, as a slip of ours would."""

    def write(rows, actor):
        KL.write(rows, actor)
        raise ZeroDivisionError

    register(replace(KL, write=write))
    yield
    register(KL)


def test_what_fails_in_the_queue_writes_nothing_and_can_be_decided_again(scene, broken_sheet):
    batch = previewed()
    services.decide_batch(batch_id=batch.pk, actor=scene.superadmin)

    with pytest.raises(ZeroDivisionError):
        run(batch, scene)

    batch.refresh_from_db()
    assert (batch.status, written()) == (StatusBatch.PRATINJAU, 0)
    assert "kesalahan pada sistem" in batch.pesan
    register(KL)
    services.apply_batch(batch_id=batch.pk, actor=scene.superadmin)
    assert written() == len(MANY)


def test_what_waits_can_be_dropped_and_its_job_ends_quietly(scene):
    batch = previewed()
    services.decide_batch(batch_id=batch.pk, actor=scene.superadmin)

    services.drop_batch(batch_id=batch.pk, actor=scene.superadmin)
    run(batch, scene)

    batch.refresh_from_db()
    assert (batch.status, written()) == (StatusBatch.DIBATALKAN, 0)


@pytest.fixture
def held_writer():
    """A sheet that waits in the middle of writing: (it waits, let it go on)."""
    waits, goes_on = Event(), Event()

    def write(rows, actor):
        waits.set()
        assert goes_on.wait(timeout=10)
        KL.write(rows, actor)

    register(replace(KL, write=write))
    yield waits, goes_on
    goes_on.set()
    register(KL)


@pytest.mark.django_db(transaction=True)
def test_what_is_being_written_is_not_dropped_and_nobody_waits_for_it(live_scene, held_writer):
    waits, goes_on = held_writer
    actor = live_scene.superadmin
    batch = previewed()
    services.decide_batch(batch_id=batch.pk, actor=actor)

    def work():
        try:
            run(batch, live_scene)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        job = worker.submit(work)
        assert waits.wait(timeout=10)
        with pytest.raises(IllegalTransitionError, match="sedang ditulis"):
            services.drop_batch(batch_id=batch.pk, actor=actor)
        goes_on.set()
        job.result(timeout=10)

    assert written() == len(MANY)
