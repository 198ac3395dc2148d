"""Who did what, when and why: raw SQL of the application's own role changes and deletes none of it."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from erakortek.intake import services
from erakortek.rakortek.models import AlasanSusunan, Perpanjangan, Tahapan
from erakortek.reference.models import BidangKL
from erakortek.reference.sheets import BIDANG_KL
from tests.architecture.row_world import asked_by

pytestmark = pytest.mark.django_db

REFUSED = "history|stays as|only grows|takes no more"
REWRITES = (
    "UPDATE berita_acara_penandatangan SET nama = 'Orang lain'",
    "UPDATE berita_acara_penandatangan SET at = now()",
    "UPDATE berita_acara_penandatangan SET status = 'TOLAK'",
    "UPDATE berita_acara_penandatangan SET status = 'GUGUR', at = NULL, alasan = 'Lain.'",
    "DELETE FROM berita_acara_penandatangan",
    """INSERT INTO berita_acara_penandatangan
    (berita_acara_id, urutan, pihak, instansi_id, penugasan_id, nama, jabatan, nip, status, alasan)
    SELECT berita_acara_id, urutan + 90, pihak, instansi_id, penugasan_id, nama, jabatan, nip,
        'MENUNGGU', '' FROM berita_acara_penandatangan""",
    "UPDATE rakortek_alasansusunan SET alasan = 'Lain.'",
    "DELETE FROM rakortek_alasansusunan",
    """INSERT INTO rakortek_alasansusunan (rakortek_id, indikator_id, penugasan_id, alasan)
    SELECT a.rakortek_id, i.id, a.penugasan_id, 'Susulan.'
    FROM rakortek_alasansusunan a, reference_indikator i
    WHERE i.id NOT IN (SELECT indikator_id FROM rakortek_alasansusunan) LIMIT 1""",
    "UPDATE rakortek_pengajuansusunan SET alasan = 'Lain.'",
    "UPDATE rakortek_pengajuansusunan SET pengaju_id = pemutus_id",
    "DELETE FROM rakortek_pengajuansusunan",
    "UPDATE rakortek_perpanjangan SET alasan = 'Lain.'",
    "DELETE FROM rakortek_perpanjangan",
    "UPDATE intake_importbatch SET alasan = 'Lain.'",
    "DELETE FROM intake_stagedrow",
    """INSERT INTO intake_stagedrow
    (batch_id, lembar_kerja, baris, kunci, status, nilai, sebelum, temuan)
    SELECT batch_id, lembar_kerja, baris + 1, kunci, status, nilai, sebelum, temuan
    FROM intake_stagedrow""",
)


@pytest.fixture
def lived(signed):
    """``signed``, with an applied import; its set has its reasons and its second person."""
    assert AlasanSusunan.objects.filter(rakortek=signed.rakortek).exists()
    row = BidangKL.objects.select_related("bidang", "instansi").first()
    csv = (
        f"Kode bidang;Kode K/L;Peran;Dasar\n{row.bidang.kode};{row.instansi.kode};Utama;Dasar lain."
    )
    batch = services.read_now(sheet=BIDANG_KL, content=csv.encode(), name="satu.csv")
    services.apply_batch(batch_id=batch.pk, actor=None)
    Perpanjangan.objects.create(
        tahapan=Tahapan.objects.filter(rakortek=signed.rakortek).first(),
        instansi=row.instansi,
        sampai_at=timezone.now(),
        alasan="Banjir.",
        penugasan=AlasanSusunan.objects.first().penugasan,
        created_at=timezone.now(),
    )
    return signed


@pytest.mark.parametrize("statement", REWRITES)
def test_history_is_not_rewritten(lived, statement):
    with (
        asked_by(lived, "sistem"),
        pytest.raises((IntegrityError, InternalError), match=REFUSED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
