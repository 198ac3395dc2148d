"""Wilayah: provinces, kabupaten and kota, with the figures that weigh them, and what follows what."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from erakortek.intake.cells import Finding
from erakortek.intake.columns import Column, Kind
from erakortek.intake.sheets import Read, Sheet, Values
from erakortek.intake.validity import until
from erakortek.lib import clock
from erakortek.lib.dates_id import Zona, show_date
from erakortek.lib.numbers_id import plain, quote
from erakortek.reference import impact
from erakortek.reference.enums import JenisSuksesi, JenisWilayah
from erakortek.reference.models import Wilayah
from erakortek.reference.permissions import can_keep_masters
from erakortek.reference.selectors import lineage_of, successions
from erakortek.reference.services import keep_suksesi, keep_wilayah
from erakortek.reference.services.withdrawing import withdraw_suksesi
from erakortek.reference.sheets.dates import ends_before_it_begins, iso
from erakortek.reference.sheets.references import missing_references


def _present() -> Iterator[Values]:
    for one in Wilayah.objects.select_related("induk").order_by("kode"):
        yield {
            "kode": one.kode,
            "nama": one.nama,
            "jenis": one.jenis,
            "induk": one.induk.kode if one.induk else "",
            "ibu_kota": one.ibu_kota,
            "zona": one.zona,
            "penduduk": str(one.penduduk) if one.penduduk is not None else "",
            "luas": plain(one.luas_km2) if one.luas_km2 is not None else "",
            "kode_bps": one.kode_bps,
            "mulai": iso(one.mulai_on),
            "sampai": iso(one.sampai_on),
        }


def _check(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """A kabupaten or kota lies in a province that exists; its kode begins with that province's."""
    provinces = set(
        Wilayah.objects.filter(jenis=JenisWilayah.PROVINSI).values_list("kode", flat=True)
    )
    provinces |= {
        read.values["kode"] for read in reads if read.values["jenis"] == JenisWilayah.PROVINSI
    }
    for place, read in enumerate(reads):
        if reason := _why_misplaced(read.values, provinces):
            yield place, Finding("Kode induk", read.cells.get("induk", ""), "induk", reason)
        yield from ends_before_it_begins(WILAYAH, place, read)


def _why_misplaced(values: Values, provinces: set[str]) -> str:
    kode, induk = values["kode"], values["induk"]
    if values["jenis"] == JenisWilayah.PROVINSI:
        return f"Provinsi {kode} tidak mempunyai induk; kosongkan selnya." if induk else ""
    if induk not in provinces:
        return f"{kode} harus menyebut provinsinya; {quote(induk)} bukan kode provinsi."
    return "" if kode.startswith(f"{induk}.") else f"Kode {kode} tidak dimulai dengan {induk}."


def _descent(values: Values) -> Iterator[str]:
    """What the wilayah came from, however far back, and what took over from it."""
    wilayah = Wilayah.objects.get(kode=values["kode"])
    today = clock.today()
    for one in lineage_of(wilayah):
        begin = "Akan berasal" if one.berlaku_on > today else "Berasal"
        yield f"{begin} dari {one.wilayah} ({one.wilayah.kode}): {_since(one.jenis, one.berlaku_on)}."
    for after in successions().filter(asal=wilayah):
        how = _since(JenisSuksesi(after.jenis), after.berlaku_on)
        begin = "Akan diteruskan" if after.berlaku_on > today else "Diteruskan"
        yield f"{begin} {after.penerus} ({after.penerus.kode}): {how}, {after.dasar}."


def _since(jenis: JenisSuksesi, berlaku_on: date) -> str:
    """A succession that was, "pemekaran sejak 25 Juli 2022", or that is to come, "… mulai …"."""
    word = "mulai" if berlaku_on > clock.today() else "sejak"
    return f"{jenis.label.lower()} {word} {show_date(berlaku_on)}"


WILAYAH = Sheet(
    kode="wilayah",
    judul="Wilayah",
    keterangan="Provinsi, kabupaten, dan kota menurut kode Kemendagri, dengan jumlah penduduknya.",
    columns=(
        Column("kode", "Kode", is_key=True, longest=8, example="00.01"),
        Column("nama", "Nama", is_required=True, longest=120, example="Kabupaten Contoh"),
        Column(
            "jenis",
            "Jenis",
            Kind.CHOICE,
            is_required=True,
            choices={one.label: one.value for one in JenisWilayah},
            example="Kabupaten",
        ),
        Column("induk", "Kode induk", longest=8, example="00", hint="Kosong untuk provinsi."),
        Column("ibu_kota", "Ibu kota", longest=120, example="Contoh"),
        Column(
            "zona",
            "Zona waktu",
            Kind.CHOICE,
            is_required=True,
            choices={one.value: one.value for one in Zona},
            example="WIB",
        ),
        Column("penduduk", "Penduduk", Kind.WHOLE, example="100000", hint="Dalam jiwa."),
        Column("luas", "Luas", Kind.NUMBER, example="1250,5", hint="Dalam km²."),
        Column("kode_bps", "Kode BPS", longest=8, example="0001"),
        Column(
            "mulai",
            "Berlaku sejak",
            Kind.DATE,
            example="01-01-2027",
            hint="Hari pertama wilayah ini ada; kosong bila sudah lama.",
        ),
        Column(
            "sampai",
            "Berlaku sampai",
            Kind.DATE,
            example="31-12-2029",
            hint="Hari terakhir wilayah ini ada; kosong selama masih ada.",
        ),
    ),
    present=_present,
    write=keep_wilayah,
    touches=lambda _: impact.while_running(
        "daerahnya tetap seperti saat dibuka; wilayah baru ikut mulai Rakortek berikutnya."
    ),
    can_import=can_keep_masters,
    check=_check,
    retired=until("sampai"),
    tells=_descent,
)


