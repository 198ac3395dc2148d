"""What everybody does with their own account: choose a penugasan, activate, stop viewing."""

from functools import partial
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from erakortek.accounts import services
from erakortek.accounts.forms import ActAsForm, PasswordForm
from erakortek.accounts.middleware import SESSION_KEY, VIEW_AS_KEY
from erakortek.accounts.requests import SignedInRequest
from erakortek.accounts.selectors import open_link
from erakortek.lib.attempts import attempt
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render


@posted_from("beranda:home")
def act_as(request: SignedInRequest) -> HttpResponse:
    """Act under another of one's own penugasan from now on, in this session."""
    form = ActAsForm(request.POST)
    own = {penugasan.pk for penugasan in request.daftar_penugasan}
    if not form.is_valid() or form.cleaned_data["penugasan"] not in own:
        raise Http404
    request.session[SESSION_KEY] = form.cleaned_data["penugasan"]
    said = "Penugasan yang Anda pilih sekarang dipakai."
    return done(request, said, "beranda:home")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, secret: str) -> HttpResponse:
    """The owner of a one-time link sets their password; a link that is gone says what to do."""
    link = open_link(secret)
    if link is None:
        return render(request, "accounts/tautan_habis.html", {}, status=HTTPStatus.GONE)
    form = PasswordForm(request.POST or None)
    status: int = HTTPStatus.OK
    if request.method == "POST":
        status = attempt(form, partial(services.activate, secret=secret))
        if status == HTTPStatus.OK:
            return render(request, "accounts/aktif.html", {"person": link.user})
    context = {"person": link.user, "form": form}
    return render(request, "accounts/aktivasi.html", context, status=status)


@posted_from("beranda:home")
def stop_viewing(request: SignedInRequest) -> HttpResponse:
    """Be oneself again."""
    viewed = request.session.pop(VIEW_AS_KEY, None)
    said = "Anda kembali bertindak sebagai diri sendiri."
    place = ("accounts:show", viewed["user"]) if viewed else ("beranda:home",)
    return done(request, said, *place)
