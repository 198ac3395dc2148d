"""The invented people of the demo world. Their names are made up; so is every NIP."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path

from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan, User
from erakortek.reference.datafiles import DataFile
from erakortek.reference.enums import JenisInstansi, PeranKL
from erakortek.reference.models import BidangKL, BidangUrusan, Instansi
from erakortek.reference.services import BANGDA

FOLDER = Path(__file__).parent / "data"
SINCE = date(2025, 1, 1)
NIP = "00000000 000000 0 {:03}"

Account = tuple[User, Penugasan, Sequence[BidangUrusan]]


@dataclass
class People:
    """Hands out invented people, one after the other, always in the same order."""

    names: Iterator[str]
    count: int = 0

    def account(
        self,
        username: str,
        role: Role,
        instansi: Instansi,
        jabatan: str,
        scope: Sequence[BidangUrusan] = (),
    ) -> Account:
        """A new person with one penugasan."""
        self.count += 1
        user = User(username=username, nama=next(self.names), nip=NIP.format(self.count))
        penugasan = Penugasan(role=role, instansi=instansi, jabatan=jabatan, mulai_on=SINCE)
        return user, penugasan, scope


def people() -> People:
    """The invented names, round and round."""
    names = [row["nama"] for row in DataFile(FOLDER / "nama_orang.csv").rows()]
    return People(cycle(names))


def accounts() -> list[Account]:
    """Every account of the demo world."""
    source = people()
    return [*_centre(source), *_ministries(source), *_regions(source), *_approver(source)]


def _approver(source: People) -> Iterator[Account]:
    """The second person without whom no set of indikator is approved."""
    yield source.account(
        "superadmin2", Role.SUPERADMIN, _unit("PEIPD"), "Kepala Subdirektorat PEIPD"
    )


def _unit(kode: str) -> Instansi:
    """A directorate of Bangda."""
    return Instansi.objects.get(kode=f"{BANGDA}-{kode}")


def _centre(source: People) -> Iterator[Account]:
    bangda = Instansi.objects.get(kode=BANGDA)
    bappenas = Instansi.objects.get(jenis=JenisInstansi.KL, singkatan="Bappenas")
    yield source.account("superadmin", Role.SUPERADMIN, _unit("PEIPD"), "Direktur PEIPD")
    yield source.account("fasilitator", Role.FASILITATOR, _unit("SUPD-III"), "Direktur SUPD III")
    yield source.account("notulis", Role.NOTULIS, _unit("SUPD-III"), "Analis kebijakan")
    yield source.account("bappenas", Role.BAPPENAS, bappenas, "Direktur Pembangunan Daerah")
    yield source.account("pimpinan", Role.PIMPINAN, bangda, "Direktur Jenderal")
    yield source.account("pemantau", Role.PEMANTAU, bangda, "Pemantau")
    yield source.account("auditor", Role.AUDITOR, bangda, "Auditor madya")


def _ministries(source: People) -> Iterator[Account]:
    rows = BidangKL.objects.filter(peran=PeranKL.UTAMA).select_related("bidang", "instansi")
    for row in rows:
        yield source.account(
            f"kl.{row.bidang.kode}",
            Role.ADMIN_KL,
            row.instansi,
            f"Kepala Biro Perencanaan, {row.instansi.sebutan}",
            [row.bidang],
        )


def _regions(source: People) -> Iterator[Account]:
    offices = (
        Instansi.objects.filter(jenis__in=(JenisInstansi.BAPPEDA, JenisInstansi.PD))
        .select_related("wilayah")
        .prefetch_related("daftar_bidang")
        .order_by("wilayah__kode", "kode")
    )
    with_departments = set(
        Instansi.objects.filter(jenis=JenisInstansi.PD).values_list("wilayah", flat=True)
    )
    for office in offices:
        if office.wilayah and office.wilayah_id in with_departments:
            yield _regional(source, office)


def _regional(source: People, office: Instansi) -> Account:
    daerah = office.wilayah
    if daerah is None:
        message = f"{office.kode} belongs to no daerah"
        raise ValueError(message)
    if office.jenis == JenisInstansi.BAPPEDA:
        role = Role.BAPPEDA_PROVINSI if daerah.is_provinsi else Role.BAPPEDA_KABKOTA
        return source.account(f"bappeda.{daerah.kode}", role, office, f"Kepala {office.nama}")
    role = Role.PD_PROVINSI if daerah.is_provinsi else Role.PD_KABKOTA
    (bidang,) = office.daftar_bidang.all()
    username = f"pd.{daerah.kode}.{bidang.kode}"
    return source.account(username, role, office, f"Kepala perangkat daerah bidang {bidang.nama}")
