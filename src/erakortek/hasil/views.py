"""Results over the years: the register, one indikator and daerah, two years side by side."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from erakortek.accounts.requests import SignedInRequest
from erakortek.hasil import pages
from erakortek.hasil.downloads import HEAD, table_of
from erakortek.hasil.series import series_page
from erakortek.lib.tables import as_csv, as_xlsx
from erakortek.reference.models import Wilayah
from erakortek.reference.selectors import definisi_now
from erakortek.ui.rendering import render

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def register(request: SignedInRequest) -> HttpResponse:
    """Finished results, a page of 100."""
    return render(request, "hasil/list.html", pages.register_page(request.actor, request.GET))


@require_GET
def series(request: SignedInRequest, indikator: str, daerah: str) -> HttpResponse:
    """One indikator in one daerah over the years."""
    now = definisi_now().select_related("indikator", "bidang")
    found = get_object_or_404(now, indikator__kode=indikator)
    page = series_page(request.actor, found, get_object_or_404(Wilayah, kode=daerah))
    return render(request, "hasil/series.html", {"page": page})


@require_GET
def compare(request: SignedInRequest) -> HttpResponse:
    """Two years side by side."""
    context = pages.comparison_page(request.actor, request.GET)
    return render(request, "hasil/compare.html", context)


@require_GET
def register_xlsx(request: SignedInRequest) -> HttpResponse:
    """The register as it is filtered, as a workbook."""
    rows = table_of(request.actor, pages.register_of(request.actor, request.GET))
    return _file(as_xlsx(HEAD, rows), XLSX, "hasil.xlsx")


@require_GET
def register_csv(request: SignedInRequest) -> HttpResponse:
    """The register as it is filtered, as CSV."""
    rows = table_of(request.actor, pages.register_of(request.actor, request.GET))
    return _file("".join(as_csv(HEAD, rows)), "text/csv; charset=utf-8", "hasil.csv")


def _file(content: bytes | str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
