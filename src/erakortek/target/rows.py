"""A target as a reader meets it: its values, what stands beside them, and what may be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from erakortek.accounts.actor import Actor
from erakortek.lib.nilai import Nilai, show_nilai
from erakortek.lib.verdict import Verdict
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.schedule import Schedule
from erakortek.reference.enums import Arah, AturanAgregasi
from erakortek.reference.models import SasaranRpjmn
from erakortek.reference.selectors import Capaian, sasaran_of, series_of
from erakortek.target import permissions, workflow
from erakortek.target.attempt import Attempt
from erakortek.target.enums import HasilTarget, KunciTarget, StatusTarget, Voice, badge
from erakortek.target.gap import Gap, gap_between
from erakortek.target.models import AcuanVersion, Target
from erakortek.target.selectors import acuan_heads, agreed_before

RPJMN_END = 2029


@dataclass(frozen=True, slots=True)
class Context:
    """What stands beside the targets of a page, read once for all of them."""

    rakortek: Rakortek
    schedule: Schedule
    acuan: dict[int, AcuanVersion]
    series: dict[tuple[int, int], list[Capaian]]
    sasaran: dict[tuple[int, int], SasaranRpjmn]
    before: dict[tuple[int, int], Nilai]


@dataclass(frozen=True, slots=True)
class Row:
    """One target with everything its row shows. Verdicts cost no query."""

    target: Target
    arah: Arah
    status: StatusTarget
    badge: StatusTarget | HasilTarget | KunciTarget
    acuan: AcuanVersion | None
    series: Sequence[Capaian]
    sasaran: SasaranRpjmn | None
    before: Nilai | None
    goal: Nilai | None
    gap: Gap | None
    can_fill: Verdict
    can_offer: Verdict
    can_submit: Verdict
    can_verify: Verdict
    can_return: Verdict
    fill_attempt: Attempt | None = None
    offer_attempt: Attempt | None = None

    @property
    def base(self) -> Capaian | None:
        """The newest measured value."""
        return self.series[-1] if self.series else None

    @property
    def is_verified(self) -> bool:
        """Whether Bappeda has found it in order; the desk flags what is not."""
        return self.status == StatusTarget.TERVERIFIKASI

    @property
    def returned_because(self) -> str:
        """Why Bappeda handed it back, while it is with the PD."""
        return self.target.alasan if self.status == StatusTarget.DIKEMBALIKAN else ""

    @property
    def version_daerah(self) -> int:
        """The ``base_version`` with which usulan daerah is written."""
        return self.target.version(Voice.USULAN_DAERAH)

    @property
    def version_pengampu(self) -> int:
        """The ``base_version`` with which usulan pengampu is written."""
        return self.target.version(Voice.USULAN_PENGAMPU)

    def with_attempt(self, voice: Voice, attempt: Attempt | None) -> "Row":
        """The same row with what was typed for ``voice`` and refused."""
        if voice == Voice.USULAN_DAERAH:
            return replace(self, fill_attempt=attempt)
        return replace(self, offer_attempt=attempt)

    @property
    def marks(self) -> list[tuple[str, str, float, float]]:
        """The values on one axis: realisasi, RPJMN, both sides; words have no place there."""
        found: list[tuple[str, str, float, float]] = []
        if self.sasaran:
            low, high = float(self.sasaran.bawah), float(self.sasaran.atas)
            found.append(("rpjmn", f"RPJMN {RPJMN_END}", low, high))
        if self.base:
            value = float(self.base.nilai)
            found.append(("realisasi", f"Realisasi {self.base.tahun}", value, value))
        for kind, label, version in (
            ("kl", "Pengampu", self.target.usulan_pengampu),
            ("daerah", "Daerah", self.target.usulan_daerah),
        ):
            if version and version.bawah is not None and version.atas is not None:
                text = f"{label} {show_nilai(version.nilai)}"
                found.append((kind, text, float(version.bawah), float(version.atas)))
        return found


def context_of(rakortek: Rakortek, schedule: Schedule, targets: Iterable[Target]) -> Context:
    """Everything beside ``targets``. Four queries at most, however many rows."""
    targets = list(targets)
    makro = {one.indikator_id for one in targets if one.definisi.bidang_id is None}
    indikator = {target.indikator_id for target in targets}
    daerah = {target.daerah_id for target in targets}
    return Context(
        rakortek=rakortek,
        schedule=schedule,
        acuan=acuan_heads(rakortek, indikator),
        series=series_of(indikator, daerah),
        # The RPJMN names provincial targets of the makro indicators only.
        sasaran=sasaran_of(makro, daerah, RPJMN_END) if makro else {},
        before=agreed_before(rakortek, daerah, indikator),
    )


def row_of(actor: Actor, target: Target, context: Context) -> Row:
    """One target as ``actor`` meets it."""
    key = (target.daerah_id, target.indikator_id)
    acuan = context.acuan.get(target.indikator_id)
    schedule = context.schedule
    goal = _goal(target, acuan)
    value = target.head(Voice.KESEPAKATAN) or target.head(Voice.USULAN_DAERAH)
    arah = Arah(target.definisi.arah)
    return Row(
        target=target,
        arah=arah,
        status=StatusTarget(target.status),
        badge=badge(
            StatusTarget(target.status), HasilTarget(target.hasil), KunciTarget(target.kunci)
        ),
        acuan=acuan,
        series=context.series.get(key, []),
        sasaran=context.sasaran.get(key),
        before=context.before.get(key),
        goal=goal,
        gap=gap_between(arah, value.nilai if value else None, goal),
        can_fill=permissions.can_fill(actor, target, schedule),
        can_offer=permissions.can_offer(actor, target, context.rakortek, schedule),
        can_submit=workflow.can_move(actor, target, StatusTarget.DIAJUKAN, schedule),
        can_verify=workflow.can_move(actor, target, StatusTarget.TERVERIFIKASI, schedule),
        can_return=workflow.can_move(actor, target, StatusTarget.DIKEMBALIKAN, schedule),
    )


def rows_of(
    actor: Actor, rakortek: Rakortek, schedule: Schedule, targets: Iterable[Target]
) -> list[Row]:
    """``targets`` as ``actor`` meets them."""
    targets = list(targets)
    context = context_of(rakortek, schedule, targets)
    return [row_of(actor, target, context) for target in targets]


def _goal(target: Target, acuan: AcuanVersion | None) -> Nilai | None:
    """What the value is measured against: the share offered, else an acuan that is no total."""
    offered = target.head(Voice.USULAN_PENGAMPU)
    if offered:
        return offered.nilai
    is_total = target.definisi.aturan_agregasi == AturanAgregasi.JUMLAH
    return acuan.nilai if acuan and not is_total else None
