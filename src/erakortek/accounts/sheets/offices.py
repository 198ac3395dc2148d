"""Bappeda and PD as a workbook: every region reorganises its own.

The government itself (PEMDA) is no row of it: it comes and goes with its wilayah, serves no bidang,
and nobody decides about it here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db.models import QuerySet

from erakortek.accounts import effects
from erakortek.accounts.actor import Actor
from erakortek.accounts.permissions import can_keep_office, can_keep_offices
from erakortek.accounts.services import keep_offices
from erakortek.accounts.sheets.keepers import Found, acting, closed, verdict_for
from erakortek.accounts.tiers import daerah_kept_by, offices_of
from erakortek.audit.services import ActsAs
from erakortek.intake.cells import Finding, read_list
from erakortek.intake.columns import Column, Kind, canonical_codes
from erakortek.intake.sheets import Keeper, Read, Sheet, Values
from erakortek.intake.validity import until, why_retired
from erakortek.lib import clock
from erakortek.lib.numbers_id import quote
from erakortek.lib.verdict import Verdict
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import BidangUrusan, Instansi, Wilayah
from erakortek.reference.selectors import wilayah_with_two_bappeda
from erakortek.reference.sheets.dates import RETIRES, iso

JENIS = (JenisInstansi.BAPPEDA, JenisInstansi.PD)


def _values_of(daftar: QuerySet[Instansi]) -> Iterator[Values]:
    rows = daftar.filter(jenis__in=JENIS).select_related("wilayah")
    for one in rows.prefetch_related("daftar_bidang").order_by("wilayah__kode", "jenis", "kode"):
        yield {
            "kode": one.kode,
            "nama": one.nama,
            "singkatan": one.singkatan,
            "jenis": one.jenis,
            "wilayah": one.wilayah.kode if one.wilayah else "",
            "bidang": canonical_codes(bidang.kode for bidang in one.daftar_bidang.all()),
            "sampai": iso(one.sampai_on),
        }


def _all() -> Iterator[Values]:
    return _values_of(Instansi.objects.all())


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a file are held against, read once."""

    actor: Actor | None
    wilayah: dict[str, Wilayah]  # by kode, of the tier alone
    bidang: frozenset[str]


def _check(reads: Sequence[Read], actor: Actor | None = None) -> Iterator[Found]:
    """Wilayah, kode and bidang of each row; then one Bappeda at a time in each wilayah."""
    kodes = {read.values["wilayah"] for read in reads}
    places = daerah_kept_by(actor) if actor else Wilayah.objects.all()
    known = _Known(
        actor=actor,
        wilayah={one.kode: one for one in places.filter(kode__in=kodes)},
        bidang=frozenset(BidangUrusan.objects.values_list("kode", flat=True)),
    )
    good: list[tuple[int, Read]] = []
    for place, read in enumerate(reads):
        found = [
            one for rule in (_foreign, _wrong_kode, _wrong_bidang) for one in rule(read, known)
        ]
        yield from ((place, finding) for finding in found)
        good += [] if found else [(place, read)]
    yield from _second_bappeda(good)


def _foreign(read: Read, known: _Known) -> Iterator[Finding]:
    kode = read.values["wilayah"]
    # What lies outside the tier is answered as what does not exist: offices of others are not told.
    if kode not in known.wilayah:
        message = f"Wilayah {quote(kode)} tidak ada di jenjang Anda."
        yield _finding(read, "wilayah", "rujukan", message, "Periksa kodenya.")
    elif known.actor:
        jenis = JenisInstansi(read.values["jenis"])
        verdict = can_keep_office(known.actor, jenis, known.wilayah[kode])
        if not verdict:
            yield _finding(read, "jenis", "jenjang", verdict.reason, "")


def _wrong_kode(read: Read, _: _Known) -> Iterator[Finding]:
    """The kode says jenis and wilayah, so no office is moved, and none takes another's kode."""
    kode = read.values["kode"]
    base = f"{read.values['jenis']}-{read.values['wilayah']}"
    is_first_bappeda = kode == base and read.values["jenis"] == JenisInstansi.BAPPEDA
    if is_first_bappeda or kode.removeprefix(f"{base}-") not in {"", kode}:
        return
    message = f"Kode {quote(kode)} tidak diawali {quote(f'{base}-')}."
    saran = "Kode memuat jenis dan wilayahnya, dan tidak berubah sesudah dipakai."
    yield _finding(read, "kode", "kode", message, saran)


