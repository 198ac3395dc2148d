"""What the page of one Rakortek shows: its stages, its pre-flight, and the moves it may make."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import Form

from erakortek.accounts.actor import Actor
from erakortek.lib.dates_id import Zona
from erakortek.lib.verdict import Verdict
from erakortek.rakortek import closing, permissions, preflight, workflow
from erakortek.rakortek.enums import (
    JenisTahapan,
    Perbedaan,
    StatusPengajuan,
    StatusRakortek,
)
from erakortek.rakortek.forms import (
    ExtensionForm,
    ReasonsForm,
    ReturnForm,
    TahapanForm,
    TakeUpForm,
)
from erakortek.rakortek.models import (
    IndikatorRakortek,
    PengajuanSusunan,
    Perpanjangan,
    Rakortek,
    Tahapan,
)
from erakortek.rakortek.preflight import Finding
from erakortek.rakortek.selectors import indikator_of, newer_versions, pengajuan_of, susunan_of
from erakortek.rakortek.susunan import Susunan
from erakortek.reference.differences import Change, changes_between
from erakortek.reference.models import DefinisiIndikator


@dataclass(frozen=True, slots=True)
class Stage:
    """One kind of stage, with its dates if it has them, and the forms that change it."""

    jenis: JenisTahapan
    tahapan: Tahapan | None
    extensions: list[Perpanjangan]
    form: Form
    extension_form: Form


@dataclass(frozen=True, slots=True)
class Step:
    """One move of the status, and whether it may be made."""

    to: StatusRakortek
    verb: str
    verdict: Verdict
    warning: str = ""
    findings: tuple[Finding, ...] = ()


VERBS = {
    StatusRakortek.DIBUKA: "Buka Rakortek",
    StatusRakortek.DITUTUP: "Tutup Rakortek",
    StatusRakortek.ARSIP: "Arsipkan Rakortek",
}


# What cannot be taken back says so before it is done.
WARNINGS = {
    StatusRakortek.DITUTUP: (
        "Setelah ditutup, Rakortek hanya dapat dibaca dan tidak dapat dibuka lagi. Target yang belum "
        "dibahas tercatat tidak terbahas, dan semuanya menjadi final sebagaimana adanya."
    ),
    StatusRakortek.ARSIP: "Rakortek dipindahkan ke arsip dan tetap dapat dibaca.",
}


@dataclass(frozen=True, slots=True)
class RakortekPage:
    """Everything the page of one Rakortek shows."""

    rakortek: Rakortek
    status: StatusRakortek
    stages: list[Stage]
    findings: list[Finding]
    jumlah_indikator: int
    steps: list[Step]
    can_schedule: Verdict
    can_edit: Verdict
    can_manage: Verdict

    @property
    def blocking(self) -> list[Finding]:
        """What must be settled before it opens."""
        return [one for one in self.findings if one.is_blocking]

    @property
    def telling(self) -> list[Finding]:
        """What somebody should look at."""
        return [one for one in self.findings if not one.is_blocking]


@preflight.made_once()
def page_of(
    actor: Actor, rakortek: Rakortek, bound: dict[tuple[str, str], Form] | None = None
) -> RakortekPage:
    """The page as ``actor`` meets it; ``bound`` holds a refused form by (kind, jenis)."""
    is_draft = rakortek.status == StatusRakortek.DRAF
    found = preflight.findings(rakortek) if is_draft else []
    return RakortekPage(
        rakortek=rakortek,
        status=StatusRakortek(rakortek.status),
        stages=_stages(rakortek, bound or {}),
        findings=found,
        jumlah_indikator=indikator_of(rakortek).count(),
        steps=[
            _step(actor, rakortek, to)
            for source, to in workflow.STATUS
            if source == rakortek.status
        ],
        can_schedule=permissions.can_schedule(actor, rakortek),
        can_edit=permissions.can_edit_draft(actor, rakortek),
        can_manage=permissions.can_manage(actor, rakortek),
    )


def _step(actor: Actor, rakortek: Rakortek, to: StatusRakortek) -> Step:
    verdict = workflow.can_move(actor, rakortek, to)
    closes = to == StatusRakortek.DITUTUP and permissions.can_manage(actor, rakortek)
    left = closing.findings(rakortek) if closes else []
    told = tuple(one for one in left if not one.is_blocking)
    return Step(to, VERBS[to], verdict, WARNINGS.get(to, ""), told)


def _stages(rakortek: Rakortek, bound: dict[tuple[str, str], Form]) -> list[Stage]:
    zona = Zona(rakortek.zona)
    have = {
        stage.jenis: stage
        for stage in Tahapan.objects.filter(rakortek=rakortek).prefetch_related(
            "daftar_perpanjangan__instansi"
        )
    }
    return [
        Stage(
            jenis=jenis,
            tahapan=have.get(jenis),
            extensions=list(have[jenis].daftar_perpanjangan.all()) if jenis in have else [],
            form=bound.get(("tahapan", jenis)) or _form(have.get(jenis), zona),
            extension_form=bound.get(("perpanjangan", jenis)) or ExtensionForm(zona),
        )
        for jenis in JenisTahapan
    ]


def _form(stage: Tahapan | None, zona: Zona) -> TahapanForm:
    if stage is None:
        return TahapanForm(zona)
    return TahapanForm(zona, initial={"mulai_at": stage.mulai_at, "sampai_at": stage.sampai_at})


@dataclass(frozen=True, slots=True)
class Newer:
    """A newer version that an opened Rakortek may take up, and what would change."""

    row: IndikatorRakortek
    definisi: DefinisiIndikator
    changes: list[Change]
    verdict: Verdict
    form: Form


@dataclass(frozen=True, slots=True)
class SusunanPage:
    """The set of indikator beside last year's: its differences, its approval, newer versions."""

    rakortek: Rakortek
    susunan: Susunan
    counts: list[tuple[Perbedaan, int]]
    reasons: ReasonsForm
    history: list[tuple[PengajuanSusunan, StatusPengajuan]]
    can_edit: Verdict
    can_submit: Verdict
    can_decide: Verdict
    return_form: Form
    newer: list[Newer]
    can_take_up: Verdict


