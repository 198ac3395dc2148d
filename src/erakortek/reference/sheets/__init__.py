"""The sheets of this room: what can be imported, exported, searched and mended."""

from erakortek.intake.sheets import Sheet
from erakortek.reference.sheets.figures import REALISASI
from erakortek.reference.sheets.indikator import INDIKATOR
from erakortek.reference.sheets.nomenklatur import NOMENKLATUR, join_kode
from erakortek.reference.sheets.offices import BIDANG, BIDANG_KL, KL, PENGAMPU, UNIT_BANGDA, UNIT_KL
from erakortek.reference.sheets.places import SUKSESI, WILAYAH
from erakortek.reference.sheets.plans import BOBOT_WILAYAH, PRIORITAS, SATUAN, SUMBER_DANA

SHEETS: tuple[Sheet, ...] = (
    WILAYAH,
    SUKSESI,
    BIDANG,
    KL,
    UNIT_KL,
    UNIT_BANGDA,
    BIDANG_KL,
    INDIKATOR,
    PENGAMPU,
    NOMENKLATUR,
    REALISASI,
    SATUAN,
    SUMBER_DANA,
    PRIORITAS,
    BOBOT_WILAYAH,
)

__all__ = [
    "BIDANG",
    "BIDANG_KL",
    "BOBOT_WILAYAH",
    "INDIKATOR",
    "KL",
    "NOMENKLATUR",
    "PENGAMPU",
    "PRIORITAS",
    "REALISASI",
    "SATUAN",
    "SHEETS",
    "SUKSESI",
    "SUMBER_DANA",
    "UNIT_BANGDA",
    "UNIT_KL",
    "WILAYAH",
    "join_kode",
]
