"""What keeps an opened Rakortek from taking up a newer version of an indikator.

The rooms above (targets, Berita Acara) register here in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Iterable, Iterator

from erakortek.lib.verdict import ALLOWED, Verdict, deny
from erakortek.rakortek.models import IndikatorRakortek
from erakortek.reference.models import DefinisiIndikator

Check = Callable[[IndikatorRakortek, DefinisiIndikator], Iterable[str]]
_checks: list[Check] = []

# What a value means; whoever has typed one typed it in these.
MEASURE = ("satuan", "jenis_nilai", "pilihan", "batas_bawah", "batas_atas")
# Who fills it and at which desk; it was settled when the Rakortek was opened.
PLACE = ("bidang_id", "kelompok", "tingkat")


def register(check: Check) -> None:
    """``check`` yields one sentence for each thing that keeps the row from taking up the version."""
    if check not in _checks:
        _checks.append(check)


def changes_measure(row: IndikatorRakortek, to: DefinisiIndikator) -> bool:
    """Whether a value of today would mean something else under ``to``."""
    return any(getattr(row.definisi, name) != getattr(to, name) for name in MEASURE)


def can_take_up(row: IndikatorRakortek, to: DefinisiIndikator) -> Verdict:
    """Whether nothing stands against it; the first thing that does, if something does."""
    for sentence in _own(row, to):
        return deny(sentence)
    return next((deny(one) for check in _checks for one in check(row, to)), ALLOWED)


def _own(row: IndikatorRakortek, to: DefinisiIndikator) -> Iterator[str]:
    if to.mulai_on <= row.definisi.mulai_on:
        yield "Yang diterapkan harus versi yang lebih baru dari yang dipakai sekarang."
    if any(getattr(row.definisi, name) != getattr(to, name) for name in PLACE):
        yield (
            "Bidang, kelompok, atau tingkatnya berubah, dan desknya sudah ditetapkan. Versi ini "
            "dipakai mulai Rakortek berikutnya."
        )
    if not to.arah or not to.aturan_agregasi:
        yield "Arah atau aturan agregasi versi ini belum ditetapkan; lengkapi dahulu."
