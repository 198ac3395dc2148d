"""Bidang urusan, K/L and the offices of the daerah: loaded from the files, made where missing."""

from collections.abc import Iterable

from erakortek.reference.enums import JenisInstansi, PeranKL
from erakortek.reference.models import BidangKL, BidangUrusan, Instansi, Wilayah
from erakortek.reference.services.files import rows_of_file
from erakortek.reference.upsert import Change, upsert

BANGDA = "BANGDA"
KEMENDAGRI = "Kementerian Dalam Negeri"


def load_bidang() -> Change:
    """The bidang urusan of the file."""
    rows = (
        BidangUrusan(
            kode=row["kode"],
            nama=row["nama"],
            nama_resmi=row["nama_resmi"],
            kategori=row["kategori"],
            ikut_rakortek=row["ikut_rakortek"] == "1",
        )
        for row in rows_of_file("bidang_urusan.csv", "bidang-urusan", "kode")
    )
    fields = ("nama", "nama_resmi", "kategori", "ikut_rakortek")
    return upsert("bidang urusan", rows, key=("kode",), fields=fields)


INSTANSI_FIELDS = ("nama", "singkatan", "jenis", "wilayah_id", "induk_id")


def load_kl() -> Change:
    """The K/L of the file, and Bangda in its ministry."""
    rows = (
        Instansi(
            kode=row["kode"], nama=row["nama"], singkatan=row["singkatan"], jenis=JenisInstansi.KL
        )
        for row in rows_of_file("kl.csv", "kl", "kode")
    )
    change = upsert("K/L", rows, key=("kode",), fields=INSTANSI_FIELDS)
    kemendagri = Instansi.objects.get(jenis=JenisInstansi.KL, nama=KEMENDAGRI)
    bangda = Instansi(
        kode=BANGDA,
        nama="Direktorat Jenderal Bina Pembangunan Daerah",
        singkatan="Ditjen Bina Pembangunan Daerah",
        jenis=JenisInstansi.BANGDA,
        induk=kemendagri,
    )
    upsert("Bangda", [bangda], key=("kode",), fields=INSTANSI_FIELDS)
    return change


def load_unit_bangda() -> Change:
    """The directorates of Bangda, as the file has them."""
    bangda = Instansi.objects.get(kode=BANGDA)
    rows = (
        Instansi(
            kode=row["kode"],
            nama=row["nama"],
            singkatan=row["singkatan"],
            jenis=JenisInstansi.UNIT_BANGDA,
            induk=bangda,
        )
        for row in rows_of_file("unit_bangda.csv", "unit-bangda", "kode")
    )
    return upsert("unit Bangda", rows, key=("kode",), fields=INSTANSI_FIELDS)


def load_bidang_kl() -> Change:
    """Which K/L is in charge of which bidang, as the file has it."""
    bidang = dict(BidangUrusan.objects.values_list("kode", "pk"))
    kl = dict(Instansi.objects.values_list("kode", "pk"))
    rows = (
        BidangKL(
            bidang_id=bidang[row["kode_bidang"]],
            instansi_id=kl[row["kode_kl"]],
            peran=PeranKL[row["peran"].upper()],
            dasar=row["dasar"],
        )
        for row in rows_of_file("bidang_kl.csv", "bidang-kl", "kode_bidang", "kode_kl")
    )
    return upsert(
        "K/L per bidang", rows, key=("bidang_id", "instansi_id"), fields=("peran", "dasar")
    )


def load_offices_of_daerah() -> list[Change]:
    """The government and the Bappeda of every daerah, and the PD of every province, where missing.

    What an office is called is for people to say once it is there. A wilayah that has ended gets
    no new ones.
    """
    wilayah = list(Wilayah.objects.filter(sampai_on__isnull=True))
    pemda = [_office(JenisInstansi.PEMDA, one) for one in wilayah]
    first = upsert("pemerintah daerah", pemda, key=("kode",), fields=())
    parents = governments()
    bappeda = [_office(JenisInstansi.BAPPEDA, one, parents) for one in wilayah]
    second = upsert("Bappeda", bappeda, key=("kode",), fields=())
    return [first, second, load_departments(one for one in wilayah if one.is_provinsi)]


def load_departments(daerah: Iterable[Wilayah]) -> Change:
    """A PD for each bidang that takes part and that none of a daerah has served yet.

    Those that are there stay as people keep them: their names, their bidang, their end.
    """
    parents = governments()
    bidang = list(BidangUrusan.objects.filter(ikut_rakortek=True))
    through = Instansi.daftar_bidang.through
    served = set(through.objects.values_list("instansi__wilayah", "bidangurusan"))
    there = set(Instansi.objects.filter(jenis=JenisInstansi.PD).values_list("kode", flat=True))
    wanted = [
        (_department(one, field, parents), field)
        for one in daerah
        for field in bidang
        if (one.pk, field.pk) not in served
    ]
    new = [(department, field) for department, field in wanted if department.kode not in there]
    Instansi.objects.bulk_create([department for department, _ in new], batch_size=2000)
    through.objects.bulk_create(
        (through(instansi_id=department.pk, bidangurusan_id=field.pk) for department, field in new),
        batch_size=2000,
    )
    return Change("perangkat daerah", len(new), 0, len(there))


def governments() -> dict[int, int]:
    """The government of each wilayah: what its other offices are part of."""
    rows = Instansi.objects.filter(jenis=JenisInstansi.PEMDA, wilayah__isnull=False)
    return {row.wilayah_id: row.pk for row in rows if row.wilayah_id}


def _office(
    jenis: JenisInstansi, daerah: Wilayah, parents: dict[int, int] | None = None
) -> Instansi:
    word = "Pemerintah" if jenis == JenisInstansi.PEMDA else "Bappeda"
    return Instansi(
        kode=f"{jenis}-{daerah.kode}",
        nama=f"{word} {_region(daerah)}",
        jenis=jenis,
        wilayah=daerah,
        induk_id=parents[daerah.pk] if parents else None,
    )


def _department(daerah: Wilayah, bidang: BidangUrusan, parents: dict[int, int]) -> Instansi:
    return Instansi(
        kode=f"PD-{daerah.kode}-{bidang.kode}",
        nama=f"Perangkat daerah bidang {bidang.nama}, {_region(daerah)}",
        jenis=JenisInstansi.PD,
        wilayah=daerah,
        induk_id=parents[daerah.pk],
    )


def _region(daerah: Wilayah) -> str:
    """As its law calls it: Provinsi Bengkulu, but Aceh and Daerah Istimewa Yogyakarta."""
    plain = not daerah.is_provinsi or daerah.nama == "Aceh" or daerah.nama.startswith("Daerah")
    return daerah.nama if plain else f"Provinsi {daerah.nama}"
