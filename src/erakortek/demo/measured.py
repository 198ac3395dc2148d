"""Invented realisasi for every indikator × daerah that has no real series."""

from collections.abc import Mapping

from erakortek.demo.figures import Example, measured
from erakortek.hasil.models import SUMBER_LATIHAN
from erakortek.reference.enums import JenisNilai, Tingkat
from erakortek.reference.models import Realisasi, Wilayah
from erakortek.reference.selectors import definisi_now

YEARS = (2023, 2024, 2025)


def invent_series(examples: Mapping[str, Example], *, districts_of: str) -> None:
    """Three years for every province, and for the kab/kota of one province (its kode)."""
    provinces = list(Wilayah.objects.filter(induk__isnull=True))
    districts = list(Wilayah.objects.filter(induk__kode=districts_of))
    real = set(Realisasi.objects.values_list("indikator", flat=True))
    invented = definisi_now().exclude(indikator__in=real).exclude(jenis_nilai=JenisNilai.PILIHAN)
    Realisasi.objects.bulk_create(
        (
            Realisasi(
                indikator_id=definisi.indikator_id,
                wilayah=daerah,
                tahun=tahun,
                nilai=measured(definisi, examples[definisi.kode], daerah.kode, tahun),
                satuan=definisi.satuan,
                sumber=SUMBER_LATIHAN,
                is_latihan=True,
            )
            for definisi in invented
            for daerah in (
                *provinces,
                *(districts if definisi.tingkat == Tingkat.KEDUANYA else ()),
            )
            for tahun in YEARS
        ),
        batch_size=5000,
    )
