"""Every way a target changes. Page, workbook, API, desk and command call the same verbs."""

from erakortek.target.services.batch import Outcome, each
from erakortek.target.services.deciding import Shown, decide_target, reopen_target
from erakortek.target.services.filling import (
    fill_target,
    offer_share,
    return_target,
    set_acuan,
    submit_target,
    verify_target,
)
from erakortek.target.services.history import (
    LoadedTarget,
    LoadedVersion,
    load_acuan,
    load_history,
)
from erakortek.target.services.locking import (
    finalize_loaded,
    finalize_targets,
    lock_targets,
    release_targets,
    unlock_targets,
)
from erakortek.target.services.opening import create_targets

__all__ = [
    "LoadedTarget",
    "LoadedVersion",
    "Outcome",
    "Shown",
    "create_targets",
    "decide_target",
    "each",
    "fill_target",
    "finalize_loaded",
    "finalize_targets",
    "load_acuan",
    "load_history",
    "lock_targets",
    "offer_share",
    "release_targets",
    "reopen_target",
    "return_target",
    "set_acuan",
    "submit_target",
    "unlock_targets",
    "verify_target",
]
