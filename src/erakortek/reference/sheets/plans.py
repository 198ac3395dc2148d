"""What plans refer to: units, sources of funds, priorities, weights."""

from collections.abc import Iterator, Sequence

from erakortek.intake.cells import Finding, read_list, same_word, show_list
from erakortek.intake.columns import Column, Kind
from erakortek.intake.sheets import Read, Sheet, Values
from erakortek.intake.validity import until, why_retired
from erakortek.lib import clock
from erakortek.lib.numbers_id import plain, quote
from erakortek.reference import impact
from erakortek.reference.enums import PRIORITAS_ABOVE, YEARS, Bobot, JenisPrioritas
from erakortek.reference.models import (
    BobotWilayah,
    Prioritas,
    Satuan,
    SumberDana,
    Wilayah,
)
from erakortek.reference.permissions import can_keep_masters
from erakortek.reference.selectors import definisi_now
from erakortek.reference.services import (
    keep_bobot,
    keep_prioritas,
    keep_satuan,
    keep_sumber_dana,
)
from erakortek.reference.services.withdrawing import withdraw_bobot
from erakortek.reference.sheets.dates import RETIRES, iso
from erakortek.reference.sheets.references import (
    kodes_spelt_otherwise,
    missing_references,
    retired_references,
)


def _satuan_now() -> Iterator[Values]:
    for one in Satuan.objects.order_by("nama"):
        yield {"nama": one.nama, "sinonim": show_list(one.sinonim), "sampai": iso(one.sampai_on)}


