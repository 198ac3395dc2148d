"""K/L, bidang urusan, and who is in charge of what."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q

from erakortek.intake.cells import Finding
from erakortek.intake.columns import Column, Kind
from erakortek.intake.sheets import Read, Sheet, Values
from erakortek.intake.validity import until
from erakortek.lib import clock
from erakortek.lib.numbers_id import quote
from erakortek.reference import impact
from erakortek.reference.enums import JenisInstansi, PeranKL
from erakortek.reference.models import BidangKL, BidangUrusan, Indikator, Instansi, Pengampu
from erakortek.reference.permissions import can_keep_masters
from erakortek.reference.services import (
    keep_bidang,
    keep_bidang_kl,
    keep_kl,
    keep_pengampu,
    keep_unit_bangda,
    keep_unit_kl,
)
from erakortek.reference.services.withdrawing import withdraw_bidang_kl
from erakortek.reference.sheets.dates import RETIRES, iso
from erakortek.reference.sheets.references import (
    kodes_spelt_otherwise,
    missing_references,
    retired_references,
)

YES_NO = {"Ya": "ya", "Tidak": "tidak"}
FOREVER = date.max.isoformat()
NAME_CHANGES = "nama yang berganti langsung tampil; Berita Acara yang sudah disusun tetap."


def _kl_now() -> Iterator[Values]:
    for one in Instansi.objects.filter(jenis=JenisInstansi.KL).order_by("kode"):
        yield _office(one)


def _office(one: Instansi) -> Values:
    return {
        "kode": one.kode,
        "nama": one.nama,
        "singkatan": one.singkatan,
        "sampai": iso(one.sampai_on),
    }


def _kodes_taken(
    sheet: Sheet, jenis: JenisInstansi, reads: Sequence[Read]
) -> Iterator[tuple[int, Finding]]:
    """A kode names one office among all kinds, whatever its case."""
    every = Instansi.objects.values_list("kode", flat=True)
    yield from kodes_spelt_otherwise(sheet, reads, every)
    others = set(Instansi.objects.exclude(jenis=jenis).values_list("kode", flat=True))
    for place, read in enumerate(reads):
        if read.values["kode"] in others:
            message = f"Kode {quote(read.values['kode'])} sudah dipakai instansi jenis lain."
            label, sel = sheet.column("kode").label, read.cells.get("kode", "")
            yield place, Finding(label, sel, "kode", message, "Pilih kode lain.")


def _check_kl(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    return _kodes_taken(KL, JenisInstansi.KL, reads)


def _uses_of_kl(values: Values) -> Iterator[str]:
    """What a K/L is in charge of, before somebody retires it."""
    today = clock.today()
    running = Q(sampai_on__isnull=True) | Q(sampai_on__gte=today)
    indikator = Pengampu.objects.filter(running, instansi__kode=values["kode"]).count()
    bidang = BidangKL.objects.filter(instansi__kode=values["kode"]).count()
    units = Instansi.objects.filter(jenis=JenisInstansi.UNIT_KL, induk__kode=values["kode"]).count()
    if indikator or bidang or units:
        yield (
            f"Mengampu {indikator} indikator, tercatat pada {bidang} bidang urusan, dan mempunyai "
            f"{units} unit. Sebelum berakhir, alihkan pengampuannya di lembar Pengampu indikator."
        )


KL = Sheet(
    kode="kl",
    judul="Kementerian dan lembaga",
    keterangan="K/L yang mengampu atau mendukung bidang urusan, dengan kode INAPROC.",
    columns=(
        Column("kode", "Kode", is_key=True, longest=40, example="K99"),
        Column("nama", "Nama", is_required=True, example="Kementerian Contoh"),
        Column("singkatan", "Singkatan", longest=60, example="Kemencontoh"),
        RETIRES,
    ),
    present=_kl_now,
    write=keep_kl,
    touches=lambda _: impact.while_running(NAME_CHANGES),
    can_import=can_keep_masters,
    check=_check_kl,
    retired=until("sampai"),
    tells=_uses_of_kl,
)


def _unit_kl_now() -> Iterator[Values]:
    units = Instansi.objects.filter(jenis=JenisInstansi.UNIT_KL).select_related("induk")
    for one in units.order_by("kode"):
        yield _office(one) | {"kl": one.induk.kode if one.induk else ""}


def _check_unit_kl(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    yield from _kodes_taken(UNIT_KL, JenisInstansi.UNIT_KL, reads)
    yield from missing_references(UNIT_KL, reads, {"kl": _kl_kodes()})
    yield from retired_references(UNIT_KL, reads, {"kl": _kl_retired()})


UNIT_KL = Sheet(
    kode="unit-kl",
    judul="Unit K/L",
    keterangan=(
        "Unit kerja di bawah K/L. Penugasan Unit K/L menjangkau bidang urusan dan indikator K/L-nya, "
        "kecuali bidangnya dipersempit pada penugasan itu."
    ),
    columns=(
        Column("kode", "Kode", is_key=True, longest=40, example="K99-01"),
        Column("nama", "Nama", is_required=True, example="Direktorat Contoh"),
        Column("singkatan", "Singkatan", longest=60, example="Ditcontoh"),
        Column("kl", "Kode K/L", is_required=True, longest=40, example="K99"),
        RETIRES,
    ),
    present=_unit_kl_now,
    write=keep_unit_kl,
    touches=lambda _: impact.while_running(NAME_CHANGES),
    can_import=can_keep_masters,
    check=_check_unit_kl,
    retired=until("sampai"),
)


def _unit_bangda_now() -> Iterator[Values]:
    for one in Instansi.objects.filter(jenis=JenisInstansi.UNIT_BANGDA).order_by("kode"):
        yield _office(one)


def _check_unit_bangda(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    return _kodes_taken(UNIT_BANGDA, JenisInstansi.UNIT_BANGDA, reads)


UNIT_BANGDA = Sheet(
    kode="unit-bangda",
    judul="Unit Ditjen Bina Pembangunan Daerah",
    keterangan=(
        "Direktorat di bawah Ditjen Bina Pembangunan Daerah, tempat fasilitator dan notulis bertugas. "
        "Pada Berita Acara pihaknya tetap Ditjen; direktoratnya disebut dalam jabatan."
    ),
    columns=(
        Column("kode", "Kode", is_key=True, longest=40, example="BANGDA-CONTOH"),
        Column("nama", "Nama", is_required=True, example="Direktorat Contoh"),
        Column("singkatan", "Singkatan", longest=60, example="Ditcontoh"),
        RETIRES,
    ),
    present=_unit_bangda_now,
    write=keep_unit_bangda,
    touches=lambda _: impact.while_running(NAME_CHANGES),
    can_import=can_keep_masters,
    check=_check_unit_bangda,
    retired=until("sampai"),
)


def _bidang_now() -> Iterator[Values]:
    for one in BidangUrusan.objects.order_by("kode"):
        yield {
            "kode": one.kode,
            "nama": one.nama,
            "nama_resmi": one.nama_resmi,
            "kategori": one.kategori,
            "ikut_rakortek": "ya" if one.ikut_rakortek else "tidak",
        }


BIDANG = Sheet(
    kode="bidang-urusan",
    judul="Bidang urusan",
    keterangan="Bidang urusan pemerintahan dan unsur; yang ikut Rakortek mempunyai desk.",
    columns=(
        Column(
            "kode",
            "Kode",
            is_key=True,
            longest=8,
            shape=r"\d\.\d\d",
            example="9.99",
            hint="Satu angka, titik, dua angka, seperti 1.02.",
        ),
        Column("nama", "Nama", is_required=True, longest=160, example="Contoh"),
        Column("nama_resmi", "Nama resmi", is_required=True, example="URUSAN BIDANG CONTOH"),
        Column(
            "kategori",
            "Kategori",
            Kind.CHOICE,
            is_required=True,
            choices={
                "Pelayanan dasar": "pelayanan_dasar",
                "Bukan pelayanan dasar": "non_pelayanan_dasar",
                "Pilihan": "pilihan",
                "Unsur": "unsur",
            },
            example="Pilihan",
        ),
        Column(
            "ikut_rakortek",
            "Ikut Rakortek",
            Kind.CHOICE,
            is_required=True,
            choices=YES_NO,
            example="Ya",
        ),
    ),
    present=_bidang_now,
    write=keep_bidang,
    touches=lambda _: impact.while_running(
        "desk dan targetnya tetap; bidang baru ikut mulai Rakortek berikutnya."
    ),
    can_import=can_keep_masters,
    retired=lambda values, _: "" if values["ikut_rakortek"] == "ya" else "tidak ikut Rakortek",
)


def _bidang_kl_now() -> Iterator[Values]:
    names = ("bidang", "kl", "peran", "dasar")
    rows = BidangKL.objects.order_by("bidang__kode", "instansi__kode")
    for row in rows.values_list("bidang__kode", "instansi__kode", "peran", "dasar"):
        yield dict(zip(names, row, strict=True))


def _check_bidang_kl(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    known = {"bidang": _bidang_kodes(), "kl": _kl_kodes()}
    yield from missing_references(BIDANG_KL, reads, known)
    yield from retired_references(BIDANG_KL, reads, {"kl": _kl_retired()})


def _bidang_kodes() -> set[str]:
    return set(BidangUrusan.objects.values_list("kode", flat=True))


def _kl_kodes() -> set[str]:
    return set(Instansi.objects.filter(jenis=JenisInstansi.KL).values_list("kode", flat=True))


def _kl_retired() -> set[str]:
    ended = Instansi.objects.filter(jenis=JenisInstansi.KL, sampai_on__lt=clock.today())
    return set(ended.values_list("kode", flat=True))


BIDANG_KL = Sheet(
    kode="bidang-kl",
    judul="K/L per bidang urusan",
    keterangan="K/L utama dan pendukung tiap bidang urusan; utama menjadi pengampu bawaan.",
    columns=(
        Column("bidang", "Kode bidang", is_key=True, longest=8, example="9.99"),
        Column("kl", "Kode K/L", is_key=True, longest=40, example="K99"),
        Column(
            "peran",
            "Peran",
            Kind.CHOICE,
            is_required=True,
            choices={one.label: one.value for one in PeranKL},
            example="Utama",
        ),
        Column("dasar", "Dasar", longest=2000, example="Perpres contoh"),
    ),
    present=_bidang_kl_now,
    write=keep_bidang_kl,
    withdraw=withdraw_bidang_kl,
    touches=lambda _: impact.while_running(
        "K/L pada bidang itu langsung melihat targetnya, dan yang dikeluarkan tidak lagi."
    ),
    can_import=can_keep_masters,
    check=_check_bidang_kl,
)


def _pengampu_now() -> Iterator[Values]:
    rows = Pengampu.objects.order_by("indikator__kode", "mulai_on")
    for indikator, mulai, kl, sampai in rows.values_list(
        "indikator__kode", "mulai_on", "instansi__kode", "sampai_on"
    ):
        yield {
            "indikator": indikator,
            "mulai": mulai.isoformat(),
            "kl": kl,
            "sampai": sampai.isoformat() if sampai else "",
        }


def _check_pengampu(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """Indikator and K/L exist; at any time exactly one K/L is in charge."""
    indikator = set(Indikator.objects.values_list("kode", flat=True))
    yield from missing_references(PENGAMPU, reads, {"indikator": indikator, "kl": _kl_kodes()})
    yield from retired_references(PENGAMPU, reads, {"kl": _kl_retired()})
    spans = _spans_after(reads)
    for place, read in enumerate(reads):
        mulai, sampai = _span(read.values)
        sel = read.cells.get("mulai", "")
        if sampai < mulai:
            message = "Masa pengampuan berakhir sebelum dimulai."
            yield place, Finding("Sampai", read.cells.get("sampai", ""), "urutan", message)
        others = (one for one in spans[read.values["indikator"]] if one != (mulai, sampai))
        if any(begin <= sampai and mulai <= end for begin, end in others):
            message = f"Masa ini bertumpuk dengan pengampu lain {read.values['indikator']}."
            saran = "Isi “Sampai” pengampu yang lama sehari sebelum yang baru mulai."
            yield place, Finding("Mulai", sel, "tumpang tindih", message, saran)


def _spans_after(reads: Sequence[Read]) -> dict[str, set[tuple[str, str]]]:
    """Per indikator the spans that would stand after the import; the file replaces by its key."""
    rows = {PENGAMPU.key_of(values): values for values in _pengampu_now()}
    rows |= {PENGAMPU.key_of(read.values): read.values for read in reads}
    spans: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for values in rows.values():
        spans[values["indikator"]].add(_span(values))
    return spans


def _span(values: Values) -> tuple[str, str]:
    """ISO dates compare as text."""
    return values["mulai"], values["sampai"] or FOREVER


PENGAMPU = Sheet(
    kode="pengampu",
    judul="Pengampu indikator",
    keterangan="K/L yang mengampu tiap indikator, dari kapan sampai kapan.",
    columns=(
        Column("indikator", "Kode indikator", is_key=True, longest=24, example="C6-000"),
        Column("mulai", "Mulai", Kind.DATE, is_key=True, example="01-01-2027"),
        Column("kl", "Kode K/L", is_required=True, longest=40, example="K99"),
        Column(
            "sampai",
            "Sampai",
            Kind.DATE,
            example="31-12-2029",
            hint="Kosong selama masih berjalan.",
        ),
    ),
    present=_pengampu_now,
    write=keep_pengampu,
    touches=lambda _: impact.while_running(
        "pengampu yang berlaku hari ini langsung berhak mengisi target nasional dan usulan K/L-nya."
    ),
    can_import=can_keep_masters,
    retired=until("sampai"),
    check=_check_pengampu,
)
