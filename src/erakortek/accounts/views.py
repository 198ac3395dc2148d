"""Choosing the penugasan to act under."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from erakortek.accounts.forms import ActAsForm
from erakortek.accounts.middleware import SESSION_KEY
from erakortek.accounts.requests import SignedInRequest


@require_POST
def act_as(request: SignedInRequest) -> HttpResponse:
    """Act under another of one's own penugasan from now on, in this session."""
    form = ActAsForm(request.POST)
    own = {penugasan.pk for penugasan in request.daftar_penugasan}
    if not form.is_valid() or form.cleaned_data["penugasan"] not in own:
        raise Http404
    request.session[SESSION_KEY] = form.cleaned_data["penugasan"]
    return redirect("beranda:home")
