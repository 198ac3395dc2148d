"""Downloads of the results: the same rows as the pages show."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from erakortek.accounts.requests import SignedInRequest
from erakortek.integration.results import HEAD, result_rows
from erakortek.lib.tables import as_csv, as_xlsx
from erakortek.rakortek.requests import rakortek_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def results_xlsx(request: SignedInRequest, key: str) -> HttpResponse:
    """All targets the actor may see, as a workbook."""
    rakortek = rakortek_of(request, key)
    response = HttpResponse(as_xlsx(HEAD, result_rows(request.actor, rakortek)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="rakortek-{rakortek.kunci}.xlsx"'
    return response


@require_GET
def results_csv(request: SignedInRequest, key: str) -> HttpResponse:
    """All targets the actor may see, as CSV."""
    rakortek = rakortek_of(request, key)
    text = "".join(as_csv(HEAD, result_rows(request.actor, rakortek)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rakortek-{rakortek.kunci}.csv"'
    return response
