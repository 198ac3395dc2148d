"""What the pages of this room show: versions of the nomenclature, the dictionary of indikator."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.core.paginator import Paginator

from erakortek.intake.people import names_of
from erakortek.intake.sheets import KEY_SIGN, Keeper
from erakortek.reference import impact
from erakortek.reference.differences import Change, changes_between
from erakortek.reference.enums import CaraPadanan
from erakortek.reference.forms import DropForm, PadananForm
from erakortek.reference.models import (
    BidangUrusan,
    DefinisiIndikator,
    Indikator,
    Padanan,
    Pengampu,
    VersiNomenklatur,
)
from erakortek.reference.permissions import (
    can_drop_versi,
    can_keep_masters,
    can_prepare_versi,
    can_publish_versi,
)
from erakortek.reference.selectors import (
    MAKRO,
    definisi_now,
    difference_of,
    find_definisi,
    newest_versi,
    orphans,
    padanan_to,
    versi_before,
    versi_begun,
    versions_of,
)

PER_PAGE = 50
OPEN, DONE = "menunggu", "dikukuhkan"


def versions_page(actor: Keeper) -> dict[str, Any]:
    """Every version, which is in force, and the sub kegiatan that it does not have."""
    newest = newest_versi()
    return {
        "versions": VersiNomenklatur.objects.all(),
        "in_force": versi_begun(),
        "can_prepare": can_prepare_versi(actor, newest),
        "prepared": newest if newest and can_drop_versi(actor, newest) else None,
        "drop_form": DropForm(),
        "orphans": orphans(),
    }


def version_page(
    actor: Keeper, versi: VersiNomenklatur, keadaan: str, number: str | None
) -> dict[str, Any]:
    """One version: what differs from the one before, and the crosswalk into it."""
    rows = padanan_to(versi).order_by("-cara", "kode_lama", "tingkat")  # equal codes last
    waiting = rows.filter(confirmed_at__isnull=True)
    shown = rows.filter(confirmed_at__isnull=False) if keadaan == DONE else waiting
    page = Paginator(shown, PER_PAGE).get_page(number)
    names = names_of(one.user_id for one in page if one.user_id)
    return {
        "versi": versi,
        "before": versi_before(versi),
        "difference": difference_of(versi),
        "can_publish": can_publish_versi(actor, versi),
        "keadaan": DONE if keadaan == DONE else OPEN,
        "page": page,
        "rows": [_row(one, names) for one in page],
        "counts": {OPEN: waiting.count(), DONE: rows.count() - waiting.count()},
    }


def _row(one: Padanan, names: dict[int, str]) -> dict[str, Any]:
    return {
        "padanan": one,
        "cara": CaraPadanan(one.cara).label,
        "who": names.get(one.user_id or 0, ""),
        "is_renamed": one.nama_lama != one.nama_baru,  # type: ignore[attr-defined]  # annotated there
        "form": PadananForm(prefix=str(one.pk)),
    }


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an indikator, and what it changed in the one before."""

    definisi: DefinisiIndikator
    changes: list[Change]


def dictionary_page(cari: str, bidang: str, number: str | None) -> dict[str, Any]:
    """The indikator as they are today, a page of 50."""
    page = Paginator(find_definisi(cari, bidang), PER_PAGE).get_page(number)
    return {
        "page": page,
        "cari": cari,
        "chosen": bidang,
        "makro": MAKRO,
        "bidang": BidangUrusan.objects.filter(ikut_rakortek=True).order_by("kode"),
        "parameters": {name: word for name, word in (("cari", cari), ("bidang", bidang)) if word},
    }


def entry_page(actor: Keeper, indikator: Indikator) -> dict[str, Any]:
    """One indikator: what it means today, its versions, who is in charge; its keeper sees its uses."""
    versions, can_keep = versions_of(indikator), can_keep_masters(actor)
    held = definisi_now().get(indikator=indikator).pk
    now = next(one for one in versions if one.pk == held)
    return {
        "indikator": indikator,
        "now": now,
        "key": KEY_SIGN.join((indikator.kode, now.mulai_on.isoformat())),
        "versions": [
            Version(one, changes_between(before, one) if before else [])
            for one, before in zip_longest(versions, versions[1:])
        ],
        "pengampu": Pengampu.objects.filter(indikator=indikator)
        .select_related("instansi")
        .order_by("-mulai_on"),
        "uses": list(impact.uses({indikator.pk})) if can_keep else [],
        "can_keep": can_keep,
    }
