"""Master data as workbooks: the sheets, one sheet with its uploads, one upload and its preview."""

from functools import partial
from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from erakortek.intake import pages, selectors, services, writing
from erakortek.intake.forms import DecideForm, RowForm, UploadForm, WithdrawForm
from erakortek.intake.models import ImportBatch
from erakortek.intake.sheets import Keeper, Sheet, find_sheet
from erakortek.lib.attempts import attempt
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render, render_block

SHOW = "intake/batch.html"
ROW, ROWS = "intake/row.html", "intake/rows.html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class KeeperRequest(HttpRequest):
    """What a view behind the door gets; this room knows of its actor what ``Keeper`` says."""

    actor: Keeper
    htmx: object


def _sheet(request: KeeperRequest, lembar: str) -> Sheet:
    sheet = find_sheet(lembar)
    if sheet is None or not sheet.can_import(request.actor):
        raise Http404
    return sheet.seen_by(request.actor)


def _batch(request: KeeperRequest, batch_id: int) -> ImportBatch:
    return get_object_or_404(selectors.batches_for(request.actor), pk=batch_id)


@require_GET
def home(request: KeeperRequest) -> HttpResponse:
    """The sheets the actor keeps; nobody else has any, and is told so."""
    return render(request, "intake/home.html", {"sheets": selectors.sheets_for(request.actor)})


@require_http_methods(["GET", "POST"])
def sheet(request: KeeperRequest, lembar: str) -> HttpResponse:
    """One sheet: download, upload, and what was uploaded before."""
    chosen = _sheet(request, lembar)
    form = UploadForm(chosen, request.POST or None, request.FILES or None)
    status: int = HTTPStatus.OK
    if request.method == "POST":
        made: list[ImportBatch] = []
        status = attempt(form, partial(_take_in, chosen, request.actor, made))
        if made:
            return redirect("intake:batch", made[0].pk)
    context = pages.sheet_page(request.actor, chosen) | {"form": form}
    return render(request, "intake/sheet.html", context, status=status)


def _take_in(chosen: Sheet, actor: Keeper, made: list[ImportBatch], **facts: object) -> None:
    file, alasan = facts["berkas"], str(facts["alasan"])
    content, name = file.read(), file.name  # type: ignore[attr-defined]  # an UploadedFile
    told = {column.name: str(facts[column.name]) for column in chosen.asks}
    made.append(
        services.take_in(
            sheet=chosen, content=content, name=name, actor=actor, alasan=alasan, told=told
        )
    )


@require_GET
def rows(request: KeeperRequest, lembar: str) -> HttpResponse:
    """The present rows of a sheet, found as one types."""
    cari, keadaan = request.GET.get("cari", "").strip()[:200], request.GET.get("keadaan", "")
    context = pages.rows_page(_sheet(request, lembar), cari, keadaan)
    if request.htmx:
        return render_block(request, ROWS, "found", context)
    return render(request, ROWS, context)


@require_http_methods(["GET", "POST"])
def row(request: KeeperRequest, lembar: str) -> HttpResponse:
    """One row with its history, to be mended; without ``kunci`` a new one, or a copy of ``salin``."""
    chosen = _sheet(request, lembar)
    key, copied = request.GET.get("kunci", ""), request.GET.get("salin", "")
    present = selectors.present_row(chosen, key) if key else None
    if key and present is None and not selectors.history_of(chosen, key).exists():
        raise Http404
    source = selectors.present_row(chosen, copied) if copied else None
    form = RowForm(chosen, present, request.POST or None, copied=source)
    status: int = HTTPStatus.OK
    if request.method == "POST":
        base = request.POST.get("base", "")
        status = attempt(form, partial(_change, chosen, request.actor, base))
        if status == HTTPStatus.OK:
            return done(request, "Baris sudah disimpan.", "intake:rows", lembar)
    context = pages.row_page(request.actor, chosen, key, present) | {"form": form}
    return render(request, ROW, context, status=status)


@posted_from("intake:row", "lembar")
def withdraw(request: KeeperRequest, lembar: str) -> HttpResponse:
    """Take a row back that was a slip; its page keeps the history."""
    chosen, key = _sheet(request, lembar), request.GET.get("kunci", "")
    present = selectors.present_row(chosen, key)
    form = WithdrawForm(request.POST)
    base = request.POST.get("base", "")
    act = partial(services.withdraw_row, sheet=chosen, key=key, base=base, actor=request.actor)
    status = attempt(form, act)
    if status == HTTPStatus.OK:
        return done(request, "Baris sudah dicabut.", "intake:rows", lembar)
    context = pages.row_page(request.actor, chosen, key, present)
    context |= {"form": RowForm(chosen, present), "withdraw_form": form}
    return render(request, ROW, context, status=status)


