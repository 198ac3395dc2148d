"""Who may speak, verify and return, and when: every rule once, as a verdict with its reason."""

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import OF_BAPPEDA, OF_KL, OF_PD, Role
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.rakortek.enums import StatusRakortek, Tindakan, TingkatRakortek
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.permissions import can_manage
from erakortek.rakortek.schedule import Schedule
from erakortek.reference.models import DefinisiIndikator
from erakortek.target import authority
from erakortek.target.enums import HasilTarget, KunciTarget, SebabFinal, StatusTarget
from erakortek.target.models import Target


def is_pengampu(actor: Actor, rakortek: Rakortek, definisi: DefinisiIndikator) -> bool:
    """Whether ``actor`` speaks for the first party of this indikator.

    PUSAT: the K/L in charge. PROVINSI: the PD of the province for its bidang, and Bappeda
    provinsi for the makro indicators, which have no bidang.
    """
    if rakortek.tingkat == TingkatRakortek.PUSAT:
        return actor.role in OF_KL and actor.is_pengampu_of(definisi.indikator_id)
    if actor.daerah_id != rakortek.provinsi_id:
        return False
    if definisi.bidang_id is None:
        return actor.role == Role.BAPPEDA_PROVINSI
    return actor.role == Role.PD_PROVINSI and actor.serves(definisi.bidang_id)


def is_filler(actor: Actor, target: Target) -> bool:
    """Whether ``actor`` fills this target: the PD of its bidang, or Bappeda for makro."""
    if actor.daerah_id != target.daerah_id:
        return False
    bidang = target.definisi.bidang_id
    if bidang is None:
        return actor.role in OF_BAPPEDA
    return actor.role in OF_PD and actor.serves(bidang)


def can_set_acuan(
    actor: Actor, rakortek: Rakortek, definisi: DefinisiIndikator, schedule: Schedule
) -> Verdict:
    """Only the pengampu sets the acuan, while its stage is open."""
    if not is_pengampu(actor, rakortek, definisi):
        return deny(_only_pengampu(rakortek, rakortek.sebutan_acuan.lower()))
    return schedule.can(Tindakan.ISI_ACUAN)


def can_offer(actor: Actor, target: Target, rakortek: Rakortek, schedule: Schedule) -> Verdict:
    """Only the pengampu proposes a share for a daerah."""
    if not is_pengampu(actor, rakortek, target.definisi):
        return deny(_only_pengampu(rakortek, "usulan pengampu"))
    return first_denied(_unlocked(target), schedule.can(Tindakan.USULKAN_PENGAMPU))


def can_fill(actor: Actor, target: Target, schedule: Schedule) -> Verdict:
    """The PD of the bidang (Bappeda for makro) fills, submits and mends usulan daerah."""
    if not is_filler(actor, target):
        who = "Bappeda" if target.definisi.bidang_id is None else "perangkat daerah bidang ini"
        return deny(f"Usulan daerah hanya diisi {who} di daerahnya sendiri.")
    return first_denied(
        _unlocked(target), _not_submitted(target), schedule.can(Tindakan.USULKAN_DAERAH)
    )


def can_verify(actor: Actor, target: Target, schedule: Schedule) -> Verdict:
    """The Bappeda of the daerah verifies, and returns with a reason."""
    if actor.role not in OF_BAPPEDA or actor.daerah_id != target.daerah_id:
        return deny("Usulan diverifikasi atau dikembalikan oleh Bappeda daerahnya.")
    return first_denied(_unlocked(target), _undiscussed(target), schedule.can(Tindakan.VERIFIKASI))


def can_decide(actor: Actor, target: Target, _: Schedule) -> Verdict:
    """The officers of the session that holds the row, while it runs."""
    return first_denied(_unlocked(target), authority.can_decide(actor, target))


def can_decide_again(actor: Actor, target: Target, _: Schedule) -> Verdict:
    """What a desk left undecided is decided again by the pleno only."""
    return first_denied(_unlocked(target), authority.can_decide_again(actor, target))


def can_lock(actor: Actor, target: Target, _: Schedule) -> Verdict:
    """Only the Berita Acara that holds the row."""
    return authority.can_lock(actor, [target.pk])


def can_settle(actor: Actor, rakortek: Rakortek) -> Verdict:
    """Whoever closes a Rakortek settles the rows that it leaves behind."""
    verdict = can_manage(actor, rakortek)
    if verdict and rakortek.status != StatusRakortek.DITUTUP:
        return deny("Baris hanya diselesaikan sekaligus saat Rakortek ditutup.")
    return verdict


def _only_pengampu(rakortek: Rakortek, what: str) -> str:
    if rakortek.is_pusat:
        return f"Hanya K/L pengampu indikator ini yang dapat mengisi {what}."
    return f"Hanya perangkat daerah pengampu di provinsi ini yang dapat mengisi {what}."


def _unlocked(target: Target) -> Verdict:
    if target.kunci == KunciTarget.TERBUKA:
        return ALLOWED
    if target.kunci == KunciTarget.TERKUNCI:
        return deny(
            "Target ini terkunci karena Berita Acaranya sedang disetujui. Bila isinya keliru, "
            "pejabat yang menyetujui menolaknya dengan alasan."
        )
    return deny(_WHY_FINAL[SebabFinal(target.sebab_final)])


_WHY_FINAL = {
    SebabFinal.BERITA_ACARA: (
        "Target ini final karena Berita Acaranya sah. Bila isinya keliru, superadmin mencabut "
        "Berita Acara itu dengan alasan, lalu barisnya dibahas ulang."
    ),
    SebabFinal.PENUTUPAN: "Target ini final sejak Rakortek ditutup, jadi hanya dapat dibaca.",
    SebabFinal.DIMUAT: "Target ini final dan berasal dari Rakortek sebelumnya.",
}


def _not_submitted(target: Target) -> Verdict:
    match target.status:
        case StatusTarget.DIAJUKAN:
            return deny(
                "Target ini sudah diajukan dan menunggu verifikasi Bappeda. Bila perlu diubah, "
                "minta Bappeda mengembalikannya."
            )
        case StatusTarget.TERVERIFIKASI:
            return deny(
                "Target ini sudah diverifikasi Bappeda. Bila perlu diubah, minta Bappeda "
                "mengembalikannya."
            )
    return ALLOWED


def _undiscussed(target: Target) -> Verdict:
    if target.hasil == HasilTarget.BELUM:
        return ALLOWED
    return deny("Target ini sudah dibahas di desk; statusnya tidak diubah lagi.")
