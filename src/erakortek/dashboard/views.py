"""The dashboard of one Rakortek, for the centre and for a daerah: the same page, other rows."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from erakortek.accounts.requests import SignedInRequest
from erakortek.dashboard.pages import page_of
from erakortek.rakortek.requests import rakortek_of
from erakortek.ui.rendering import render, render_block

PAGE = "dashboard/show.html"


@require_GET
def show(request: SignedInRequest, key: str) -> HttpResponse:
    """Figures, map, sums and heat table; the live line asks for the block of figures again."""
    context = {"page": page_of(request.actor, rakortek_of(request, key))}
    if request.htmx:
        return render_block(request, PAGE, "figures", context)
    return render(request, PAGE, context)
