"""What a transaction says about who asks, in the words that row level security reads.

The words and the setting stand here, below every room: the connection of a process that acts for
nobody carries ``SYSTEM`` from its start, and ``audit.context`` binds everybody else.
"""

from enum import StrEnum

SETTING = "erakortek.context"


class Lingkup(StrEnum):
    """Which rows a transaction may meet at all; without one it meets none."""

    SEMUA = "SEMUA"  # everything
    DESK = "DESK"  # the sessions of one's desks, the targets of one's bidang
    KL = "KL"  # what an office of the centre is in charge of
    DAERAH = "DAERAH"  # one's daerah and what lies below it
    PUBLIK = "PUBLIK"  # nobody has signed in (yet)
    SISTEM = "SISTEM"  # jobs, commands, the launcher: nobody in particular


# Compact: it is also the option of a connection, where a space would end it.
SYSTEM = f'{{"lingkup":"{Lingkup.SISTEM}","menulis":true}}'
