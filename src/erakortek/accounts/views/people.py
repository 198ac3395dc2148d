"""The accounts of one's tier: list, issue, change, hand over, close, look as."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from erakortek.accounts import letters as activation_letters
from erakortek.accounts import pages, permissions, register, services
from erakortek.accounts.enums import Role
from erakortek.accounts.forms import (
    EndForm,
    GrantForm,
    HandOverForm,
    IssueForm,
    PersonForm,
    QuotaForm,
    ReasonForm,
)
from erakortek.accounts.middleware import VIEW_AS_KEY
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.register import Filter
from erakortek.accounts.requests import SignedInRequest, step_up
from erakortek.accounts.selectors import person_known_as
from erakortek.lib.attempts import attempt
from erakortek.lib.errors import InvalidInputError
from erakortek.lib.numbers_id import read_id
from erakortek.reference.models import Instansi
from erakortek.ui.posting import posted_from
from erakortek.ui.rendering import done, render

SHOW = "accounts/orang.html"


@dataclass(frozen=True, slots=True)
class Words:
    """What the page of an act is called, what its button says, and what was done when it is over."""

    title: str
    verb: str
    done: str


CHANGE = Words("Ubah data orang", "Simpan", "Data orang sudah diubah.")
END_SESSIONS = Words(
    "Akhiri semua sesi", "Akhiri semua sesi", "Semua sesi akun ini sudah berakhir."
)
CLOSE = Words("Tutup akun", "Tutup akun", "Akun sudah ditutup.")
REOPEN = Words("Buka kembali akun", "Buka kembali", "Akun sudah dibuka kembali.")


def _person(request: SignedInRequest, user_id: int) -> User:
    return get_object_or_404(register.people_for(request.actor), pk=user_id)


def _kept(request: SignedInRequest, user_id: int) -> User:
    """A person whose account the actor keeps; whoever only sees them is told why not."""
    person = _person(request, user_id)
    permissions.can_keep_person(request.actor, person).enforce()
    return person


def _penugasan(request: SignedInRequest, penugasan_id: int) -> Penugasan:
    held = get_object_or_404(register.penugasan_for(request.actor), pk=penugasan_id)
    permissions.can_change(request.actor, held).enforce()
    return held


def _role(request: SignedInRequest) -> Role | None:
    """The role that was chosen, if the actor can give it."""
    chosen = request.GET.get("peran", "")
    return next((one for one in pages.roles_of(request.actor) if one == chosen), None)


@require_GET
def list_people(request: SignedInRequest) -> HttpResponse:
    """The accounts of one's tier."""
    permissions.can_see_accounts(request.actor).enforce()
    chosen = Filter.of(request.GET)
    context = pages.list_page(request.actor, chosen, request.GET.get("halaman"))
    return render(request, "accounts/daftar.html", context)


@require_http_methods(["GET", "POST"])
def issue(request: SignedInRequest) -> HttpResponse:
    """A new account: first which role, then who and where."""
    actor, role = request.actor, _role(request)
    verdict = permissions.can_manage_accounts(actor)
    verdict.enforce()
    if role is None:
        return render(request, "accounts/peran.html", {"roles": pages.roles_of(actor)})
    form = IssueForm(role, pages.offices_for(actor, role), pages.bidang_for(actor), _data(request))
    made: list[Penugasan] = []
    status = _post(request, form, _keep(made, partial(services.issue_account, actor=actor)))
    if made:
        return done(request, "Akun sudah diterbitkan.", "accounts:show", made[0].user_id)
    context = {"form": form, "role": role, "person": None}
    return render(request, "accounts/terbitkan.html", context, status=status)


@require_http_methods(["GET", "POST"])
def give(request: SignedInRequest, user_id: int) -> HttpResponse:
    """One more penugasan for a person."""
    person, role, actor = _person(request, user_id), _role(request), request.actor
    if role is None:
        raise Http404
    form = GrantForm(role, pages.offices_for(actor, role), pages.bidang_for(actor), _data(request))
    status = _post(request, form, partial(services.give_penugasan, user=person, actor=actor))
    if status == HTTPStatus.SEE_OTHER:
        return done(request, "Penugasan sudah diberikan.", "accounts:show", person.pk)
    context = {"form": form, "role": role, "person": person}
    return render(request, "accounts/terbitkan.html", context, status=status)


@require_GET
def show(request: SignedInRequest, user_id: int) -> HttpResponse:
    """One person."""
    context = pages.person_page(request.actor, _person(request, user_id))
    return render(request, SHOW, context)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Mend a person's name, NIP or e-mail."""
    person = _kept(request, user_id)
    facts = {"nama": person.nama, "nip": person.nip, "email": person.email}
    form = PersonForm(_data(request), initial=facts)
    act = partial(services.change_person, user_id=person.pk, actor=request.actor)
    return _act(request, person, form, act, CHANGE)


@posted_from("accounts:show", "user_id")
@never_cache
def link(request: SignedInRequest, user_id: int) -> HttpResponse:
    """A fresh activation link, shown this once to whoever passes it on."""
    person = _kept(request, user_id)
    secret = services.new_link(user_id=person.pk, actor=request.actor)
    context = pages.person_page(request.actor, person)
    return render(request, SHOW, context | {"secret": activation_letters.address_of(secret)})


