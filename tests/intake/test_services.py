"""Two steps: nothing changes before it is applied, and what is applied is what was seen."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from erakortek.audit.models import AuditEntry
from erakortek.intake import selectors, services
from erakortek.intake.enums import StatusBaris, StatusBatch
from erakortek.intake.models import ImportBatch, StagedRow
from erakortek.lib.errors import (
    AccessDeniedError,
    DomainError,
    IllegalTransitionError,
    InvalidInputError,
)
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi, Nomenklatur, Pengampu
from erakortek.reference.sheets import KL, NOMENKLATUR, PENGAMPU
from tests.intake.workbook import KL_HEAD, book

pytestmark = pytest.mark.django_db


def upload(*rows, sheet=KL):
    return services.read_now(sheet=sheet, content=book(KL_HEAD, *rows), name="kl.xlsx")


def states(batch):
    return list(batch.daftar_baris.values_list("status", flat=True))


def kl(kode):
    return Instansi.objects.get(jenis=JenisInstansi.KL, kode=kode)


@pytest.fixture
def first():
    return Instansi.objects.filter(jenis=JenisInstansi.KL).order_by("kode")[0]


def test_each_row_says_what_it_would_do(first):
    batch = upload(
        (first.kode, first.nama, first.singkatan),
        ("Z1", "Lembaga Baru", "LB"),
        ("Z2", "", ""),
        ("Z3", "Ditulis begini", ""),
        ("Z3", "Ditulis begitu", ""),
    )

    assert states(batch) == ["SAMA", "BARU", "SALAH", "BARU", "BENTROK"]
    assert not Instansi.objects.filter(kode="Z1").exists()
    findings = selectors.findings_of(selectors.rows_with_findings(batch))
    assert {(one.sel, one.aturan) for _, one in findings} == {("B4", "wajib"), ("B6", "ganda")}


def test_good_rows_go_in_and_refused_ones_stay_out(first):
    batch = upload(
        (first.kode, "Nama Diperbaiki", first.singkatan), ("Z1", "Baru", ""), ("Z2", "", "")
    )

    services.apply_batch(batch_id=batch.pk, actor=None)

    assert kl(first.kode).nama == "Nama Diperbaiki"
    assert kl(first.kode).pk == first.pk
    assert kl("Z1").nama == "Baru"
    assert not Instansi.objects.filter(kode="Z2").exists()


def test_all_or_none_writes_nothing_while_one_row_is_refused():
    batch = upload(("Z1", "Baru", ""), ("Z2", "", ""))

    with pytest.raises(InvalidInputError, match=r"1 baris belum benar"):
        services.apply_batch(batch_id=batch.pk, actor=None, all_or_none=True)

    assert not Instansi.objects.filter(kode="Z1").exists()
    assert ImportBatch.objects.get().status == StatusBatch.PRATINJAU


def test_what_somebody_changed_since_the_preview_is_not_overwritten(first):
    batch = upload((first.kode, "Dari berkas", first.singkatan), ("Z1", "Baru", ""))
    Instansi.objects.filter(pk=first.pk).update(nama="Dari orang lain")
    Instansi.objects.create(kode="Z1", nama="Sudah ada", jenis=JenisInstansi.KL)

    services.apply_batch(batch_id=batch.pk, actor=None)

    assert kl(first.kode).nama == "Dari orang lain"
    assert kl("Z1").nama == "Sudah ada"
    assert states(batch) == ["BENTROK", "BENTROK"]


def test_the_same_file_again_changes_nothing():
    services.apply_batch(batch_id=upload(("Z1", "Baru", "")).pk, actor=None)
    before = Instansi.objects.count()

    again = upload(("Z1", "Baru", ""))
    services.apply_batch(batch_id=again.pk, actor=None)

    assert states(again) == ["SAMA"]
    assert Instansi.objects.count() == before


def test_an_accepted_spelling_mends_what_was_stored_before():
    satuan = ("Unit", "Unit", "unit")
    rows = [(f"1.0{n}", "Provinsi", f"Bidang {n}", one) for n, one in enumerate(satuan, start=1)]
    content = book(("Kode", "Tingkat", "Nama", "Satuan"), *rows)

    def take(**how):
        batch = services.read_now(sheet=NOMENKLATUR, content=content, name="n.xlsx")
        return states(services.apply_batch(batch_id=batch.pk, actor=None, **how))

    assert take() == ["BARU", "BARU", "BARU"]
    assert take(unify=True) == ["SAMA", "SAMA", "BERUBAH"]
    assert set(Nomenklatur.objects.values_list("satuan", flat=True)) == {"Unit"}
    assert take(unify=True) == ["SAMA", "SAMA", "SAMA"]


def test_an_upload_for_a_sheet_that_is_gone_is_not_decided():
    batch = upload(("Z1", "Baru", ""))
    ImportBatch.objects.filter(pk=batch.pk).update(lembar="lama")

    for act in (services.apply_batch, services.drop_batch):
        with pytest.raises(DomainError, match="“lama” tidak dikenal lagi"):
            act(batch_id=batch.pk, actor=None)


def test_an_upload_is_decided_once():
    batch = upload(("Z1", "Baru", ""))
    services.apply_batch(batch_id=batch.pk, actor=None)

    for act in (services.apply_batch, services.drop_batch):
        with pytest.raises(IllegalTransitionError, match="diterapkan"):
            act(batch_id=batch.pk, actor=None)


def test_a_dropped_upload_writes_nothing():
    batch = services.drop_batch(batch_id=upload(("Z1", "Baru", "")).pk, actor=None)

    assert batch.status == StatusBatch.DIBATALKAN
    assert not Instansi.objects.filter(kode="Z1").exists()


def test_a_file_that_cannot_be_read_ends_with_its_sentence():
    batch = services.read_now(sheet=KL, content=b"PK-bukan-zip", name="rusak.xlsx")

    assert batch.status == StatusBatch.GAGAL
    assert "rusak.xlsx" in batch.pesan


def test_a_reader_that_was_killed_begins_anew():
    batch = upload(("Z1", "Baru", ""), ("Z2", "Dua", ""))
    ImportBatch.objects.filter(pk=batch.pk).update(status=StatusBatch.DIBACA)

    services.read_batch(batch_id=batch.pk)
    services.read_batch(batch_id=batch.pk)

    assert states(batch) == ["BARU", "BARU"]


@pytest.mark.parametrize("who", ["bappeda", "pd", "kl", "auditor", "fasilitator"])
def test_only_the_directorate_imports_national_data(scene, who):
    batch = upload(("Z1", "Baru", ""))
    actor = scene.actor(who)

    with pytest.raises(AccessDeniedError, match="superadmin"):
        services.take_in(sheet=KL, content=book(KL_HEAD), name="kl.xlsx", actor=actor)
    for act in (services.apply_batch, services.drop_batch):
        with pytest.raises(AccessDeniedError):
            act(batch_id=batch.pk, actor=actor)
    assert not selectors.batches_for(actor).exists()


def test_an_applied_import_is_logged_and_tells_what_it_changed(scene, first):
    content = book(KL_HEAD, (first.kode, "Nama Diperbaiki", first.singkatan))
    batch = services.take_in(
        sheet=KL, content=content, name="kl.xlsx", actor=scene.superadmin, alasan="Keppres 1"
    )
    services.read_batch(batch_id=batch.pk)
    services.apply_batch(batch_id=batch.pk, actor=scene.superadmin)

    entry = AuditEntry.objects.get(event="impor.diterapkan")
    (row,) = selectors.history_of(KL, first.kode)
    assert entry.user_id == scene.superadmin.user_id
    assert (row.sebelum["nama"], row.nilai["nama"]) == (first.nama, "Nama Diperbaiki")
    assert (row.batch.user_id, row.batch.alasan) == (scene.superadmin.user_id, "Keppres 1")


@pytest.mark.parametrize(
    "act",
    [
        lambda row: StagedRow.objects.filter(pk=row.pk).update(nilai={}),
        lambda row: StagedRow.objects.filter(pk=row.pk).delete(),
        lambda row: ImportBatch.objects.filter(pk=row.batch_id).update(user_id=7),
        lambda row: ImportBatch.objects.filter(pk=row.batch_id).update(alasan="lain"),
    ],
)
def test_history_is_not_changed_nor_its_who_and_why(act):
    batch = upload(("Z1", "Baru", ""))
    services.apply_batch(batch_id=batch.pk, actor=None)
    row = batch.daftar_baris.get()

    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        act(row)


def test_the_application_cannot_empty_the_history():
    for table in ("intake_importbatch", "intake_stagedrow"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_counts_name_every_state():
    assert selectors.counts_of(upload(("Z1", "Baru", ""))) == {
        StatusBaris.BARU: 1,
        StatusBaris.BERUBAH: 0,
        StatusBaris.SAMA: 0,
        StatusBaris.BENTROK: 0,
        StatusBaris.SALAH: 0,
    }


PENGAMPU_HEAD = ("Kode indikator", "Mulai", "Kode K/L", "Sampai")


def test_a_rule_that_is_broken_since_the_preview_keeps_its_row_out():
    spans = Pengampu.objects.filter(sampai_on=None).select_related("indikator", "instansi")
    held, other = spans.order_by("indikator__kode")[:2]
    rows = [
        (one.indikator.kode, "01-01-2031", one.instansi.kode, "31-12-2031") for one in (held, other)
    ]
    spans.update(sampai_on="2030-12-31")
    batch = services.read_now(sheet=PENGAMPU, content=book(PENGAMPU_HEAD, *rows), name="p.xlsx")
    assert states(batch) == ["BARU", "BARU"]
    Pengampu.objects.filter(pk=held.pk).update(sampai_on="2031-06-30")

    with pytest.raises(
        InvalidInputError, match=r"1 baris belum benar.* 1 di antaranya karena data"
    ):
        services.apply_batch(batch_id=batch.pk, actor=None, all_or_none=True)
    services.apply_batch(batch_id=batch.pk, actor=None)

    assert states(batch) == ["SALAH", "BARU"]
    (finding,) = batch.daftar_baris.first().temuan
    assert finding["aturan"] == "tumpang tindih"
    begun = Pengampu.objects.filter(mulai_on="2031-01-01")
    assert [one.indikator_id for one in begun] == [other.indikator_id]


def test_applying_asks_no_query_per_row():
    def queries(*rows):
        batch = upload(*rows)
        with CaptureQueriesContext(connection) as asked:
            services.apply_batch(batch_id=batch.pk, actor=None, unify=True)
        return len(asked)

    one = queries(("Z1", "Baru", ""))
    three = queries(("Z2", "Baru", ""), ("Z3", "Baru", ""), ("Z4", "Baru", ""))

    assert three == one
