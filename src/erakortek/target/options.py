"""What the drop-downs of the target list offer: only what the actor's own rows hold."""

from dataclasses import dataclass
from typing import NamedTuple

from erakortek.accounts.actor import Actor
from erakortek.rakortek.models import Rakortek
from erakortek.target.models import Target
from erakortek.target.selectors import visible_to


class Option(NamedTuple):
    """One entry of a drop-down."""

    kode: str
    nama: str


@dataclass(frozen=True, slots=True)
class Options:
    """Daerah and bidang urusan to choose from, by kode."""

    daerah: list[Option]
    bidang: list[Option]

    def nama_daerah(self, kode: str) -> str:
        """The name of a daerah of this list, or the kode as it was asked for."""
        return next((one.nama for one in self.daerah if one.kode == kode), kode)


def options_for(actor: Actor, rakortek: Rakortek) -> Options:
    """The daerah and bidang among the targets of ``actor``, by kode. One query."""
    rows = (
        Target.objects.filter(visible_to(actor), rakortek=rakortek)
        .order_by()
        .values_list(
            "daerah__kode", "daerah__nama", "definisi__bidang__kode", "definisi__bidang__nama"
        )
        .distinct()
    )
    daerah, bidang = set(), set()
    for kode, nama, kode_bidang, nama_bidang in rows:
        daerah.add(Option(kode, nama))
        if kode_bidang:
            bidang.add(Option(kode_bidang, nama_bidang))
    return Options(daerah=sorted(daerah), bidang=sorted(bidang))
