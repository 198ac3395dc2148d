"""The life of an upload: taken in, read into staged rows, then applied or dropped."""

from erakortek.intake.services.deciding import apply_batch, change_row, drop_batch
from erakortek.intake.services.reading import (
    READ_TASK,
    map_columns,
    read_batch,
    read_now,
    take_in,
)
from erakortek.intake.services.uploads import stream_of

__all__ = [
    "READ_TASK",
    "apply_batch",
    "change_row",
    "drop_batch",
    "map_columns",
    "read_batch",
    "read_now",
    "stream_of",
    "take_in",
]
