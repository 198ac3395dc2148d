"""What the pages of versions of the nomenclature show."""

from typing import Any

from django.core.paginator import Paginator

from erakortek.intake.people import names_of
from erakortek.intake.sheets import Keeper
from erakortek.reference.enums import CaraPadanan
from erakortek.reference.forms import PadananForm
from erakortek.reference.models import Padanan, VersiNomenklatur
from erakortek.reference.permissions import can_prepare_versi, can_publish_versi
from erakortek.reference.selectors import (
    difference_of,
    newest_versi,
    orphans,
    padanan_to,
    versi_before,
    versi_in_force,
)

PER_PAGE = 50
OPEN, DONE = "menunggu", "dikukuhkan"


def versions_page(actor: Keeper) -> dict[str, Any]:
    """Every version, which is in force, and the sub kegiatan that it does not have."""
    return {
        "versions": VersiNomenklatur.objects.all(),
        "in_force": versi_in_force(),
        "can_prepare": can_prepare_versi(actor, newest_versi()),
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
