"""Master data as the regulations give it. Loaded by ``reference.loading``, never by migration."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from erakortek.lib.dates_id import Zona
from erakortek.reference.enums import (
    Arah,
    AturanAgregasi,
    Bobot,
    FormatPembahasan,
    JenisInstansi,
    JenisNilai,
    JenisWilayah,
    Kelompok,
    PeranKL,
    Tingkat,
)


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The constraint that ``field`` holds one of ``choices``; the database refuses the rest."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": choices.values}))


class Edisi(models.Model):
    """One data file as it was loaded: which regulation it follows, and the hash of its bytes."""

    berkas = models.CharField(max_length=64, unique=True)
    regulasi = models.TextField()
    berlaku_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.berkas}: {self.regulasi}"


class Wilayah(models.Model):
    """A province, kabupaten or kota. ``kode`` is Kemendagri's ("11", "11.01"), not BPS's.

    ``penduduk`` in persons, ``luas_km2`` in km². Source: Kepmendagri 300.2.2-2138/2025.
    """

    kode = models.CharField(max_length=8, unique=True)
    nama = models.CharField(max_length=120)
    jenis = models.CharField(max_length=16, choices=JenisWilayah)
    induk = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="daftar_wilayah"
    )
    ibu_kota = models.CharField(max_length=120, blank=True)
    zona = models.CharField(max_length=4, choices=[(zona.value, zona.value) for zona in Zona])
    penduduk = models.PositiveIntegerField(null=True)
    luas_km2 = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    kode_bps = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ("kode",)
        constraints = [
            one_of("jenis", JenisWilayah, "wilayah_jenis_dikenal"),
            models.CheckConstraint(
                name="wilayah_hanya_provinsi_tanpa_induk",
                condition=Q(jenis=JenisWilayah.PROVINSI, induk__isnull=True)
                | (~Q(jenis=JenisWilayah.PROVINSI) & Q(induk__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def is_provinsi(self) -> bool:
        return self.jenis == JenisWilayah.PROVINSI


class BidangUrusan(models.Model):
    """A field of government affairs, e.g. 1.02 Kesehatan. Source: UU 23/2014 Lampiran."""

    kode = models.CharField(max_length=8, unique=True)
    nama = models.CharField(max_length=160)
    nama_resmi = models.CharField(max_length=255)
    kategori = models.CharField(max_length=40)
    ikut_rakortek = models.BooleanField(default=False)

    class Meta:
        ordering = ("kode",)

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class Instansi(models.Model):
    """An office: a K/L, Bangda, a regional government, its Bappeda or one of its PD.

    ``wilayah`` is the daerah an office of a region belongs to. A PD serves one or more bidang
    urusan and a bidang may be shared by several PD.
    """

    kode = models.CharField(max_length=40, unique=True)
    nama = models.CharField(max_length=255)
    singkatan = models.CharField(max_length=60, blank=True)
    jenis = models.CharField(max_length=16, choices=JenisInstansi)
    wilayah = models.ForeignKey(
        Wilayah, on_delete=models.PROTECT, null=True, related_name="daftar_instansi"
    )
    induk = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="daftar_instansi"
    )
    daftar_bidang = models.ManyToManyField(BidangUrusan, related_name="daftar_pd", blank=True)

    class Meta:
        ordering = ("kode",)
        constraints = [
            one_of("jenis", JenisInstansi, "instansi_jenis_dikenal"),
            models.CheckConstraint(
                name="instansi_daerah_punya_wilayah",
                condition=Q(
                    jenis__in=[JenisInstansi.KL, JenisInstansi.BANGDA], wilayah__isnull=True
                )
                | Q(
                    jenis__in=[JenisInstansi.PEMDA, JenisInstansi.BAPPEDA, JenisInstansi.PD],
                    wilayah__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def sebutan(self) -> str:
        """The short name where there is one."""
        return self.singkatan or self.nama


class BidangKL(models.Model):
    """A K/L in charge of a bidang urusan, as ``utama`` or ``pendukung``.

    Compiled from the mandates of the K/L, not an official list: editable. ``dasar`` says so.
    """

    bidang = models.ForeignKey(BidangUrusan, on_delete=models.CASCADE, related_name="daftar_kl")
    instansi = models.ForeignKey(
        Instansi, on_delete=models.CASCADE, related_name="daftar_bidang_kl"
    )
    peran = models.CharField(max_length=16, choices=PeranKL)
    dasar = models.TextField(blank=True)

    class Meta:
        ordering = ("bidang__kode", "-peran", "instansi__kode")
        constraints = [
            one_of("peran", PeranKL, "bidang_kl_peran_dikenal"),
            models.UniqueConstraint(name="bidang_kl_sekali", fields=["bidang", "instansi"]),
        ]

    def __str__(self) -> str:
        return f"{self.bidang_id} {self.peran} {self.instansi_id}"


class SubKegiatan(models.Model):
    """A sub kegiatan of the nomenclature that an indikator links to; key = (kode, tingkat).

    Source: nomenclature of 2027 (Permendagri 90/2019 and its updates).
    """

    kode = models.CharField(max_length=24)
    tingkat = models.CharField(max_length=16, choices=Tingkat)
    nama = models.TextField()
    satuan = models.CharField(max_length=120, blank=True)
    ada_di_nomenklatur = models.BooleanField(default=True)

    class Meta:
        ordering = ("kode", "tingkat")
        constraints = [
            models.UniqueConstraint(
                name="sub_kegiatan_satu_per_tingkat", fields=["kode", "tingkat"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class VersiNomenklatur(models.Model):
    """One numbered edition of the nomenclature; ``berlaku_on`` is empty while it is prepared."""

    nomor = models.PositiveIntegerField(unique=True)
    regulasi = models.CharField(max_length=255, blank=True)
    berlaku_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-nomor",)

    def __str__(self) -> str:
        return f"Nomenklatur versi {self.nomor}"


class Nomenklatur(models.Model):
    """A bidang, program, kegiatan or sub kegiatan in one edition; key = (kode, tingkat).

    The number of parts of ``kode`` says which: 2, 3, 5 or 6. ``kinerja``, ``indikator`` and
    ``satuan`` belong to a sub kegiatan. Source: Permendagri 90/2019 and its updates.
    """

    versi = models.ForeignKey(
        VersiNomenklatur, on_delete=models.PROTECT, related_name="daftar_nomenklatur"
    )
    kode = models.CharField(max_length=24)
    tingkat = models.CharField(max_length=16, choices=Tingkat)
    nama = models.TextField()
    kinerja = models.TextField(blank=True)
    indikator = models.TextField(blank=True)
    satuan = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("versi", "kode", "tingkat")
        constraints = [
            models.UniqueConstraint(
                name="nomenklatur_satu_per_tingkat", fields=["versi", "kode", "tingkat"]
            ),
            models.CheckConstraint(
                name="nomenklatur_tingkat_dikenal",
                condition=Q(tingkat__in=[Tingkat.PROVINSI, Tingkat.KABKOTA]),
            ),
        ]
        indexes = [GinIndex(OpClass("nama", name="gin_trgm_ops"), name="nomenklatur_nama_trigram")]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class Indikator(models.Model):
    """What is measured. Values are in ``satuan``; a percent is 0-100, never 0-1.

    ``bidang`` is empty for an indikator makro. ``aturan_agregasi`` says how the daerah add up to
    the acuan; ratios and indices are ``TIDAK_DIJUMLAH`` unless a weight is declared. ``batas_…``
    are physical limits (a percent lies in 0-100), not plausibility. ``is_latihan`` marks invented
    indicators of the demo world. Source: Permendagri 14/2026 Tabel C-6; Perpres 12/2025 (makro).
    """

    kode = models.CharField(max_length=24, unique=True)
    nama = models.TextField()
    outcome = models.TextField(blank=True)
    bidang = models.ForeignKey(
        BidangUrusan, on_delete=models.PROTECT, null=True, related_name="daftar_indikator"
    )
    kelompok = models.CharField(max_length=16, choices=Kelompok)
    format = models.CharField(max_length=4, choices=FormatPembahasan)
    satuan = models.CharField(max_length=80)
    arah = models.CharField(max_length=16, choices=Arah)
    jenis_nilai = models.CharField(max_length=16, choices=JenisNilai)
    pilihan = models.JSONField(default=list)
    aturan_agregasi = models.CharField(max_length=24, choices=AturanAgregasi)
    bobot = models.CharField(max_length=16, choices=Bobot, blank=True)
    batas_bawah = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    batas_atas = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    tingkat = models.CharField(max_length=16, choices=Tingkat)
    sumber = models.TextField(blank=True)
    catatan = models.TextField(blank=True)
    is_latihan = models.BooleanField(default=False)
    daftar_sub_kegiatan = models.ManyToManyField(SubKegiatan, related_name="daftar_indikator")

    class Meta:
        ordering = ("kode",)
        constraints = [
            one_of("kelompok", Kelompok, "indikator_kelompok_dikenal"),
            one_of("arah", Arah, "indikator_arah_dikenal"),
            one_of("jenis_nilai", JenisNilai, "indikator_jenis_nilai_dikenal"),
            one_of("aturan_agregasi", AturanAgregasi, "indikator_aturan_dikenal"),
            one_of("tingkat", Tingkat, "indikator_tingkat_dikenal"),
            models.CheckConstraint(
                name="indikator_rata_rata_berbobot",
                condition=~Q(aturan_agregasi=AturanAgregasi.RATA_RATA_TERTIMBANG) | ~Q(bobot=""),
            ),
            models.CheckConstraint(
                name="indikator_makro_tanpa_bidang",
                condition=Q(kelompok=Kelompok.MAKRO, bidang__isnull=True)
                | Q(kelompok=Kelompok.OUTCOME, bidang__isnull=False),
            ),
            models.CheckConstraint(
                name="indikator_pilihan_ada_daftarnya",
                condition=Q(jenis_nilai=JenisNilai.PILIHAN) & ~Q(pilihan=[])
                | ~Q(jenis_nilai=JenisNilai.PILIHAN) & Q(pilihan=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class Pengampu(models.Model):
    """The K/L in charge of an indikator, from ``mulai_on`` until ``sampai_on`` (open if empty).

    By default the ``utama`` K/L of its bidang; only the pengampu sets the acuan.
    """

    indikator = models.ForeignKey(
        Indikator, on_delete=models.CASCADE, related_name="daftar_pengampu"
    )
    instansi = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="daftar_pengampuan"
    )
    mulai_on = models.DateField()
    sampai_on = models.DateField(null=True)

    class Meta:
        ordering = ("indikator__kode", "mulai_on")
        constraints = [
            models.UniqueConstraint(
                name="pengampu_satu_yang_berjalan",
                fields=["indikator"],
                condition=Q(sampai_on__isnull=True),
            ),
            models.CheckConstraint(
                name="pengampu_mulai_sebelum_sampai",
                condition=Q(sampai_on__isnull=True) | Q(sampai_on__gte=F("mulai_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator_id} diampu {self.instansi_id}"


class Realisasi(models.Model):
    """What was measured: one indikator, one wilayah, one year, in ``indikator.satuan``.

    Source per row (BPS). ``is_latihan`` marks an invented figure of the demo world.
    """

    indikator = models.ForeignKey(
        Indikator, on_delete=models.CASCADE, related_name="daftar_realisasi"
    )
    wilayah = models.ForeignKey(Wilayah, on_delete=models.PROTECT, related_name="daftar_realisasi")
    tahun = models.PositiveSmallIntegerField()
    nilai = models.DecimalField(max_digits=24, decimal_places=6)
    sumber = models.CharField(max_length=255)
    is_latihan = models.BooleanField(default=False)

    class Meta:
        ordering = ("indikator", "wilayah", "tahun")
        constraints = [
            models.UniqueConstraint(
                name="realisasi_satu_per_tahun", fields=["indikator", "wilayah", "tahun"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.indikator_id} {self.wilayah_id} {self.tahun}: {self.nilai}"


class SasaranRpjmn(models.Model):
    """The target of the RPJMN for a province, for 2025 or 2029 only: nothing is interpolated.

    ``bawah`` = ``atas`` for one number. ``is_terverifikasi`` only where the source labels the
    figure; otherwise it is shown as "belum diverifikasi". Source: Perpres 12/2025 Bab IV.
    """

    indikator = models.ForeignKey(
        Indikator, on_delete=models.CASCADE, related_name="daftar_sasaran_rpjmn"
    )
    wilayah = models.ForeignKey(Wilayah, on_delete=models.PROTECT, related_name="daftar_sasaran")
    tahun = models.PositiveSmallIntegerField()
    bawah = models.DecimalField(max_digits=24, decimal_places=6)
    atas = models.DecimalField(max_digits=24, decimal_places=6)
    is_terverifikasi = models.BooleanField()
    sumber = models.CharField(max_length=160)

    class Meta:
        ordering = ("indikator", "wilayah", "tahun")
        constraints = [
            models.UniqueConstraint(
                name="sasaran_rpjmn_satu_per_tahun", fields=["indikator", "wilayah", "tahun"]
            ),
            models.CheckConstraint(
                name="sasaran_rpjmn_bawah_tidak_di_atas", condition=Q(bawah__lte=F("atas"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator_id} {self.wilayah_id} {self.tahun}: {self.bawah}-{self.atas}"
