"""How the rows of a Berita Acara are printed: values, versions, positions, notes and sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from erakortek.lib.nilai import Nilai, show_nilai
from erakortek.reference.enums import Arah
from erakortek.target.enums import HasilTarget

Facts = Mapping[str, Any]

NONE = "–"


def table(rows: Sequence[Facts]) -> dict[str, Any]:
    """Rows with the marks of their notes (1, 2, …) and of the sources of base data (a, b, …)."""
    notes: list[str] = []
    sources: list[str] = []
    return {
        "baris": [_row(nomor, row, notes, sources) for nomor, row in enumerate(rows, start=1)],
        "catatan": [{"tanda": str(n), "isi": note} for n, note in enumerate(notes, start=1)],
        "sumber": [{"tanda": letter(n), "isi": source} for n, source in enumerate(sources)],
    }


def _row(nomor: int, row: Facts, notes: list[str], sources: list[str]) -> dict[str, Any]:
    base = row["data_dasar"]
    return {
        "nomor": nomor,
        "kode": row["kode"],
        "indikator": row["indikator"],
        "tanda": ", ".join(_numbered(notes, note) for note in _notes(row)),
        "satuan": row["satuan"],
        "arah": Arah(row["arah"]).label,
        "data_dasar": show_nilai(Nilai.from_json(base["nilai"])) if base else NONE,
        "tanda_sumber": letter(_place(sources, _source(base))) if base else "",
        "acuan": value(row["acuan"]),
        "usulan_pengampu": value(row["usulan_pengampu"]),
        "usulan_daerah": value(row["usulan_daerah"]),
        "kesepakatan": value(row["kesepakatan"]),
        "versi": {
            voice: row[voice]["versi"] if row[voice] else 0
            for voice in ("acuan", "usulan_pengampu", "usulan_daerah", "kesepakatan")
        },
        "hasil": HasilTarget(row["hasil"]).label,
    }


def _notes(row: Facts) -> list[str]:
    """What stands under the table about ``row``, each a complete sentence."""
    said = " ".join(
        _sentence(text) for text in (row["catatan"], row["tindak_lanjut"]) if text.strip()
    )
    notes = [said] if said and row["hasil"] == HasilTarget.SEPAKAT_CATATAN else []
    if row["usulan_daerah"] and not row["terverifikasi"]:
        notes.append("Usulan daerah belum diverifikasi Bappeda saat dibahas.")
    if row["latihan"]:
        notes.append("Indikator latihan.")
    return notes


def position_sheet(row: Facts, *, is_pusat: bool) -> dict[str, Any]:
    """One row that was not agreed: both positions as they were put, reason and follow-up."""
    base = row["data_dasar"]
    base_in_words = (
        f" Data dasar {show_nilai(Nilai.from_json(base['nilai']))} ({_source(base)})."
        if base
        else " Data dasar belum ada."
    )
    second = row["usulan_daerah"]
    return {
        "indikator": row["indikator"],
        "keterangan": f"{row['kode']}, {row['satuan']}, {Arah(row['arah']).label}.{base_in_words}",
        "hasil": HasilTarget(row["hasil"]).label,
        "pertama": first_position(row, is_pusat=is_pusat),
        "kedua": {
            "nilai": value(second),
            "versi": f"versi {second['versi']}" if second else "tidak mengajukan angka",
            "alasan": second["catatan"] if second else "",
        },
        "alasan": row["catatan"],
        "tindak_lanjut": row["tindak_lanjut"],
        "peringatan": " ".join(_notes(row)),
    }


def first_position(row: Facts, *, is_pusat: bool) -> dict[str, str]:
    """What PIHAK PERTAMA held: its proposal for this daerah, else the target set for all."""
    own, common = row["usulan_pengampu"], row["acuan"]
    position = own or common
    if position is None:
        return {"nilai": NONE, "versi": "tidak mengajukan angka", "alasan": ""}
    kind = "" if own else f"target {'nasional' if is_pusat else 'provinsi'}, "
    return {
        "nilai": value(position),
        "versi": f"{kind}versi {position['versi']}",
        "alasan": position["catatan"],
    }


def value(version: Facts | None) -> str:
    """The value of ``version`` as people read it, or a dash when that voice is silent."""
    return show_nilai(Nilai.from_json(version["nilai"])) if version else NONE


def _source(base: Facts) -> str:
    training = ", data latihan" if base["latihan"] else ""
    return f"{base['sumber'] or 'sumber belum dicatat'}, {base['tahun']}{training}"


def _sentence(text: str) -> str:
    trimmed = text.strip()
    return trimmed if trimmed.endswith((".", "!", "?")) else f"{trimmed}."


def _place(found: list[str], text: str) -> int:
    """The index of ``text`` in ``found``, to which it is added when new."""
    if text not in found:
        found.append(text)
    return found.index(text)


def _numbered(notes: list[str], note: str) -> str:
    return str(_place(notes, note) + 1)


def letter(place: int) -> str:
    """Write 0, 1, 2, … as ``a``, ``b``, … ``z``, ``aa``, ``ab``, and so on."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("a") + last)
