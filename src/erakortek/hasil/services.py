"""Keeping results of earlier years; called inside the transaction of an import, compared there."""

from collections.abc import Sequence
from decimal import Decimal

from erakortek.hasil import kegiatan
from erakortek.hasil.models import HasilImpor, KegiatanPendukungImpor
from erakortek.intake.columns import nilai_of
from erakortek.intake.sheets import Keeper, Values
from erakortek.reference.models import BidangUrusan, Indikator, Wilayah
from erakortek.reference.upsert import upsert

KEY = ("tahun", "tingkat", "wilayah_id", "kode_asal")
FIELDS = (
    "indikator_id", "nama_asal", "bidang_id", "satuan",
    "acuan_bawah", "acuan_atas", "acuan_teks",
    "kesepakatan_bawah", "kesepakatan_atas", "kesepakatan_teks",
    "hasil", "nomor_ba", "sumber",
)  # fmt: skip


def keep_hasil(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add results of earlier years and mend them, each with its supporting kegiatan."""
    kodes = _Kodes()
    years = {int(row["tahun"]) for row in rows}
    within = HasilImpor.objects.filter(tahun__in=years)
    upsert(
        "hasil tahun lalu",
        (kodes.hasil(row) for row in rows),
        key=KEY,
        fields=FIELDS,
        within=within,
    )
    _keep_kegiatan(rows, years)


class _Kodes:
    """The ids behind the kode of a row, read once per import."""

    def __init__(self) -> None:
        self.wilayah = dict(Wilayah.objects.values_list("kode", "pk"))
        self.indikator = dict(Indikator.objects.values_list("kode", "pk"))
        self.bidang = dict(BidangUrusan.objects.values_list("kode", "pk"))

    def hasil(self, row: Values) -> HasilImpor:
        """The result that a row of the sheet says."""
        return HasilImpor(
            tahun=int(row["tahun"]),
            tingkat=row["tingkat"],
            wilayah_id=self.wilayah[row["wilayah"]],
            kode_asal=row["kode_asal"],
            indikator_id=self.indikator.get(row["indikator"]),
            nama_asal=row["nama"],
            bidang_id=self.bidang.get(row["bidang"]),
            satuan=row["satuan"],
            hasil=row["hasil"],
            nomor_ba=row["nomor_ba"],
            sumber=row["sumber"],
            **_value("acuan", row["acuan"]),
            **_value("kesepakatan", row["kesepakatan"]),
        )


def _value(field: str, text: str) -> dict[str, Decimal | str | None]:
    nilai = nilai_of(text) if text else None
    return {
        f"{field}_bawah": nilai.bawah if nilai else None,
        f"{field}_atas": nilai.atas if nilai else None,
        f"{field}_teks": nilai.pilihan if nilai else "",
    }


def _keep_kegiatan(rows: Sequence[Values], years: set[int]) -> None:
    """The list of a row is replaced as a whole; the one before is in the history of the import."""
    keys = ("tahun", "tingkat", "wilayah__kode", "kode_asal")
    found = HasilImpor.objects.filter(tahun__in=years).order_by().values_list(*keys, "pk")
    ids = {(str(tahun), *rest): pk for tahun, *rest, pk in found}
    wanted = {
        ids[row["tahun"], row["tingkat"], row["wilayah"], row["kode_asal"]]: row["kegiatan"]
        for row in rows
    }
    KegiatanPendukungImpor.objects.filter(hasil__in=wanted).delete()
    KegiatanPendukungImpor.objects.bulk_create(
        (
            KegiatanPendukungImpor(hasil_id=pk, urutan=urutan, **item._asdict())
            for pk, cell in wanted.items()
            for urutan, item in enumerate(kegiatan.read(cell), start=1)
        ),
        batch_size=2000,
    )
