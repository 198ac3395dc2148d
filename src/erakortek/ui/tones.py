"""Tones: the colour, form and shape of a status, one per code of the design."""

from enum import StrEnum


class Tone(StrEnum):
    """The value is the code in ``ek-status--{code}`` and the name of its icon."""

    KOSONG = "kosong"
    DRAF = "draf"
    DIAJUKAN = "diajukan"
    DIKEMBALIKAN = "dikembalikan"
    TERVERIFIKASI = "terverifikasi"
    DIBAHAS = "dibahas"
    SEPAKAT = "sepakat"
    SEPAKAT_CATATAN = "sepakat-catatan"
    TIDAK_SEPAKAT = "tidak-sepakat"
    DITUNDA = "ditunda"
    TIDAK_TERBAHAS = "tidak-terbahas"
    FINAL = "final"
