"""Signing in before anything else, and one transaction per request, opened with who acts."""

from collections.abc import Callable, Sequence
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from erakortek.accounts import door
from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan
from erakortek.accounts.scope import bind_actor
from erakortek.accounts.selectors import actor_under, as_actor
from erakortek.lib.errors import DomainError
from erakortek.lib.numbers_id import read_id
from erakortek.ui.posting import page_of
from erakortek.ui.rendering import render

SESSION_KEY = "penugasan"
VIEW_AS_KEY = "lihat_sebagai"
# Acts of one's own, also while one looks as somebody: to come back, and to leave.
ENDS_THE_LOOK = ("accounts:stop_viewing", "account_logout")
# Where one adds a second factor, confirms who one is, or leaves.
WITHOUT_SECOND_FACTOR = ("mfa_", "account_")
# The next person at this computer must not page back into what somebody has signed out of. What is
# typed and not yet sent waits in the browser's own storage (autosave.js), not in its cache.
PRIVATE = "private, no-store"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

SESSION_OVER = "Sesi Anda berakhir. Masuk kembali; yang sudah Anda ketik tersimpan di peramban ini."


class SignInFirst(LoginRequiredMiddleware):
    """Sends to the sign-in with the page as ``next``: an address that only takes POST shows none."""

    def handle_no_permission(  # type: ignore[override]  # a script is not redirected
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],  # noqa: ARG002 -- Django's signature
    ) -> HttpResponse:
        answer = redirect_to_login(page_of(request), settings.LOGIN_URL)
        if not request.htmx:  # type: ignore[attr-defined]  # of HtmxMiddleware
            return answer
        # A script would follow a redirect and take the sign-in page for its fragment.
        return HttpResponse(
            SESSION_OVER, status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": answer.url}
        )


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
        """What stands before every door: a valid penugasan, a second factor, and only looking."""
        is_open = not getattr(view, "login_required", True)
        if is_open or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not request.actor:  # type: ignore[attr-defined]
            page = "accounts/tanpa_penugasan.html"
            return render(request, page, {}, status=HTTPStatus.FORBIDDEN)
        if _lacks_second_factor(request) and not name.startswith(WITHOUT_SECOND_FACTOR):
            return redirect("mfa_index")
        if request.viewer and request.method not in SAFE:  # type: ignore[attr-defined]
            return render(request, "accounts/hanya_lihat.html", {}, status=HTTPStatus.FORBIDDEN)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no form of the page takes up: its reason, as a page."""
        if not isinstance(exception, DomainError):
            return None
        page = {"title": "Ini tidak dapat dilakukan", "text": exception.message}
        return render(request, "ui/error.html", page, status=exception.http_status)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic(durable=True):
            door.open_for_proof(
                user_id=_user_of_session(request),
                authorization=request.headers.get("Authorization", ""),
            )
            # Read with the user, by ``backends.WithPenugasan``; nobody has signed in without one.
            daftar: list[Penugasan] = getattr(request.user, "daftar_berlaku", [])
            own = _chosen(daftar, request.session.get(SESSION_KEY))
            viewed = _viewed(request, own)
            actor = viewed or own
            if actor:
                bind_actor(actor)
            # All three are typed in SignedInRequest.
            request.actor = actor  # type: ignore[attr-defined]
            request.viewer = own if viewed else None  # type: ignore[attr-defined]
            request.daftar_penugasan = daftar  # type: ignore[attr-defined]
            if viewed:
                _refuse_writes()
            response = self.get_response(request)
            if request.user.is_authenticated or request.actor:  # type: ignore[attr-defined]
                response.setdefault("Cache-Control", PRIVATE)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                # Django made a response of the exception before ``atomic`` could see it.
                transaction.set_rollback(True)
        return response


def _user_of_session(request: HttpRequest) -> int | None:
    """The id in the session, whether that session is still valid or not."""
    return read_id(str(request.session.get(USER_KEY, "")))


def _chosen(daftar: Sequence[Penugasan], penugasan_id: int | None) -> Actor | None:
    """The actor of the penugasan chosen in this session, else of the first."""
    chosen = next((p for p in daftar if p.pk == penugasan_id), None)
    return as_actor(chosen or daftar[0]) if daftar else None


def _viewed(request: HttpRequest, own: Actor | None) -> Actor | None:
    """The actor whose pages a superadmin has chosen to look at, while that penugasan is valid."""
    chosen = request.session.get(VIEW_AS_KEY)
    if not chosen or not own or not own.is_superadmin or _ends_the_look(request):
        return None
    bind_actor(own)  # the account that is looked at is read as the superadmin
    return actor_under(chosen["user"], chosen["penugasan"])


def _ends_the_look(request: HttpRequest) -> bool:
    return request.method not in SAFE and request.path in map(reverse, ENDS_THE_LOOK)


def _refuse_writes() -> None:
    """Whatever a page may do by mistake: while somebody only looks, PostgreSQL takes no change."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")


def _lacks_second_factor(request: HttpRequest) -> bool:
    """A superadmin works with a second factor; elsewhere, and in the demo world, it is offered."""
    own = request.viewer or request.actor  # type: ignore[attr-defined]
    if not settings.SECOND_FACTOR_REQUIRED or not own.is_superadmin:
        return False
    return not request.daftar_penugasan[0].has_second_factor  # type: ignore[attr-defined]
