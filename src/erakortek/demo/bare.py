"""What ``make bench`` compares pages with: a signed-in view that returns so many bytes."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def bare(request: HttpRequest, size: int) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """``size`` bytes, behind the same middleware."""
    return HttpResponse(b"x" * size)


urlpatterns = [path("<int:size>/", bare)]
