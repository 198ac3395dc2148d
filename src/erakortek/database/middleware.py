"""Health is answered before session and transaction are opened: both need the database."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

HEALTH = "erakortek.database.urls"


class HealthFirst:
    """Answers the addresses of ``database.urls`` itself, so that they work when nothing else does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            match = resolve(request.path_info, HEALTH)
        except Resolver404:
            return self.get_response(request)
        response: HttpResponse = match.func(request)
        return response
