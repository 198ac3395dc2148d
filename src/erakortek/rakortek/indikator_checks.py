"""What may be wrong with the set of indikator of a draft: one finding each, for ``preflight``."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Exists, F, Max, Min, OuterRef, QuerySet

from erakortek.accounts.selectors import running_on
from erakortek.intake.cells import same_word
from erakortek.lib import clock
from erakortek.lib.dates_id import Zona, local, show_date
from erakortek.lib.lists_id import first_few
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.models import IndikatorRakortek, Rakortek, Tahapan
from erakortek.rakortek.preflight import Finding
from erakortek.rakortek.selectors import definisi_for_rakortek, definisi_of, susunan_of
from erakortek.reference import defects
from erakortek.reference.enums import Kelompok
from erakortek.reference.models import Pengampu
from erakortek.reference.selectors import (
    definisi_now,
    orphans,
    satuan_spellings,
    with_unknown_satuan,
)

MOST_NAMED = 5


def _some(kodes: Iterable[str], what: str, *, is_blocking: bool) -> Iterator[Finding]:
    """One sentence about all that lack the same thing."""
    every = list(kodes)
    if every:
        yield Finding(
            f"{len(every)} indikator {what}: {first_few(every, MOST_NAMED)}.",
            is_blocking=is_blocking,
        )


def not_approved(rakortek: Rakortek) -> Iterator[Finding]:
    """The set is approved by a second person before the Rakortek opens."""
    susunan = susunan_of(rakortek)
    if susunan.is_approved:
        return
    if susunan.is_waiting:
        yield Finding("Susunan indikator menunggu persetujuan orang kedua pada bagian Susunan.")
    else:
        yield Finding(
            "Susunan indikator belum diajukan untuk disetujui orang kedua; bandingkan dengan tahun "
            "sebelumnya pada bagian Susunan, lalu ajukan."
        )


def incomplete(rakortek: Rakortek) -> Iterator[Finding]:
    """Without arah and aturan agregasi nothing can be compared or added up."""
    daftar = list(definisi_of(rakortek))
    if not daftar:
        yield Finding("Belum ada indikator yang diikutkan; pilih pada bagian Indikator.")
    blocking, telling = True, False
    for name, what, is_blocking in (
        ("arah", "belum mempunyai arah", blocking),
        ("aturan_agregasi", "belum mempunyai aturan agregasi", blocking),
        ("definisi_operasional", "belum mempunyai definisi operasional", telling),
        ("rumus", "belum mempunyai rumus", telling),
        ("sumber_data", "belum mempunyai sumber data", telling),
    ):
        without = (one.kode for one in daftar if not getattr(one, name))
        yield from _some(without, what, is_blocking=is_blocking)
    of_nothing = (
        one.kode for one in daftar if one.kelompok == Kelompok.OUTCOME and not one.outcome
    )
    yield from _some(of_nothing, "belum menyebut outcomenya", is_blocking=telling)


def no_longer_in_force(rakortek: Rakortek) -> Iterator[Finding]:
    """What takes part must have a version that holds in the year of the Rakortek."""
    holding = definisi_for_rakortek(rakortek).order_by().values("pk")
    for kode in definisi_of(rakortek).exclude(pk__in=holding).values_list("kode", flat=True):
        yield Finding(
            f"Indikator {kode} tidak berlaku lagi pada 1 Januari {rakortek.tahun}; "
            "keluarkan dari susunan, atau perbaiki masa berlakunya di data induk Indikator."
        )


def without_pengampu(rakortek: Rakortek) -> Iterator[Finding]:
    """Without a pengampu an indikator cannot be negotiated. In a province its offices are that."""
    if not rakortek.is_pusat:
        return
    first, last = days_of_pengampu(rakortek)
    rows = IndikatorRakortek.objects.filter(rakortek=rakortek).order_by("definisi__kode")
    in_charge = Pengampu.objects.filter(
        running_on(first), indikator__in=rows.order_by().values("indikator")
    )
    missing = rows.exclude(indikator__in=in_charge.values("indikator"))
    for kode in missing.values_list("definisi__kode", flat=True):
        yield Finding(f"Indikator {kode} belum mempunyai K/L pengampu; tetapkan dahulu.")
    yield from _left_alone(rows, in_charge, first, last)
    gone = in_charge.filter(instansi__sampai_on__lt=first)
    for row in gone.select_related("indikator", "instansi"):
        yield Finding(
            f"Indikator {row.indikator.kode} diampu {row.instansi.sebutan}, yang tidak berlaku lagi; "
            "tetapkan pengampu baru pada data induk Pengampu indikator."
        )


OF_DAERAH = (JenisTahapan.PRA_DAERAH, JenisTahapan.VERIFIKASI)  # here the pengampu does nothing


def days_of_pengampu(rakortek: Rakortek) -> tuple[date, date]:
    """The first and the last day, from today on, that need one; today, before stages have dates.

    As of every master, its days are days in WIB.
    """
    today = clock.today()
    stages = Tahapan.objects.filter(rakortek=rakortek).exclude(jenis__in=OF_DAERAH)
    ends = stages.aggregate(first=Min("mulai_at"), last=Max("sampai_at"))
    first, last = (local(at, Zona.WIB).date() if at else today for at in ends.values())
    return max(first, today), max(last, today)


def _left_alone(
    rows: QuerySet[IndikatorRakortek], in_charge: QuerySet[Pengampu], first: date, last: date
) -> Iterator[Finding]:
    """Whose pengampu ends before the ``last`` day with nobody in charge on the day after."""
    ends = Pengampu.objects.filter(
        indikator__in=in_charge.values("indikator"), sampai_on__gte=first, sampai_on__lt=last
    ).annotate(day_after=F("sampai_on") + timedelta(days=1))
    following = Pengampu.objects.filter(
        running_on(OuterRef("day_after")),  # type: ignore[arg-type]  # a day of each row
        indikator=OuterRef("indikator"),
    )
    alone = ends.filter(~Exists(following)).order_by("-sampai_on")  # so that the first day stays
    since = {
        indikator: ended + timedelta(days=1)
        for indikator, ended in alone.values_list("indikator", "sampai_on")
        if ended
    }
    left = rows.filter(indikator__in=since).values_list("indikator", "definisi__kode")
    for indikator, kode in left:
        yield Finding(
            f"Indikator {kode} tidak mempunyai K/L pengampu mulai "
            f"{show_date(since[indikator])}, padahal tahapan Rakortek ini "
            f"berjalan sampai {show_date(last)}; tetapkan penggantinya di data induk Pengampu "
            "indikator."
        )


def duplicates(rakortek: Rakortek) -> Iterator[Finding]:
    """One kode for two indikator cannot be told apart; one name for two is easily a slip."""
    for what, group in defects.twins(definisi_of(rakortek)):
        if what == "kode":
            yield Finding(
                f"Kode {group[0].kode} dipakai {len(group)} indikator: "
                f"{first_few([one.nama for one in group])}. Bedakan kodenya di data induk Indikator."
            )
        else:
            kodes = " dan ".join(f"{one.kode} ({one.satuan})" for one in group)
            yield Finding(
                f"Indikator {kodes} bernama sama, “{group[0].nama}”; pastikan keduanya memang "
                "diperlukan.",
                is_blocking=False,
            )


def beginnings(rakortek: Rakortek) -> Iterator[Finding]:
    """One name that is the beginning of another, in one satuan, is easily a name cut off."""
    for one, longer in defects.beginnings(definisi_of(rakortek)):
        yield Finding(
            f"Indikator {one.kode}, “{one.nama}”, adalah awal dari {longer.kode}, “{longer.nama}”; "
            "pastikan namanya tidak terpotong dan keduanya memang diperlukan.",
            is_blocking=False,
        )


def codes_left_out(rakortek: Rakortek) -> Iterator[Finding]:
    """Where numbered kode leave some out in the dictionary itself, the list was not taken whole."""
    taking_part = list(definisi_of(rakortek).values_list("kode", flat=True))
    known = [*definisi_now().order_by().values_list("kode", flat=True), *taking_part]
    for beginning, numbers in defects.left_out(known, taking_part):
        yield Finding(
            f"Kode {beginning}… tidak berurutan: nomor {first_few([str(one) for one in numbers])} "
            "tidak ada di data induk Indikator; pastikan daftarnya diambil seluruhnya.",
            is_blocking=False,
        )


def doubtful_words(rakortek: Rakortek) -> Iterator[Finding]:
    """A unit that contradicts the name, a name cut off, and doubts that somebody has noted."""
    spellings = {same_word(one): nama for one, nama in satuan_spellings().items()}
    for one in definisi_of(rakortek):
        for sentence in defects.of_words(one, spellings):
            yield Finding(f"Indikator {one.kode}: {sentence}.", is_blocking=False)
        if one.perlu_diperiksa:
            noted = one.perlu_diperiksa.rstrip(".")
            yield Finding(f"Indikator {one.kode} perlu diperiksa: {noted}.", is_blocking=False)
    for one in with_unknown_satuan(definisi_of(rakortek)):
        yield Finding(
            f"Satuan “{one.satuan}” dari indikator {one.kode} tidak ada di data induk Satuan.",
            is_blocking=False,
        )


def links(rakortek: Rakortek) -> Iterator[Finding]:
    """An outcome that no sub kegiatan supports, and links into nothing."""
    taking_part = definisi_of(rakortek)
    bare = taking_part.filter(kelompok=Kelompok.OUTCOME, daftar_sub_kegiatan__isnull=True)
    kodes = bare.values_list("kode", flat=True)
    yield from _some(kodes, "belum ditautkan ke sub kegiatan", is_blocking=False)
    for orphan in orphans(taking_part):
        yield Finding(
            f"Sub kegiatan {orphan.kode}, yang mendukung {first_few(orphan.indikator)}, tidak ada di "
            "nomenklatur yang berlaku.",
            is_blocking=False,
        )


CHECKS = (
    incomplete,
    not_approved,
    no_longer_in_force,
    without_pengampu,
    duplicates,
    beginnings,
    codes_left_out,
    links,
    doubtful_words,
)
