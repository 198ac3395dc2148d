"""The JSON of the e-Rakortek of 2021, as a document of the sheet of earlier results.

Its top keys are "indikator kinerja urusan" and "indikator makro", each a list of rows with
``kode_indikator``, ``nama_indikator``, ``target_nasional`` (a number, "a-b" or words),
``target_daerah``, ``nama_satuan``, ``bidang`` (a list with ``kode_urusan``, "P.1.03" for provinces
and "K.1.03" for kab/kota) and lists ``kegiatan_mendukung_…``. Whose it is and of which year stands at
most beside these keys; otherwise a person tells it at upload.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from erakortek.hasil import kegiatan
from erakortek.hasil.enums import HasilAkhir
from erakortek.hasil.kegiatan import Kegiatan
from erakortek.intake.cells import Finding, text_of
from erakortek.intake.documents import open_json
from erakortek.intake.sheets import Row, Values
from erakortek.lib.errors import InvalidInputError
from erakortek.lib.numbers_id import quote
from erakortek.rakortek.enums import TingkatRakortek
from erakortek.reference.models import DefinisiIndikator

PARTS = ("indikator kinerja urusan", "indikator makro")
CELLS = {
    "kode_asal": "kode_indikator",
    "nama": "nama_indikator",
    "satuan": "nama_satuan",
    "acuan": "target_nasional",
    "kesepakatan": "target_daerah",
}
TOLD = {"tahun": ("tahun",), "wilayah": ("kode_wilayah", "kode_daerah")}
LEVELS = {TingkatRakortek.PUSAT: "P", TingkatRakortek.PROVINSI: "K"}
SUPPORT = "kegiatan_mendukung_"


def rows_of_2021(content: bytes, name: str, told: Values) -> Iterator[Row]:
    """The rows of both lists, each for the daerah and year of the file.

    Raises ``InvalidInputError`` where the file has another shape, or where neither it nor the
    person says whose it is and of which year.
    """
    document = open_json(content, name)
    parts = _parts(document, name)
    facts = {column: _told(document, name, column, told) for column in TOLD}
    facts |= {"sumber": told.get("sumber", "") or f"Ekspor e-Rakortek, berkas {name}"[:255]}
    identities = _identities()
    return (
        _row(part, place, entry, facts, identities)
        for part, entries in parts
        for place, entry in enumerate(entries)
    )


def _parts(document: Any, name: str) -> list[tuple[str, list[Any]]]:
    if isinstance(document, dict):
        parts = [(part, document[part]) for part in PARTS if part in document]
        if parts and all(isinstance(entries, list) for _, entries in parts):
            return parts
    wanted = " dan ".join(f"“{part}”" for part in PARTS)
    raise InvalidInputError(
        f"Berkas “{name}” bukan ekspor e-Rakortek 2021: di tingkat teratasnya harus ada daftar "
        f"{wanted}."
    )


def _told(document: Any, name: str, column: str, told: Values) -> str:
    """What the file says, else what the person said; they must not contradict each other."""
    keys = TOLD[column]
    inside = next((text for key in keys if (text := text_of(_plain(document.get(key))))), "")
    outside = told.get(column, "")
    if inside and outside and inside != outside:
        raise InvalidInputError(
            f"Berkas “{name}” menyebut {column} {quote(inside)}, sedangkan isian unggahan "
            f"{quote(outside)}; kosongkan isiannya, atau pilih berkas yang benar."
        )
    if not inside and not outside:
        raise InvalidInputError(
            f"Berkas “{name}” tidak menyebut {column}; unggah lagi dengan isian {column} terisi."
        )
    return inside or outside


def _plain(value: Any) -> object:
    """A scalar as it is; a list or an object is no cell."""
    return None if isinstance(value, dict | list) else value


def _identities() -> dict[tuple[str, str], str]:
    """The indikator per (name, satuan), of any version: only a name that is one's says which it is."""
    found: dict[tuple[str, str], str] = {}
    versions = DefinisiIndikator.objects.values_list("indikator__kode", "nama", "satuan")
    for kode, nama, satuan in versions:
        key = (nama.casefold(), satuan.casefold())
        found[key] = kode if found.get(key, kode) == kode else ""
    return found


