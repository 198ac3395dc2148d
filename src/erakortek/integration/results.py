"""The results of a Rakortek as one flat table, for workbooks and CSV."""

from collections.abc import Iterator

from erakortek.accounts.actor import Actor
from erakortek.lib.nilai import show_nilai
from erakortek.lib.tables import Cell, Head
from erakortek.rakortek.models import Rakortek
from erakortek.target.enums import HasilTarget, KunciTarget, StatusTarget
from erakortek.target.models import AcuanVersion, Target, Versi
from erakortek.target.selectors import acuan_heads, targets_for, with_heads

HEAD = Head(
    "Hasil",
    (
        ("Rakortek", 9),
        ("Kode daerah", 8),
        ("Daerah", 24),
        ("Kode bidang", 8),
        ("Bidang urusan", 28),
        ("Kode indikator", 12),
        ("Indikator", 60),
        ("Satuan", 16),
        ("Data latihan", 8),
        ("Acuan", 14),
        ("Usulan pengampu", 14),
        ("Usulan daerah", 14),
        ("Kesepakatan", 14),
        ("Kesepakatan bawah", 14),
        ("Kesepakatan atas", 14),
        ("Versi kesepakatan", 8),
        ("Status", 14),
        ("Hasil", 22),
        ("Kunci", 10),
    ),
    frozen=7,
)


def result_rows(actor: Actor, rakortek: Rakortek) -> Iterator[tuple[Cell, ...]]:
    """Every target ``actor`` may see, one row each, in official order."""
    acuan = acuan_heads(rakortek)
    visible = targets_for(actor).filter(rakortek=rakortek).select_related("indikator")
    targets = with_heads(visible)
    for target in targets.iterator(chunk_size=2000):
        yield _row(rakortek, target, acuan.get(target.indikator_id))


def _row(rakortek: Rakortek, target: Target, acuan: AcuanVersion | None) -> tuple[Cell, ...]:
    definisi, agreed = target.definisi, target.disepakati
    bidang = definisi.bidang
    return (
        rakortek.kunci,
        target.daerah.kode,
        target.daerah.nama,
        bidang.kode if bidang else "",
        bidang.nama if bidang else "Indikator makro",
        target.indikator.kode,
        definisi.nama,
        definisi.satuan,
        "ya" if definisi.is_latihan or rakortek.is_latihan else "tidak",
        _shown(acuan),
        _shown(target.usulan_pengampu),
        _shown(target.usulan_daerah),
        _shown(agreed),
        agreed.bawah if agreed else None,
        agreed.atas if agreed else None,
        agreed.version if agreed else None,
        StatusTarget(target.status).label,
        HasilTarget(target.hasil).label,
        KunciTarget(target.kunci).label,
    )


def _shown(version: Versi | None) -> str:
    return show_nilai(version.nilai) if version else ""
