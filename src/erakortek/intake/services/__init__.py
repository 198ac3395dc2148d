"""The life of an upload: taken in, read into staged rows, then applied or dropped."""

from erakortek.intake.services.deciding import (
    APPLY_TASK,
    apply_batch,
    apply_in_turn,
    change_row,
    decide_batch,
    drop_batch,
    give_up_applying,
)
from erakortek.intake.services.reading import (
    READ_TASK,
    give_up_reading,
    map_columns,
    read_batch,
    read_now,
    take_in,
)
from erakortek.intake.services.uploads import Uploader, pass_on, stream_of
from erakortek.intake.services.withdrawing import withdraw_row

__all__ = [
    "APPLY_TASK",
    "READ_TASK",
    "Uploader",
    "apply_batch",
    "apply_in_turn",
    "change_row",
    "decide_batch",
    "drop_batch",
    "give_up_applying",
    "give_up_reading",
    "map_columns",
    "pass_on",
    "read_batch",
    "read_now",
    "stream_of",
    "take_in",
    "withdraw_row",
]
