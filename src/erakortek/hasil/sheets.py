"""Results of earlier years as a sheet: what a workbook, or the JSON of 2021, may say."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from erakortek.hasil import kegiatan
from erakortek.hasil.ekspor_2021 import rows_of_2021
from erakortek.hasil.enums import IMPORTED, WITH_VALUE, HasilAkhir
from erakortek.hasil.kegiatan import Kegiatan
from erakortek.hasil.models import FIRST_YEAR, LAST_YEAR, HasilImpor
from erakortek.hasil.services import keep_hasil
from erakortek.intake.cells import Finding
from erakortek.intake.columns import Column, Kind, canonical_nilai
from erakortek.intake.sheets import Document, Read, Sheet, Values
from erakortek.lib.dates_id import show_date
from erakortek.lib.lists_id import first_few
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.enums import StatusRakortek, TingkatRakortek
from erakortek.rakortek.models import Rakortek
from erakortek.reference.models import BidangUrusan, Indikator, SuksesiWilayah, Wilayah
from erakortek.reference.permissions import can_keep_masters
from erakortek.reference.selectors import successions
from erakortek.reference.sheets.references import missing_references

MOST_NAMED = 5  # wilayah that a finding offers instead
LEVELS = {"Pusat": TingkatRakortek.PUSAT.value, "Provinsi": TingkatRakortek.PROVINSI.value}


def _present() -> Iterator[Values]:
    rows = (
        HasilImpor.objects.select_related("wilayah", "indikator", "bidang")
        .prefetch_related("daftar_kegiatan")
        .order_by("tahun", "wilayah__kode", "kode_asal")
    )
    for one in rows.iterator(chunk_size=2000):
        yield _values(one)


def _values(one: HasilImpor) -> Values:
    items = (Kegiatan(row.kelompok, row.kode, row.nama) for row in one.daftar_kegiatan.all())
    return {
        "tahun": str(one.tahun),
        "tingkat": one.tingkat,
        "wilayah": one.wilayah.kode,
        "kode_asal": one.kode_asal,
        "nama": one.nama_asal,
        "indikator": one.indikator.kode if one.indikator else "",
        "bidang": one.bidang.kode if one.bidang else "",
        "satuan": one.satuan,
        "acuan": _text(one.acuan),
        "kesepakatan": _text(one.kesepakatan),
        "hasil": one.hasil,
        "nomor_ba": one.nomor_ba,
        "sumber": one.sumber,
        "kegiatan": kegiatan.written(items),
    }


def _text(nilai: Nilai | None) -> str:
    return canonical_nilai(nilai) if nilai else ""


def _check(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """What a row refers to is there, and it contradicts neither itself nor another nor our own."""
    places = {one.kode: one for one in Wilayah.objects.all()}
    wilayah = {kode: one.induk_id for kode, one in places.items()}
    known = {
        "wilayah": wilayah,
        "bidang": set(BidangUrusan.objects.values_list("kode", flat=True)),
        "indikator": set(Indikator.objects.values_list("kode", flat=True)),
    }
    yield from missing_references(HASIL_LALU, reads, known)
    own = _own_years()
    for place, read in enumerate(reads):
        for name, message in _contradictions(read.values, wilayah, own):
            column = HASIL_LALU.column(name)
            sel = read.cells.get(name, "")
            yield place, Finding(column.label, sel, "bertentangan", message)
    yield from _out_of_time(reads, places)
    yield from _twins(reads)


def _out_of_time(
    reads: Sequence[Read], places: dict[str, Wilayah]
) -> Iterator[tuple[int, Finding]]:
    """No result of a year in which the daerah was not there, by the rule of our own Rakortek.

    Its figures belong to what it came from, or to what followed it.
    """
    rows = list(successions())
    for place, read in enumerate(reads):
        wilayah, tahun = places.get(read.values["wilayah"]), int(read.values["tahun"])
        for why, saran in _why_absent(wilayah, tahun, rows) if wilayah else ():
            message = f"{wilayah} {why}"
            sel = read.cells.get("wilayah", "")
            yield place, Finding("Kode wilayah", sel, "masa wilayah", message, saran)


def _why_absent(
    wilayah: Wilayah, tahun: int, rows: Sequence[SuksesiWilayah]
) -> Iterator[tuple[str, str]]:
    """(what speaks against it, what would be right) where there was no such daerah in ``tahun``."""
    new_year, begin, end = date(tahun, 1, 1), wilayah.mulai_on, wilayah.sampai_on
    if begin and begin > new_year:
        why = f"baru ada sejak {show_date(begin)}, jadi belum ada pada Rakortek {tahun}."
        yield (
            f"({wilayah.kode}) {why}",
            _instead("asalnya", [row.asal for row in rows if row.penerus == wilayah]),
        )
    if end and end < new_year:
        why = f"berakhir {show_date(end)}, jadi tidak ada lagi pada Rakortek {tahun}."
        yield (
            f"({wilayah.kode}) {why}",
            _instead("penerusnya", [row.penerus for row in rows if row.asal == wilayah]),
        )


def _instead(what: str, others: Sequence[Wilayah]) -> str:
    if not others:
        return f"Periksa tahunnya; {what} belum tercatat di data induk Suksesi wilayah."
    names = first_few([f"{one.kode} {one}" for one in others], MOST_NAMED)
    return f"Tulis wilayah {what}, {names}, atau perbaiki tahunnya."


def _own_years() -> set[tuple[int, str, int | None]]:
    """(tahun, tingkat, provinsi) of every Rakortek that this system itself has held or holds."""
    held = Rakortek.objects.exclude(status=StatusRakortek.DRAF)
    return set(held.values_list("tahun", "tingkat", "provinsi"))


def _contradictions(
    values: Values, wilayah: dict[str, int | None], own: set[tuple[int, str, int | None]]
) -> Iterator[tuple[str, str]]:
    tahun, tingkat, daerah = int(values["tahun"]), values["tingkat"], values["wilayah"]
    induk = wilayah.get(daerah)
    level = TingkatRakortek.PROVINSI if induk else TingkatRakortek.PUSAT
    if daerah in wilayah and tingkat != level:
        kind = "kabupaten/kota" if induk else "provinsi"
        yield "tingkat", f"{daerah} adalah {kind}, jadi tingkatnya {level.label}."
    if daerah in wilayah and (tahun, tingkat, induk) in own:
        yield "tahun", f"Rakortek {tahun} tercatat di sistem ini sendiri, jadi tidak diimpor."
    yield from _of_result(HasilAkhir(values["hasil"]), values["kesepakatan"])


def _of_result(hasil: HasilAkhir, kesepakatan: str) -> Iterator[tuple[str, str]]:
    if hasil in WITH_VALUE and not kesepakatan:
        yield "kesepakatan", f"Hasil “{hasil.label}” memerlukan nilai kesepakatan."
    if hasil not in (*WITH_VALUE, HasilAkhir.TIDAK_TERCATAT) and kesepakatan:
        yield "kesepakatan", f"Hasil “{hasil.label}” tidak mempunyai nilai kesepakatan."


def _twins(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """One indikator has one result per daerah and year, in the file and with what is stored."""
    per_place: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for values in _after(reads):
        per_place[_identity(values)].add(values["kode_asal"])
    for place, read in enumerate(reads):
        others = per_place[_identity(read.values)] - {read.values["kode_asal"]}
        if read.values["indikator"] and others:
            message = (
                f"Indikator {read.values['indikator']} sudah menjadi milik kode "
                f"{', '.join(sorted(others))} di daerah dan tahun ini."
            )
            sel = read.cells.get("indikator", "")
            yield place, Finding("Indikator sekarang", sel, "ganda", message, "Sisakan satu.")


def _identity(values: Values) -> tuple[str, str, str]:
    return values["tahun"], values["wilayah"], values["indikator"]


def _after(reads: Sequence[Read]) -> list[Values]:
    """The rows that would stand after the import: the file's, and of the rest those of its years."""
    years = {int(read.values["tahun"]) for read in reads}
    names = ("tahun", "tingkat", "wilayah__kode", "kode_asal", "indikator__kode")
    stored = HasilImpor.objects.filter(tahun__in=years, indikator__isnull=False)
    rows: dict[str, Values] = {}
    for tahun, tingkat, wilayah, kode, indikator in stored.order_by().values_list(*names):
        values = {
            "tahun": str(tahun),
            "tingkat": tingkat,
            "wilayah": wilayah,
            "kode_asal": kode,
            "indikator": indikator or "",
        }
        rows[HASIL_LALU.key_of(values)] = values
    return list((rows | {HASIL_LALU.key_of(one.values): one.values for one in reads}).values())


