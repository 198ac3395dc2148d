"""The dashboard as its reader meets it: every figure with the address of its rows."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from erakortek.accounts.actor import Actor
from erakortek.dashboard.figures import Fill, Sum
from erakortek.dashboard.selectors import Meetings, Progress, meetings_of, progress_of, sums_of
from erakortek.lib import clock
from erakortek.rakortek.models import Rakortek
from erakortek.reference.models import Wilayah
from erakortek.target.enums import HasilTarget, KunciTarget, StatusTarget
from erakortek.ui.charts import Tile, seq_class, tiles

# The order of the work, from done to not begun; each state with the chip that shows its rows.
STATES: tuple[tuple[StatusTarget | HasilTarget | KunciTarget, str], ...] = (
    (KunciTarget.FINAL, "final"),
    (HasilTarget.SEPAKAT, "disepakati"),
    (HasilTarget.SEPAKAT_CATATAN, "disepakati"),
    (HasilTarget.TIDAK_SEPAKAT, "belum-sepakat"),
    (HasilTarget.DITUNDA, "belum-sepakat"),
    (HasilTarget.TIDAK_TERBAHAS, "belum-sepakat"),
    (StatusTarget.TERVERIFIKASI, "terverifikasi"),
    (StatusTarget.DIAJUKAN, "diajukan"),
    (StatusTarget.DIKEMBALIKAN, "dikembalikan"),
    (StatusTarget.DRAF, "draf"),
    (StatusTarget.KOSONG, "kosong"),
)


_SHORT = {tile.kode: tile.nama for tile in tiles()}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the heat table or one tile: its percent, its class, the address of its rows."""

    percent: int | None
    seq: int
    filled: int
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One bidang urusan over all daerah, and over the whole."""

    label: str
    cells: list[Cell]
    whole: Cell


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """Everything the dashboard shows, as of ``at``."""

    rakortek: Rakortek
    at: datetime
    progress: Progress
    meetings: Meetings
    sums: list[Sum]
    tiles: list[tuple[Tile, Cell]]
    heat: list[HeatRow]
    foot: HeatRow
    list_url: str

    def short_name(self, daerah: Wilayah) -> str:
        """The short name of a province on the tile map, else its name."""
        return _SHORT.get(daerah.kode, daerah.nama)

    @property
    def counts(self) -> list[tuple[StatusTarget | HasilTarget | KunciTarget, int, str]]:
        """(state, count, address) in the order of the work."""
        by_badge = self.progress.states.by_badge
        return [
            (state, by_badge[state], f"{self.list_url}?keadaan={chip}")
            for state, chip in STATES
            if by_badge[state]
        ]


def page_of(actor: Actor, rakortek: Rakortek) -> DashboardPage:
    """The dashboard of ``rakortek``, bounded by what ``actor`` may see. Twelve queries."""
    progress = progress_of(actor, rakortek)
    url = reverse("target:list", args=[rakortek.kunci])
    per_kode = {one.kode: progress.per_daerah[one.pk] for one in progress.daerah}
    return DashboardPage(
        rakortek=rakortek,
        at=clock.now(),
        progress=progress,
        meetings=meetings_of(actor, rakortek),
        sums=sums_of(actor, rakortek),
        tiles=[
            (tile, _cell(per_kode[tile.kode], url, daerah=tile.kode))
            for tile in tiles()
            if tile.kode in per_kode
        ],
        heat=_heat(progress, url),
        foot=_foot(progress, url),
        list_url=url,
    )


def _query(parameters: dict[str, str]) -> str:
    """Codes need no escaping; ``urlencode`` was a third of this page's time."""
    return "&".join([f"{name}={value}" for name, value in parameters.items()])


def _cell(fill: Fill | None, url: str, **parameters: str) -> Cell:
    fill = fill or Fill()
    percent = fill.percent
    return Cell(
        percent=percent,
        seq=seq_class(percent or 0),
        filled=fill.filled,
        total=fill.total,
        url=f"{url}?{_query(parameters)}" if parameters else url,
    )


def _heat(progress: Progress, url: str) -> list[HeatRow]:
    makro = [(None, "makro", "Indikator makro")] if None in progress.per_bidang else []
    kinds = [*makro, *((one.pk, one.kode, str(one)) for one in progress.bidang)]
    return [
        HeatRow(
            label=label,
            cells=[
                _cell(progress.cells.get((pk, one.pk)), url, bidang=kode, daerah=one.kode)
                for one in progress.daerah
            ],
            whole=_cell(progress.per_bidang[pk], url, bidang=kode),
        )
        for pk, kode, label in kinds
    ]


def _foot(progress: Progress, url: str) -> HeatRow:
    cells = [_cell(progress.per_daerah[one.pk], url, daerah=one.kode) for one in progress.daerah]
    return HeatRow("Semua", cells, _cell(progress.whole, url))
