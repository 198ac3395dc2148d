"""How master data is written: loaded from the project's files, or kept from workbooks."""

from erakortek.reference.services.keeping import (
    keep_bidang,
    keep_bidang_kl,
    keep_kl,
    keep_nomenklatur,
    keep_pengampu,
    keep_realisasi,
    keep_unit_kl,
)
from erakortek.reference.services.loading import (
    load_indikator,
    load_pengampu,
    load_reference,
)
from erakortek.reference.services.offices import BANGDA, load_departments
from erakortek.reference.services.places import keep_suksesi, keep_wilayah

__all__ = [
    "BANGDA",
    "keep_bidang",
    "keep_bidang_kl",
    "keep_kl",
    "keep_nomenklatur",
    "keep_pengampu",
    "keep_realisasi",
    "keep_suksesi",
    "keep_unit_kl",
    "keep_wilayah",
    "load_departments",
    "load_indikator",
    "load_pengampu",
    "load_reference",
]
