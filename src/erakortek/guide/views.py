"""The guides and the glossary."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from erakortek.accounts.requests import SignedInRequest
from erakortek.guide.library import PICTURES, guides, terms
from erakortek.ui.rendering import render


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """Every guide."""
    return render(request, "guide/home.html", {"guides": guides()})


@require_GET
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    """One guide."""
    for guide in guides():
        if guide.slug == slug:
            return render(request, "guide/show.html", {"guide": guide})
    raise Http404


@require_GET
def glossary(request: SignedInRequest) -> HttpResponse:
    """The words of the field."""
    return render(request, "guide/glossary.html", {"terms": terms()})


@require_GET
def picture(request: SignedInRequest, name: str) -> HttpResponseBase:  # noqa: ARG001 -- a view's signature
    """A screenshot of a guide; only what lies in the folder."""
    known = {path.name: path for path in PICTURES.glob("*.png")}
    if name not in known:
        raise Http404
    return FileResponse(known[name].open("rb"), content_type="image/png")
