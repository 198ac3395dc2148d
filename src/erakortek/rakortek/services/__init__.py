"""Preparing, scheduling, opening, closing and extending a Rakortek: the only writers of its rows."""

from erakortek.rakortek.services.indikator import (
    approve_susunan,
    explain_differences,
    follow_dictionary,
    return_susunan,
    set_indikator,
    submit_susunan,
    take_up_definisi,
)
from erakortek.rakortek.services.life import (
    archive_rakortek,
    close_rakortek,
    lock_rakortek,
    open_rakortek,
    prepare_rakortek,
)
from erakortek.rakortek.services.stages import extend_tahapan, set_tahapan
from erakortek.rakortek.services.streams import stream_of

__all__ = [
    "approve_susunan",
    "archive_rakortek",
    "close_rakortek",
    "explain_differences",
    "extend_tahapan",
    "follow_dictionary",
    "lock_rakortek",
    "open_rakortek",
    "prepare_rakortek",
    "return_susunan",
    "set_indikator",
    "set_tahapan",
    "stream_of",
    "submit_susunan",
    "take_up_definisi",
]
