"""Reads of master data: series of figures, and which wilayah there are in which year."""

from erakortek.reference.selectors.figures import Capaian, sasaran_of, series_of
from erakortek.reference.selectors.places import (
    Ancestor,
    lineage_of,
    successions,
    wilayah_valid_in,
    without_successor,
)

__all__ = [
    "Ancestor",
    "Capaian",
    "lineage_of",
    "sasaran_of",
    "series_of",
    "successions",
    "wilayah_valid_in",
    "without_successor",
]
