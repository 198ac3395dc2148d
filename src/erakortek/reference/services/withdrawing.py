"""Rows that were a slip are taken back; the import room keeps what they said and why they went."""

from typing import Any

from erakortek.intake.sheets import Values
from erakortek.reference.models import (
    BidangKL,
    BobotWilayah,
    Nomenklatur,
    Realisasi,
    SuksesiWilayah,
)
from erakortek.reference.permissions import can_change_versi
from erakortek.reference.services.nomenklatur import lock_newest_versi


def withdraw_bidang_kl(row: Values) -> None:
    """A K/L is no longer of a bidang urusan."""
    BidangKL.objects.filter(bidang__kode=row["bidang"], instansi__kode=row["kl"]).delete()


def withdraw_suksesi(row: Values) -> None:
    """One wilayah does not follow the other after all."""
    pair = {"asal__kode": row["asal"], "penerus__kode": row["penerus"]}
    SuksesiWilayah.objects.filter(**pair).delete()


def withdraw_realisasi(row: Values) -> None:
    """A measured value that was of another indikator, wilayah or year."""
    Realisasi.objects.filter(indikator__kode=row["indikator"], **_place_and_year(row)).delete()


def withdraw_bobot(row: Values) -> None:
    """A weight that was of another wilayah, kind or year."""
    BobotWilayah.objects.filter(jenis=row["jenis"], **_place_and_year(row)).delete()


def withdraw_nomenklatur(row: Values) -> None:
    """A kode leaves the version that is being prepared."""
    versi = lock_newest_versi()
    can_change_versi(versi).enforce()
    Nomenklatur.objects.filter(versi=versi, kode=row["kode"], tingkat=row["tingkat"]).delete()


def _place_and_year(row: Values) -> dict[str, Any]:
    return {"wilayah__kode": row["wilayah"], "tahun": int(row["tahun"])}
