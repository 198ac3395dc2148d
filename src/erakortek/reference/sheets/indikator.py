"""The dictionary of indikator: one row is one version of one indikator."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from erakortek.intake.cells import Finding, read_list, same_word, show_list
from erakortek.intake.columns import Column, Kind, canonical_codes
from erakortek.intake.sheets import Read, Sheet, Values
from erakortek.intake.validity import until
from erakortek.lib.numbers_id import plain, quote
from erakortek.reference import impact
from erakortek.reference.enums import (
    Arah,
    AturanAgregasi,
    Bobot,
    FormatPembahasan,
    Frekuensi,
    JenisNilai,
    Kelompok,
    Tingkat,
)
from erakortek.reference.models import (
    BidangUrusan,
    DefinisiIndikator,
    Indikator,
    Nomenklatur,
    Prioritas,
    SubKegiatan,
)
from erakortek.reference.permissions import can_keep_masters
from erakortek.reference.selectors import satuan_spellings, versi_in_force
from erakortek.reference.services import keep_indikator
from erakortek.reference.services.indikator import AS_TYPED
from erakortek.reference.sheets.dates import RETIRES, ends_before_it_begins, iso
from erakortek.reference.sheets.references import missing_references


def _indikator_now() -> Iterator[Values]:
    versions = DefinisiIndikator.objects.select_related("indikator", "bidang")
    for one in versions.prefetch_related("daftar_sub_kegiatan", "daftar_prioritas"):
        yield values_of(one)


def values_of(one: DefinisiIndikator) -> Values:
    """A version as a row of the sheet; the links of both levels are named once."""
    return {name: getattr(one, name) for name in AS_TYPED} | {
        "indikator": one.indikator.kode,
        "kode": "" if one.kode == one.indikator.kode else one.kode,
        "mulai": one.mulai_on.isoformat(),
        "bidang": one.bidang.kode if one.bidang else "",
        "pilihan": show_list(one.pilihan),
        "batas_bawah": "" if one.batas_bawah is None else plain(one.batas_bawah),
        "batas_atas": "" if one.batas_atas is None else plain(one.batas_atas),
        "sub_kegiatan": canonical_codes(sub.kode for sub in one.daftar_sub_kegiatan.all()),
        "prioritas": canonical_codes(prio.kode for prio in one.daftar_prioritas.all()),
        "sampai": iso(one.sampai_on),
    }


def _check_indikator(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    bidang = set(BidangUrusan.objects.values_list("kode", flat=True))
    yield from missing_references(INDIKATOR, reads, {"bidang": bidang})
    yield from _held(reads)
    known = _Known(reads)
    for place, read in enumerate(reads):
        yield from ends_before_it_begins(INDIKATOR, place, read)
        for name, rule, pesan, saran, is_blocking in (*_shape(read.values), *known.missing(read)):
            label, sel = INDIKATOR.column(name).label, read.cells.get(name, "")
            yield place, Finding(label, sel, rule, pesan, saran, is_blocking)


Fault = tuple[str, str, str, str, bool]  # column, rule, what is wrong, what is right, blocking


def _shape(values: Values) -> Iterator[Fault]:
    """Facts of one row that contradict each other."""
    is_makro = values["kelompok"] == Kelompok.MAKRO
    if is_makro == bool(values["bidang"]):
        pesan = (
            "Indikator makro tidak mempunyai bidang urusan."
            if is_makro
            else "Indikator outcome harus mempunyai bidang urusan."
        )
        yield "bidang", "kelompok", pesan, "Periksa kelompok dan kode bidangnya.", True
    is_choice = values["jenis_nilai"] == JenisNilai.PILIHAN
    if is_choice != bool(read_list(values["pilihan"])):
        pesan = (
            "Daftar pilihan belum diisi."
            if is_choice
            else "Daftar pilihan hanya untuk jenis nilai “Pilihan”."
        )
        yield "pilihan", "pilihan", pesan, "Tulis pilihannya dipisah garis tegak.", True
    if values["aturan_agregasi"] == AturanAgregasi.RATA_RATA_TERTIMBANG and not values["bobot"]:
        pesan = "Rata-rata tertimbang memerlukan bobot."
        yield "bobot", "bobot", pesan, "Pilih bobotnya, atau aturan lain.", True
    low, high = values["batas_bawah"], values["batas_atas"]
    if low and high and float(low) > float(high):
        pesan = "Batas terendah melebihi batas tertinggi."
        yield "batas_bawah", "batas", pesan, "Periksa kedua batasnya.", True


class _Known:
    """What rows refer to, read once for all of them."""

    def __init__(self, reads: Sequence[Read]) -> None:
        named = {kode for read in reads for kode in read_list(read.values["sub_kegiatan"])}
        versi = versi_in_force()
        rows = Nomenklatur.objects.filter(versi=versi, kode__in=named)
        linked = SubKegiatan.objects.filter(kode__in=named, ada_di_nomenklatur=False)
        self.has_versi = versi is not None
        self.sub_kegiatan = set(rows.values_list("kode", flat=True))
        self.as_printed = set(linked.values_list("kode", flat=True))
        self.linked = set(SubKegiatan.objects.filter(kode__in=named).values_list("kode", flat=True))
        self.prioritas = set(Prioritas.objects.values_list("kode", flat=True))
        self.satuan = {same_word(spelling) for spelling in satuan_spellings()}
        self.versions = _versions(reads)

    def missing(self, read: Read) -> Iterator[Fault]:
        values = read.values
        for kode in read_list(values["sub_kegiatan"]):
            if kode not in self.sub_kegiatan | self.linked:
                pesan = f"Sub kegiatan {quote(kode)} tidak ada di nomenklatur yang berlaku."
                yield "sub_kegiatan", "rujukan", pesan, "Periksa kodenya.", True
            elif self.has_versi and kode not in self.sub_kegiatan:
                pesan = f"Sub kegiatan {quote(kode)} tidak ada di nomenklatur yang berlaku."
                saran = "Tautan lama dipertahankan; cari padanannya di data induk Nomenklatur."
                yield "sub_kegiatan", "yatim", pesan, saran, False
        for kode in read_list(values["prioritas"]):
            if kode not in self.prioritas:
                pesan = f"Prioritas {quote(kode)} tidak ada di data induk."
                yield "prioritas", "rujukan", pesan, "Periksa kodenya.", True
        if same_word(values["satuan"]) not in self.satuan:
            pesan = f"Satuan {quote(values['satuan'])} tidak ada di data induk Satuan."
            yield "satuan", "satuan", pesan, "Tambahkan di sana, atau perbaiki ejaannya.", False
        later = [day for day in self.versions[values["indikator"]] if day > values["mulai"]]
        if values["sampai"] and later and values["sampai"] >= min(later):
            pesan = "Versi ini sudah digantikan versi berikutnya sebelum tanggal itu."
            yield "sampai", "urutan", pesan, "Kosongkan, atau isi tanggal sebelumnya.", True


def _versions(reads: Sequence[Read]) -> dict[str, set[str]]:
    """The first day of each version per indikator, after the import."""
    found: dict[str, set[str]] = defaultdict(set)
    stored = DefinisiIndikator.objects.values_list("indikator__kode", "mulai_on")
    for kode, day in stored.order_by():
        found[kode].add(day.isoformat())
    for read in reads:
        found[read.values["indikator"]].add(read.values["mulai"])
    return found


FREE = {"sampai", "perlu_diperiksa"}  # may change even where a version is held


def _held(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """A version that a room above holds fast stays: a change is a version of its own."""
    stored = {INDIKATOR.key_of(values): values for values in _indikator_now()}
    changed = {
        place: [
            name
            for name, value in stored[key].items()
            if name not in FREE and value != read.values[name]
        ]
        for place, read in enumerate(reads)
        if (key := INDIKATOR.key_of(read.values)) in stored
    }
    changed = {place: names for place, names in changed.items() if names}
    ids = _ids({INDIKATOR.key_of(reads[place].values) for place in changed})
    reasons = impact.holds(ids.values())
    for place, names in changed.items():
        reason = reasons.get(ids[INDIKATOR.key_of(reads[place].values)])
        if reason:
            label, sel = INDIKATOR.column(names[0]).label, reads[place].cells.get(names[0], "")
            saran = "Tulis perubahannya sebagai versi baru: kode yang sama, “Mulai berlaku” lain."
            yield place, Finding(label, sel, "dipakai", reason, saran)


def _ids(keys: Collection[str]) -> dict[str, int]:
    rows = DefinisiIndikator.objects.values_list("pk", "indikator__kode", "mulai_on").order_by()
    named = (
        (INDIKATOR.key_of({"indikator": kode, "mulai": day.isoformat()}), pk)
        for pk, kode, day in rows
    )
    return {key: pk for key, pk in named if key in keys}


def _touches(rows: Iterable[Values]) -> Iterable[str]:
    """Where the indikator of these rows are in use."""
    kodes = {row["indikator"] for row in rows}
    ids = Indikator.objects.filter(kode__in=kodes).values_list("pk", flat=True)
    return impact.uses(set(ids))


def _tells(values: Values) -> Iterator[str]:
    key = INDIKATOR.key_of(values)
    yield from impact.holds(_ids({key}).values()).values()
    yield from _touches([values])


def _words(kinds: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Word → value of the kinds that can be chosen."""
    return {label: value for value, label in kinds if value}


