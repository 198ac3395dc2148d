"""What stands in the frame of a page: destinations, years, penugasan, the open stage."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan
from erakortek.accounts.permissions import can_see_accounts
from erakortek.accounts.requests import SignedInRequest
from erakortek.intake.selectors import sheets_for
from erakortek.lib import clock
from erakortek.lib.dates_id import days_left, show_date, show_instant, show_instant_long
from erakortek.lib.live_token import stream_url
from erakortek.lib.notify import of_rakortek
from erakortek.rakortek.enums import StatusRakortek
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.requests import current_rakortek, schedule_of, visible_rakortek
from erakortek.ui.shell import MenuItem, NavItem, Shell, Stage


def shell_for(request: HttpRequest) -> Shell:
    """The frame of whoever has signed in. Shares its queries with the page itself."""
    signed_in: SignedInRequest = request  # type: ignore[assignment]  # the provider is asked with an actor
    actor = signed_in.actor
    rakortek = current_rakortek(signed_in)
    return Shell(
        server_time=show_instant(clock.now(), actor.zona),
        is_demo=settings.DEMO,
        user_name=actor.nama,
        role_label=actor.role.label,
        role_note=actor.instansi_nama,
        year_label=_title(rakortek) if rakortek else "",
        nav=_nav(signed_in, rakortek),
        years=[_year(one, rakortek) for one in visible_rakortek(signed_in)],
        roles=[_role(one, actor.penugasan_id) for one in signed_in.daftar_penugasan],
        stage=_stage(signed_in, rakortek) if rakortek else None,
        stage_note=_stage_note(rakortek),
        viewing=f"{actor.nama}, {actor.instansi_nama}" if signed_in.viewer else "",
        live_url=stream_url([of_rakortek(rakortek.pk)]) if rakortek else "",
    )


def _title(rakortek: Rakortek) -> str:
    level = "Rakortek Pusat" if rakortek.is_pusat else f"Rakortek {rakortek.provinsi}"
    return f"{rakortek.tahun} · {level}"


def _year(one: Rakortek, current: Rakortek | None) -> MenuItem:
    return MenuItem(
        label=_title(one),
        note=StatusRakortek(one.status).label,
        url=f"{reverse('beranda:home')}?rakortek={one.kunci}",
        is_current=one == current,
    )


def _role(one: Penugasan, current: int) -> MenuItem:
    until = f", sampai {show_date(one.sampai_on)}" if one.sampai_on else ""
    letter = f"Surat {one.nomor_surat}, " if one.nomor_surat else ""
    return MenuItem(
        label=Role(one.role).label,
        note=f"{letter}{one.instansi}{until}",
        value=str(one.pk),
        is_current=one.pk == current,
    )


def _nav(request: SignedInRequest, rakortek: Rakortek | None) -> list[NavItem]:
    here = request.path
    items = [("Tugas saya", reverse("beranda:home"))]
    if rakortek:
        items += _of_rakortek(rakortek)
    items += [("Hasil", reverse("hasil:register")), ("Rakortek", reverse("rakortek:list"))]
    if can_see_accounts(request.actor):
        items += [("Akun", reverse("accounts:list"))]
    if sheets_for(request.actor):
        items += [("Data induk", reverse("intake:home"))]
    items += [("Panduan", reverse("guide:home"))]
    here = _section(here, rakortek)
    current = max(
        (address for _, address in items if here.startswith(address)), key=len, default=""
    )
    return [NavItem(label, address, is_current=address == current) for label, address in items]


def _section(path: str, rakortek: Rakortek | None) -> str:
    """One Berita Acara has an address of its own, but belongs to its list; the dictionary is help."""
    if path.startswith("/kamus-indikator/"):
        return reverse("guide:home")
    if rakortek and path.startswith("/berita-acara/"):
        return reverse("berita_acara:list", args=[rakortek.kunci])
    return path


def _of_rakortek(rakortek: Rakortek) -> list[tuple[str, str]]:
    return [
        (label, reverse(name, args=[rakortek.kunci]))
        for label, name in (
            (rakortek.sebutan_acuan, "target:acuan"),
            ("Target", "target:list"),
            ("Desk", "desk:list"),
            ("Berita Acara", "berita_acara:list"),
            ("Dasbor", "dashboard:show"),
        )
    ]


def _stage(request: SignedInRequest, rakortek: Rakortek) -> Stage | None:
    """The open stage that ends first, in the words of this reader's zone."""
    schedule = schedule_of(request, rakortek)
    windows = schedule.open_windows() if rakortek.status == StatusRakortek.DIBUKA else []
    if not windows:
        return None
    first = windows[0]
    return Stage(
        nama=first.jenis.label,
        sampai=show_instant_long(first.sampai_at, schedule.zona),
        sisa=days_left(schedule.now, first.sampai_at, schedule.zona),
    )


def _stage_note(rakortek: Rakortek | None) -> str:
    if rakortek is None:
        return "Belum ada Rakortek yang dapat Anda lihat."
    status = StatusRakortek(rakortek.status)
    if status == StatusRakortek.DIBUKA:
        return "Tidak ada tahapan yang dibuka hari ini."
    if status == StatusRakortek.DRAF:
        return "Rakortek ini masih disiapkan dan belum dibuka."
    return f"Rakortek ini berstatus {status.label.lower()}; isinya hanya dapat dibaca."