def susunan_page(
    actor: Actor, rakortek: Rakortek, bound: dict[str, Form] | None = None
) -> SusunanPage:
    """The page as ``actor`` meets it; ``bound`` holds a refused form by its kind."""
    bound = bound or {}
    susunan = susunan_of(rakortek)
    reasons = bound.get("reasons")
    return SusunanPage(
        rakortek=rakortek,
        susunan=susunan,
        counts=[(jenis, susunan.count(jenis)) for jenis in Perbedaan],
        reasons=reasons if isinstance(reasons, ReasonsForm) else ReasonsForm(susunan.differences),
        history=[(one, StatusPengajuan(one.status)) for one in pengajuan_of(rakortek)],
        can_edit=permissions.can_edit_draft(actor, rakortek),
        can_submit=permissions.can_submit(actor, rakortek, susunan),
        can_decide=permissions.can_decide_susunan(actor, rakortek, susunan),
        return_form=bound.get("return") or ReturnForm(),
        newer=list(_newer(actor, rakortek, bound))
        if rakortek.status == StatusRakortek.DIBUKA
        else [],
        can_take_up=permissions.can_take_up_any(actor, rakortek),
    )


def _newer(actor: Actor, rakortek: Rakortek, bound: dict[str, Form]) -> Iterator[Newer]:
    rows = {row.indikator_id: row for row in indikator_of(rakortek).select_related("rakortek")}
    for definisi in newer_versions(rakortek):
        row = rows[definisi.indikator_id]
        yield Newer(
            row=row,
            definisi=definisi,
            changes=changes_between(row.definisi, definisi),
            verdict=permissions.can_take_up(actor, row, definisi),
            form=bound.get(f"take-up {definisi.pk}") or take_up_form(definisi),
        )


def take_up_form(definisi: DefinisiIndikator, data: object = None) -> TakeUpForm:
    """The form of one version among several on a page: its ids are its own."""
    return TakeUpForm(data, auto_id=f"v{definisi.pk}-%s")  # type: ignore[arg-type]  # a QueryDict
