"""What the page of one Rakortek shows: its stages, its pre-flight, and the moves it may make."""

from dataclasses import dataclass

from django.forms import Form

from erakortek.accounts.actor import Actor
from erakortek.lib.dates_id import Zona
from erakortek.lib.verdict import Verdict
from erakortek.rakortek import permissions, preflight, workflow
from erakortek.rakortek.enums import JenisTahapan, StatusRakortek
from erakortek.rakortek.forms import ExtensionForm, TahapanForm
from erakortek.rakortek.models import Perpanjangan, Rakortek, Tahapan
from erakortek.rakortek.preflight import Finding
from erakortek.rakortek.selectors import indikator_of


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


VERBS = {
    StatusRakortek.DIBUKA: "Buka Rakortek",
    StatusRakortek.DITUTUP: "Tutup Rakortek",
    StatusRakortek.ARSIP: "Arsipkan Rakortek",
}


# What cannot be taken back says so before it is done.
WARNINGS = {
    StatusRakortek.DITUTUP: (
        "Setelah ditutup, Rakortek hanya dapat dibaca dan tidak dapat dibuka lagi. Target yang sudah "
        "dibahas menjadi final sebagaimana adanya."
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


def page_of(
    actor: Actor, rakortek: Rakortek, bound: dict[tuple[str, str], Form] | None = None
) -> RakortekPage:
    """The page as ``actor`` meets it; ``bound`` holds a refused form by (kind, jenis)."""
    is_draft = rakortek.status == StatusRakortek.DRAF
    return RakortekPage(
        rakortek=rakortek,
        status=StatusRakortek(rakortek.status),
        stages=_stages(rakortek, bound or {}),
        findings=preflight.findings(rakortek) if is_draft else [],
        jumlah_indikator=indikator_of(rakortek).count(),
        steps=[
            Step(to, VERBS[to], workflow.can_move(actor, rakortek, to), WARNINGS.get(to, ""))
            for source, to in workflow.STATUS
            if source == rakortek.status
        ],
        can_schedule=permissions.can_schedule(actor, rakortek),
        can_edit=permissions.can_edit_draft(actor, rakortek),
        can_manage=permissions.can_manage(actor, rakortek),
    )


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
