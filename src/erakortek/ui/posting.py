"""Where a form stands: the page of each POST address, and the page a request was sent from."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TypeVar, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

BACK = "kembali"  # on a page that answers a refused form: the page that the form came from
READS = frozenset({"GET", "HEAD"})

View = TypeVar("View", bound=Callable[..., HttpResponse])


def posted_from(page: str, *names: str) -> Callable[[View], View]:
    """Let ``view`` take POST only; a GET of its address is redirected to ``page``.

    ``names`` are the arguments of the address that ``page`` takes. Put it above every other
    decorator, so that the sign-in finds the page, too.
    """

    def page_for(arguments: Mapping[str, object]) -> str:
        return reverse(page, args=[arguments[name] for name in names])

    def decorate(view: View) -> View:
        @wraps(view)
        def posted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method in READS:
                return HttpResponseRedirect(with_query(page_for(kwargs), _query_of(request)))
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

        posted.page_for = page_for  # type: ignore[attr-defined]
        return cast("View", posted)

    return decorate


def page_of(request: HttpRequest) -> str:
    """The page to show after ``request``: where its form stood, else the page of its address."""
    return page_before(request) or _page_at(request.path_info, _query_of(request))


def page_before(request: HttpRequest) -> str:
    """The page of ours that ``request`` was sent from, with its query; "" where nothing says so."""
    told = (
        request.POST.get(BACK)
        or request.headers.get("HX-Current-URL")
        or request.headers.get("Referer")
    )
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}):
        return ""
    parts = urlsplit(told or "")
    return _page_at(parts.path, parts.query)


def with_query(address: str, query: str) -> str:
    """``address`` with ``query``, where it has none of its own."""
    return address if "?" in address or not query else f"{address}?{query}"


def _page_at(path: str, query: str) -> str:
    """What a GET of ``path`` shows at last; "" where there is no such page."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    page_for = getattr(match.func, "page_for", None)
    return with_query(page_for(match.kwargs) if page_for else path, query)


def _query_of(request: HttpRequest) -> str:
    return str(request.META.get("QUERY_STRING", ""))
