"""Reads of master data: series of figures, and which wilayah there are in which year."""

from erakortek.reference.selectors.figures import Capaian, own_series_of, sasaran_of, series_of
from erakortek.reference.selectors.indikator import (
    MAKRO,
    definisi_for,
    definisi_now,
    find_definisi,
    versions_of,
)
from erakortek.reference.selectors.nomenklatur import (
    difference_of,
    newest_versi,
    orphans,
    padanan_to,
    versi_before,
    versi_begun,
    versi_in_force,
)
from erakortek.reference.selectors.offices import (
    departments_of,
    in_force_on,
    not_ended_on,
    wilayah_with_two_bappeda,
)
from erakortek.reference.selectors.places import (
    Ancestor,
    lineage_of,
    of_same_area,
    successions,
    wilayah_valid_in,
    without_successor,
)
from erakortek.reference.selectors.plans import (
    satuan_spellings,
    weight_in,
    with_unknown_satuan,
)
from erakortek.reference.selectors.spelling import spelt_as_known

__all__ = [
    "MAKRO",
    "Ancestor",
    "Capaian",
    "definisi_for",
    "definisi_now",
    "departments_of",
    "difference_of",
    "find_definisi",
    "in_force_on",
    "lineage_of",
    "newest_versi",
    "not_ended_on",
    "of_same_area",
    "orphans",
    "own_series_of",
    "padanan_to",
    "sasaran_of",
    "satuan_spellings",
    "series_of",
    "spelt_as_known",
    "successions",
    "versi_before",
    "versi_begun",
    "versi_in_force",
    "versions_of",
    "weight_in",
    "wilayah_valid_in",
    "wilayah_with_two_bappeda",
    "with_unknown_satuan",
    "without_successor",
]