def _row(
    part: str,
    place: int,
    entry: Any,
    facts: Mapping[str, str],
    identities: Mapping[tuple[str, str], str],
) -> Row:
    here = f"{part}[{place}]"
    if not isinstance(entry, dict):
        message = f"Isi {here} bukan objek, jadi tidak memuat indikator."
        finding = Finding("Kode asal", here, "bentuk", message, "Minta ekspor yang utuh.")
        return Row(part, place + 1, dict(facts), {"kode_asal": here}, [finding])
    tingkat = TingkatRakortek.PROVINSI if "." in facts["wilayah"] else TingkatRakortek.PUSAT
    cells = {name: _plain(entry.get(key)) for name, key in CELLS.items()}
    bidang, findings = _bidang(entry.get("bidang"), here, tingkat)
    findings += _misshapen(entry, here)
    identity = (text_of(cells["nama"]).casefold(), text_of(cells["satuan"]).casefold())
    return Row(
        part=part,
        place=place + 1,
        cells=cells
        | dict(facts)
        | {
            "tingkat": tingkat.value,
            "bidang": bidang,
            "indikator": identities.get(identity, ""),
            "hasil": HasilAkhir.TIDAK_TERCATAT.value,
            "kegiatan": kegiatan.written(_kegiatan(entry)),
        },
        paths={name: f"{here}.{key}" for name, key in (CELLS | {"bidang": "bidang"}).items()},
        findings=findings,
    )


def _misshapen(entry: Mapping[str, Any], here: str) -> list[Finding]:
    return [
        Finding(
            key,
            f"{here}.{key}",
            "bentuk",
            f"{key} berisi daftar atau objek, bukan angka atau teks.",
            "Minta ekspor yang utuh.",
        )
        for key in CELLS.values()
        if isinstance(entry.get(key), dict | list)
    ]


def _bidang(entries: Any, here: str, tingkat: TingkatRakortek) -> tuple[str, list[Finding]]:
    """The bidang at the level of the file; an indikator of the other level only is a mistake."""
    kodes = _kodes_of(entries)
    mine = [kode[2:] for kode in kodes if kode.startswith(f"{LEVELS[tingkat]}.")]
    sel = f"{here}.bidang"
    if len(mine) > 1:
        message = f"Indikator ini disebut di {len(mine)} bidang; dicatat pada {mine[0]}."
        return mine[0], [Finding("Kode bidang", sel, "bidang", message, "", False)]
    if kodes and not mine:
        message = (
            f"Bidang {quote(', '.join(kodes))} bukan untuk tingkat daerah berkas ini, yang "
            f"ditandai {LEVELS[tingkat]}."
        )
        return "", [Finding("Kode bidang", sel, "tingkat", message, "Periksa daerah berkasnya.")]
    return (mine[0] if mine else ""), []


def _kodes_of(entries: Any) -> list[str]:
    rows: Sequence[Any] = entries if isinstance(entries, list) else ()
    found = (text_of(_plain(row.get("kode_urusan"))) for row in rows if isinstance(row, dict))
    return list(dict.fromkeys(kode for kode in found if kode))


def _kegiatan(entry: Mapping[str, Any]) -> Iterator[Kegiatan]:
    for key, items in entry.items():
        if not key.startswith(SUPPORT) or not isinstance(items, list):
            continue
        kelompok = kegiatan.tidy(key.removeprefix(SUPPORT).replace("_", " ").replace(":", " "))[:60]
        for item in items:
            facts = item if isinstance(item, dict) else {"nama": item}
            kode, nama = _first(facts, "kode"), _first(facts, "nama")
            if kode or nama:
                yield Kegiatan(kelompok, kode if nama else "", nama or kode)


def _first(facts: Mapping[str, Any], beginning: str) -> str:
    """The first scalar whose key begins so: the lists name their kode and nama differently."""
    texts = (text_of(_plain(value)) for key, value in facts.items() if key.startswith(beginning))
    return kegiatan.tidy(next((text for text in texts if text), ""))