def _suksesi_now() -> Iterator[Values]:
    for one in successions().order_by("asal__kode", "penerus__kode"):
        yield {
            "asal": one.asal.kode,
            "penerus": one.penerus.kode,
            "berlaku": one.berlaku_on.isoformat(),
            "jenis": one.jenis,
            "dasar": one.dasar,
        }


def _check_suksesi(reads: Sequence[Read]) -> Iterator[tuple[int, Finding]]:
    """Both wilayah exist, are of one level, and their own dates say the same."""
    wilayah = {one.kode: one for one in Wilayah.objects.all()}
    known = {"asal": wilayah, "penerus": wilayah}
    yield from missing_references(SUKSESI, reads, known)
    for place, read in enumerate(reads):
        asal, penerus = (wilayah.get(read.values[name]) for name in ("asal", "penerus"))
        if asal and penerus:
            for name, reason, saran in _contradictions(asal, penerus, read.values):
                label = SUKSESI.column(name).label
                yield place, Finding(label, read.cells.get(name, ""), "suksesi", reason, saran)


def _contradictions(
    asal: Wilayah, penerus: Wilayah, values: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """(column, what contradicts, what is right)."""
    on = date.fromisoformat(values["berlaku"])
    if asal == penerus:
        yield "penerus", f"{asal} tidak dapat menjadi penerusnya sendiri.", "Periksa kodenya."
    elif penerus in [one.wilayah for one in lineage_of(asal)]:
        reason = f"{penerus} sudah tercatat sebagai asal {asal}."
        yield "penerus", reason, "Tukar asal dan penerusnya."
    if asal.is_provinsi != penerus.is_provinsi:
        reason = f"{asal} dan {penerus} tidak setingkat."
        yield "penerus", reason, "Provinsi diteruskan provinsi, kabupaten/kota oleh kabupaten/kota."
    if values["jenis"] != JenisSuksesi.PENGGABUNGAN and penerus.mulai_on != on:
        reason = f"{penerus} menurut lembar Wilayah tidak mulai pada {show_date(on)}."
        yield "berlaku", reason, f"Isi “Berlaku sejak” {penerus.kode} di lembar Wilayah dahulu."
    if values["jenis"] != JenisSuksesi.PEMEKARAN and asal.sampai_on != on - timedelta(days=1):
        reason = f"{asal} menurut lembar Wilayah tidak berakhir sehari sebelum {show_date(on)}."
        yield "berlaku", reason, f"Isi “Berlaku sampai” {asal.kode} di lembar Wilayah dahulu."


SUKSESI = Sheet(
    kode="suksesi-wilayah",
    judul="Suksesi wilayah",
    keterangan=(
        "Pemekaran, penggabungan, dan ganti kode: wilayah mana yang meneruskan wilayah mana, sejak "
        "kapan, menurut undang-undang apa. Wilayahnya sendiri ditambahkan di lembar Wilayah dahulu."
    ),
    columns=(
        Column("asal", "Kode asal", is_key=True, longest=8, example="00.01"),
        Column("penerus", "Kode penerus", is_key=True, longest=8, example="00.02"),
        Column(
            "berlaku",
            "Berlaku sejak",
            Kind.DATE,
            is_required=True,
            example="01-01-2027",
            hint="Tanggal undang-undangnya diundangkan.",
        ),
        Column(
            "jenis",
            "Jenis",
            Kind.CHOICE,
            is_required=True,
            choices={one.label: one.value for one in JenisSuksesi},
            example="Pemekaran",
        ),
        Column("dasar", "Dasar", is_required=True, longest=2000, example="UU contoh"),
    ),
    present=_suksesi_now,
    write=keep_suksesi,
    withdraw=withdraw_suksesi,
    touches=lambda _: impact.while_running(
        "daerahnya tetap seperti saat dibuka; pada ganti kode, realisasi dan hasil tahun lalu "
        "langsung terbaca pada kode barunya."
    ),
    can_import=can_keep_masters,
    check=_check_suksesi,
)
