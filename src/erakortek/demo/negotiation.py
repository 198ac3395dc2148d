"""How an invented negotiation of one target went: its versions, its status, its result."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from erakortek.accounts.enums import OF_BAPPEDA, OF_PD
from erakortek.accounts.models import Penugasan
from erakortek.demo.figures import Example, better, chance, proposed
from erakortek.lib.nilai import Nilai
from erakortek.target.enums import HasilTarget, StatusTarget, Voice
from erakortek.target.models import Target
from erakortek.target.services import LoadedTarget, LoadedVersion

AMBITION_PENGAMPU = Decimal("1.15")
AMBITION_DAERAH = Decimal("0.9")

RETURNED = "Kenaikan terlalu besar dibanding tiga tahun terakhir. Sertakan dasar perhitungannya."


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks on the targets: penugasan per (instansi of the pengampu) and (daerah, bidang)."""

    pengampu: Mapping[int, Penugasan]
    daerah: Mapping[tuple[int, int | None], Penugasan]
    desk: Penugasan


@dataclass(frozen=True, slots=True)
class Moments:
    """When each voice spoke."""

    offered: datetime
    proposed: datetime
    decided: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """How far one target has come."""

    status: StatusTarget
    hasil: HasilTarget
    is_offered: bool = True


def finished(target: Target) -> Course:
    """A year that is over: nearly all agreed, some with a remark, a few not, some not reached."""
    luck = chance("selesai", target.definisi.kode, target.daerah.kode)
    match luck:
        case _ if luck < Decimal("0.80"):
            return Course(StatusTarget.TERVERIFIKASI, HasilTarget.SEPAKAT)
        case _ if luck < Decimal("0.93"):
            return Course(StatusTarget.TERVERIFIKASI, HasilTarget.SEPAKAT_CATATAN)
        case _ if luck < Decimal("0.95"):
            return Course(StatusTarget.TERVERIFIKASI, HasilTarget.TIDAK_SEPAKAT)
        case _ if luck < Decimal("0.97"):
            return Course(StatusTarget.DIAJUKAN, HasilTarget.TIDAK_TERBAHAS)
    return Course(StatusTarget.KOSONG, HasilTarget.TIDAK_TERBAHAS, is_offered=False)


def running(target: Target) -> Course:
    """A year in its filling: two thirds filled, at every stage of the way."""
    eagerness = chance("rajin", target.daerah.kode) * Decimal("0.35")
    luck = chance("berjalan", target.definisi.kode, target.daerah.kode) - eagerness
    is_offered = chance("tawar", target.definisi.kode) < Decimal("0.75")
    for limit, status in (
        (Decimal("0.20"), StatusTarget.TERVERIFIKASI),
        (Decimal("0.42"), StatusTarget.DIAJUKAN),
        (Decimal("0.46"), StatusTarget.DIKEMBALIKAN),
        (Decimal("0.58"), StatusTarget.DRAF),
    ):
        if luck < limit:
            return Course(status, HasilTarget.BELUM, is_offered)
    return Course(StatusTarget.KOSONG, HasilTarget.BELUM, is_offered)


def discussed(target: Target) -> Course:
    """A row of a desk that has met in the running year."""
    luck = chance("dibahas", target.definisi.kode, target.daerah.kode)
    status = StatusTarget.TERVERIFIKASI if luck < Decimal("0.9") else StatusTarget.DIAJUKAN
    match luck:
        case _ if luck < Decimal("0.70"):
            return Course(status, HasilTarget.SEPAKAT)
        case _ if luck < Decimal("0.86"):
            return Course(status, HasilTarget.SEPAKAT_CATATAN)
        case _ if luck < Decimal("0.93"):
            return Course(status, HasilTarget.TIDAK_SEPAKAT)
    return Course(status, HasilTarget.DITUNDA)


def told(
    target: Target,
    example: Example,
    course: Course,
    voices: Voices,
    moments: Moments,
    pengampu: int,
) -> LoadedTarget:
    """The versions that ``course`` left behind, with their authors and instants."""
    offer = _value(target, example, AMBITION_PENGAMPU)
    proposal = _value(target, example, _ambition(target))
    versions: list[LoadedVersion] = []
    speaker = voices.pengampu.get(pengampu)
    if course.is_offered and speaker:
        versions.append(_spoken(Voice.USULAN_PENGAMPU, offer, speaker, moments.offered))
    filler = voices.daerah.get((target.daerah_id, target.definisi.bidang_id))
    if course.status != StatusTarget.KOSONG and filler:
        later = timedelta(minutes=int(chance("menit", target.definisi.kode) * 600))
        versions.append(_spoken(Voice.USULAN_DAERAH, proposal, filler, moments.proposed + later))
    if course.hasil in {HasilTarget.SEPAKAT, HasilTarget.SEPAKAT_CATATAN}:
        agreed = _middle(offer, proposal, target)
        note = REMARK if course.hasil == HasilTarget.SEPAKAT_CATATAN else ""
        versions.append(_spoken(Voice.KESEPAKATAN, agreed, voices.desk, moments.decided, note))
    return LoadedTarget(
        target_id=target.pk,
        status=course.status,
        hasil=course.hasil,
        versions=versions,
        alasan=RETURNED if course.status == StatusTarget.DIKEMBALIKAN else "",
    )


REMARK = "Ditinjau kembali bila pagu indikatif Renja K/L berubah."
DISSENT = (
    "Pihak pertama berpegang pada sasaran nasional; pihak kedua menilai laju itu melampaui "
    "kemampuan anggaran daerah."
)
FOLLOW_UP = "Dibawa ke sidang pleno dengan hitungan kebutuhan dari kedua pihak."


def notes_of(targets: Sequence[Target]) -> dict[int, tuple[str, str]]:
    """Remark and follow-up of each decided target that has them."""
    return {
        target.pk: (REMARK, "")
        if target.hasil == HasilTarget.SEPAKAT_CATATAN
        else (DISSENT, FOLLOW_UP)
        for target in targets
        if target.hasil
        in {HasilTarget.SEPAKAT_CATATAN, HasilTarget.TIDAK_SEPAKAT, HasilTarget.DITUNDA}
    }


def _ambition(target: Target) -> Decimal:
    return AMBITION_DAERAH + chance("ambisi", target.definisi.kode, target.daerah.kode) / 4


def _value(target: Target, example: Example, ambition: Decimal) -> Nilai:
    return proposed(
        target.definisi,
        example,
        target.daerah.kode,
        target.rakortek.tahun,
        ambition=ambition,
    )


def _middle(offer: Nilai, proposal: Nilai, target: Target) -> Nilai:
    """What was agreed: the offer where the daerah asked for more anyway, else either's value."""
    if better(target.definisi, proposal, offer):
        return proposal
    return offer if chance("sepakat", target.definisi.kode) < Decimal("0.5") else proposal


def _spoken(
    voice: Voice, nilai: Nilai, penugasan: Penugasan, at: datetime, catatan: str = ""
) -> LoadedVersion:
    return LoadedVersion(
        voice=voice,
        nilai=nilai,
        user_id=penugasan.user_id,
        penugasan_id=penugasan.pk,
        created_at=at,
        catatan=catatan,
    )


def filled_by(row: Penugasan) -> Iterator[tuple[int, int | None]]:
    """The (daerah, bidang) pairs that a penugasan fills; bidang None is makro."""
    if row.instansi.wilayah_id is None:
        return
    if row.role in OF_BAPPEDA:
        yield row.instansi.wilayah_id, None
    if row.role in OF_PD:
        for bidang in row.instansi.daftar_bidang.all():
            yield row.instansi.wilayah_id, bidang.pk