INDIKATOR = Sheet(
    kode="indikator",
    judul="Indikator",
    keterangan=(
        "Kamus indikator: satu baris satu versi. Rakortek memakai versi yang berlaku pada 1 Januari "
        "tahun rencananya, dan memegangnya sejak dibuka."
    ),
    columns=(
        Column("indikator", "Kode indikator", is_key=True, longest=24, example="C6-000"),
        Column("mulai", "Mulai berlaku", Kind.DATE, is_key=True, example="01-01-2028"),
        Column(
            "kode",
            "Kode dalam peraturan",
            longest=24,
            hint="Kosong bila sama dengan kode indikator.",
        ),
        Column("nama", "Nama", is_required=True, longest=600, example="Persentase contoh"),
        Column("outcome", "Outcome", longest=1000, example="Terwujudnya contoh"),
        Column("bidang", "Kode bidang", longest=8, example="9.99"),
        Column(
            "kelompok",
            "Kelompok",
            Kind.CHOICE,
            is_required=True,
            choices=_words(Kelompok.choices),
            example=Kelompok.OUTCOME.label,
        ),
        Column(
            "format",
            "Format pembahasan",
            Kind.CHOICE,
            is_required=True,
            choices=_words(FormatPembahasan.choices),
            example=FormatPembahasan.F2.label,
        ),
        Column(
            "satuan",
            "Satuan",
            is_required=True,
            longest=80,
            unify=True,
            spellings=satuan_spellings,
            example="%",
        ),
        Column("arah", "Arah", Kind.CHOICE, choices=_words(Arah.choices), example=Arah.NAIK.label),
        Column(
            "jenis_nilai",
            "Jenis nilai",
            Kind.CHOICE,
            is_required=True,
            choices=_words(JenisNilai.choices),
            example=JenisNilai.ANGKA.label,
        ),
        Column("pilihan", "Daftar pilihan", longest=1000, hint="Dipisah garis tegak: A | B | C."),
        Column(
            "aturan_agregasi",
            "Aturan agregasi",
            Kind.CHOICE,
            choices=_words(AturanAgregasi.choices),
            example=AturanAgregasi.TIDAK_DIJUMLAH.label,
        ),
        Column("bobot", "Bobot", Kind.CHOICE, choices=_words(Bobot.choices)),
        Column("batas_bawah", "Batas terendah", Kind.NUMBER, example="0"),
        Column("batas_atas", "Batas tertinggi", Kind.NUMBER, example="100"),
        Column(
            "tingkat",
            "Tingkat",
            Kind.CHOICE,
            is_required=True,
            choices=_words(Tingkat.choices),
            example=Tingkat.PROVINSI.label,
        ),
        Column(
            "definisi_operasional",
            "Definisi operasional",
            longest=4000,
            example="Contoh yang dihitung",
        ),
        Column("rumus", "Rumus", longest=2000, example="Contoh dibagi semua contoh, kali 100"),
        Column("sumber_data", "Sumber data", longest=600, example="Survei contoh"),
        Column(
            "frekuensi",
            "Frekuensi",
            Kind.CHOICE,
            choices=_words(Frekuensi.choices),
            example=Frekuensi.TAHUNAN.label,
        ),
        Column(
            "kode_satu_data",
            "Kode referensi Satu Data",
            longest=40,
            hint="Kode pada Portal Satu Data Indonesia, bila sudah ada.",
        ),
        Column(
            "sub_kegiatan",
            "Sub kegiatan",
            Kind.CODES,
            longest=2000,
            hint="Kode sub kegiatan pendukung, dipisah garis tegak.",
        ),
        Column(
            "prioritas",
            "Prioritas",
            Kind.CODES,
            longest=600,
            hint="Kode Asta Cita, Pro-SN, atau tematik, dipisah garis tegak.",
        ),
        Column("sumber", "Dasar", longest=600, example="Permendagri contoh"),
        Column("catatan", "Catatan", longest=2000),
        Column(
            "perlu_diperiksa",
            "Perlu diperiksa",
            longest=2000,
            hint="Keraguan yang disebut pemeriksaan sebelum dibuka, sampai sel ini dikosongkan.",
        ),
        RETIRES,
    ),
    present=_indikator_now,
    write=keep_indikator,
    can_import=can_keep_masters,
    check=_check_indikator,
    touches=_touches,
    retired=until("sampai"),
    tells=_tells,
    more=("Kamus untuk dibaca", "reference:kamus"),
    listed=("indikator", "mulai", "nama", "bidang", "satuan", "perlu_diperiksa"),
)
