"""The frame around every page: where one is, as whom, until when it is open.

This room draws the frame; what stands in it is told by the room above that provides it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

from erakortek.lib import clock
from erakortek.lib.dates_id import Zona, show_instant


@dataclass(frozen=True, slots=True)
class NavItem:
    """One destination of the second line, with how many things wait there."""

    label: str
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu of years or of penugasan."""

    label: str
    note: str
    url: str = ""
    value: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """The open stage and its end, in words."""

    nama: str
    sampai: str
    sisa: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the frame shows."""

    server_time: str
    is_demo: bool
    user_name: str = ""
    role_label: str = ""
    role_note: str = ""
    year_label: str = ""
    nav: list[NavItem] = field(default_factory=list)
    years: list[MenuItem] = field(default_factory=list)
    roles: list[MenuItem] = field(default_factory=list)
    stage: Stage | None = None
    stage_note: str = ""
    live_url: str = ""
    viewing: str = ""  # as whom a superadmin only looks


Provider = Callable[[HttpRequest], Shell]
_provider: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let ``provider`` fill the frame for whoever has signed in."""
    _provider[:] = [provider]


def shell_for(request: HttpRequest) -> Shell:
    """The frame of this request; without an actor it only tells the time."""
    if _provider and getattr(request, "actor", None):
        return _provider[0](request)
    return Shell(server_time=show_instant(clock.now(), Zona.WIB), is_demo=settings.DEMO)


def zona_of(request: HttpRequest) -> Zona:
    """The zone in which this reader is shown instants."""
    actor = getattr(request, "actor", None)
    return actor.zona if actor else Zona.WIB
