"""Pages of targets and of the acuan."""

from erakortek.target.views.acuan import list_acuan, set_acuan
from erakortek.target.views.targets import (
    fill,
    list_targets,
    offer,
    send_back,
    show_target,
    submit,
    submit_many,
    verify,
    verify_many,
)

__all__ = [
    "fill",
    "list_acuan",
    "list_targets",
    "offer",
    "send_back",
    "set_acuan",
    "show_target",
    "submit",
    "submit_many",
    "verify",
    "verify_many",
]