@posted_from("accounts:list")
@never_cache
def letters(request: SignedInRequest) -> HttpResponse:
    """Activation letters for those in the filtered list who wait for one; a PDF per so many."""
    files = register.letter_files(request.actor, Filter.of(request.POST))
    chosen = read_id(request.POST.get("berkas", ""))
    number = next(iter(files), 0) if chosen is None else chosen
    seats = register.seats_for_letters(request.actor, files.get(number, ()))
    pdf = activation_letters.letters_for(seats, actor=request.actor)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="surat-aktivasi-{number}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
def end_sessions(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Sign a person out everywhere."""
    person = _kept(request, user_id)
    act = partial(services.end_sessions, user_id=person.pk, actor=request.actor)
    form = ReasonForm(_data(request))
    return _act(request, person, form, act, END_SESSIONS)


@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Shut an account."""
    person = _kept(request, user_id)
    act = partial(services.close_account, user_id=person.pk, actor=request.actor)
    return _act(request, person, ReasonForm(_data(request)), act, CLOSE)


@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Let a closed account be used again."""
    person = _kept(request, user_id)
    act = partial(services.reopen_account, user_id=person.pk, actor=request.actor)
    form = ReasonForm(_data(request))
    return _act(request, person, form, act, REOPEN)


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, penugasan_id: int) -> HttpResponse:
    """Let a penugasan end."""
    held = _penugasan(request, penugasan_id)
    act = partial(services.end_penugasan, penugasan_id=held.pk, actor=request.actor)
    form = EndForm(_data(request))
    return _act(
        request,
        held.user,
        form,
        act,
        Words(f"Akhiri penugasan {held}", "Akhiri penugasan", "Masa penugasan sudah diubah."),
    )


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, penugasan_id: int) -> HttpResponse:
    """Give a penugasan and its open work to somebody else."""
    held = _penugasan(request, penugasan_id)

    def act(successor: str, **facts: str) -> None:
        person = person_known_as(successor)
        if person is None:
            message = f"Akun “{successor}” tidak ada. Terbitkan dahulu akunnya, lalu ulangi."
            raise InvalidInputError(message)
        services.hand_over(penugasan_id=held.pk, successor=person, actor=request.actor, **facts)

    form = HandOverForm(_data(request))
    return _act(
        request,
        held.user,
        form,
        act,
        Words(f"Serah terima {held}", "Serahkan", "Penugasan dan tugasnya sudah diserahterimakan."),
    )


@require_http_methods(["GET", "POST"])
@step_up
def view_as(request: SignedInRequest, user_id: int) -> HttpResponse:
    """See the pages as somebody meets them; nothing can be changed meanwhile."""
    person = _person(request, user_id)
    permissions.can_view_as(request.actor, person).enforce()

    def act(alasan: str) -> None:
        request.session[VIEW_AS_KEY] = services.begin_viewing(
            user_id=person.pk, actor=request.actor, alasan=alasan
        )

    form = ReasonForm(_data(request))
    status = _post(request, form, act)
    if status == HTTPStatus.SEE_OTHER:
        said = f"Mulai sekarang halaman tampil seperti bagi {person.nama}, dan tercatat."
        return done(request, said, "beranda:home")
    return _form_page(request, person, form, "Lihat sebagai orang ini", "Lihat", status)


@require_http_methods(["GET", "POST"])
def quota(request: SignedInRequest) -> HttpResponse:
    """How many accounts an office may have issued."""
    permissions.can_set_quota(request.actor).enforce()

    def act(instansi: str, jumlah: int) -> None:
        office = Instansi.objects.filter(kode=instansi.strip()).first()
        if office is None:
            raise InvalidInputError(
                f"Instansi dengan kode “{instansi}” tidak ada; periksa kodenya."
            )
        services.set_quota(instansi=office, jumlah=jumlah, actor=request.actor)

    form = QuotaForm(_data(request))
    status = _post(request, form, act)
    if status == HTTPStatus.SEE_OTHER:
        return done(request, "Kuota sudah ditetapkan.", "accounts:list")
    return _form_page(request, None, form, "Kuota akun instansi", "Tetapkan kuota", status)


def _data(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _post(request: SignedInRequest, form: Form, act: Callable[..., object]) -> int:
    """200 for a form to be filled, 303 once it was done, else the status of the refusal."""
    if request.method != "POST":
        return HTTPStatus.OK
    status = attempt(form, act)
    return HTTPStatus.SEE_OTHER if status == HTTPStatus.OK else status


def _keep(made: list[Penugasan], act: Callable[..., Penugasan]) -> Callable[..., None]:
    return lambda **facts: made.append(act(**facts))


def _act(
    request: SignedInRequest,
    person: User,
    form: Form,
    act: Callable[..., object],
    words: Words,
) -> HttpResponse:
    """A form that does one thing to a person, then their page again."""
    status = _post(request, form, act)
    if status == HTTPStatus.SEE_OTHER:
        return done(request, words.done, "accounts:show", person.pk)
    return _form_page(request, person, form, words.title, words.verb, status)


def _form_page(
    request: SignedInRequest, person: User | None, form: Form, title: str, verb: str, status: int
) -> HttpResponse:
    context = {"person": person, "form": form, "judul": title, "tombol": verb}
    return render(request, "accounts/formulir.html", context, status=status)
