"""What the pages of results show, ready: the register, two years side by side."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator

from erakortek.accounts.actor import Actor
from erakortek.hasil.comparison import Comparison, Pair, compare, needs_province
from erakortek.hasil.enums import HasilAkhir, Perubahan
from erakortek.hasil.filters import EVERY_YEAR, MAKRO, Filter, filter_of
from erakortek.hasil.rows import rows_of
from erakortek.hasil.selectors import (
    Register,
    Years,
    bidang_options,
    daerah_options,
    with_year,
    years_for,
)
from erakortek.rakortek.enums import TingkatRakortek

PER_PAGE = 100


def choices(chosen: Filter) -> dict[str, Any]:
    """What the drop-downs offer. Two queries."""
    return {
        "every_year": EVERY_YEAR,
        "makro": MAKRO,
        "levels": list(TingkatRakortek),
        "results": list(HasilAkhir),
        "daerah": daerah_options(chosen),
        "bidang": bidang_options(),
    }


def register_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The register as an address asks for it, a page of 100."""
    years = years_for(actor)
    chosen = with_year(filter_of(query), years)
    register: Any = Register(actor, chosen)  # all that a paginator asks of a list
    page = Paginator(register, PER_PAGE).get_page(query.get("halaman"))
    return {
        "filter": chosen,
        "years": years.all,
        "choices": choices(chosen),
        "page": page,
        "rows": rows_of(actor, list(page.object_list)),
    }


def register_of(actor: Actor, query: Mapping[str, str]) -> Register:
    """The whole register as an address asks for it, for a download."""
    return Register(actor, with_year(filter_of(query), years_for(actor)))


def comparison_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Two years under one filter; the newest two where the address names none."""
    years = years_for(actor)
    asked = filter_of(query)
    asked = replace(asked, tingkat=asked.tingkat or TingkatRakortek.PUSAT.value)
    earlier, later = _two_years(query, years)
    found = _compared(actor, asked, earlier, later)
    kind = query.get("perubahan", "")
    shown = [one for one in found.pairs if _is_shown(one, kind)]
    return {
        "filter": asked,
        "dari": earlier,
        "ke": later,
        "perubahan": kind,
        "kinds": [(one, found.counts[one]) for one in Perubahan if found.counts[one]],
        "years": years.all,
        "choices": choices(asked),
        "comparison": found,
        "needs_province": needs_province(asked),
        "page": Paginator(shown, PER_PAGE).get_page(query.get("halaman")),
    }


def _is_shown(pair: Pair, kind: str) -> bool:
    """Without a choice everything that differs."""
    return pair.perubahan == kind if kind else pair.perubahan != Perubahan.SAMA


def _two_years(query: Mapping[str, str], years: Years) -> tuple[int | None, int | None]:
    named = {str(tahun): tahun for tahun in years.all}
    later = named.get(query.get("ke", ""), years.newest)
    before = [tahun for tahun in years.all if later is not None and tahun < later]
    return named.get(query.get("dari", ""), before[0] if before else None), later


def _compared(actor: Actor, asked: Filter, earlier: int | None, later: int | None) -> Comparison:
    if earlier is None or later is None or needs_province(asked):
        return Comparison.empty()
    before, after = (replace(asked, tahun=str(tahun)) for tahun in (earlier, later))
    return compare(actor, before, after)
