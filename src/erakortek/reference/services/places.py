"""Wilayah and what follows what: loaded from the files, kept from workbooks."""

from collections.abc import Mapping, Sequence
from datetime import date

from erakortek.intake.sheets import Keeper, Values
from erakortek.reference.datafiles import date_or_none, decimal_or_none, integer_or_none
from erakortek.reference.models import SuksesiWilayah, Wilayah
from erakortek.reference.services.files import rows_of_file
from erakortek.reference.services.offices import load_offices_of_daerah
from erakortek.reference.upsert import Change, ids_by_kode, upsert

FIELDS = (
    "nama",
    "jenis",
    "induk_id",
    "ibu_kota",
    "zona",
    "penduduk",
    "luas_km2",
    "kode_bps",
    "mulai_on",
    "sampai_on",
)


def load_wilayah() -> Change:
    """The wilayah of the file; their offices come later."""
    rows = rows_of_file("wilayah.csv", "wilayah", "kode")
    return _store([row | {"luas": row["luas_km2"]} for row in rows])


def keep_wilayah(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add wilayah with the government and Bappeda of each, and mend them."""
    _store(rows)
    load_offices_of_daerah()


def _store(rows: Sequence[Mapping[str, str]]) -> Change:
    """Provinces first, so that what lies in them finds them."""
    top = [_wilayah(row, {}) for row in rows if not row["induk"]]
    first = upsert("provinsi", top, key=("kode",), fields=FIELDS)
    ids = ids_by_kode(Wilayah)
    below = [_wilayah(row, ids) for row in rows if row["induk"]]
    second = upsert("kabupaten/kota", below, key=("kode",), fields=FIELDS)
    return Change(
        "wilayah",
        first.baru + second.baru,
        first.berubah + second.berubah,
        first.sama + second.sama,
    )


def _wilayah(row: Mapping[str, str], ids: Mapping[str, int]) -> Wilayah:
    return Wilayah(
        kode=row["kode"],
        nama=row["nama"],
        jenis=row["jenis"],
        induk_id=ids.get(row["induk"]),
        ibu_kota=row["ibu_kota"],
        zona=row["zona"],
        penduduk=integer_or_none(row["penduduk"]),
        luas_km2=decimal_or_none(row["luas"]),
        kode_bps=row["kode_bps"],
        mulai_on=date_or_none(row["mulai"]),
        sampai_on=date_or_none(row["sampai"]),
    )


def load_suksesi() -> Change:
    """The successions of the file."""
    return _store_suksesi(rows_of_file("suksesi_wilayah.csv", "suksesi-wilayah", "asal", "penerus"))


def keep_suksesi(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add what follows what, and mend it."""
    _store_suksesi(rows)


def _store_suksesi(rows: Sequence[Mapping[str, str]]) -> Change:
    ids = ids_by_kode(Wilayah)
    return upsert(
        "suksesi wilayah",
        (
            SuksesiWilayah(
                asal_id=ids[row["asal"]],
                penerus_id=ids[row["penerus"]],
                berlaku_on=date.fromisoformat(row["berlaku"]),
                jenis=row["jenis"],
                dasar=row["dasar"],
            )
            for row in rows
        ),
        key=("asal_id", "penerus_id"),
        fields=("berlaku_on", "jenis", "dasar"),
    )
