"""The set of indikator of a draft beside last year's: what differs, why, and whether it is approved.

Nothing here asks the database; ``selectors.susunan_of`` reads.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from erakortek.lib.hashing import canonical_json, sha256_hex
from erakortek.rakortek.enums import Perbedaan, StatusPengajuan
from erakortek.rakortek.models import PengajuanSusunan, Rakortek
from erakortek.reference.differences import Change, changes_between
from erakortek.reference.models import DefinisiIndikator


@dataclass(frozen=True, slots=True)
class Difference:
    """One indikator that is not as it was; ``alasan`` is why, "" until somebody says so."""

    jenis: Perbedaan
    definisi: DefinisiIndikator
    changes: Sequence[Change] = ()
    alasan: str = ""


@dataclass(frozen=True, slots=True)
class Susunan:
    """The set of a Rakortek beside that of ``sebelum`` (None: there is no earlier one).

    ``sidik`` is the SHA-256 of the set with its reasons: what is approved is this and nothing else.
    """

    rakortek: Rakortek
    sebelum: Rakortek | None
    differences: list[Difference]
    same: int
    sidik: str
    pengajuan: PengajuanSusunan | None

    @property
    def unexplained(self) -> list[Difference]:
        """The differences from an earlier year that nobody has given a reason for."""
        return [one for one in self.differences if not one.alasan] if self.sebelum else []

    @property
    def is_waiting(self) -> bool:
        """Whether exactly this set waits for its second person."""
        return self._stands(StatusPengajuan.DIAJUKAN)

    @property
    def is_approved(self) -> bool:
        """Whether exactly this set was approved."""
        return self._stands(StatusPengajuan.DISETUJUI)

    def _stands(self, status: StatusPengajuan) -> bool:
        last = self.pengajuan
        return bool(last and last.status == status and last.sidik == self.sidik)

    def count(self, jenis: Perbedaan) -> int:
        """How many indikator differ in this way."""
        return sum(one.jenis == jenis for one in self.differences)


def compare(
    before: Mapping[int, DefinisiIndikator],
    after: Mapping[int, DefinisiIndikator],
    reasons: Mapping[int, str],
) -> Iterator[Difference]:
    """What differs between two sets (indikator id → definisi), by kode of the regulation."""
    both = {**before, **after}
    for pk in sorted(both, key=lambda pk: (both[pk].kode, pk)):
        alasan = reasons.get(pk, "")
        old, new = before.get(pk), after.get(pk)
        if old is None and new is not None:
            yield Difference(Perbedaan.DITAMBAH, new, alasan=alasan)
        elif new is None and old is not None:
            yield Difference(Perbedaan.DIHAPUS, old, alasan=alasan)
        elif old and new and old.pk != new.pk:
            changes = changes_between(old, new)
            yield Difference(Perbedaan.BERUBAH, new, changes, alasan)


def fingerprint(definisi: Iterable[DefinisiIndikator], differences: Iterable[Difference]) -> str:
    """The SHA-256 of a set and of the reasons for what differs in it."""
    return sha256_hex(
        canonical_json(
            {
                "definisi": sorted(one.pk for one in definisi),
                "alasan": sorted([one.definisi.indikator_id, one.alasan] for one in differences),
            }
        )
    )
