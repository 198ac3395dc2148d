"""What the desk decides: the result of a row, on the state that both sides saw."""

from dataclasses import dataclass

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.lib.errors import InvalidInputError, StaleVersionError
from erakortek.lib.nilai import Nilai
from erakortek.target.enums import AGREED, HasilTarget, Voice
from erakortek.target.models import Target
from erakortek.target.selectors import acuan_heads
from erakortek.target.services import change


@dataclass(frozen=True, slots=True)
class Shown:
    """The state that lay before both sides: ``target.urut`` and the version of the acuan."""

    urut: int
    acuan_version: int


@transaction.atomic
def decide_target(
    *,
    target_id: int,
    hasil: HasilTarget,
    shown: Shown,
    actor: Actor,
    nilai: Nilai | None = None,
    catatan: str = "",
) -> Target:
    """Record ``hasil`` on the state ``shown``; an agreed one with its value in ``definisi.satuan``.

    Raises ``StaleVersionError`` when target or acuan changed since, ``InvalidInputError`` for an
    agreement without value or a remark without words, ``IllegalTransitionError`` if it was
    decided before, ``AccessDeniedError`` outside the session. Source: UU 23/2014 Pasal 259 (2).
    """
    target = change.lock(target_id, actor)
    _refuse_changed(target, shown)
    _refuse_incomplete(hasil, nilai, catatan)
    before = target.facts()
    event = change.move(target, hasil, actor, change.schedule(target, actor))
    if nilai and hasil in AGREED:
        change.append(target, Voice.KESEPAKATAN, nilai, actor, catatan=catatan)
    change.save(target, event=event, before=before, actor=actor)
    return target


@transaction.atomic
def reopen_target(*, target_id: int, alasan: str, actor: Actor) -> Target:
    """Take a result back to BELUM, with the reason; the versions stay in the history."""
    if not alasan.strip():
        message = "Tulis alasan membuka kembali baris ini; alasan itu masuk ke riwayatnya."
        raise InvalidInputError(message)
    target = change.lock(target_id, actor)
    before = target.facts()
    event = change.move(target, HasilTarget.BELUM, actor, change.schedule(target, actor))
    change.save(target, event=event, before=before, actor=actor, alasan=alasan.strip())
    return target


def _refuse_changed(target: Target, shown: Shown) -> None:
    acuan = acuan_heads(target.rakortek, [target.indikator_id]).get(target.indikator_id)
    if target.urut != shown.urut:
        message = (
            f"Baris ini berubah sejak Anda membukanya (keadaan {target.urut}, yang Anda lihat "
            f"{shown.urut}). Keputusan belum disimpan; periksa nilainya, lalu ulangi."
        )
        raise StaleVersionError(message)
    if (acuan.version if acuan else 0) != shown.acuan_version:
        message = (
            f"{target.rakortek.sebutan_acuan} berubah sejak Anda membukanya. Keputusan belum "
            "disimpan; periksa nilainya, lalu ulangi."
        )
        raise StaleVersionError(message)


def _refuse_incomplete(hasil: HasilTarget, nilai: Nilai | None, catatan: str) -> None:
    if hasil in AGREED and nilai is None:
        message = "Isi nilai yang disepakati."
        raise InvalidInputError(message)
    needs_words = {HasilTarget.SEPAKAT_CATATAN, HasilTarget.TIDAK_SEPAKAT, HasilTarget.DITUNDA}
    if hasil in needs_words and not catatan.strip():
        message = f"Tulis catatan untuk hasil “{hasil.label}”; catatan itu masuk ke Berita Acara."
        raise InvalidInputError(message)
