"""How master data is written: loaded from the project's files, or kept from workbooks."""

from erakortek.reference.services.indikator import (
    keep_indikator,
    load_indikator,
    load_pengampu,
)
from erakortek.reference.services.keeping import (
    keep_bidang,
    keep_bidang_kl,
    keep_instansi_daerah,
    keep_kl,
    keep_nomenklatur,
    keep_pengampu,
    keep_realisasi,
    keep_unit_bangda,
    keep_unit_kl,
)
from erakortek.reference.services.loading import load_reference
from erakortek.reference.services.nomenklatur import (
    confirm_equal,
    drop_versi,
    prepare_versi,
    publish_versi,
    settle_padanan,
)
from erakortek.reference.services.offices import BANGDA, load_departments
from erakortek.reference.services.places import keep_suksesi, keep_wilayah
from erakortek.reference.services.plans import (
    keep_bobot,
    keep_prioritas,
    keep_satuan,
    keep_sumber_dana,
)

__all__ = [
    "BANGDA",
    "confirm_equal",
    "drop_versi",
    "keep_bidang",
    "keep_bidang_kl",
    "keep_bobot",
    "keep_indikator",
    "keep_instansi_daerah",
    "keep_kl",
    "keep_nomenklatur",
    "keep_pengampu",
    "keep_prioritas",
    "keep_realisasi",
    "keep_satuan",
    "keep_suksesi",
    "keep_sumber_dana",
    "keep_unit_bangda",
    "keep_unit_kl",
    "keep_wilayah",
    "load_departments",
    "load_indikator",
    "load_pengampu",
    "load_reference",
    "prepare_versi",
    "publish_versi",
    "settle_padanan",
]
