"""Reading and checking a value for one indikator: its kind, its list, its physical limits."""

from decimal import Decimal

from erakortek.lib.errors import InvalidInputError
from erakortek.lib.nilai import Nilai, read_nilai, show_nilai
from erakortek.lib.numbers_id import show_number
from erakortek.reference.enums import JenisNilai
from erakortek.reference.models import DefinisiIndikator


def read_nilai_for(definisi: DefinisiIndikator, text: str) -> Nilai:
    """What was typed, as a value of ``definisi`` in its satuan.

    Raises ``InvalidInputError`` with the sentence that says what cannot be read, or which limit
    it breaks.
    """
    ranges = definisi.jenis_nilai == JenisNilai.RENTANG
    nilai = read_nilai(text, choices=definisi.pilihan, ranges=ranges)
    check_nilai(definisi, nilai)
    return nilai


def check_nilai(definisi: DefinisiIndikator, nilai: Nilai) -> None:
    """Refuse a value of another kind than the indikator's, or outside its physical limits."""
    is_choice = definisi.jenis_nilai == JenisNilai.PILIHAN
    if is_choice != bool(nilai.pilihan) or (is_choice and nilai.pilihan not in definisi.pilihan):
        kind = JenisNilai(definisi.jenis_nilai).label.lower()
        message = f"Indikator {definisi.kode} diisi dengan {kind}; periksa isiannya."
        raise InvalidInputError(message)
    if nilai.bawah is None or nilai.atas is None:
        return
    if definisi.jenis_nilai == JenisNilai.ANGKA and nilai.bawah != nilai.atas:
        message = f"Indikator {definisi.kode} diisi satu angka, bukan rentang. Tulis satu angka."
        raise InvalidInputError(message)
    _check_limits(definisi, nilai.bawah, nilai.atas, nilai)


def limit_broken(definisi: DefinisiIndikator, number: str) -> str:
    """The sentence that says which physical limit ``number`` breaks, "" if none."""
    nilai = Nilai.of_number(Decimal(number))
    try:
        _check_limits(definisi, Decimal(number), Decimal(number), nilai)
    except InvalidInputError as error:
        return error.message
    return ""


def same_satuan(one: str, other: str) -> bool:
    """Whether two satuan are the same but for case and spaces."""
    return "".join(one.casefold().split()) == "".join(other.casefold().split())


def _check_limits(definisi: DefinisiIndikator, bawah: Decimal, atas: Decimal, nilai: Nilai) -> None:
    low, high = definisi.batas_bawah, definisi.batas_atas
    if low is not None and bawah < low:
        message = (
            f"{show_nilai(nilai)} kurang dari batas terendah indikator ini, "
            f"{show_number(low)} {definisi.satuan}. Periksa angka dan satuannya."
        )
        raise InvalidInputError(message)
    if high is not None and atas > high:
        message = (
            f"{show_nilai(nilai)} melebihi batas tertinggi indikator ini, "
            f"{show_number(high)} {definisi.satuan}. Periksa angka dan satuannya."
        )
        raise InvalidInputError(message)
