"""Reading and checking a value for one indikator: its kind, its list, its physical limits."""

from decimal import Decimal

from erakortek.lib.errors import InvalidInputError
from erakortek.lib.nilai import Nilai, read_nilai, show_nilai
from erakortek.lib.numbers_id import show_number
from erakortek.reference.enums import JenisNilai
from erakortek.reference.models import Indikator


def read_nilai_for(indikator: Indikator, text: str) -> Nilai:
    """What was typed, as a value of ``indikator`` in its satuan.

    Raises ``InvalidInputError`` with the sentence that says what cannot be read, or which limit
    it breaks.
    """
    ranges = indikator.jenis_nilai == JenisNilai.RENTANG
    nilai = read_nilai(text, choices=indikator.pilihan, ranges=ranges)
    check_nilai(indikator, nilai)
    return nilai


def check_nilai(indikator: Indikator, nilai: Nilai) -> None:
    """Refuse a value of another kind than the indikator's, or outside its physical limits."""
    is_choice = indikator.jenis_nilai == JenisNilai.PILIHAN
    if is_choice != bool(nilai.pilihan) or (is_choice and nilai.pilihan not in indikator.pilihan):
        kind = JenisNilai(indikator.jenis_nilai).label.lower()
        message = f"Indikator {indikator.kode} diisi dengan {kind}; periksa isiannya."
        raise InvalidInputError(message)
    if nilai.bawah is None or nilai.atas is None:
        return
    if indikator.jenis_nilai == JenisNilai.ANGKA and nilai.bawah != nilai.atas:
        message = f"Indikator {indikator.kode} diisi satu angka, bukan rentang. Tulis satu angka."
        raise InvalidInputError(message)
    _check_limits(indikator, nilai.bawah, nilai.atas, nilai)


def limit_broken(indikator: Indikator, number: str) -> str:
    """The sentence that says which physical limit ``number`` breaks, "" if none."""
    nilai = Nilai.of_number(Decimal(number))
    try:
        _check_limits(indikator, Decimal(number), Decimal(number), nilai)
    except InvalidInputError as error:
        return error.message
    return ""


def _check_limits(indikator: Indikator, bawah: Decimal, atas: Decimal, nilai: Nilai) -> None:
    low, high = indikator.batas_bawah, indikator.batas_atas
    if low is not None and bawah < low:
        message = (
            f"{show_nilai(nilai)} kurang dari batas terendah indikator ini, "
            f"{show_number(low)} {indikator.satuan}. Periksa angka dan satuannya."
        )
        raise InvalidInputError(message)
    if high is not None and atas > high:
        message = (
            f"{show_nilai(nilai)} melebihi batas tertinggi indikator ini, "
            f"{show_number(high)} {indikator.satuan}. Periksa angka dan satuannya."
        )
        raise InvalidInputError(message)
