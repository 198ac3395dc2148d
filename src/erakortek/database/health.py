"""Is it alive, and is it ready: for the supervisor, the proxy, and whoever is on duty."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

WORKER_SILENT_AFTER = 60  # seconds; a worker beats every 10


@login_not_required
@never_cache
@require_GET
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """This process answers; nothing else is asked."""
    return HttpResponse("hidup", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_GET
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """200 when database, migrations and worker are in order, else 503 naming what is wrong."""
    wrong = _wrong()
    if wrong:
        return JsonResponse(
            {"status": "sakit", "masalah": wrong}, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    return JsonResponse({"status": "sehat", "basis_data": "ya", "migrasi": "ya", "pekerja": "ya"})


def _wrong() -> list[str]:
    try:
        return [*_pending_migrations(), *_silent_worker()]
    except DatabaseError:
        return ["Basis data tidak menjawab."]


def _pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{len(plan)} migrasi belum dijalankan."] if plan else []


def _silent_worker() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [WORKER_SILENT_AFTER],
        )
        (beating,) = cursor.fetchone()
    return [] if beating else ["Pekerja latar tidak berjalan."]
