"""A Berita Acara as its readers meet it: those who approve, and anyone with the paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from erakortek.accounts.actor import Actor
from erakortek.audit import context
from erakortek.berita_acara import permissions, workflow
from erakortek.berita_acara.enums import PUBLIC, Pihak, StatusBA, StatusPersetujuan
from erakortek.berita_acara.models import BeritaAcara, Penandatangan
from erakortek.berita_acara.selectors import approvers_of, final_document, snapshot_of
from erakortek.desk.selectors import peran_of
from erakortek.lib.verdict import Verdict, first_denied
from erakortek.rakortek.selectors import schedule_for


@dataclass(frozen=True, slots=True)
class ApproverRow:
    """One approver with the words for the screen."""

    approver: Penandatangan
    pihak: Pihak
    status: StatusPersetujuan
    is_next: bool


@dataclass(frozen=True, slots=True)
class BeritaAcaraPage:
    """Everything the page of one Berita Acara shows."""

    berita_acara: BeritaAcara
    status: StatusBA
    facts: dict[str, Any]
    approvers: list[ApproverRow]
    has_document: bool
    can_send: Verdict
    can_discard: Verdict
    can_approve: Verdict
    can_refuse: Verdict
    can_revoke: Verdict

    @property
    def is_public(self) -> bool:
        """Whether the public page knows it."""
        return self.status in PUBLIC

    @property
    def is_preparing(self) -> bool:
        """Whether it is sah and the worker has not yet stored its PDF."""
        return self.status == StatusBA.SAH and not self.has_document


def page_of(actor: Actor, berita_acara: BeritaAcara) -> BeritaAcaraPage:
    """The page as ``actor`` meets it."""
    approvers = approvers_of(berita_acara)
    following = permissions.next_approver(approvers)
    schedule = schedule_for(actor, berita_acara.sidang.desk.rakortek)
    peran = peran_of(actor, berita_acara.sidang.desk)
    return BeritaAcaraPage(
        berita_acara=berita_acara,
        status=StatusBA(berita_acara.status),
        facts=snapshot_of(berita_acara),
        approvers=[
            ApproverRow(
                approver=one,
                pihak=Pihak(one.pihak),
                status=StatusPersetujuan(one.status),
                is_next=one is following and berita_acara.status in permissions.OPEN,
            )
            for one in approvers
        ],
        has_document=final_document(berita_acara) is not None,
        can_send=first_denied(
            workflow.has_move(berita_acara, StatusBA.MENUNGGU),
            permissions.can_send(actor, peran),
        ),
        can_discard=first_denied(
            workflow.has_move(berita_acara, StatusBA.DIBUANG),
            permissions.can_discard(actor, peran),
        ),
        can_approve=permissions.can_approve(actor, berita_acara, approvers, schedule),
        can_refuse=permissions.can_refuse(actor, berita_acara, approvers, schedule),
        can_revoke=first_denied(
            workflow.has_move(berita_acara, StatusBA.DICABUT),
            permissions.can_revoke(actor, berita_acara.sidang),
        ),
    )


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What the public may know: no value, no NIP, names and offices only."""

    status: StatusBA
    nomor: str
    kode: str
    rakortek: str
    desk: str
    daerah: str
    sidang_at: datetime
    sah_at: datetime | None
    sha256: str
    document_sha256: str
    is_latihan: bool
    signers: list[tuple[str, str, str, datetime | None]]

    @property
    def verdict_kind(self) -> str:
        """The tone of the verdict."""
        return _VERDICTS[self.status][0]

    @property
    def verdict_word(self) -> str:
        """The verdict in one word or two."""
        return _VERDICTS[self.status][1]

    @property
    def verdict_text(self) -> str:
        """What the verdict means for whoever holds the paper."""
        return _VERDICTS[self.status][2]


_VERDICTS = {
    StatusBA.SAH: (
        "ok",
        "Sah dan berlaku",
        "Berita Acara ini tercatat, disetujui semua pihak, dan belum digantikan.",
    ),
    StatusBA.DIGANTIKAN: (
        "old",
        "Digantikan",
        "Berita Acara ini pernah sah, tetapi telah digantikan adendum. Pakai adendumnya.",
    ),
    StatusBA.DICABUT: (
        "void",
        "Dicabut",
        "Berita Acara ini pernah sah, tetapi telah dicabut dan tidak berlaku lagi.",
    ),
}


@context.as_system()
def public_page(berita_acara: BeritaAcara) -> PublicPage:
    """The public facts of a Berita Acara that was once sah."""
    facts = snapshot_of(berita_acara)
    document = final_document(berita_acara)
    return PublicPage(
        status=StatusBA(berita_acara.status),
        nomor=berita_acara.nomor,
        kode=berita_acara.kode,
        rakortek=facts["rakortek"]["nama"],
        desk=facts["desk"]["nama"],
        daerah=facts["daerah"]["nama"],
        sidang_at=datetime.fromisoformat(facts["sidang"]["mulai_at"]),
        sah_at=berita_acara.sah_at,
        sha256=berita_acara.sha256,
        document_sha256=document.sha256 if document else "",
        is_latihan=facts["latihan"],
        signers=[
            (one.nama, one.jabatan, one.instansi.nama, one.at) for one in approvers_of(berita_acara)
        ],
    )
