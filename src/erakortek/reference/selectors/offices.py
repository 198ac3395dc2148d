"""Which offices of the regions are in force, and what they serve."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from erakortek.lib import clock
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi, Wilayah


def not_ended_on(day: date) -> Q:
    """What holds until its ``sampai_on``, for ever where that is empty."""
    return Q(sampai_on__isnull=True) | Q(sampai_on__gte=day)


def in_force_on(day: date) -> Q:
    """Offices that have not ended by ``day``, and whose wilayah has not either.

    Not for what an office has in its hands already: that goes on after its wilayah.
    """
    of_wilayah = Q(wilayah__isnull=True) | Q(wilayah__sampai_on__isnull=True)
    return not_ended_on(day) & (of_wilayah | Q(wilayah__sampai_on__gte=day))


def departments_of(daerah: Iterable[Wilayah]) -> QuerySet[Instansi]:
    """The PD in force of ``daerah``, by kode, each with its bidang. Two queries."""
    of_daerah = Instansi.objects.filter(jenis=JenisInstansi.PD, wilayah__in=daerah)
    return (
        of_daerah.filter(in_force_on(clock.today()))
        .prefetch_related("daftar_bidang")
        .order_by("kode")
    )


def wilayah_with_two_bappeda(rows: Iterable[Mapping[str, str]]) -> set[str]:
    """The kode of each wilayah that ``rows`` (of the sheet) would leave with two Bappeda in force."""
    new = {
        row["kode"]: (row["wilayah"], row["sampai"])
        for row in rows
        if row["jenis"] == JenisInstansi.BAPPEDA
    }
    places = {wilayah for wilayah, _ in new.values()}
    there = Instansi.objects.filter(jenis=JenisInstansi.BAPPEDA, wilayah__kode__in=places)
    stored = {
        kode: (wilayah, sampai.isoformat() if sampai else "")
        for kode, wilayah, sampai in there.values_list("kode", "wilayah__kode", "sampai_on")
    }
    today = clock.today().isoformat()
    after = (stored | new).values()
    counts = Counter(wilayah for wilayah, sampai in after if not sampai or sampai >= today)
    return {wilayah for wilayah, count in counts.items() if count > 1}
