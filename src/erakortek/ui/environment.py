"""The Jinja2 environment: silent nothing raises, everything is escaped, components are global."""

from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from erakortek.lib.dates_id import days_left, show_date, show_day, show_instant, show_time
from erakortek.lib.nilai import Nilai, show_nilai
from erakortek.lib.numbers_id import show_number, show_rupiah
from erakortek.ui import charts
from erakortek.ui.forms import field_attributes, is_demanded

COMPONENTS = "ui/components.html"


def rounded(value: float) -> str:
    """A number at the side of a chart: three figures that count, as it is written here."""
    return show_number(Decimal(f"{value:.3g}"))


@lru_cache(maxsize=8192)
def address_of(name: str, *args: object) -> str:
    """The address of a named page. Remembered: a long list asks for two per row."""
    return reverse(name, args=args)


def environment(**options: Any) -> Environment:
    """The environment of every page we render; wrong names and missing arguments raise."""
    env = Environment(
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        **{
            name: value
            for name, value in options.items()
            if name not in {"undefined", "autoescape"}
        },
    )
    env.globals.update(
        url=address_of,
        static=cache(static),
        charts=charts,
        field_attributes=field_attributes,
        is_demanded=is_demanded,
        is_demo=settings.DEMO,
        sso_name=settings.OIDC_NAME if settings.OIDC_SERVER else "",
    )
    env.filters.update(
        angka=show_number,
        nilai=show_nilai,
        rupiah=show_rupiah,
        tanggal=show_date,
        hari=show_day,
        waktu=show_time,
        saat=show_instant,
        sisa=days_left,
        kira=rounded,
        nilai_beku=lambda frozen: show_nilai(Nilai.from_json(frozen)),
    )
    # An import at the head of a page does not run when one of its blocks is rendered alone.
    env.globals["ui"] = env.get_template(COMPONENTS).module
    return env
