"""The register as one flat table, for workbooks and CSV."""

from collections.abc import Iterator

from erakortek.accounts.actor import Actor
from erakortek.hasil.rows import HasilRow, rows_of
from erakortek.hasil.selectors import Register
from erakortek.lib.nilai import Nilai, show_nilai
from erakortek.lib.tables import Cell, Head

CHUNK = 2000
HEAD = Head(
    "Hasil",
    (
        ("Tahun", 8),
        ("Tingkat", 10),
        ("Kode daerah", 8),
        ("Daerah", 24),
        ("Kode bidang", 8),
        ("Bidang urusan", 28),
        ("Kode indikator", 14),
        ("Indikator sekarang", 14),
        ("Indikator", 60),
        ("Satuan", 16),
        ("Acuan", 14),
        ("Kesepakatan", 14),
        ("Kesepakatan bawah", 14),
        ("Kesepakatan atas", 14),
        ("Hasil", 22),
        ("Berita Acara", 28),
        ("Sumber", 30),
        ("Impor", 8),
        ("Data latihan", 8),
        ("Kegiatan pendukung", 60),
    ),
    frozen=4,
)


def table_of(actor: Actor, register: Register) -> Iterator[tuple[Cell, ...]]:
    """Every result of the register, one row each, in official order."""
    keys = register[0:]
    for begin in range(0, len(keys), CHUNK):
        for row in rows_of(actor, keys[begin : begin + CHUNK]):
            yield _cells(row)


def _cells(row: HasilRow) -> tuple[Cell, ...]:
    agreed = row.kesepakatan
    return (
        row.tahun,
        row.tingkat.label,
        row.kode_daerah,
        row.daerah,
        row.kode_bidang,
        row.bidang or "Indikator makro",
        row.kode,
        row.indikator,
        row.nama,
        row.satuan,
        _shown(row.acuan),
        _shown(agreed),
        agreed.bawah if agreed else None,
        agreed.atas if agreed else None,
        row.hasil.label,
        row.nomor_ba,
        row.sumber,
        _yes(row.is_imported),
        _yes(row.is_latihan),
        " | ".join(row.kegiatan),
    )


def _shown(nilai: Nilai | None) -> str:
    return show_nilai(nilai) if nilai else ""


def _yes(fact: object) -> str:
    return "ya" if fact else "tidak"
