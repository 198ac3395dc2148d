"""A few invented indikator that mean something else next year, kept as a superadmin would."""

from collections.abc import Iterator

from erakortek.accounts.actor import Actor
from erakortek.intake import services as intake
from erakortek.intake.sheets import Values
from erakortek.reference.selectors import definisi_now
from erakortek.reference.sheets import INDIKATOR
from erakortek.reference.sheets.indikator import values_of

SINCE = "2029-01-01"
SOURCE = "Rekaan untuk latihan"
CHANGES: dict[str, Values] = {
    "L-1.01-01": {
        "definisi_operasional": "Penduduk usia 16–18 tahun dari 40 persen rumah tangga berpendapatan "
        "terbawah yang terdaftar di sekolah atau pendidikan kesetaraan pada tahun ajaran berjalan.",
        "rumus": "Penduduk itu yang bersekolah dibagi seluruh penduduk itu, kali 100.",
        "sumber_data": "Survei rekaan, setiap Maret",
        "frekuensi": "Tahunan",
    },
    "L-1.01-02": {"nama": "Angka putus sekolah jenjang pendidikan menengah dan kesetaraan"},
}


def define_next_year(actor: Actor) -> None:
    """Keep the new versions in the name of ``actor``; every row is good, or nothing is kept."""
    lines = [";".join(column.label for column in INDIKATOR.columns), *_lines()]
    batch = intake.read_now(
        sheet=INDIKATOR, content="\n".join(lines).encode(), name="indikator-latihan.csv"
    )
    intake.apply_batch(batch_id=batch.pk, actor=actor, all_or_none=True)


def _lines() -> Iterator[str]:
    known = definisi_now().filter(kode__in=CHANGES).select_related("indikator", "bidang")
    for one in known.order_by("kode"):
        values = values_of(one) | CHANGES[one.kode] | {"mulai": SINCE, "sumber": SOURCE}
        yield ";".join(column.show(values[column.name]) for column in INDIKATOR.columns)