def _check_satuan(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """A spelling names one unit; otherwise nobody could say which is meant."""
    rows = {values["nama"]: values for values in _satuan_now()}
    rows |= {read.values["nama"]: read.values for read in reads}
    owner: dict[str, str] = {}
    for nama, values in rows.items():
        for spelling in (nama, *read_list(values["sinonim"])):
            owner.setdefault(same_word(spelling), nama)
    for place, read in enumerate(reads):
        nama = read.values["nama"]
        for spelling in (nama, *read_list(read.values["sinonim"])):
            other = owner[same_word(spelling)]
            if other != nama:
                message = f"{quote(spelling)} sudah menjadi ejaan satuan {quote(other)}."
                sel = read.cells.get("sinonim", "")
                saran = "Satu ejaan hanya untuk satu satuan."
                yield place, Finding("Ejaan lain", sel, "ganda", message, saran)


def _uses_of_satuan(values: Values) -> Iterator[str]:
    spellings = (values["nama"], *read_list(values["sinonim"]))
    total = definisi_now().filter(satuan__in=spellings).count()
    if total:
        yield f"Dipakai {total} indikator."


SATUAN = Sheet(
    kode="satuan",
    judul="Satuan",
    keterangan="Satuan dengan satu nama baku dan ejaan lainnya; impor menawarkan nama bakunya.",
    columns=(
        Column("nama", "Nama", is_key=True, longest=120, example="Contoh"),
        Column(
            "sinonim",
            "Ejaan lain",
            longest=600,
            example="Cth. | Contoh-contoh",
            hint="Dipisah garis tegak.",
        ),
        RETIRES,
    ),
    present=_satuan_now,
    write=keep_satuan,
    touches=lambda _: impact.while_running(
        "satuan indikatornya tidak ikut berganti; impor berikutnya yang menawarkan ejaan ini."
    ),
    can_import=can_keep_masters,
    check=_check_satuan,
    retired=until("sampai"),
    tells=_uses_of_satuan,
)


def _sumber_dana_now() -> Iterator[Values]:
    for one in SumberDana.objects.order_by("kode"):
        yield {"kode": one.kode, "nama": one.nama, "sampai": iso(one.sampai_on)}


def _check_sumber_dana(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    stored = SumberDana.objects.values_list("kode", flat=True)
    return kodes_spelt_otherwise(SUMBER_DANA, reads, stored)


SUMBER_DANA = Sheet(
    kode="sumber-dana",
    judul="Sumber dana",
    keterangan="Asal pendanaan sub kegiatan dan usulan.",
    columns=(
        Column("kode", "Kode", is_key=True, longest=24, example="CTH"),
        Column("nama", "Nama", is_required=True, longest=160, example="Dana contoh"),
        RETIRES,
    ),
    present=_sumber_dana_now,
    write=keep_sumber_dana,
    can_import=can_keep_masters,
    check=_check_sumber_dana,
    retired=until("sampai"),
)


def _prioritas_now() -> Iterator[Values]:
    for one in Prioritas.objects.select_related("induk").order_by("kode"):
        yield {
            "kode": one.kode,
            "jenis": one.jenis,
            "nama": one.nama,
            "induk": one.induk.kode if one.induk else "",
            "sampai": iso(one.sampai_on),
        }


def _check_prioritas(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """What a priority belongs to is of the kind above its own, so no circle can arise."""
    now = list(_prioritas_now())
    kinds = {values["kode"]: values["jenis"] for values in now}
    kinds |= {read.values["kode"]: read.values["jenis"] for read in reads}
    retired = {values["kode"] for values in now if why_retired(PRIORITAS, values, clock.today())}
    yield from kodes_spelt_otherwise(PRIORITAS, reads, [values["kode"] for values in now])
    yield from missing_references(PRIORITAS, reads, {"induk": kinds})
    yield from retired_references(PRIORITAS, reads, {"induk": retired})
    for place, read in enumerate(reads):
        jenis, induk = JenisPrioritas(read.values["jenis"]), read.values["induk"]
        above = PRIORITAS_ABOVE.get(jenis)
        if (kinds.get(induk) if induk else None) != above and (not induk or induk in kinds):
            reason = f"{jenis.label} tidak mempunyai induk." if above is None else ""
            reason = reason or f"{jenis.label} harus berinduk {above.label.lower()}."  # type: ignore[union-attr]
            yield place, Finding("Kode induk", read.cells.get("induk", ""), "induk", reason)


PRIORITAS = Sheet(
    kode="prioritas",
    judul="Prioritas",
    keterangan=(
        "Asta Cita, PN sampai ProP, program strategis nasional dengan proyeknya, major project, "
        "tematik, dan SPM."
    ),
    columns=(
        Column("kode", "Kode", is_key=True, longest=24, example="PP-0.1"),
        Column(
            "jenis",
            "Jenis",
            Kind.CHOICE,
            is_required=True,
            choices={one.label: one.value for one in JenisPrioritas},
            example="Program prioritas",
        ),
        Column("nama", "Nama", is_required=True, longest=1000, example="Contoh"),
        Column("induk", "Kode induk", longest=24, example="PN-0"),
        RETIRES,
    ),
    present=_prioritas_now,
    write=keep_prioritas,
    touches=lambda _: impact.while_running(
        "nama yang berganti langsung tampil pada indikatornya; susunan indikatornya tetap."
    ),
    can_import=can_keep_masters,
    check=_check_prioritas,
    retired=until("sampai"),
)


def _bobot_now() -> Iterator[Values]:
    rows = BobotWilayah.objects.order_by("wilayah__kode", "jenis", "tahun")
    names = ("wilayah", "jenis", "tahun", "nilai", "sumber")
    for wilayah, jenis, tahun, nilai, sumber in rows.values_list("wilayah__kode", *names[1:]):
        cells = (wilayah, jenis, str(tahun), plain(nilai), sumber)
        yield dict(zip(names, cells, strict=True))


def _check_bobot(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """The wilayah exists and weighs something."""
    wilayah = set(Wilayah.objects.values_list("kode", flat=True))
    yield from missing_references(BOBOT_WILAYAH, reads, {"wilayah": wilayah})
    for place, read in enumerate(reads):
        if read.values["nilai"].startswith("-") or read.values["nilai"] == "0":
            sel = read.cells.get("nilai", "")
            yield place, Finding("Nilai", sel, "batas", "Bobot harus lebih dari nol.")


BOBOT_WILAYAH = Sheet(
    kode="bobot-wilayah",
    judul="Bobot wilayah",
    keterangan=(
        "Penimbang rata-rata per wilayah dan tahun. Yang dipakai adalah tahun terbaru sampai tahun "
        "rencana; bila tidak ada, jumlah penduduk di lembar Wilayah."
    ),
    columns=(
        Column("wilayah", "Kode wilayah", is_key=True, longest=8, example="00"),
        Column(
            "jenis",
            "Jenis",
            Kind.CHOICE,
            is_key=True,
            choices={one.label.capitalize(): one.value for one in Bobot if one},
            example="Penduduk",
        ),
        Column("tahun", "Tahun", Kind.WHOLE, is_key=True, within=YEARS, example="2025"),
        Column("nilai", "Nilai", Kind.NUMBER, is_required=True, example="100000"),
        Column("sumber", "Sumber", is_required=True, example="BPS, proyeksi penduduk"),
    ),
    present=_bobot_now,
    write=keep_bobot,
    withdraw=withdraw_bobot,
    touches=lambda _: impact.while_running(
        "rata-rata tertimbang di dasbor langsung dihitung dengan bobot ini."
    ),
    can_import=can_keep_masters,
    check=_check_bobot,
)
