"""Comparing a file with what is stored: only what the file names is held, however much there is."""

from dataclasses import replace
from weakref import ref

import pytest

from erakortek.intake import services
from erakortek.intake.enums import StatusBaris
from erakortek.intake.selectors import counts_of
from erakortek.intake.sheets import register
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi
from erakortek.reference.sheets import KL
from tests.intake.workbook import KL_HEAD, book, tabs

pytestmark = pytest.mark.django_db
STORED = 500


class Noticed(dict):
    """A stored row of which can be told whether anybody still has it."""


@pytest.fixture
def large():
    """A large sheet, and the most of its rows that were held at once, one number per reading."""
    counts = []

    def present():
        given = []
        counts.append(0)
        for number in range(STORED):
            row = Noticed(kode=f"Z{number}", nama=f"Badan {number}", singkatan="", sampai="")
            given.append(ref(row))
            yield row
            del row
            counts[-1] = max(counts[-1], sum(one() is not None for one in given))

    sheet = replace(KL, present=present, check=lambda _: ())
    register(sheet)
    yield sheet, counts
    register(KL)


def test_of_a_large_sheet_only_what_the_file_names_is_held(large):
    sheet, most_held = large
    content = book(
        KL_HEAD, ("Z7", "Badan Tujuh", ""), ("Z400", "Badan 400", ""), ("Y1", "Baru", "")
    )

    batch = services.read_now(sheet=sheet, content=content, name="kl.xlsx")
    services.apply_batch(batch_id=batch.pk, actor=None)

    assert counts_of(batch) == {
        StatusBaris.BARU: 1,
        StatusBaris.BERUBAH: 1,
        StatusBaris.SAMA: 1,
        StatusBaris.BENTROK: 0,
        StatusBaris.SALAH: 0,
    }
    assert len(most_held) == 2  # for the preview, and once more when it is applied
    assert max(most_held) <= 4


def test_a_row_that_two_worksheets_say_is_written_once_where_one_leaves_a_column_out():
    one = Instansi.objects.filter(jenis=JenisInstansi.KL).exclude(singkatan="").first()
    wide = (KL_HEAD, (one.kode, "Nama Baru", one.singkatan))
    narrow = (KL_HEAD[:2], (one.kode, "Nama Baru"))

    batch = services.read_now(sheet=KL, content=tabs(wide, narrow), name="kl.xlsx")

    assert batch.daftar_baris.count() == 1
    services.apply_batch(batch_id=batch.pk, actor=None)
    one.refresh_from_db()
    assert one.nama == "Nama Baru"
