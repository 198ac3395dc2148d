"""Units, sources of funds, priorities and weights: loaded from the files, kept from workbooks."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from erakortek.intake.cells import read_list
from erakortek.intake.sheets import Keeper, Values
from erakortek.reference.datafiles import date_or_none
from erakortek.reference.models import BobotWilayah, Prioritas, Satuan, SumberDana, Wilayah
from erakortek.reference.services.files import rows_of_file
from erakortek.reference.upsert import Change, ids_by_kode, upsert


def load_plans() -> list[Change]:
    """The units, sources of funds and priorities of the files."""
    return [
        _store_satuan(rows_of_file("satuan.csv", "satuan", "nama")),
        _store_sumber_dana(rows_of_file("sumber_dana.csv", "sumber-dana", "kode")),
        _store_prioritas(rows_of_file("prioritas.csv", "prioritas", "kode")),
    ]


def keep_satuan(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add units with their other spellings, mend and retire them."""
    _store_satuan(rows)


def keep_sumber_dana(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add sources of funds, mend and retire them."""
    _store_sumber_dana(rows)


def keep_prioritas(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add priorities, mend and retire them."""
    _store_prioritas(rows)


def keep_bobot(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add what wilayah weigh, and mend it."""
    ids = ids_by_kode(Wilayah)
    upsert(
        "bobot wilayah",
        (
            BobotWilayah(
                wilayah_id=ids[row["wilayah"]],
                jenis=row["jenis"],
                tahun=int(row["tahun"]),
                nilai=Decimal(row["nilai"]),
                sumber=row["sumber"],
            )
            for row in rows
        ),
        key=("wilayah_id", "jenis", "tahun"),
        fields=("nilai", "sumber"),
    )


def _store_satuan(rows: Sequence[Mapping[str, str]]) -> Change:
    return upsert(
        "satuan",
        (
            Satuan(
                nama=row["nama"],
                sinonim=read_list(row["sinonim"]),
                sampai_on=date_or_none(row.get("sampai", "")),
            )
            for row in rows
        ),
        key=("nama",),
        fields=("sinonim", "sampai_on"),
    )


def _store_sumber_dana(rows: Sequence[Mapping[str, str]]) -> Change:
    return upsert(
        "sumber dana",
        (
            SumberDana(
                kode=row["kode"],
                nama=row["nama"],
                sampai_on=date_or_none(row.get("sampai", "")),
            )
            for row in rows
        ),
        key=("kode",),
        fields=("nama", "sampai_on"),
    )


def _store_prioritas(rows: Sequence[Mapping[str, str]]) -> Change:
    """From the top down, so that what belongs to another finds it."""
    baru = berubah = sama = 0
    waiting = list(rows)
    while waiting:
        named = {row["kode"] for row in waiting}
        ready = [row for row in waiting if row["induk"] not in named]
        change = _store_level(ready)
        baru, berubah, sama = baru + change.baru, berubah + change.berubah, sama + change.sama
        waiting = [row for row in waiting if row["induk"] in named]
    return Change("prioritas", baru, berubah, sama)


def _store_level(rows: Sequence[Mapping[str, str]]) -> Change:
    ids = ids_by_kode(Prioritas)
    return upsert(
        "prioritas",
        (
            Prioritas(
                kode=row["kode"],
                jenis=row["jenis"],
                nama=row["nama"],
                induk_id=ids.get(row["induk"]),
                sampai_on=date_or_none(row.get("sampai", "")),
            )
            for row in rows
        ),
        key=("kode",),
        fields=("jenis", "nama", "induk_id", "sampai_on"),
    )
