"""Deadlines as verdicts: what is open until when, for one instansi, at one instant.

Read once per request (``selectors.schedule_for``) and asked by every rule, so that a verdict per
row costs no query and every refusal says when the stage was or will be open.
"""

from dataclasses import dataclass
from datetime import datetime

from erakortek.lib.dates_id import Zona, show_instant_long
from erakortek.lib.verdict import ALLOWED, Verdict, deny
from erakortek.rakortek.enums import OPENS, JenisTahapan, StatusRakortek, Tindakan

WHO_EXTENDS = "Perpanjangan diberikan Ditjen Bina Pembangunan Daerah."


@dataclass(frozen=True, slots=True)
class Window:
    """One stage as it applies to one instansi: with its perpanjangan, if it has one."""

    jenis: JenisTahapan
    mulai_at: datetime
    sampai_at: datetime
    is_extended: bool = False

    def is_open(self, now: datetime) -> bool:
        return self.mulai_at <= now <= self.sampai_at


@dataclass(frozen=True, slots=True)
class Schedule:
    """The stages of a Rakortek as one reader meets them; times are shown in ``zona``."""

    status: StatusRakortek
    windows: tuple[Window, ...]
    now: datetime
    zona: Zona

    def can(self, tindakan: Tindakan) -> Verdict:
        """Whether ``tindakan`` is open now; if not, the sentence that says when."""
        if self.status != StatusRakortek.DIBUKA:
            return deny(f"Rakortek ini berstatus “{self.status.label}”, jadi hanya dapat dibaca.")
        windows = [window for window in self.windows if tindakan in OPENS[window.jenis]]
        if any(window.is_open(self.now) for window in windows):
            return ALLOWED
        return deny(self._why_closed(tindakan, windows))

    def deadline(self, tindakan: Tindakan) -> datetime | None:
        """When the open stage of ``tindakan`` ends; None while it is closed."""
        ends = [
            window.sampai_at
            for window in self.windows
            if tindakan in OPENS[window.jenis] and window.is_open(self.now)
        ]
        return max(ends, default=None)

    def open_windows(self) -> list[Window]:
        """The stages that run now, the one that ends first first."""
        return sorted(
            (window for window in self.windows if window.is_open(self.now)),
            key=lambda window: window.sampai_at,
        )

    def _why_closed(self, tindakan: Tindakan, windows: list[Window]) -> str:
        future = [window.mulai_at for window in windows if window.mulai_at > self.now]
        if future:
            return f"{tindakan.label} dibuka {show_instant_long(min(future), self.zona)}."
        if not windows:
            return f"{tindakan.label} belum dijadwalkan dalam Rakortek ini."
        closed = max(window.sampai_at for window in windows)
        return f"{tindakan.label} ditutup {show_instant_long(closed, self.zona)}. {WHO_EXTENDS}"
