"""What differs between two versions of an indikator, as a reader sees it."""

from dataclasses import dataclass

from erakortek.lib.numbers_id import show_number
from erakortek.reference.models import DefinisiIndikator

# The facts of a definition that are compared, in the order in which they are shown.
FACTS = (
    ("kode", "Kode"),
    ("nama", "Nama"),
    ("outcome", "Outcome"),
    ("bidang", "Bidang urusan"),
    ("satuan", "Satuan"),
    ("arah", "Arah"),
    ("jenis_nilai", "Jenis nilai"),
    ("pilihan", "Pilihan"),
    ("batas_bawah", "Batas terendah"),
    ("batas_atas", "Batas tertinggi"),
    ("aturan_agregasi", "Aturan agregasi"),
    ("bobot", "Bobot"),
    ("tingkat", "Tingkat"),
    ("definisi_operasional", "Definisi operasional"),
    ("rumus", "Rumus"),
    ("sumber_data", "Sumber data"),
    ("frekuensi", "Frekuensi"),
    ("kode_satu_data", "Kode Satu Data"),
    ("sumber", "Dasar"),
    ("catatan", "Catatan"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a definition in two versions, as a reader sees it; "" where it is empty."""

    label: str
    before: str
    after: str


def changes_between(before: DefinisiIndikator, after: DefinisiIndikator) -> list[Change]:
    """What differs between two versions of an indikator. Both with their bidang."""
    pairs = ((label, _shown(before, name), _shown(after, name)) for name, label in FACTS)
    return [Change(label, old, new) for label, old, new in pairs if old != new]


def _shown(definisi: DefinisiIndikator, name: str) -> str:
    if hasattr(definisi, f"get_{name}_display"):
        return str(getattr(definisi, f"get_{name}_display")())
    value = getattr(definisi, name)
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(value)
    return show_number(value) if name.startswith("batas") else str(value)
