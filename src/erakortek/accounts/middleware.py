"""One transaction per request, opened with who acts."""

from collections.abc import Callable, Sequence
from http import HTTPStatus

from django.contrib.auth import SESSION_KEY as USER_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from erakortek.accounts import door
from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan
from erakortek.accounts.scope import bind_actor
from erakortek.accounts.selectors import as_actor
from erakortek.ui.rendering import render

SESSION_KEY = "penugasan"


class OneTransaction:
    """Binds the actor to the transaction; a response of 500 rolls everything back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],  # noqa: ARG002 -- Django's signature
        kwargs: dict[str, object],  # noqa: ARG002 -- Django's signature
    ) -> HttpResponse | None:
        """Who signed in without any valid penugasan is told so, whatever they asked for."""
        is_open = not getattr(view, "login_required", True)
        if is_open or not request.user.is_authenticated or request.actor:  # type: ignore[attr-defined]
            return None
        return render(request, "accounts/tanpa_penugasan.html", {}, status=HTTPStatus.FORBIDDEN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic(durable=True):
            door.open_for_proof(
                user_id=_user_of_session(request),
                authorization=request.headers.get("Authorization", ""),
            )
            # Read with the user, by ``backends.WithPenugasan``; nobody has signed in without one.
            daftar: list[Penugasan] = getattr(request.user, "daftar_berlaku", [])
            actor = _chosen(daftar, request.session.get(SESSION_KEY))
            if actor:
                bind_actor(actor)
            # Both are typed in SignedInRequest.
            request.actor = actor  # type: ignore[attr-defined]
            request.daftar_penugasan = daftar  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                # Django made a response of the exception before ``atomic`` could see it.
                transaction.set_rollback(True)
        return response


def _user_of_session(request: HttpRequest) -> int | None:
    """The id in the session, whether that session is still valid or not."""
    found = str(request.session.get(USER_KEY, ""))
    return int(found) if found.isdigit() else None


def _chosen(daftar: Sequence[Penugasan], penugasan_id: int | None) -> Actor | None:
    """The actor of the penugasan chosen in this session, else of the first."""
    chosen = next((p for p in daftar if p.pk == penugasan_id), None)
    return as_actor(chosen or daftar[0]) if daftar else None
