"""Writing what an import found good; called inside its transaction, compared there already."""

from collections.abc import Sequence
from decimal import Decimal

from erakortek.intake.sheets import Keeper, Values
from erakortek.lib import clock
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import (
    Indikator,
    Instansi,
    Nomenklatur,
    Realisasi,
    VersiNomenklatur,
    Wilayah,
)
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
    indikator = dict(Indikator.objects.values_list("kode", "pk"))
    wilayah = dict(Wilayah.objects.values_list("kode", "pk"))
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
