"""Kinds in the master data, with the words a user reads."""

from django.db.models import TextChoices

YEARS = (1945, 2100)  # of what is measured or projected: nothing is older than the Republic


class JenisWilayah(TextChoices):
    """Level and kind of an area with its own government."""

    PROVINSI = "PROVINSI", "Provinsi"
    KABUPATEN = "KABUPATEN", "Kabupaten"
    KOTA = "KOTA", "Kota"


class JenisSuksesi(TextChoices):
    """How one wilayah came to follow another."""

    PEMEKARAN = "PEMEKARAN", "Pemekaran"
    PENGGABUNGAN = "PENGGABUNGAN", "Penggabungan"
    GANTI_KODE = "GANTI_KODE", "Ganti kode"


class JenisInstansi(TextChoices):
    """What kind of office an instansi is."""

    KL = "KL", "Kementerian/lembaga"
    UNIT_KL = "UNIT_KL", "Unit kementerian/lembaga"
    BANGDA = "BANGDA", "Ditjen Bina Pembangunan Daerah"
    UNIT_BANGDA = "UNIT_BANGDA", "Unit Ditjen Bina Pembangunan Daerah"
    PEMDA = "PEMDA", "Pemerintah daerah"
    BAPPEDA = "BAPPEDA", "Bappeda"
    PD = "PD", "Perangkat daerah"


class PeranKL(TextChoices):
    """How a K/L stands to a bidang urusan."""

    UTAMA = "UTAMA", "Utama"
    PENDUKUNG = "PENDUKUNG", "Pendukung"


class Kelompok(TextChoices):
    """Which set an indikator belongs to."""

    MAKRO = "MAKRO", "Indikator makro"
    OUTCOME = "OUTCOME", "Outcome bidang urusan"


class FormatPembahasan(TextChoices):
    """The form an indikator is discussed on (F1 makro, F2 outcome urusan)."""

    F1 = "F1", "F1 Indikator makro"
    F2 = "F2", "F2 Target outcome urusan"


class Arah(TextChoices):
    """Which way is better."""

    NAIK = "NAIK", "makin tinggi makin baik"
    TURUN = "TURUN", "makin rendah makin baik"
    RENTANG = "RENTANG", "baik di dalam rentang"


class JenisNilai(TextChoices):
    """What may be typed: one number, a number or a range, or one of a list."""

    ANGKA = "ANGKA", "Angka"
    RENTANG = "RENTANG", "Angka atau rentang"
    PILIHAN = "PILIHAN", "Pilihan"


class AturanAgregasi(TextChoices):
    """How the values of the daerah add up towards the acuan."""

    JUMLAH = "JUMLAH", "jumlah"
    RATA_RATA_TERTIMBANG = "RATA_RATA_TERTIMBANG", "rata-rata tertimbang"
    RASIO = "RASIO", "rasio"
    MIN = "MIN", "nilai terendah"
    MAKS = "MAKS", "nilai tertinggi"
    TIDAK_DIJUMLAH = "TIDAK_DIJUMLAH", "tidak digabung"


class Bobot(TextChoices):
    """What an ``RATA_RATA_TERTIMBANG`` is weighted by."""

    TANPA = "", "tanpa bobot"
    PENDUDUK = "PENDUDUK", "penduduk"


class Frekuensi(TextChoices):
    """How often an indikator is measured."""

    BULANAN = "BULANAN", "Bulanan"
    TRIWULANAN = "TRIWULANAN", "Triwulanan"
    SEMESTERAN = "SEMESTERAN", "Semesteran"
    TAHUNAN = "TAHUNAN", "Tahunan"
    LEBIH_JARANG = "LEBIH_JARANG", "Lebih jarang dari setahun sekali"


class CaraPadanan(TextChoices):
    """How a successor in the next version of the nomenclature was found."""

    KODE = "KODE", "Kode sama"
    NAMA = "NAMA", "Nama mirip"
    ORANG = "ORANG", "Dipilih orang"


class JenisPrioritas(TextChoices):
    """What kind of national priority."""

    ASTA_CITA = "ASTA_CITA", "Asta Cita"
    PN = "PN", "Prioritas nasional"
    PP = "PP", "Program prioritas"
    KP = "KP", "Kegiatan prioritas"
    PROP = "PROP", "Proyek prioritas"
    PRO_SN = "PRO_SN", "Program strategis nasional"
    PROYEK = "PROYEK", "Proyek program strategis nasional"
    MAJOR_PROJECT = "MAJOR_PROJECT", "Major project"
    TEMATIK = "TEMATIK", "Tematik"
    SPM = "SPM", "Standar pelayanan minimal"


PRIORITAS_ABOVE = {
    JenisPrioritas.PP: JenisPrioritas.PN,
    JenisPrioritas.KP: JenisPrioritas.PP,
    JenisPrioritas.PROP: JenisPrioritas.KP,
    JenisPrioritas.PROYEK: JenisPrioritas.PRO_SN,
}  # which kind a kind belongs to; the others belong to none


class Tingkat(TextChoices):
    """At which level of government an indikator has targets."""

    PROVINSI = "PROVINSI", "Provinsi"
    KABKOTA = "KABKOTA", "Kabupaten/kota"
    KEDUANYA = "KEDUANYA", "Provinsi dan kabupaten/kota"