HASIL_LALU = Sheet(
    kode="hasil-tahun-lalu",
    judul="Hasil Rakortek tahun lalu",
    keterangan=(
        "Hasil Rakortek sebelum sistem ini: dari kertas, buku kerja, atau ekspor e-Rakortek 2021. "
        "Memperbaikinya dengan mengimpor ulang; yang lama tetap terbaca di riwayat."
    ),
    columns=(
        Column(
            "tahun",
            "Tahun",
            Kind.WHOLE,
            is_key=True,
            within=(FIRST_YEAR, LAST_YEAR),
            example="2024",
            hint="Tahun rencana.",
        ),
        Column(
            "tingkat",
            "Tingkat",
            Kind.CHOICE,
            is_key=True,
            choices=LEVELS,
            example="Pusat",
            hint="Pusat untuk provinsi, Provinsi untuk kabupaten/kota.",
        ),
        Column("wilayah", "Kode wilayah", is_key=True, longest=8, example="00"),
        Column(
            "kode_asal",
            "Kode asal",
            is_key=True,
            longest=60,
            example="IKU-00",
            hint="Kode indikator pada tahun itu.",
            synonyms=("Kode indikator asal", "Kode indikator"),
        ),
        Column(
            "nama",
            "Nama indikator",
            is_required=True,
            longest=1000,
            example="Contoh indikator",
            synonyms=("Nama", "Indikator"),
        ),
        Column(
            "indikator",
            "Indikator sekarang",
            longest=24,
            example="C6-000",
            hint="Kode indikator yang sama di data induk; kosong bila belum diketahui.",
        ),
        Column("bidang", "Kode bidang", longest=8, example="9.99", hint="Kosong untuk makro."),
        Column("satuan", "Satuan", longest=80, unify=True, example="%"),
        Column(
            "acuan",
            "Acuan",
            Kind.NILAI,
            example="87,5",
            hint="Target nasional, atau target provinsi bagi kabupaten/kota.",
            synonyms=("Target nasional", "Target provinsi"),
        ),
        Column("kesepakatan", "Kesepakatan", Kind.NILAI, example="85-86"),
        Column(
            "hasil",
            "Hasil",
            Kind.CHOICE,
            is_required=True,
            choices={one.label: one.value for one in IMPORTED},
            example="Sepakat",
        ),
        Column("nomor_ba", "Nomor Berita Acara", longest=120, example="001/BA"),
        Column("sumber", "Sumber", is_required=True, example="Arsip contoh"),
        Column(
            "kegiatan",
            "Kegiatan pendukung",
            longest=20_000,
            example="daerah: 9.99.01 Contoh kegiatan",
            hint="Beberapa kegiatan dipisahkan tanda |.",
        ),
    ),
    present=_present,
    write=keep_hasil,
    can_import=can_keep_masters,
    check=_check,
    documents=(
        Document("JSON e-Rakortek 2021", ".json", rows_of_2021, ("tahun", "wilayah", "sumber")),
    ),
)
