"""Wilayah: provinces, kabupaten and kota, with the figures that weigh them."""

from collections.abc import Iterator, Sequence

from erakortek.intake.cells import Finding
from erakortek.intake.sheets import Column, Kind, Read, Sheet, Values
from erakortek.lib.dates_id import Zona
from erakortek.lib.numbers_id import plain, quote
from erakortek.reference.enums import JenisWilayah
from erakortek.reference.models import Wilayah
from erakortek.reference.permissions import can_keep_masters
from erakortek.reference.services import keep_wilayah


def _present() -> Iterator[Values]:
    names = ("kode", "nama", "jenis", "induk__kode", "ibu_kota", "zona", "kode_bps")
    rows = Wilayah.objects.order_by("kode").values_list(*names, "penduduk", "luas_km2")
    for kode, nama, jenis, induk, ibu_kota, zona, bps, penduduk, luas in rows:
        yield {
            "kode": kode,
            "nama": nama,
            "jenis": jenis,
            "induk": induk or "",
            "ibu_kota": ibu_kota,
            "zona": zona,
            "penduduk": str(penduduk) if penduduk is not None else "",
            "luas": plain(luas) if luas is not None else "",
            "kode_bps": bps,
        }


def _check(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """A kabupaten or kota lies in a province that exists; its kode begins with that province's."""
    provinces = set(
        Wilayah.objects.filter(jenis=JenisWilayah.PROVINSI).values_list("kode", flat=True)
    )
    provinces |= {
        read.values["kode"] for read in reads if read.values["jenis"] == JenisWilayah.PROVINSI
    }
    for place, read in enumerate(reads):
        if reason := _why_misplaced(read.values, provinces):
            yield place, Finding("Kode induk", read.cells.get("induk", ""), "induk", reason)


def _why_misplaced(values: Values, provinces: set[str]) -> str:
    kode, induk = values["kode"], values["induk"]
    if values["jenis"] == JenisWilayah.PROVINSI:
        return f"Provinsi {kode} tidak mempunyai induk; kosongkan selnya." if induk else ""
    if induk not in provinces:
        return f"{kode} harus menyebut provinsinya; {quote(induk)} bukan kode provinsi."
    return "" if kode.startswith(f"{induk}.") else f"Kode {kode} tidak dimulai dengan {induk}."


WILAYAH = Sheet(
    kode="wilayah",
    judul="Wilayah",
    keterangan="Provinsi, kabupaten, dan kota menurut kode Kemendagri, dengan jumlah penduduknya.",
    columns=(
        Column("kode", "Kode", is_key=True, longest=8, example="00.01"),
        Column("nama", "Nama", is_required=True, longest=120, example="Kabupaten Contoh"),
        Column(
            "jenis",
            "Jenis",
            Kind.CHOICE,
            is_required=True,
            choices={one.label: one.value for one in JenisWilayah},
            example="Kabupaten",
        ),
        Column("induk", "Kode induk", longest=8, example="00", hint="Kosong untuk provinsi."),
        Column("ibu_kota", "Ibu kota", longest=120, example="Contoh"),
        Column(
            "zona",
            "Zona waktu",
            Kind.CHOICE,
            is_required=True,
            choices={one.value: one.value for one in Zona},
            example="WIB",
        ),
        Column("penduduk", "Penduduk", Kind.WHOLE, example="100000", hint="Dalam jiwa."),
        Column("luas", "Luas", Kind.NUMBER, example="1250,5", hint="Dalam km²."),
        Column("kode_bps", "Kode BPS", longest=8, example="0001"),
    ),
    present=_present,
    write=keep_wilayah,
    can_import=can_keep_masters,
    check=_check,
)
