"""The old .xls: previewed and applied like any other, refused with one sentence where it is broken.

``data/wilayah.xls`` is invented and was written once, by xlwt: nothing here writes that format.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from erakortek.intake import services
from erakortek.intake.enums import StatusBatch
from erakortek.reference.models import Wilayah
from erakortek.reference.sheets import WILAYAH

pytestmark = pytest.mark.django_db
CONTENT = (Path(__file__).parent / "data/wilayah.xls").read_bytes()
INTERFACEHDR, FILEPASS = b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00"  # records: what, how long


def take(content):
    return services.read_now(sheet=WILAYAH, content=content, name="wilayah.xls")


def test_it_is_previewed_and_its_good_rows_are_applied():
    batch = take(CONTENT)
    rows = {one.kunci: one for one in batch.daftar_baris.all()}
    (wrong,) = rows["97.71"].temuan

    services.apply_batch(batch_id=batch.pk, actor=None)

    assert {kode: one.status for kode, one in rows.items()} == {
        "97": "BARU",
        "97.01": "BARU",
        "97.71": "SALAH",
    }
    assert (wrong["sel"], wrong["pesan"]) == ("F6", "Zona waktu “GMT” tidak dikenal.")
    facts = ("kode", "induk__kode", "penduduk", "luas_km2", "mulai_on")
    assert list(Wilayah.objects.filter(kode__startswith="97").values_list(*facts)) == [
        ("97", None, 1_234_567, Decimal("1250.5"), date(2027, 1, 1)),
        ("97.01", "97", 234_567, Decimal("938.868"), date(2027, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CONTENT[: len(CONTENT) // 2], "rusak"),
        (CONTENT.replace(INTERFACEHDR, FILEPASS, 1), "dikunci dengan sandi"),
    ],
)
def test_a_damaged_or_locked_one_is_refused_with_one_sentence(content, words):
    batch = take(content)

    assert batch.status == StatusBatch.GAGAL
    assert words in batch.pesan
    assert batch.pesan.count(".") == batch.pesan.count(".xls") + 1
    assert not batch.daftar_baris.exists()
