"""Which spellings name a unit, and which units nobody knows."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from erakortek.intake.cells import same_word
from erakortek.lib import clock
from erakortek.reference.models import BobotWilayah, DefinisiIndikator, Satuan


def satuan_spellings() -> dict[str, str]:
    """Every spelling of a unit in force → its one name. One query."""
    today = clock.today()
    in_force = Satuan.objects.filter(Q(sampai_on__isnull=True) | Q(sampai_on__gte=today))
    return {
        spelling: nama
        for nama, sinonim in in_force.values_list("nama", "sinonim")
        for spelling in (nama, *sinonim)
    }


def with_unknown_satuan(definisi: QuerySet[DefinisiIndikator]) -> list[DefinisiIndikator]:
    """Those whose unit is no spelling of a unit in force, retired ones included. Two queries."""
    known = {same_word(spelling) for spelling in satuan_spellings()}
    return [one for one in definisi if same_word(one.satuan) not in known]


def weight_in(tahun: int) -> Coalesce:
    """What the daerah of a target weighs for its indikator, as an expression over targets.

    The newest weight up to ``tahun``; where none is kept, the population in the list of wilayah.
    """
    kept = BobotWilayah.objects.filter(
        wilayah=OuterRef("daerah"), jenis=OuterRef("definisi__bobot"), tahun__lte=tahun
    ).order_by("-tahun")
    return Coalesce(
        Subquery(kept.values("nilai")[:1]),
        F("daerah__penduduk"),
        output_field=BobotWilayah._meta.get_field("nilai"),  # noqa: SLF001 -- documented API
    )
