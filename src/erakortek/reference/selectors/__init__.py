"""Reads of master data: series of figures, and which wilayah there are in which year."""

from erakortek.reference.selectors.figures import Capaian, sasaran_of, series_of
from erakortek.reference.selectors.nomenklatur import (
    difference_of,
    newest_versi,
    orphans,
    padanan_to,
    versi_before,
    versi_in_force,
)
from erakortek.reference.selectors.offices import (
    departments_of,
    not_ended_on,
    wilayah_with_two_bappeda,
)
from erakortek.reference.selectors.places import (
    Ancestor,
    lineage_of,
    successions,
    wilayah_valid_in,
    without_successor,
)
from erakortek.reference.selectors.plans import (
    satuan_spellings,
    weight_in,
    with_unknown_satuan,
)

__all__ = [
    "Ancestor",
    "Capaian",
    "departments_of",
    "difference_of",
    "lineage_of",
    "newest_versi",
    "not_ended_on",
    "orphans",
    "padanan_to",
    "sasaran_of",
    "satuan_spellings",
    "series_of",
    "successions",
    "versi_before",
    "versi_in_force",
    "weight_in",
    "wilayah_valid_in",
    "wilayah_with_two_bappeda",
    "with_unknown_satuan",
    "without_successor",
]
