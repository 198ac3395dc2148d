"""Loading the master data from the project's data files: idempotent, and it reports what changed."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db import transaction

from erakortek.intake.selectors import keys_kept_by_people
from erakortek.intake.sheets import KEY_SIGN
from erakortek.lib import clock
from erakortek.reference.datafiles import (
    DataFile,
    decimal_or_none,
    integer_or_none,
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
from erakortek.reference.upsert import Change, upsert

BANGDA = "BANGDA"
KEMENDAGRI = "Kementerian Dalam Negeri"
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
        _load_wilayah(),
        _load_bidang(),
        _load_kl(),
        _load_bidang_kl(),
        *load_offices_of_daerah(),
        load_indikator("indikator", reference_file("indikator.csv"), is_latihan=False),
        load_pengampu(),
        _load_sub_kegiatan(),
        _load_links(),
        _load_sasaran(),
        _load_realisasi(),
    ]
    _load_editions()
    return changes


def _rows_of_file(name: str, lembar: str, *key: str) -> list[dict[str, str]]:
    """The rows of a file but those that people keep since, known by their key in the sheet."""
    kept = keys_kept_by_people(lembar)
    rows = reference_file(name).rows()
    return [row for row in rows if KEY_SIGN.join(row[column] for column in key) not in kept]


def _load_wilayah() -> Change:
    rows = _rows_of_file("wilayah.csv", "wilayah", "kode")
    fields = ("nama", "jenis", "induk_id", "ibu_kota", "zona", "penduduk", "luas_km2", "kode_bps")
    top = upsert(
        "provinsi",
        (_wilayah(row, {}) for row in rows if not row["induk"]),
        key=("kode",),
        fields=fields,
    )
    ids = dict(Wilayah.objects.values_list("kode", "pk"))
    below = upsert(
        "kabupaten/kota",
        (_wilayah(row, ids) for row in rows if row["induk"]),
        key=("kode",),
        fields=fields,
    )
    return Change(
        "wilayah", top.baru + below.baru, top.berubah + below.berubah, top.sama + below.sama
    )


def _wilayah(row: dict[str, str], ids: dict[str, int]) -> Wilayah:
    return Wilayah(
        kode=row["kode"],
        nama=row["nama"],
        jenis=row["jenis"],
        induk_id=ids.get(row["induk"]),
        ibu_kota=row["ibu_kota"],
        zona=row["zona"],
        penduduk=integer_or_none(row["penduduk"]),
        luas_km2=decimal_or_none(row["luas_km2"]),
        kode_bps=row["kode_bps"],
    )


def _load_bidang() -> Change:
    rows = (
        BidangUrusan(
            kode=row["kode"],
            nama=row["nama"],
            nama_resmi=row["nama_resmi"],
            kategori=row["kategori"],
            ikut_rakortek=row["ikut_rakortek"] == "1",
        )
        for row in _rows_of_file("bidang_urusan.csv", "bidang-urusan", "kode")
    )
    fields = ("nama", "nama_resmi", "kategori", "ikut_rakortek")
    return upsert("bidang urusan", rows, key=("kode",), fields=fields)


INSTANSI_FIELDS = ("nama", "singkatan", "jenis", "wilayah_id", "induk_id")


def _load_kl() -> Change:
    rows = (
        Instansi(
            kode=row["kode"], nama=row["nama"], singkatan=row["singkatan"], jenis=JenisInstansi.KL
        )
        for row in _rows_of_file("kl.csv", "kl", "kode")
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


def _load_bidang_kl() -> Change:
    bidang = dict(BidangUrusan.objects.values_list("kode", "pk"))
    kl = dict(Instansi.objects.values_list("kode", "pk"))
    rows = (
        BidangKL(
            bidang_id=bidang[row["kode_bidang"]],
            instansi_id=kl[row["kode_kl"]],
            peran=PeranKL[row["peran"].upper()],
            dasar=row["dasar"],
        )
        for row in _rows_of_file("bidang_kl.csv", "bidang-kl", "kode_bidang", "kode_kl")
    )
    return upsert(
        "K/L per bidang", rows, key=("bidang_id", "instansi_id"), fields=("peran", "dasar")
    )


def load_offices_of_daerah() -> list[Change]:
    """The government and the Bappeda of every daerah, and the PD of every province, where missing.

    What an office is called is for people to say once it is there.
    """
    provinces = Wilayah.objects.filter(induk__isnull=True)
    governments = [_office(JenisInstansi.PEMDA, one) for one in Wilayah.objects.all()]
    first = upsert("pemerintah daerah", governments, key=("kode",), fields=())
    parents = _governments()
    bappeda = [_office(JenisInstansi.BAPPEDA, one, parents) for one in Wilayah.objects.all()]
    second = upsert("Bappeda", bappeda, key=("kode",), fields=())
    return [first, second, load_departments(provinces)]


def load_departments(daerah: Iterable[Wilayah]) -> Change:
    """One PD per bidang that takes part, for each of ``daerah``; offices may share them later."""
    parents = _governments()
    bidang = list(BidangUrusan.objects.filter(ikut_rakortek=True))
    pairs = [(one, field) for one in daerah for field in bidang]
    departments = [_department(one, field, parents) for one, field in pairs]
    change = upsert("perangkat daerah", departments, key=("kode",), fields=())
    ids = dict(Instansi.objects.filter(jenis=JenisInstansi.PD).values_list("kode", "pk"))
    through = Instansi.daftar_bidang.through
    through.objects.bulk_create(
        (
            through(instansi_id=ids[department.kode], bidangurusan_id=field.pk)
            for department, (_, field) in zip(departments, pairs, strict=True)
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
    return change


def _governments() -> dict[int, int]:
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
    for row in _rows_of_file("realisasi.csv", "realisasi", *key):
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
