"""Writing what an import found good; called inside its transaction, compared there already."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Model

from erakortek.intake.sheets import Keeper, Values
from erakortek.lib import clock
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import (
    BidangKL,
    BidangUrusan,
    Indikator,
    Instansi,
    Nomenklatur,
    Pengampu,
    Realisasi,
    VersiNomenklatur,
    Wilayah,
)
from erakortek.reference.services.loading import load_offices_of_daerah
from erakortek.reference.upsert import upsert


def keep_nomenklatur(rows: Sequence[Values], _: Keeper | None) -> None:
    """Bring the newest version of the nomenclature to ``rows``; the first import makes version 1."""
    versi = VersiNomenklatur.objects.order_by("-nomor").first()
    if versi is None:
        versi = VersiNomenklatur.objects.create(nomor=1, created_at=clock.now())
    upsert(
        "nomenklatur",
        (Nomenklatur(versi=versi, **row) for row in rows),
        key=("kode", "tingkat"),
        fields=("nama", "kinerja", "indikator", "satuan"),
        within=Nomenklatur.objects.filter(versi=versi),
    )


def keep_kl(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add K/L and mend their names."""
    upsert(
        "K/L",
        (Instansi(jenis=JenisInstansi.KL, **row) for row in rows),
        key=("kode",),
        fields=("nama", "singkatan"),
        within=Instansi.objects.filter(jenis=JenisInstansi.KL),
    )


def keep_realisasi(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add measured values and mend them; what a person enters is not data latihan."""
    indikator, wilayah = _kodes(Indikator), _kodes(Wilayah)
    upsert(
        "realisasi",
        (
            Realisasi(
                indikator_id=indikator[row["indikator"]],
                wilayah_id=wilayah[row["wilayah"]],
                tahun=int(row["tahun"]),
                nilai=Decimal(row["nilai"]),
                sumber=row["sumber"],
            )
            for row in rows
        ),
        key=("indikator_id", "wilayah_id", "tahun"),
        fields=("nilai", "sumber", "is_latihan"),
    )


def keep_wilayah(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add wilayah with the government and Bappeda of each, and mend them; provinces first."""
    for is_province in (True, False):
        kodes = _kodes(Wilayah)
        upsert(
            "wilayah",
            (_wilayah(row, kodes) for row in rows if (row["induk"] == "") is is_province),
            key=("kode",),
            fields=("nama", "jenis", "induk_id", "ibu_kota", "zona", *WEIGHTS, "kode_bps"),
        )
    load_offices_of_daerah()


WEIGHTS = ("penduduk", "luas_km2")


def _wilayah(row: Values, kodes: dict[str, int]) -> Wilayah:
    return Wilayah(
        kode=row["kode"],
        nama=row["nama"],
        jenis=row["jenis"],
        induk_id=kodes.get(row["induk"]),
        ibu_kota=row["ibu_kota"],
        zona=row["zona"],
        penduduk=int(row["penduduk"]) if row["penduduk"] else None,
        luas_km2=Decimal(row["luas"]) if row["luas"] else None,
        kode_bps=row["kode_bps"],
    )


def keep_bidang(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add bidang urusan and mend them; a PD per province for what newly takes part."""
    upsert(
        "bidang urusan",
        (BidangUrusan(**row | {"ikut_rakortek": row["ikut_rakortek"] == "ya"}) for row in rows),
        key=("kode",),
        fields=("nama", "nama_resmi", "kategori", "ikut_rakortek"),
    )
    load_offices_of_daerah()


def keep_bidang_kl(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add K/L to bidang urusan and mend their role."""
    bidang, kl = _kodes(BidangUrusan), _kodes(Instansi)
    upsert(
        "K/L per bidang",
        (
            BidangKL(
                bidang_id=bidang[row["bidang"]],
                instansi_id=kl[row["kl"]],
                peran=row["peran"],
                dasar=row["dasar"],
            )
            for row in rows
        ),
        key=("bidang_id", "instansi_id"),
        fields=("peran", "dasar"),
    )


def keep_pengampu(rows: Sequence[Values], _: Keeper | None) -> None:
    """End one pengampu and begin the next: at any time one K/L is in charge of an indikator."""
    indikator, kl = _kodes(Indikator), _kodes(Instansi)
    upsert(
        "pengampu",
        (
            Pengampu(
                indikator_id=indikator[row["indikator"]],
                instansi_id=kl[row["kl"]],
                mulai_on=date.fromisoformat(row["mulai"]),
                sampai_on=date.fromisoformat(row["sampai"]) if row["sampai"] else None,
            )
            for row in rows
        ),
        key=("indikator_id", "mulai_on"),
        fields=("instansi_id", "sampai_on"),
    )


def _kodes(model: type[Model]) -> dict[str, int]:
    return dict(model._default_manager.values_list("kode", "pk"))  # noqa: SLF001 -- documented API
