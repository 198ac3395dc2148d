"""What hangs on the version of an indikator: typed values, locked rows."""

from collections.abc import Collection, Iterator

from django.db.models import Count, Q

from erakortek.audit import context
from erakortek.lib.numbers_id import show_number
from erakortek.rakortek.models import IndikatorRakortek
from erakortek.rakortek.taking_up import changes_measure
from erakortek.reference.models import DefinisiIndikator
from erakortek.target.enums import KunciTarget
from erakortek.target.models import AcuanVersion, Target


@context.as_system()
def keeps_version(row: IndikatorRakortek, to: DefinisiIndikator) -> list[str]:
    """For ``rakortek.taking_up``: a locked row stays as it was signed, a value what it meant."""
    targets = Target.objects.filter(rakortek=row.rakortek_id, indikator=row.indikator_id)
    counts = targets.aggregate(
        locked=Count("pk", filter=~Q(kunci=KunciTarget.TERBUKA)),
        spoken=Count("pk", filter=Q(urut__gt=0)),
    )
    return list(_sentences(row, to, counts))


def _sentences(
    row: IndikatorRakortek, to: DefinisiIndikator, counts: dict[str, int]
) -> Iterator[str]:
    if counts["locked"]:
        yield (
            f"{counts['locked']} targetnya sudah dikunci Berita Acara; yang sudah ditandatangani "
            "tidak berubah. Versi ini dipakai mulai Rakortek berikutnya."
        )
    has_acuan = AcuanVersion.objects.filter(indikator_rakortek=row).exists()
    if (counts["spoken"] or has_acuan) and changes_measure(row, to):
        yield (
            "Satuan, jenis nilai, atau batasnya berubah, sedangkan nilai sudah diisi dalam ukuran "
            "yang lama. Versi ini dipakai mulai Rakortek berikutnya."
        )


@context.as_system()
def uses_of_indikator(indikator_ids: Collection[int]) -> list[str]:
    """For ``impact``: how many targets there are of these indikator, and how far they are."""
    targets = Target.objects.filter(indikator__in=indikator_ids)
    counts = targets.aggregate(
        total=Count("pk"),
        spoken=Count("pk", filter=Q(urut__gt=0)),
        final=Count("pk", filter=~Q(kunci=KunciTarget.TERBUKA)),
    )
    if not counts["total"]:
        return []
    total, spoken, final = (show_number(counts[name]) for name in ("total", "spoken", "final"))
    sentence = (
        f"{total} target memakainya: {spoken} sudah terisi, {final} sudah dikunci Berita Acara. "
        "Semuanya tetap terbaca dengan versi Rakorteknya."
    )
    return [sentence]
