"""What no request may carry, refused before anything reads it."""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from erakortek.ui.views import NUL_REFUSED, nul_refused

NUL = "\x00"
# As JSON spells it: after an even number of backslashes, which are backslashes themselves.
NUL_IN_JSON = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
API = "/api/"


class WithoutNul:
    """Refuses the one character that no PostgreSQL text holds, wherever a request carries it.

    A person meets it in an address that was tampered with or a paste from a broken file; without
    this door every search and every form would be one more place to forget it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_machine = request.path_info.startswith(API)
        if any(NUL in text for text in _told(request)):
            return _refuse(request, is_machine)
        is_carried = _is_in_json(request) if is_machine else _is_in_form(request)
        return _refuse(request, is_machine) if is_carried else self.get_response(request)


def _told(request: HttpRequest) -> Iterable[str]:
    """Everything but the body; a cookie can spell any character, and the session's is looked up."""
    yield request.path_info
    yield from request.COOKIES.values()
    for name, values in request.GET.lists():
        yield from (name, *values)


def _is_in_form(request: HttpRequest) -> bool:
    return any(NUL in text for name, values in request.POST.lists() for text in (name, *values))  # type: ignore[operator]  # text, files are apart


def _is_in_json(request: HttpRequest) -> bool:
    """The body as it came: to ask for a form would take it from whoever reads it as JSON."""
    return bool(NUL_IN_JSON.search(request.body))


def _refuse(request: HttpRequest, is_machine: bool) -> HttpResponse:
    if is_machine:  # the shape of every refusal of ``integration.api``
        return JsonResponse({"message": NUL_REFUSED}, status=HTTPStatus.BAD_REQUEST)
    return nul_refused(request)
