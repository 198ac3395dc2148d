"""Who approves the Berita Acara of a session: the pengampu of its rows, the daerah, the desk.

Read once for any number of sessions (``officials_for``), so that one draft and a thousand cost the
same few queries.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from erakortek.accounts.enums import OF_BAPPEDA, OF_KL, OF_PD, Role
from erakortek.accounts.models import Penugasan
from erakortek.accounts.selectors import running_on
from erakortek.audit import context
from erakortek.berita_acara.enums import Pihak
from erakortek.desk.enums import JenisDesk, PeranDesk
from erakortek.desk.models import PetugasDesk, Sidang
from erakortek.lib import clock
from erakortek.lib.errors import DomainError
from erakortek.rakortek.selectors import acting_now
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi, Pengampu, Wilayah
from erakortek.reference.selectors import not_ended_on
from erakortek.target.models import Target


@dataclass(frozen=True, slots=True)
class Approver:
    """One official who will approve: in order, for which party, as printed."""

    urutan: int
    pihak: str
    sebutan: str
    instansi_id: int
    instansi: str
    penugasan_id: int
    nama: str
    jabatan: str
    nip: str


@dataclass(frozen=True, slots=True)
class Officials:
    """Offices and the officials who may approve for them, today."""

    pengampu: dict[int, Instansi]  # by indikator id
    departments: dict[int, list[tuple[Instansi, frozenset[int]]]]  # by wilayah id, with bidang
    bappeda: dict[int, Instansi]  # by wilayah id
    penugasan: dict[int, list[tuple[Penugasan, frozenset[int]]]]  # by instansi id, with scope
    leads: dict[int, Penugasan]  # by desk id

    def official(
        self, office: Instansi, roles: Collection[str], bidang: frozenset[int]
    ) -> Penugasan:
        """The first penugasan of ``office`` whose scope reaches one of ``bidang``.

        Raises ``DomainError`` naming the office when there is none.
        """
        for penugasan, scope in self.penugasan.get(office.pk, []):
            if penugasan.role in roles and (not scope or scope & bidang):
                return penugasan
        message = (
            f"{office.nama} belum mempunyai pejabat yang dapat menyetujui Berita Acara; "
            "terbitkan akunnya lebih dahulu."
        )
        raise DomainError(message)

    def pengampu_of(self, row: Target) -> Instansi:
        """The K/L in charge of a row today. Raises ``DomainError`` where its term has ended."""
        office = self.pengampu.get(row.indikator_id)
        if office is None:
            raise DomainError(
                f"Indikator {row.definisi.kode} tidak mempunyai K/L pengampu yang berlaku hari ini; "
                "superadmin menetapkan pengampunya pada data induk, lalu ulangi."
            )
        return office

    def bappeda_of(self, daerah: Wilayah) -> Instansi:
        """The Bappeda of a daerah today. Raises ``DomainError`` where it has ended."""
        office = self.bappeda.get(daerah.pk)
        if office is None:
            raise DomainError(
                f"Bappeda {daerah.nama} tidak ada atau sudah berakhir; perbaiki instansinya pada "
                "data induk, lalu ulangi."
            )
        return office

    def departments_of(self, wilayah_id: int | None, bidang: frozenset[int]) -> list[Instansi]:
        """The PD of a daerah that serve one of ``bidang``, by kode."""
        rows = self.departments.get(wilayah_id or 0, [])
        return [office for office, served in rows if served & bidang]


@context.as_system()  # who may approve is the same whoever drafts
def officials_for(sessions: Sequence[Sidang], rows: Iterable[Target]) -> Officials:
    """Everything about the parties of ``sessions``. Seven queries, however many sessions."""
    running = running_on(clock.today())
    pengampu = Pengampu.objects.filter(
        running,
        instansi__in=Instansi.objects.filter(not_ended_on(clock.today())),
        indikator__in={row.indikator_id for row in rows},
    ).select_related("instansi")
    places = {one.daerah_id for one in sessions} | {
        one.desk.rakortek.provinsi_id for one in sessions if one.desk.rakortek.provinsi_id
    }
    offices = Instansi.objects.filter(
        not_ended_on(clock.today()),
        wilayah__in=places,
        jenis__in=(JenisInstansi.BAPPEDA, JenisInstansi.PD),
    ).prefetch_related("daftar_bidang")
    in_charge = {row.indikator_id: row.instansi for row in pengampu}
    ids = {office.pk for office in (*in_charge.values(), *offices)}
    officials = (
        Penugasan.objects.filter(running, instansi__in=ids, user__is_active=True)
        .select_related("user", "instansi")
        .prefetch_related("daftar_bidang")
        .order_by("pk")
    )
    return Officials(
        pengampu=in_charge,
        departments=_departments(offices),
        bappeda={
            office.wilayah_id: office
            for office in offices
            if office.wilayah_id and office.jenis == JenisInstansi.BAPPEDA
        },
        penugasan=_by_office(officials),
        leads=_leads(sessions),
    )


def _departments(offices: Iterable[Instansi]) -> dict[int, list[tuple[Instansi, frozenset[int]]]]:
    found: dict[int, list[tuple[Instansi, frozenset[int]]]] = defaultdict(list)
    for office in offices:
        if office.wilayah_id and office.jenis == JenisInstansi.PD:
            served = frozenset(bidang.pk for bidang in office.daftar_bidang.all())
            found[office.wilayah_id].append((office, served))
    return found


def _by_office(
    officials: Iterable[Penugasan],
) -> dict[int, list[tuple[Penugasan, frozenset[int]]]]:
    found: dict[int, list[tuple[Penugasan, frozenset[int]]]] = defaultdict(list)
    for penugasan in officials:
        scope = frozenset(bidang.pk for bidang in penugasan.daftar_bidang.all())
        found[penugasan.instansi_id].append((penugasan, scope))
    return found


def _leads(sessions: Iterable[Sidang]) -> dict[int, Penugasan]:
    """The fasilitator of each desk who can act today; Bappenas sits there as PIHAK PERTAMA."""
    rows = (
        PetugasDesk.objects.filter(
            desk__in={one.desk_id for one in sessions},
            peran=PeranDesk.FASILITATOR,
            penugasan__in=acting_now(),
        )
        .exclude(penugasan__role=Role.BAPPENAS)
        .select_related("penugasan__user", "penugasan__instansi__induk")
        .order_by("-pk")
    )
    return {row.desk_id: row.penugasan for row in rows}


def approvers_of_session(
    sidang: Sidang, rows: Sequence[Target], officials: Officials
) -> list[Approver]:
    """The approvers in order: PIHAK PERTAMA, PIHAK KEDUA, FASILITATOR; nobody twice.

    Raises ``DomainError`` when the session has no rows, or names who could not approve.
    """
    if not rows:
        message = (
            "Sidang ini tidak mempunyai baris, jadi tidak ada yang dituangkan ke Berita Acara."
        )
        raise DomainError(message)
    chosen: dict[int, tuple[Pihak, Penugasan]] = {}
    for pihak, penugasan in _candidates(sidang, rows, officials):
        chosen.setdefault(penugasan.pk, (pihak, penugasan))
    return [
        _approver(urutan, pihak, penugasan)
        for urutan, (pihak, penugasan) in enumerate(chosen.values(), start=1)
    ]


def _candidates(
    sidang: Sidang, rows: Sequence[Target], officials: Officials
) -> Iterator[tuple[Pihak, Penugasan]]:
    bidang = frozenset(row.definisi.bidang_id for row in rows if row.definisi.bidang_id)
    for office, roles in _first_party(sidang, rows, officials, bidang):
        yield Pihak.PERTAMA, officials.official(office, roles, bidang)
    if sidang.desk.jenis == JenisDesk.URUSAN:
        for office in officials.departments_of(sidang.daerah_id, bidang):
            yield Pihak.KEDUA, officials.official(office, OF_PD, bidang)
    bappeda = officials.bappeda_of(sidang.daerah)
    yield Pihak.KEDUA, officials.official(bappeda, OF_BAPPEDA, bidang)
    if sidang.desk_id not in officials.leads:
        message = (
            "Desk ini tidak mempunyai fasilitator yang penugasannya berlaku hari ini; superadmin "
            "menempatkannya pada desk."
        )
        raise DomainError(message)
    yield Pihak.FASILITATOR, officials.leads[sidang.desk_id]


def _first_party(
    sidang: Sidang, rows: Sequence[Target], officials: Officials, bidang: frozenset[int]
) -> Iterator[tuple[Instansi, Collection[str]]]:
    provinsi = sidang.desk.rakortek.provinsi
    if provinsi is None:
        offices = {officials.pengampu_of(row) for row in rows}
        yield from ((office, OF_KL) for office in sorted(offices, key=lambda one: one.kode))
    elif sidang.desk.jenis == JenisDesk.URUSAN:
        yield from ((office, OF_PD) for office in officials.departments_of(provinsi.pk, bidang))
    else:
        yield officials.bappeda_of(provinsi), OF_BAPPEDA


def _party_of(penugasan: Penugasan) -> Instansi:
    """The office an official speaks for: Bangda, whichever of its directorates they sit in."""
    office = penugasan.instansi
    if office.jenis == JenisInstansi.UNIT_BANGDA and office.induk:
        return office.induk
    return office


def _approver(urutan: int, pihak: Pihak, penugasan: Penugasan) -> Approver:
    office = _party_of(penugasan)
    return Approver(
        urutan=urutan,
        pihak=pihak,
        sebutan=pihak.label,
        instansi_id=office.pk,
        instansi=office.nama,
        penugasan_id=penugasan.pk,
        nama=penugasan.user.nama,
        jabatan=penugasan.jabatan,
        nip=penugasan.user.nip,
    )
