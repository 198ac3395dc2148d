"""How master data is written: loaded from the project's files, or kept from workbooks."""

from erakortek.reference.services.keeping import (
    keep_bidang,
    keep_bidang_kl,
    keep_kl,
    keep_nomenklatur,
    keep_pengampu,
    keep_realisasi,
    keep_wilayah,
)
from erakortek.reference.services.loading import (
    BANGDA,
    load_departments,
    load_indikator,
    load_pengampu,
    load_reference,
)

__all__ = [
    "BANGDA",
    "keep_bidang",
    "keep_bidang_kl",
    "keep_kl",
    "keep_nomenklatur",
    "keep_pengampu",
    "keep_realisasi",
    "keep_wilayah",
    "load_departments",
    "load_indikator",
    "load_pengampu",
    "load_reference",
]
