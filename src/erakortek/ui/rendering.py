"""Rendering a page, or one block of it: the answer to HTMX is the page's own block."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import engines
from jinja2 import Environment
from jinja2_fragments import render_block as render_one_block
from markupsafe import Markup

from erakortek.ui import shell

OURS = "ek-said"  # allauth leaves messages of its own, in its own words


def render(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The whole page, in the frame that the actor sees."""
    facts = (
        _shared(request) | context | {"shell": shell.shell_for(request), "outcomes": _said(request)}
    )
    return HttpResponse(_environment().get_template(template).render(facts), status=status)


def render_block(
    request: HttpRequest, template: str, block: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """One named block of the page, the same as a reload would show it."""
    facts = _shared(request) | context
    return HttpResponse(render_one_block(_environment(), template, block, facts), status=status)


def done(request: HttpRequest, sentence: str, to: str, *args: object) -> HttpResponse:
    """On to the page ``to``, which says ``sentence``; ``outcome.js`` puts the focus on it."""
    messages.success(request, sentence, extra_tags=OURS)
    return redirect(to, *args)


def _said(request: HttpRequest) -> list[str]:
    """What was done since the page before; said once."""
    return [str(one) for one in messages.get_messages(request) if one.extra_tags == OURS]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame for pages that others render in our templates (allauth); a context processor."""
    return {
        "shell": shell.shell_for(request),
        "zona": shell.zona_of(request),
        "outcomes": _said(request),
    }


def _environment() -> Environment:
    return engines["jinja2"].env  # type: ignore[no-any-return,attr-defined]  # of the Jinja2 backend


def _shared(request: HttpRequest) -> dict[str, Any]:
    token = get_token(request)
    return {
        "request": request,
        "zona": shell.zona_of(request),
        "csrf_token": token,
        "csrf_input": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(
            token
        ),
    }
