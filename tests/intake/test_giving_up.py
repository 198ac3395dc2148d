"""An upload whose jobs lost ten workers one after another ends, or comes back, with what to do."""

from dataclasses import replace

import pytest
from django.db import connection

from erakortek.intake import services
from erakortek.intake.enums import StatusBatch
from erakortek.intake.jobs import RETRIES
from erakortek.intake.models import ImportBatch
from erakortek.intake.sheets import register
from erakortek.reference.sheets import KL
from tests.database.test_jobs import status_after_retry
from tests.intake.test_views import HOME, run_jobs
from tests.intake.workbook import KL_HEAD, book


def given_up(status, task, **facts):
    """An upload in ``status`` after its job was given up."""
    batch = services.read_now(sheet=KL, content=book(KL_HEAD, ("Z1", "Baru", "")), name="kl.xlsx")
    ImportBatch.objects.filter(pk=batch.pk).update(status=status)
    status_after_retry(silent_for=60, attempts=10, task=task, batch_id=batch.pk, **facts)
    batch.refresh_from_db()
    return batch


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", [StatusBatch.DIUNGGAH, StatusBatch.DIBACA])
def test_one_that_is_read_is_refused_with_what_to_do_and_its_page_asks_no_more(live_scene, status):
    batch = given_up(status, services.READ_TASK)
    page = live_scene.client("superadmin").get(f"{HOME}unggahan/{batch.pk}/").content.decode()

    assert (batch.status, batch.daftar_baris.count()) == (StatusBatch.GAGAL, 0)
    assert "Pembacaan berkas ini berulang kali terhenti" in page
    assert "every 1s" not in page


@pytest.mark.django_db(transaction=True)
def test_one_that_is_written_waits_for_a_decision_again_with_what_to_do(live_scene):
    facts = {"user_id": 1, "penugasan_id": 1, "all_or_none": False, "unify": False}
    batch = given_up(StatusBatch.MENERAPKAN, services.APPLY_TASK, **facts)
    page = live_scene.client("superadmin").get(f"{HOME}unggahan/{batch.pk}/").content.decode()

    assert (batch.status, batch.daftar_baris.count()) == (StatusBatch.PRATINJAU, 1)
    assert "Penerapan berulang kali terhenti" in page
    assert "Terapkan 1 baris" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("task", [services.READ_TASK, services.APPLY_TASK])
def test_one_that_is_over_stays_as_it_is(task):
    batch = given_up(StatusBatch.DIBATALKAN, task)

    assert (batch.status, batch.pesan) == (StatusBatch.DIBATALKAN, "")


def broken():
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("attempts", "status"), [(RETRIES - 1, StatusBatch.DIBACA), (RETRIES, StatusBatch.GAGAL)]
)
def test_one_whose_reading_fails_is_tried_again_and_then_ends(live_scene, attempts, status):
    batch = services.take_in(
        sheet=KL, content=book(KL_HEAD), name="kl.xlsx", actor=live_scene.superadmin
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = %s", [attempts])
    register(replace(KL, present=broken))
    try:
        run_jobs()
    finally:
        register(KL)

    batch.refresh_from_db()
    assert batch.status == status
