"""An upload may be let go while it is read, too: its reader may never finish, or finish too late."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from erakortek.intake import services
from erakortek.intake.enums import StatusBatch
from erakortek.intake.models import ImportBatch
from erakortek.intake.services.reading import _begin, _read
from erakortek.intake.sheets import register
from erakortek.lib.errors import AccessDeniedError, IllegalTransitionError
from erakortek.reference.sheets import KL
from tests.intake.test_views import HOME, run_jobs, upload
from tests.intake.workbook import KL_HEAD, book

LINES = (KL_HEAD, ("Z1", "Baru", ""), ("Z2", "Dua", ""))


def taken_in(status, **facts):
    """An upload of which a killed reader had staged a part."""
    batch = services.read_now(sheet=KL, content=book(*LINES), name="kl.xlsx")
    ImportBatch.objects.filter(pk=batch.pk).update(status=status, **facts)
    return batch


@pytest.mark.django_db
@pytest.mark.parametrize("status", [StatusBatch.DIUNGGAH, StatusBatch.DIBACA])
def test_one_that_is_still_read_is_dropped_and_stays_dropped(status):
    batch = taken_in(status)

    dropped = services.drop_batch(batch_id=batch.pk, actor=None)
    read_again = services.read_batch(batch_id=batch.pk)

    assert dropped.status == read_again.status == StatusBatch.DIBATALKAN
    assert not batch.daftar_baris.exists()


@pytest.mark.django_db
def test_one_that_is_still_read_cannot_be_applied():
    batch = taken_in(StatusBatch.DIBACA)

    with pytest.raises(IllegalTransitionError, match="“sedang dibaca”, jadi tidak dapat diputus"):
        services.apply_batch(batch_id=batch.pk, actor=None)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [StatusBatch.GAGAL, StatusBatch.DIBATALKAN])
def test_one_that_is_over_cannot_be_dropped(status):
    batch = taken_in(status)

    with pytest.raises(IllegalTransitionError, match=f"“{status.label.lower()}”, jadi tidak dapat"):
        services.drop_batch(batch_id=batch.pk, actor=None)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["bappeda", "kl", "auditor"])
def test_only_who_may_import_the_sheet_drops_what_is_read(scene, who):
    batch = taken_in(StatusBatch.DIBACA)

    with pytest.raises(AccessDeniedError, match="superadmin"):
        services.drop_batch(batch_id=batch.pk, actor=scene.actor(who))


@pytest.fixture
def held_reader():
    """A reader of K/L that waits between the file and the rows: (it waits, let it go on)."""
    waits, goes_on = Event(), Event()

    def present():
        waits.set()
        assert goes_on.wait(timeout=5)
        return KL.present()

    register(replace(KL, present=present))
    yield waits, goes_on
    goes_on.set()
    register(KL)


def read(batch):
    try:
        return services.read_batch(batch_id=batch.pk)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_comes_back_after_the_drop_does_not_bring_the_upload_back(
    live_scene, held_reader
):
    waits, goes_on = held_reader
    batch = services.take_in(
        sheet=KL, content=book(*LINES), name="kl.xlsx", actor=live_scene.superadmin
    )
    with ThreadPoolExecutor(1) as worker:
        reader = worker.submit(read, batch)
        assert waits.wait(timeout=5)
        with transaction.atomic():
            services.drop_batch(batch_id=batch.pk, actor=live_scene.superadmin)
            goes_on.set()
            sleep(0.3)  # time for the reader to write over it, if nothing stops it
            assert not reader.done()
        assert reader.result(timeout=5).status == StatusBatch.DIBATALKAN

    batch.refresh_from_db()
    assert (batch.status, batch.daftar_baris.count()) == (StatusBatch.DIBATALKAN, 0)


@pytest.mark.django_db(transaction=True)
def test_the_older_of_two_readers_stores_nothing_while_the_newer_reads_on(live_scene, held_reader):
    waits, goes_on = held_reader
    batch = services.take_in(
        sheet=KL, content=book(*LINES), name="kl.xlsx", actor=live_scene.superadmin
    )
    with ThreadPoolExecutor(1) as worker:
        older = worker.submit(read, batch)
        assert waits.wait(timeout=5)
        newer = _begin(batch.pk)
        goes_on.set()
        assert older.result(timeout=5).status == StatusBatch.DIBACA
    left_by_the_older = batch.daftar_baris.count()
    register(KL)
    _read(newer)

    batch.refresh_from_db()
    assert left_by_the_older == 0
    assert (batch.status, batch.daftar_baris.count()) == (StatusBatch.PRATINJAU, 2)


@pytest.mark.django_db(transaction=True)
def test_the_page_of_one_that_is_read_drops_it_and_says_so_and_its_job_ends_quietly(live_scene):
    client = live_scene.client("superadmin")
    page = upload(client, ("Z1", "Baru", "")).headers["Location"]
    waiting = client.get(page).content.decode()
    answer = client.post(f"{page}batalkan/")
    landed = client.get(answer.headers["Location"]).content.decode()
    run_jobs()
    dropped = client.get(page).content.decode()

    assert f'action="{page}batalkan/"' in waiting
    assert answer.headers["Location"] == f"{HOME}kl/"
    assert "Unggahan sudah dibatalkan." in landed
    assert "Unggahan ini dibatalkan sebelum selesai dibaca." in dropped
    assert "batalkan/" not in dropped
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'intake.read'")
        assert cursor.fetchall() == [("succeeded",)]
