"""Master data as the regulations give it. Loaded by ``reference.services``, never by migration."""

from erakortek.reference.models.editions import Edisi
from erakortek.reference.models.figures import Realisasi, SasaranRpjmn
from erakortek.reference.models.indikator import DefinisiIndikator, Indikator, Pengampu
from erakortek.reference.models.known_values import one_of
from erakortek.reference.models.nomenklatur import (
    Nomenklatur,
    Padanan,
    SubKegiatan,
    VersiNomenklatur,
)
from erakortek.reference.models.offices import BidangKL, BidangUrusan, Instansi
from erakortek.reference.models.places import SuksesiWilayah, Wilayah
from erakortek.reference.models.plans import BobotWilayah, Prioritas, Satuan, SumberDana

__all__ = [
    "BidangKL",
    "BidangUrusan",
    "BobotWilayah",
    "DefinisiIndikator",
    "Edisi",
    "Indikator",
    "Instansi",
    "Nomenklatur",
    "Padanan",
    "Pengampu",
    "Prioritas",
    "Realisasi",
    "SasaranRpjmn",
    "Satuan",
    "SubKegiatan",
    "SuksesiWilayah",
    "SumberDana",
    "VersiNomenklatur",
    "Wilayah",
    "one_of",
]
