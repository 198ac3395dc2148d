"""Loading the master data from the project's data files: idempotent, and it reports what changed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import transaction

from erakortek.lib import clock
from erakortek.reference.datafiles import (
    DataFile,
    decimal_or_none,
    reference_file,
)
from erakortek.reference.enums import (
    JenisInstansi,
    Kelompok,
    PeranKL,
    Tingkat,
)
from erakortek.reference.models import (
    BidangKL,
    BidangUrusan,
    Edisi,
    Indikator,
    Instansi,
    Pengampu,
    Realisasi,
    SasaranRpjmn,
    SubKegiatan,
    Wilayah,
)
from erakortek.reference.services.files import rows_of_file
from erakortek.reference.services.offices import (
    load_bidang,
    load_bidang_kl,
    load_kl,
    load_offices_of_daerah,
)
from erakortek.reference.services.places import load_suksesi, load_wilayah
from erakortek.reference.services.plans import load_plans
from erakortek.reference.upsert import Change, upsert

BAPPENAS = "Kementerian Perencanaan Pembangunan Nasional"
PENGAMPU_SINCE = date(2025, 1, 1)  # the term of RPJMN 2025-2029 begins
LABELLED = "explicit_label"

INDIKATOR_FIELDS = (
    "nama",
    "outcome",
    "bidang_id",
    "kelompok",
    "format",
    "satuan",
    "arah",
    "jenis_nilai",
    "pilihan",
    "aturan_agregasi",
    "bobot",
    "batas_bawah",
    "batas_atas",
    "tingkat",
    "sumber",
    "catatan",
    "is_latihan",
)


@transaction.atomic
def load_reference() -> list[Change]:
    """Bring all master data to what the files under ``reference/data`` say.

    Rows that people have added or mended since are left as they are.
    """
    changes = [
        load_wilayah(),
        load_suksesi(),
        load_bidang(),
        load_kl(),
        load_bidang_kl(),
        *load_offices_of_daerah(),
        *load_plans(),
        load_indikator("indikator", reference_file("indikator.csv"), is_latihan=False),
        load_pengampu(),
        _load_sub_kegiatan(),
        _load_links(),
        _load_sasaran(),
        _load_realisasi(),
    ]
    _load_editions()
    return changes


def load_indikator(nama: str, file: DataFile, *, is_latihan: bool) -> Change:
    """The indikator of one data file, in the columns of ``reference/data/indikator.csv``."""
    bidang = dict(BidangUrusan.objects.values_list("kode", "pk"))
    rows = (_indikator(row, bidang, is_latihan=is_latihan) for row in file.rows())
    return upsert(nama, rows, key=("kode",), fields=INDIKATOR_FIELDS)


def _indikator(row: dict[str, str], bidang: dict[str, int], *, is_latihan: bool) -> Indikator:
    return Indikator(
        kode=row["kode"],
        nama=row["nama"],
        outcome=row["outcome"],
        bidang_id=bidang.get(row["kode_bidang"]),
        kelompok=row["kelompok"],
        format=row["format"],
        satuan=row["satuan"],
        arah=row["arah"],
        jenis_nilai=row["jenis_nilai"],
        pilihan=[choice for choice in row["pilihan"].split("|") if choice],
        aturan_agregasi=row["aturan_agregasi"],
        bobot=row["bobot"],
        batas_bawah=decimal_or_none(row["batas_bawah"]),
        batas_atas=decimal_or_none(row["batas_atas"]),
        tingkat=row["tingkat"],
        sumber=row["sumber"],
        catatan=row["catatan"],
        is_latihan=is_latihan,
    )


def load_pengampu() -> Change:
    """Who has none gets the ``utama`` K/L of its bidang, makro gets Bappenas; others stay."""
    utama = dict(
        BidangKL.objects.filter(peran=PeranKL.UTAMA).values_list("bidang_id", "instansi_id")
    )
    bappenas = Instansi.objects.get(jenis=JenisInstansi.KL, nama__startswith=BAPPENAS)
    without = Indikator.objects.filter(daftar_pengampu__isnull=True)
    made = Pengampu.objects.bulk_create(
        Pengampu(
            indikator=indikator,
            instansi_id=utama[indikator.bidang_id] if indikator.bidang_id else bappenas.pk,
            mulai_on=PENGAMPU_SINCE,
        )
        for indikator in without
    )
    return Change("pengampu", len(made), 0, Indikator.objects.count() - len(made))


def _load_sub_kegiatan() -> Change:
    rows = (
        SubKegiatan(
            kode=row["kode"],
            tingkat=Tingkat[row["tingkat"]],
            nama=row["nama"],
            satuan=row["satuan"],
            ada_di_nomenklatur=row["ada_di_nomenklatur"] == "1",
        )
        for row in reference_file("sub_kegiatan.csv").rows()
    )
    fields = ("nama", "satuan", "ada_di_nomenklatur")
    return upsert("sub kegiatan", rows, key=("kode", "tingkat"), fields=fields)


def _load_links() -> Change:
    indikator = dict(Indikator.objects.values_list("kode", "pk"))
    sub_kegiatan = dict(
        SubKegiatan.objects.filter(tingkat=Tingkat.PROVINSI).values_list("kode", "pk")
    )
    through = Indikator.daftar_sub_kegiatan.through
    rows = [
        through(
            indikator_id=indikator[row["kode_indikator"]],
            subkegiatan_id=sub_kegiatan[row["kode_sub_kegiatan"]],
        )
        for row in reference_file("indikator_sub_kegiatan.csv").rows()
    ]
    before = through.objects.count()
    through.objects.bulk_create(rows, ignore_conflicts=True)
    new = through.objects.count() - before
    return Change("tautan sub kegiatan", new, 0, len(rows) - new)


def _load_sasaran() -> Change:
    wilayah, indikator = _keys()
    rows = (
        SasaranRpjmn(
            wilayah_id=wilayah[row["kode_wilayah"]],
            indikator_id=indikator[row["kode_indikator"]],
            tahun=int(row["tahun"]),
            bawah=Decimal(row["bawah"]),
            atas=Decimal(row["atas"]),
            is_terverifikasi=row["keyakinan"] == LABELLED,
            sumber=row["sumber"],
        )
        for row in reference_file("sasaran_rpjmn.csv").rows()
    )
    return upsert(
        "sasaran RPJMN",
        rows,
        key=("wilayah_id", "indikator_id", "tahun"),
        fields=("bawah", "atas", "is_terverifikasi", "sumber"),
    )


def _load_realisasi() -> Change:
    return upsert(
        "realisasi",
        _realisasi_rows(),
        key=("wilayah_id", "indikator_id", "tahun"),
        fields=("nilai", "sumber"),
        within=Realisasi.objects.filter(is_latihan=False),
    )


def _realisasi_rows() -> Iterator[Realisasi]:
    wilayah, indikator = _keys()
    key = ("kode_indikator", "kode_wilayah", "tahun")
    for row in rows_of_file("realisasi.csv", "realisasi", *key):
        note = f" ({row['catatan']})" if row["catatan"] else ""
        yield Realisasi(
            wilayah_id=wilayah[row["kode_wilayah"]],
            indikator_id=indikator[row["kode_indikator"]],
            tahun=int(row["tahun"]),
            nilai=Decimal(row["nilai"]),
            sumber=f"{row['sumber']}{note}",
        )


def _keys() -> tuple[dict[str, int], dict[str, int]]:
    wilayah = dict(Wilayah.objects.values_list("kode", "pk"))
    makro = Indikator.objects.filter(kelompok=Kelompok.MAKRO)
    return wilayah, dict(makro.values_list("kode", "pk"))


def _load_editions() -> None:
    for row in reference_file("edisi.csv").rows():
        file = reference_file(row["berkas"])
        Edisi.objects.update_or_create(
            berkas=row["berkas"],
            defaults={
                "regulasi": f"{row['regulasi']}. {row['keterangan']}",
                "berlaku_on": date.fromisoformat(row["tanggal"]) if row["tanggal"] else None,
                "sha256": file.sha256,
                "loaded_at": clock.now(),
            },
        )
