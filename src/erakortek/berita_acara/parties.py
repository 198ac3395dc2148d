"""Who approves the Berita Acara of a session: the pengampu of its rows, the daerah, the desk."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from erakortek.accounts.enums import OF_BAPPEDA, OF_KL, OF_PD, Role
from erakortek.accounts.models import Penugasan
from erakortek.accounts.selectors import today
from erakortek.berita_acara.enums import Pihak
from erakortek.berita_acara.snapshot import Approver
from erakortek.desk.enums import JenisDesk, PeranDesk
from erakortek.desk.models import PetugasDesk, Sidang
from erakortek.desk.selectors import rows_q
from erakortek.lib.errors import DomainError
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import BidangUrusan, Instansi
from erakortek.reference.selectors import pengampu_on
from erakortek.target.models import Target


def approvers_for(sidang: Sidang) -> list[Approver]:
    """The approvers in order: PIHAK PERTAMA, PIHAK KEDUA, FASILITATOR; nobody twice.

    Raises ``DomainError`` naming the office that has nobody who could approve.
    """
    targets = Target.objects.filter(rows_q(sidang))
    if not targets.exists():
        message = "Sidang ini tidak mempunyai baris, jadi tidak ada yang dituangkan ke Berita Acara."
        raise DomainError(message)
    chosen: dict[int, tuple[Pihak, Penugasan]] = {}
    for pihak, penugasan in _candidates(sidang, targets):
        chosen.setdefault(penugasan.pk, (pihak, penugasan))
    return [
        _approver(urutan, pihak, penugasan)
        for urutan, (pihak, penugasan) in enumerate(chosen.values(), start=1)
    ]


def _candidates(sidang: Sidang, targets: QuerySet[Target]) -> Iterator[tuple[Pihak, Penugasan]]:
    bidang = list(_bidang_of(targets))
    for office, roles in _first_party(sidang, targets):
        yield Pihak.PERTAMA, _official(office, roles, bidang)
    if sidang.desk.jenis == JenisDesk.URUSAN:
        for office in _departments(sidang.daerah_id, bidang):
            yield Pihak.KEDUA, _official(office, OF_PD, bidang)
    yield Pihak.KEDUA, _official(_bappeda(sidang.daerah_id), OF_BAPPEDA, bidang)
    lead = (
        PetugasDesk.objects.filter(desk=sidang.desk, peran=PeranDesk.FASILITATOR)
        .exclude(penugasan__role=Role.BAPPENAS)
        .select_related("penugasan__user", "penugasan__instansi")
        .order_by("pk")
        .first()
    )
    if lead is None:
        message = "Desk ini belum mempunyai fasilitator; superadmin menambahkannya pada desk."
        raise DomainError(message)
    yield Pihak.FASILITATOR, lead.penugasan


def _first_party(
    sidang: Sidang, targets: QuerySet[Target]
) -> Iterator[tuple[Instansi, Iterable[Role]]]:
    rakortek = sidang.desk.rakortek
    if rakortek.is_pusat:
        indikator = targets.values_list("indikator", flat=True)
        yield from ((office, OF_KL) for office in pengampu_on(indikator, today()))
    elif sidang.desk.jenis == JenisDesk.URUSAN:
        departments = _departments(rakortek.provinsi_id, _bidang_of(targets))
        yield from ((office, OF_PD) for office in departments)
    else:
        yield _bappeda(rakortek.provinsi_id), OF_BAPPEDA


def _bidang_of(targets: QuerySet[Target]) -> QuerySet[BidangUrusan]:
    return BidangUrusan.objects.filter(daftar_indikator__daftar_target__in=targets).distinct()


def _departments(wilayah_id: int | None, bidang: Iterable[BidangUrusan]) -> QuerySet[Instansi]:
    return Instansi.objects.filter(
        jenis=JenisInstansi.PD, wilayah=wilayah_id, daftar_bidang__in=list(bidang)
    ).distinct()


def _bappeda(wilayah_id: int | None) -> Instansi:
    return Instansi.objects.get(jenis=JenisInstansi.BAPPEDA, wilayah=wilayah_id)


def _official(
    office: Instansi, roles: Iterable[Role], bidang: Iterable[BidangUrusan]
) -> Penugasan:
    """The first valid penugasan of ``office`` whose scope reaches one of ``bidang``."""
    on = today()
    official = (
        Penugasan.objects.filter(
            Q(sampai_on__isnull=True) | Q(sampai_on__gte=on),
            Q(daftar_bidang__isnull=True) | Q(daftar_bidang__in=list(bidang)),
            instansi=office,
            role__in=list(roles),
            mulai_on__lte=on,
            user__is_active=True,
        )
        .select_related("user", "instansi")
        .order_by("pk")
        .first()
    )
    if official is None:
        message = (
            f"{office.nama} belum mempunyai pejabat yang dapat menyetujui Berita Acara; "
            "terbitkan akunnya lebih dahulu."
        )
        raise DomainError(message)
    return official


def _approver(urutan: int, pihak: Pihak, penugasan: Penugasan) -> Approver:
    return Approver(
        urutan=urutan,
        pihak=pihak,
        sebutan=pihak.label,
        instansi_id=penugasan.instansi_id,
        instansi=penugasan.instansi.nama,
        penugasan_id=penugasan.pk,
        nama=penugasan.user.nama,
        jabatan=penugasan.jabatan,
        nip=penugasan.user.nip,
    )
