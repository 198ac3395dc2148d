"""The shapes that machines send and receive."""

from datetime import datetime

from ninja import Field, Schema

from erakortek.hasil.enums import HasilAkhir
from erakortek.hasil.rows import HasilRow
from erakortek.rakortek.enums import TingkatRakortek
from erakortek.target.enums import HasilTarget, KunciTarget, StatusTarget
from erakortek.target.models import Versi


class NilaiOut(Schema):
    """A value in the indikator's satuan: a number (bawah = atas), a range, or a pilihan."""

    bawah: str | None = Field(None, examples=["4.5"], description="Desimal sebagai teks.")
    atas: str | None = Field(None, examples=["5"], description="Desimal sebagai teks.")
    pilihan: str | None = None


class VersiOut(Schema):
    """The newest version of one voice."""

    version: int = Field(description="Kirim kembali sebagai base_version saat menulis.")
    nilai: NilaiOut
    catatan: str
    created_at: datetime

    @staticmethod
    def resolve_nilai(version: Versi) -> dict[str, str]:
        return version.nilai.as_json()


class TargetOut(Schema):
    """One target. Kode wilayah follow Kemendagri, kode bidang Permendagri 90/2019."""

    id: int
    kode_daerah: str = Field(alias="daerah.kode", examples=["11"])
    daerah: str = Field(alias="daerah.nama")
    kode_bidang: str | None = Field(None, alias="definisi.bidang.kode", examples=["1.02"])
    kode_indikator: str = Field(alias="indikator.kode", examples=["C6-004"])
    indikator: str = Field(alias="definisi.nama")
    satuan: str = Field(alias="definisi.satuan", examples=["%"])
    is_latihan: bool = Field(alias="definisi.is_latihan", description="Indikator rekaan.")
    status: StatusTarget
    hasil: HasilTarget
    kunci: KunciTarget
    urut: int
    usulan_pengampu: VersiOut | None
    usulan_daerah: VersiOut | None
    kesepakatan: VersiOut | None = Field(
        alias="disepakati", description="Kosong selama hasilnya bukan kesepakatan."
    )


class TargetPage(Schema):
    """One page of targets; ask again with ``setelah`` for those that follow."""

    rakortek: str
    is_latihan: bool
    jumlah: int
    targets: list[TargetOut]
    setelah: int | None = Field(description="Id terakhir halaman ini; null bila sudah habis.")


class FillIn(Schema):
    """A value as text, read as on the page: ``1.234,5``, ``1234.5``, ``4,5-5,0`` or a pilihan."""

    nilai: str = Field(max_length=200)
    base_version: int = Field(ge=0)
    catatan: str = Field("", max_length=2000)


class RefusalOut(Schema):
    """Why it was refused, in a sentence."""

    message: str


class HasilOut(Schema):
    """One finished result; kode, nama and satuan are those of its year."""

    tahun: int
    rakortek: str = Field(examples=["2027"], description="Kunci Rakortek, atau “impor”.")
    tingkat: TingkatRakortek
    kode_daerah: str = Field(examples=["11"])
    daerah: str
    kode_bidang: str = Field(description="Kosong untuk indikator makro.")
    indikator: str = Field(description="Kode indikator sekarang; kosong bila belum diketahui.")
    kode: str
    nama: str
    satuan: str
    acuan: NilaiOut | None
    kesepakatan: NilaiOut | None
    hasil: HasilAkhir
    nomor_ba: str
    versi: int = Field(description="Banyaknya versi kesepakatan; 0 untuk hasil impor.")
    sumber: str
    is_imported: bool
    is_latihan: bool
    kegiatan: list[str]

    @staticmethod
    def resolve_acuan(row: HasilRow) -> dict[str, str] | None:
        return row.acuan.as_json() if row.acuan else None

    @staticmethod
    def resolve_kesepakatan(row: HasilRow) -> dict[str, str] | None:
        return row.kesepakatan.as_json() if row.kesepakatan else None


class HasilPage(Schema):
    """One page of results; ask again with the next ``halaman`` while there are more."""

    jumlah: int
    halaman: int
    hasil: list[HasilOut]
    berikutnya: int | None = Field(description="Halaman berikutnya; null bila sudah habis.")