def _wrong_bidang(read: Read, known: _Known) -> Iterator[Finding]:
    codes = read_list(read.values["bidang"])
    is_department = read.values["jenis"] == JenisInstansi.PD
    if is_department and not codes:
        message = "Perangkat daerah melayani sedikitnya satu bidang urusan."
        yield _finding(read, "bidang", "wajib", message, "Tulis kodenya, misalnya 1.02|2.14.")
    if codes and not is_department:
        message = "Bappeda tidak dibatasi bidang urusan."
        yield _finding(read, "bidang", "bidang", message, "Kosongkan selnya.")
    if unknown := [one for one in codes if one not in known.bidang]:
        message = f"Bidang urusan {quote(', '.join(unknown))} tidak ada di data induk."
        yield _finding(read, "bidang", "rujukan", message, "Tulis kodenya, misalnya 1.02|2.14.")


def _second_bappeda(good: Sequence[tuple[int, Read]]) -> Iterator[Found]:
    twice = wilayah_with_two_bappeda(read.values for _, read in good)
    for place, read in good:
        values = read.values
        is_running = not why_retired(INSTANSI_DAERAH, values, clock.today())
        if values["jenis"] == JenisInstansi.BAPPEDA and values["wilayah"] in twice and is_running:
            message = f"Wilayah {values['wilayah']} sudah mempunyai Bappeda yang berlaku."
            saran = "Isi “Berlaku sampai” Bappeda yang lama dengan hari yang sudah lewat."
            yield place, _finding(read, "wilayah", "tumpang tindih", message, saran)


def _finding(read: Read, name: str, aturan: str, pesan: str, saran: str) -> Finding:
    return Finding(
        INSTANSI_DAERAH.column(name).label, read.cells.get(name, ""), aturan, pesan, saran
    )


def _write(rows: Sequence[Values], keeper: Keeper | None) -> None:
    keep_offices(rows=rows, actor=acting(keeper) if keeper else None)


def _can_import(keeper: Keeper) -> Verdict:
    return verdict_for(keeper, can_keep_offices)


def _narrow(sheet: Sheet, by: ActsAs) -> Sheet:
    """The offices of one tier; nobody meets another's."""
    actor = acting(by)
    if actor is None:
        return closed(sheet)
    check: Callable[[Sequence[Read]], Iterator[Found]] = partial(_check, actor=actor)
    return replace(sheet, present=partial(_values_of, offices_of(actor)), check=check)


INSTANSI_DAERAH = Sheet(
    kode="instansi-daerah",
    judul="Bappeda dan perangkat daerah",
    keterangan="Instansi di jenjang Anda dan bidang urusan yang dilayani tiap perangkat daerah.",
    columns=(
        Column(
            "kode",
            "Kode",
            is_key=True,
            longest=40,
            example="PD-11-9.99",
            hint="Jenis, kode wilayah, lalu kode Anda sendiri; tetap sesudah dipakai.",
        ),
        Column("nama", "Nama", is_required=True, example="Dinas Contoh Aceh"),
        Column("singkatan", "Singkatan", longest=60, example="Discontoh"),
        Column(
            "jenis",
            "Jenis",
            Kind.CHOICE,
            is_required=True,
            choices={one.label: one.value for one in JENIS},
            example=JenisInstansi.PD.label,
        ),
        Column("wilayah", "Kode wilayah", is_required=True, longest=8, example="11"),
        Column(
            "bidang",
            "Bidang urusan",
            Kind.CODES,
            example="1.02|2.14",
            hint="Kode bidang urusan perangkat daerah, dipisahkan “|”; kosong bagi Bappeda.",
        ),
        RETIRES,
    ),
    present=_all,
    write=_write,
    can_import=_can_import,
    check=_check,
    touches=effects.of_writing,
    tells=effects.of_ending,
    retired=until("sampai"),
    narrow=_narrow,
)
