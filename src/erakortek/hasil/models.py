"""Results of earlier years that were kept elsewhere. Those of our own Rakortek are read, not copied."""

from decimal import Decimal

from django.db import models
from django.db.models import Deferrable, F, Q

from erakortek.hasil.enums import IMPORTED, WITH_VALUE, HasilAkhir
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.enums import TingkatRakortek
from erakortek.reference.models import BidangUrusan, Indikator, Wilayah, one_of

SUMBER_LATIHAN = "Data latihan"
FIRST_YEAR, LAST_YEAR = 2000, 2100


def one_kind_of(field: str) -> Q:
    """Nothing, a number or a range, or words: never two of them."""
    low, high, words = f"{field}_bawah", f"{field}_atas", f"{field}_teks"
    blank = Q(**{f"{low}__isnull": True, f"{high}__isnull": True})
    numbers = Q(**{words: "", f"{low}__isnull": False, f"{high}__isnull": False})
    return blank | (numbers & Q(**{f"{low}__lte": F(high)}))


class HasilImpor(models.Model):
    """One result of one daerah in an earlier year, as its source has it.

    ``indikator`` is its identity today, where somebody has said so; ``kode_asal``, ``nama_asal`` and
    ``satuan`` are those of its own year. ``…_bawah`` = ``…_atas`` for one number, both empty for
    ``…_teks``: an option of a list, or words that nobody can read as a number. Values are in
    ``satuan``, percent as 0-100. Corrected by importing again; what stood before is in the history
    of the import. ``tingkat`` PUSAT is a province with the K/L, PROVINSI a kab/kota with its province.
    """

    tahun = models.PositiveSmallIntegerField()
    tingkat = models.CharField(max_length=12, choices=TingkatRakortek)
    wilayah = models.ForeignKey(
        Wilayah, on_delete=models.PROTECT, related_name="daftar_hasil_impor"
    )
    indikator = models.ForeignKey(
        Indikator, on_delete=models.PROTECT, null=True, related_name="daftar_hasil_impor"
    )
    kode_asal = models.CharField(max_length=60)
    nama_asal = models.TextField()
    bidang = models.ForeignKey(
        BidangUrusan, on_delete=models.PROTECT, null=True, related_name="daftar_hasil_impor"
    )
    satuan = models.CharField(max_length=80, blank=True)
    acuan_bawah = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    acuan_atas = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    acuan_teks = models.CharField(max_length=255, blank=True)
    kesepakatan_bawah = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    kesepakatan_atas = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    kesepakatan_teks = models.CharField(max_length=255, blank=True)
    hasil = models.CharField(max_length=16, choices=HasilAkhir)
    nomor_ba = models.CharField(max_length=120, blank=True)
    sumber = models.CharField(max_length=255)

    class Meta:
        ordering = ("-tahun", "bidang__kode", "kode_asal", "wilayah__kode")
        constraints = [
            models.UniqueConstraint(
                name="hasil_impor_satu_per_kode_asal",
                fields=["tahun", "tingkat", "wilayah", "kode_asal"],
            ),
            models.UniqueConstraint(
                name="hasil_impor_satu_per_indikator",
                fields=["tahun", "tingkat", "wilayah", "indikator"],
                deferrable=Deferrable.DEFERRED,  # two rows may change their indikator in one import
            ),
            one_of("tingkat", TingkatRakortek, "hasil_impor_tingkat_dikenal"),
            models.CheckConstraint(
                name="hasil_impor_hasil_dikenal",
                condition=Q(hasil__in=[one.value for one in IMPORTED]),
            ),
            models.CheckConstraint(
                name="hasil_impor_tahun_wajar",
                condition=Q(tahun__gte=FIRST_YEAR, tahun__lte=LAST_YEAR),
            ),
            models.CheckConstraint(
                name="hasil_impor_acuan_satu_jenis", condition=one_kind_of("acuan")
            ),
            models.CheckConstraint(
                name="hasil_impor_kesepakatan_satu_jenis", condition=one_kind_of("kesepakatan")
            ),
            models.CheckConstraint(
                name="hasil_impor_sesuai_kesepakatan",
                condition=Q(hasil=HasilAkhir.TIDAK_TERCATAT)
                | Q(hasil__in=[one.value for one in WITH_VALUE])
                & (Q(kesepakatan_bawah__isnull=False) | ~Q(kesepakatan_teks=""))
                | ~Q(hasil__in=[one.value for one in WITH_VALUE])
                & Q(kesepakatan_bawah__isnull=True, kesepakatan_teks=""),
            ),
            models.CheckConstraint(name="hasil_impor_bersumber", condition=~Q(sumber="")),
        ]
        indexes = [
            models.Index(name="hasil_impor_per_tahun", fields=["tahun", "tingkat", "wilayah"])
        ]

    def __str__(self) -> str:
        return f"{self.tahun} {self.wilayah_id} {self.kode_asal}"

    @property
    def acuan(self) -> Nilai | None:
        return _nilai(self.acuan_bawah, self.acuan_atas, self.acuan_teks)

    @property
    def kesepakatan(self) -> Nilai | None:
        return _nilai(self.kesepakatan_bawah, self.kesepakatan_atas, self.kesepakatan_teks)

    @property
    def is_latihan(self) -> bool:
        """Whether the figures are invented, for training."""
        return self.sumber.startswith(SUMBER_LATIHAN)


def _nilai(bawah: Decimal | None, atas: Decimal | None, teks: str) -> Nilai | None:
    return None if bawah is None and not teks else Nilai(bawah, atas, teks)


class KegiatanPendukungImpor(models.Model):
    """A program, kegiatan or RO that an earlier source names in support of a result.

    ``kelompok`` is the list of the source it stands in; ``kode`` is of the nomenclature of that year.
    """

    hasil = models.ForeignKey(HasilImpor, on_delete=models.CASCADE, related_name="daftar_kegiatan")
    urutan = models.PositiveSmallIntegerField()
    kelompok = models.CharField(max_length=60)
    kode = models.CharField(max_length=40, blank=True)
    nama = models.TextField()

    class Meta:
        ordering = ("hasil", "urutan")
        constraints = [
            models.UniqueConstraint(
                name="kegiatan_impor_satu_per_urutan", fields=["hasil", "urutan"]
            ),
            models.CheckConstraint(name="kegiatan_impor_bernama", condition=~Q(nama="")),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.kode, self.nama) if part)
