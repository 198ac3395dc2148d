"""Who may prepare, open, close and extend a Rakortek."""

from collections.abc import Iterable
from datetime import date

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.lib.dates_id import show_date
from erakortek.lib.errors import IllegalTransitionError
from erakortek.lib.verdict import ALLOWED, Verdict, deny, first_denied
from erakortek.rakortek import closing, preflight, taking_up
from erakortek.rakortek.enums import StatusRakortek
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.preflight import Finding
from erakortek.rakortek.susunan import Susunan
from erakortek.reference.models import DefinisiIndikator, Wilayah


def can_prepare(actor: Actor, provinsi: Wilayah | None) -> Verdict:
    """Superadmin prepares any Rakortek; a Bappeda provinsi that of its own province."""
    if actor.role == Role.SUPERADMIN:
        return ALLOWED
    if provinsi and actor.role == Role.BAPPEDA_PROVINSI and actor.daerah_id == provinsi.pk:
        return ALLOWED
    return deny(
        "Rakortek pusat disiapkan superadmin Ditjen Bina Pembangunan Daerah, Rakortek provinsi "
        "juga oleh Bappeda provinsinya."
    )


def why_not_in(provinsi: Wilayah, tahun: int) -> str:
    """Why a province has no Rakortek for ``tahun``: it is not there on 1 January; "" if it is."""
    day = date(tahun, 1, 1)
    if provinsi.is_valid_on(day):
        return ""
    state = "sudah tidak ada" if provinsi.sampai_on and provinsi.sampai_on < day else "belum ada"
    return (
        f"Provinsi {provinsi.nama} {state} pada {show_date(day)}. Pilih tahun atau provinsi lain, "
        "atau perbaiki masa berlakunya pada data induk Wilayah."
    )


def can_manage(actor: Actor, rakortek: Rakortek) -> Verdict:
    """Whether ``actor`` steers this Rakortek at all."""
    return can_prepare(actor, rakortek.provinsi)


def can_edit_draft(actor: Actor, rakortek: Rakortek) -> Verdict:
    """Indicators taking part change only while the Rakortek is a draft."""
    verdict = can_manage(actor, rakortek)
    if verdict and rakortek.status != StatusRakortek.DRAF:
        status = StatusRakortek(rakortek.status).label
        return deny(f"Rakortek berstatus “{status}”; indikator hanya dapat diubah selama draf.")
    return verdict


def can_submit(actor: Actor, rakortek: Rakortek, susunan: Susunan) -> Verdict:
    """A set is submitted once every difference from last year has its reason."""
    return first_denied(can_edit_draft(actor, rakortek), _submittable(susunan))


def _submittable(susunan: Susunan) -> Verdict:
    if susunan.is_approved:
        return deny("Susunan ini sudah disetujui.", IllegalTransitionError)
    if susunan.is_waiting:
        return deny("Susunan ini sudah diajukan dan menunggu persetujuan.", IllegalTransitionError)
    missing = susunan.unexplained
    if missing:
        return deny(
            f"{len(missing)} perbedaan dari tahun sebelumnya belum beralasan, antara lain "
            f"{missing[0].definisi.kode}. Tulis alasannya dahulu."
        )
    return ALLOWED


def can_decide_susunan(actor: Actor, rakortek: Rakortek, susunan: Susunan) -> Verdict:
    """Whoever steers the Rakortek approves or hands back, but never what they submitted."""
    return first_denied(can_edit_draft(actor, rakortek), _by_another(actor, susunan))


def _by_another(actor: Actor, susunan: Susunan) -> Verdict:
    if not susunan.pengajuan or not susunan.is_waiting:
        return deny(
            "Tidak ada susunan yang menunggu persetujuan. Bila susunan berubah sesudah diajukan, "
            "ajukan lagi.",
            IllegalTransitionError,
        )
    if susunan.pengajuan.pengaju.user_id == actor.user_id:
        return deny(
            "Susunan indikator disetujui orang kedua: bukan yang mengajukannya. Mintalah rekan "
            "Anda memeriksanya."
        )
    return ALLOWED


def can_take_up(actor: Actor, row: IndikatorRakortek, to: DefinisiIndikator) -> Verdict:
    """A running Rakortek goes on with a newer version where nothing said or signed stands against it."""
    return first_denied(can_take_up_any(actor, row.rakortek), _fits(row, to), _is_free(row, to))


# Who fills an indikator and at which desk: settled when the Rakortek was opened.
PLACE = ("bidang_id", "kelompok", "tingkat")


def _fits(row: IndikatorRakortek, to: DefinisiIndikator) -> Verdict:
    if to.mulai_on <= row.definisi.mulai_on:
        return deny("Yang diterapkan harus versi yang lebih baru dari yang dipakai sekarang.")
    if any(getattr(row.definisi, name) != getattr(to, name) for name in PLACE):
        return deny(
            "Bidang, kelompok, atau tingkatnya berubah, dan desknya sudah ditetapkan. Versi ini "
            "dipakai mulai Rakortek berikutnya."
        )
    if not to.arah or not to.aturan_agregasi:
        return deny("Arah atau aturan agregasi versi ini belum ditetapkan; lengkapi dahulu.")
    return ALLOWED


def _is_free(row: IndikatorRakortek, to: DefinisiIndikator) -> Verdict:
    reason = next(taking_up.reasons_against(row, to), "")
    return deny(reason) if reason else ALLOWED


def can_take_up_any(actor: Actor, rakortek: Rakortek) -> Verdict:
    """Versions are taken up by hand only while the Rakortek runs; a draft follows by itself."""
    verdict = can_manage(actor, rakortek)
    if verdict and rakortek.status != StatusRakortek.DIBUKA:
        status = StatusRakortek(rakortek.status).label
        return deny(f"Rakortek berstatus “{status}”; versi indikatornya tidak diganti lagi.")
    return verdict


def can_schedule(actor: Actor, rakortek: Rakortek) -> Verdict:
    """Dates of stages may move until the Rakortek is closed."""
    verdict = can_manage(actor, rakortek)
    if verdict and rakortek.status in {StatusRakortek.DITUTUP, StatusRakortek.ARSIP}:
        return deny("Rakortek sudah ditutup; jadwalnya tidak dapat diubah lagi.")
    return verdict


def can_open(actor: Actor, rakortek: Rakortek) -> Verdict:
    """Nothing blocking may stand in the pre-flight check."""
    verdict = can_manage(actor, rakortek)
    return _flies(preflight.findings(rakortek)) if verdict else verdict


def can_close(actor: Actor, rakortek: Rakortek) -> Verdict:
    """No session may run and no Berita Acara may wait."""
    verdict = can_manage(actor, rakortek)
    return _is_settled(closing.findings(rakortek)) if verdict else verdict


def _flies(found: Iterable[Finding]) -> Verdict:
    blocking = [finding for finding in found if finding.is_blocking]
    if not blocking:
        return ALLOWED
    return deny(
        f"Rakortek belum dapat dibuka: {len(blocking)} hal masih kurang. {blocking[0].sentence}"
    )


def _is_settled(found: Iterable[Finding]) -> Verdict:
    blocking = [finding.sentence for finding in found if finding.is_blocking]
    if not blocking:
        return ALLOWED
    return deny(f"Rakortek belum dapat ditutup. {' '.join(blocking)}")
