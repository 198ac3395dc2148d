"""Who keeps the master data that everybody shares, and what it may still be used for."""

from datetime import timedelta

from erakortek.intake.sheets import Keeper
from erakortek.lib import clock
from erakortek.lib.dates_id import show_date
from erakortek.lib.errors import IllegalTransitionError, InvalidInputError
from erakortek.lib.verdict import ALLOWED, Verdict, deny
from erakortek.reference.models import Instansi, VersiNomenklatur


def can_keep_masters(actor: Keeper) -> Verdict:
    """Data that every office relies on is kept by the Directorate."""
    if actor.is_superadmin:
        return ALLOWED
    return deny(
        "Data induk nasional dirawat superadmin Ditjen Bina Pembangunan Daerah. Sampaikan usul "
        "perubahan kepada mereka."
    )


def can_change_versi(newest: VersiNomenklatur | None) -> Verdict:
    """What is published does not change under those who use it, whoever asks."""
    if newest is None or newest.berlaku_on is None:
        return ALLOWED
    return deny(
        f"Nomenklatur versi {newest.nomor} sudah diterbitkan, jadi isinya tidak diubah lagi; siapkan "
        f"dahulu versi {newest.nomor + 1} di halaman “Versi dan padanan”, lalu ulangi di sini.",
        IllegalTransitionError,
    )


def can_take_on(instansi: Instansi) -> Verdict:
    """Nothing new is given to an office that has ended, nor to one whose wilayah has.

    What they have goes on. An office does not end by itself with its wilayah: its people hand over
    what is left, so both ends are asked.
    """
    gone_on = instansi.wilayah.sampai_on if instansi.wilayah else None
    if gone_on and gone_on < clock.today():
        return deny(
            f"{instansi.nama} tidak dipakai lagi untuk yang baru: wilayahnya berakhir "
            f"{show_date(gone_on)}; pakai instansi wilayah penggantinya.",
            InvalidInputError,
        )
    if instansi.sampai_on is None or instansi.is_in_force_on(clock.today()):
        return ALLOWED
    since = show_date(instansi.sampai_on + timedelta(days=1))
    return deny(
        f"{instansi.nama} tidak berlaku lagi sejak {since}; pilih instansi yang masih berlaku.",
        InvalidInputError,
    )


def can_prepare_versi(actor: Keeper, newest: VersiNomenklatur | None) -> Verdict:
    """One version of the nomenclature is prepared at a time."""
    verdict = can_keep_masters(actor)
    if verdict and newest and newest.berlaku_on is None:
        return deny(
            f"Versi {newest.nomor} masih disiapkan. Terbitkan atau hapus dahulu, baru "
            "siapkan yang berikutnya.",
            IllegalTransitionError,
        )
    return verdict


def can_publish_versi(actor: Keeper, versi: VersiNomenklatur) -> Verdict:
    """A version is published once."""
    verdict = can_keep_masters(actor)
    if verdict and versi.berlaku_on is not None:
        return deny(f"Versi {versi.nomor} sudah diterbitkan.", IllegalTransitionError)
    return verdict


def can_drop_versi(actor: Keeper, versi: VersiNomenklatur) -> Verdict:
    """Only what has never been published goes: nothing rests on it yet."""
    verdict = can_keep_masters(actor)
    if verdict and versi.berlaku_on is not None:
        return deny(
            f"Versi {versi.nomor} sudah diterbitkan, jadi tidak dapat dihapus.",
            IllegalTransitionError,
        )
    return verdict