def _change(chosen: Sheet, actor: Keeper, base: str, *, alasan: str, **texts: str) -> None:
    services.change_row(sheet=chosen, texts=texts, base=base, actor=actor, alasan=alasan)


@require_GET
def batch(request: KeeperRequest, batch_id: int) -> HttpResponse:
    """One upload: how far it is, then what it would change and what is wrong with it."""
    context = _preview(request, _batch(request, batch_id))
    if not request.htmx:
        return render(request, SHOW, context)
    response = render_block(request, SHOW, "content", context)
    if not context["is_in_queue"]:
        response["HX-Refresh"] = "true"  # heading and buttons are those of what it has become
    return response


@posted_from("intake:batch", "batch_id")
def apply(request: KeeperRequest, batch_id: int) -> HttpResponse:
    """Write what is good, or nothing while something is not, as was chosen."""
    found = _batch(request, batch_id)
    form = DecideForm(request.POST)
    act = partial(services.decide_batch, batch_id=found.pk, actor=request.actor)
    status = attempt(form, act)
    if status == HTTPStatus.OK:
        return redirect("intake:batch", found.pk)
    context = _preview(request, _batch(request, batch_id)) | {"form": form}
    return render(request, SHOW, context, status=status)


def _preview(request: KeeperRequest, found: ImportBatch) -> dict[str, object]:
    chosen = _sheet(request, found.lembar)
    context = pages.batch_page(request.actor, chosen, found, request.GET.get("status", ""))
    page = Paginator(context["rows"], pages.PER_PAGE).get_page(request.GET.get("halaman"))
    return context | {"page": page}


@posted_from("intake:batch", "batch_id")
def drop(request: KeeperRequest, batch_id: int) -> HttpResponse:
    """Let an upload go."""
    found = _batch(request, batch_id)
    services.drop_batch(batch_id=found.pk, actor=request.actor)
    return done(request, "Unggahan sudah dibatalkan.", "intake:sheet", found.lembar)


@require_http_methods(["GET", "POST"])
def map_columns(request: KeeperRequest, batch_id: int) -> HttpResponse:
    """Tell which head of the file is which column; then it is read again, and remembered."""
    found = _batch(request, batch_id)
    chosen = _sheet(request, found.lembar)
    form = pages.mapping_form(chosen, found, request.POST or None)
    status: int = HTTPStatus.OK
    if request.method == "POST":
        made: list[ImportBatch] = []
        status = attempt(form, partial(_map, found, request.actor, made))
        if made:
            return redirect("intake:batch", made[0].pk)
    context = {"sheet": chosen, "batch": found, "form": form}
    return render(request, "intake/map.html", context, status=status)


def _map(found: ImportBatch, actor: Keeper, made: list[ImportBatch], **heads: str) -> None:
    columns = list(heads.values())
    made.append(services.map_columns(batch_id=found.pk, columns=columns, actor=actor))


@require_GET
def annotated(request: KeeperRequest, batch_id: int) -> HttpResponse:
    """The uploaded file with its findings in the cells."""
    found = _batch(request, batch_id)
    chosen = _sheet(request, found.lembar)
    content = writing.annotated(chosen, found)
    stem = found.nama_berkas.rpartition(".")[0] or found.nama_berkas
    return _workbook(content, f"{stem}-temuan.xlsx")


@require_GET
def template(request: KeeperRequest, lembar: str) -> HttpResponse:
    """An empty workbook of a sheet."""
    chosen = _sheet(request, lembar)
    return _workbook(writing.template(chosen), f"templat-{chosen.kode}.xlsx")


@require_GET
def export(request: KeeperRequest, lembar: str) -> HttpResponse:
    """The present data, to be mended and uploaded again."""
    chosen = _sheet(request, lembar)
    return _workbook(writing.export(chosen), f"{chosen.kode}.xlsx")


@require_GET
def export_csv(request: KeeperRequest, lembar: str) -> StreamingHttpResponse:
    """The present data as CSV."""
    chosen = _sheet(request, lembar)
    response = StreamingHttpResponse(
        iter(list(writing.export_csv(chosen))), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{chosen.kode}.csv"'
    return response


def _workbook(content: bytes, name: str) -> HttpResponse:
    safe = "".join(one if one.isalnum() or one in "-_. " else "_" for one in name)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response
