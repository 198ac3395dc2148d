"""The sheets of this room: what can be imported, exported, searched and mended."""

from erakortek.intake.sheets import Sheet
from erakortek.reference.sheets.figures import REALISASI
from erakortek.reference.sheets.nomenklatur import NOMENKLATUR, join_kode
from erakortek.reference.sheets.offices import BIDANG, BIDANG_KL, KL, PENGAMPU, UNIT_KL
from erakortek.reference.sheets.places import SUKSESI, WILAYAH

SHEETS: tuple[Sheet, ...] = (
    WILAYAH,
    SUKSESI,
    BIDANG,
    KL,
    UNIT_KL,
    BIDANG_KL,
    PENGAMPU,
    NOMENKLATUR,
    REALISASI,
)

__all__ = [
    "BIDANG",
    "BIDANG_KL",
    "KL",
    "NOMENKLATUR",
    "PENGAMPU",
    "REALISASI",
    "SHEETS",
    "SUKSESI",
    "UNIT_KL",
    "WILAYAH",
    "join_kode",
]
