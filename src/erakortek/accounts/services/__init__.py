"""The only writers of people, their penugasan, and the links with which they activate an account."""

from erakortek.accounts.services.activation import activate, new_link
from erakortek.accounts.services.bulk import keep_accounts
from erakortek.accounts.services.first import first_account
from erakortek.accounts.services.issuing import (
    Grant,
    bring_forward,
    change_person,
    end_penugasan,
    give_penugasan,
    issue_account,
    set_quota,
)
from erakortek.accounts.services.leaving import (
    close_account,
    end_sessions,
    hand_over,
    reopen_account,
)
from erakortek.accounts.services.offices import keep_offices
from erakortek.accounts.services.training import issue_accounts
from erakortek.accounts.services.viewing import begin_viewing

__all__ = [
    "Grant",
    "activate",
    "begin_viewing",
    "bring_forward",
    "change_person",
    "close_account",
    "end_penugasan",
    "end_sessions",
    "first_account",
    "give_penugasan",
    "hand_over",
    "issue_account",
    "issue_accounts",
    "keep_accounts",
    "keep_offices",
    "new_link",
    "reopen_account",
    "set_quota",
]
