"""The nomenclature: bidang urusan, program, kegiatan, sub kegiatan, as SIPD exports it or by row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.contrib.postgres.search import TrigramWordSimilarity

from erakortek.intake.cells import Finding, text_of
from erakortek.intake.columns import Column, Kind
from erakortek.intake.sheets import Found, Read, Sheet, Source, Values
from erakortek.lib.dates_id import show_date
from erakortek.lib.lists_id import first_few
from erakortek.lib.numbers_id import quote
from erakortek.lib.verdict import Verdict
from erakortek.reference.enums import Tingkat
from erakortek.reference.models import Nomenklatur, SubKegiatan
from erakortek.reference.permissions import can_change_versi, can_keep_masters
from erakortek.reference.selectors import (
    definisi_now,
    newest_versi,
    satuan_spellings,
    spelt_as_known,
    versi_in_force,
)
from erakortek.reference.services import keep_nomenklatur
from erakortek.reference.services.withdrawing import withdraw_nomenklatur

KODE = re.compile(r"(\d|X)\.(\d\d|XX)(\.\d\d(\.\d\.\d\d(\.\d{4})?)?)?")
PARTS_OF_PARENT = {2: 0, 3: 2, 5: 3, 6: 5}  # parts of a kode → parts of its parent's kode
LEVELS = {"Provinsi": Tingkat.PROVINSI.value, "Kabupaten/kota": Tingkat.KABKOTA.value}


def _nomenklatur_now() -> Iterator[Values]:
    versi = newest_versi()
    names = [column.name for column in NOMENKLATUR.columns]
    rows = Nomenklatur.objects.filter(versi=versi).order_by("kode", "tingkat")
    for row in rows.values_list(*names).iterator():
        yield dict(zip(names, row, strict=True))


def _find_nomenklatur(cari: str) -> Found:
    """By the beginning of a kode, else by words of the name, the closest first.

    A slip of the finger is mended word by word; trigrams forgive the rest. Source: PostgreSQL's pg_trgm, ``word_similarity``.
    """
    versi = newest_versi()
    names = [column.name for column in NOMENKLATUR.columns]
    rows = Nomenklatur.objects.filter(versi=versi)
    said: list[str] = []
    if cari[:1].isdigit() or cari[:2].upper() == "X.":
        found = rows.filter(kode__startswith=cari.upper()).order_by("kode", "tingkat")
    else:
        meant = spelt_as_known(cari, rows)
        said = [
            f"Tidak ada “{one}”; yang ditampilkan untuk “{known}”."
            for one, known in meant.read_as.items()
        ]
        close = TrigramWordSimilarity(meant.text, "nama")
        found = rows.filter(nama__trigram_word_similar=meant.text).annotate(close=close)
        found = found.order_by("-close", "kode", "tingkat")
    values = (dict(zip(names, row, strict=True)) for row in found.values_list(*names)[:MOST_FOUND])
    return Found(values, said)


def parent_of(kode: str) -> str:
    """The kode one level up: the kegiatan of a sub kegiatan, "" for a bidang urusan."""
    parts = kode.split(".")
    return ".".join(parts[: PARTS_OF_PARENT.get(len(parts), 0)])


WIDTHS = (1, 2, 2, 0, 4)  # of urusan, bidang, program, kegiatan, sub kegiatan


def join_kode(parts: Sequence[object]) -> str:
    """A kode split over cells, its leading zeros lost: 1, 2, 2, "1.2", 15 is 1.02.02.1.02.0015.

    Kegiatan is "kewenangan.nomor"; a file may also hold the two in columns of their own.
    """
    widths = WIDTHS if len(parts) <= len(WIDTHS) else (1, 2, 2, 1, 2, 4)
    return ".".join(_padded(part, width) for part, width in zip(parts, widths, strict=False))


def _padded(part: object, width: int) -> str:
    """A text has lost zeros in front of its nomor ("1.2" is 1.02), a number at its end (1.1 is 1.10)."""
    power, dot, number = text_of(part).partition(".")
    if not dot:
        return power.zfill(width)
    return f"{power}.{number.ljust(2, '0') if isinstance(part, float) else number.zfill(2)}"


def _check_nomenklatur(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """Every kode has the shape of Permendagri 90/2019 and a parent, in the file or stored."""
    known = {(row["kode"], row["tingkat"]) for row in _nomenklatur_now()}
    known |= {(read.values["kode"], read.values["tingkat"]) for read in reads}
    for place, read in enumerate(reads):
        kode, sel = read.values["kode"], read.cells.get("kode", "")
        if not KODE.fullmatch(kode):
            yield (
                place,
                Finding(
                    "Kode",
                    sel,
                    "kode",
                    f"Kode {quote(kode)} tidak berbentuk kode nomenklatur.",
                    "Tulis seperti 1.02.02.1.02.0015, dengan angka nol di depan.",
                ),
            )
        elif parent_of(kode) and (parent_of(kode), read.values["tingkat"]) not in known:
            yield (
                place,
                Finding(
                    "Kode",
                    sel,
                    "induk",
                    f"Induk {parent_of(kode)} dari {kode} tidak ada, di berkas maupun di data.",
                    "Tambahkan baris induknya, atau perbaiki kodenya.",
                ),
            )


def _can_change_now() -> Verdict:
    return can_change_versi(newest_versi())


def _versi_shown() -> str:
    """The sheet shows what an import compares with, which may not be in force yet."""
    shown, in_force = newest_versi(), versi_in_force()
    if shown is None or in_force is None or shown == in_force:
        return ""
    begins = (
        f"baru berlaku {show_date(shown.berlaku_on)}" if shown.berlaku_on else "sedang disiapkan"
    )
    return (
        f"Isi lembar ini versi {shown.nomor}, yang {begins}; yang berlaku versi {in_force.nomor}."
    )


MOST_NAMED = 10
MOST_FOUND = 101


def _orphans(rows: Iterable[Values]) -> Iterator[str]:
    """Sub kegiatan that indikator link to and that would not be in the nomenclature."""
    known = {(row["kode"], row["tingkat"]) for row in (*_nomenklatur_now(), *rows)}
    linked = SubKegiatan.objects.filter(daftar_definisi__in=definisi_now()).distinct()
    missing = [
        kode
        for kode, tingkat in linked.order_by("kode").values_list("kode", "tingkat")
        if (kode, tingkat) not in known
    ]
    if missing:
        yield (
            f"{len(missing)} sub kegiatan yang ditautkan indikator tidak ada di nomenklatur ini: "
            f"{first_few(missing, MOST_NAMED)}. Periksa tautannya."
        )


SIPD_LEVELS = {
    "PROV": Tingkat.PROVINSI.value,
    "PROVINSI": Tingkat.PROVINSI.value,
    "KABKOT": Tingkat.KABKOTA.value,
    "KABKOTA": Tingkat.KABKOTA.value,
}
SIPD_PARTS = ("BIDANG", "PROGRAM", "KEGIATAN", "SUBKEGIATAN")
SIPD_OF_LAST = ("KINERJA", "INDIKATOR", "SATUAN")  # what only the sub kegiatan has


def _explode_sipd(texts: Mapping[str, str], cells: Mapping[str, str]) -> Iterator[Read]:
    """One line of SIPD's export names a bidang, a program, a kegiatan and a sub kegiatan.

    Each stands as "kode nama" in one cell; kinerja, indikator and satuan are the sub kegiatan's.
    """
    level = SIPD_LEVELS.get(re.sub(r"[^A-Z]", "", texts["JENIS PEMDA"].upper()), "")
    # Without its level a line names nothing; it is reported once, as its sub kegiatan.
    for head in SIPD_PARTS if level else SIPD_PARTS[-1:]:
        kode, _, nama = texts[head].partition(" ")
        is_last = head == SIPD_PARTS[-1]
        values = {
            "kode": kode,
            "tingkat": level,
            "nama": nama,
            **{one.lower(): texts[one] if is_last else "" for one in SIPD_OF_LAST},
        }
        where = {"kode": cells[head], "nama": cells[head], "tingkat": cells["JENIS PEMDA"]}
        if is_last:
            where |= {one.lower(): cells[one] for one in SIPD_OF_LAST}
        yield Read(values, where, list(_sipd_findings(head, values, where, texts)))


def _sipd_findings(
    head: str, values: Values, cells: Mapping[str, str], texts: Mapping[str, str]
) -> Iterator[Finding]:
    if not values["tingkat"]:
        message = f"Jenis pemda {quote(texts['JENIS PEMDA'])} tidak dikenal."
        yield Finding(
            "JENIS PEMDA", cells["tingkat"], "pilihan", message, "Tulis PROV atau KABKOT."
        )
    if not values["kode"] or not values["nama"]:
        message = f"{head} {quote(texts[head])} tidak memuat kode dan nama."
        yield Finding(head, cells["kode"], "kode", message, "Tulis kodenya, spasi, lalu namanya.")


NOMENKLATUR = Sheet(
    kode="nomenklatur",
    judul="Nomenklatur",
    keterangan=(
        "Bidang urusan, program, kegiatan, dan sub kegiatan menurut Permendagri 90/2019 dan "
        "pemutakhirannya. Ekspor SIPD dapat diunggah apa adanya."
    ),
    columns=(
        Column(
            "kode", "Kode", is_key=True, longest=24, join=join_kode, example="9.99.02.1.01.0001"
        ),
        Column(
            "tingkat",
            "Tingkat",
            Kind.CHOICE,
            is_key=True,
            choices=LEVELS,
            words=SIPD_LEVELS,
            synonyms=("Jenis Pemda", "Kewenangan"),
            example="Provinsi",
        ),
        Column(
            "nama",
            "Nama",
            is_required=True,
            longest=600,
            synonyms=("Nomenklatur", "Uraian"),
            example="Contoh sub kegiatan",
        ),
        Column("kinerja", "Kinerja", longest=1000, example="Contoh kinerja"),
        Column("indikator", "Indikator", longest=1000, example="Jumlah contoh"),
        Column(
            "satuan", "Satuan", longest=120, unify=True, spellings=satuan_spellings, example="Unit"
        ),
    ),
    present=_nomenklatur_now,
    write=keep_nomenklatur,
    withdraw=withdraw_nomenklatur,
    can_import=can_keep_masters,
    can_change=_can_change_now,
    shows=_versi_shown,
    check=_check_nomenklatur,
    touches=_orphans,
    find=_find_nomenklatur,
    more=("Versi dan padanan", "reference:versions"),
    sources=(
        Source(
            "Ekspor SIPD",
            ("JENIS PEMDA", *SIPD_PARTS, *SIPD_OF_LAST),
            _explode_sipd,
        ),
    ),
)
