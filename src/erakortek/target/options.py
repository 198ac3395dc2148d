"""What the drop-downs of the target list offer: only what the actor's own rows hold."""

from dataclasses import dataclass

from erakortek.accounts.actor import Actor
from erakortek.rakortek.models import Rakortek
from erakortek.reference.models import BidangUrusan, Wilayah
from erakortek.target.models import Target
from erakortek.target.selectors import visible_to


@dataclass(frozen=True, slots=True)
class Options:
    """Daerah and bidang urusan to choose from, by kode."""

    daerah: list[Wilayah]
    bidang: list[BidangUrusan]

    def nama_daerah(self, kode: str) -> str:
        """The name of a daerah of this list, or the kode as it was asked for."""
        return next((one.nama for one in self.daerah if one.kode == kode), kode)


def options_for(actor: Actor, rakortek: Rakortek) -> Options:
    """The daerah and bidang among the targets of ``actor``. Two queries."""
    rows = Target.objects.filter(visible_to(actor), rakortek=rakortek).order_by()
    return Options(
        daerah=list(Wilayah.objects.filter(pk__in=rows.values("daerah").distinct())),
        bidang=list(
            BidangUrusan.objects.filter(pk__in=rows.values("indikator__bidang").distinct())
        ),
    )
