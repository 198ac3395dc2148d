"""Invented results of earlier years, and an invented file in the shape of the export of 2021."""

import json

from erakortek.hasil.sheets import HASIL_LALU
from erakortek.intake import services

HEAD = tuple(column.label for column in HASIL_LALU.columns)
ROW = {
    "tahun": "2024",
    "tingkat": "Pusat",
    "wilayah": "11",
    "kode_asal": "IKU-01",
    "nama": "Angka rekaan",
    "indikator": "C6-004",
    "bidang": "1.02",
    "satuan": "per 100.000 kelahiran hidup",
    "acuan": "183",
    "kesepakatan": "190",
    "hasil": "Sepakat",
    "nomor_ba": "007/BA/2023",
    "sumber": "Arsip rekaan",
    "kegiatan": "",
}


def as_csv(*rows):
    """The bytes of a CSV with these rows, each but for what it says like ``ROW``."""
    lines = [";".join(HEAD)]
    lines += [";".join((ROW | row)[column.name] for column in HASIL_LALU.columns) for row in rows]
    return "\n".join(lines).encode()


def read(*rows):
    """An upload of these rows, read but not applied."""
    return services.read_now(sheet=HASIL_LALU, content=as_csv(*rows), name="hasil.csv")


def keep(*rows):
    """These rows, imported."""
    return services.apply_batch(batch_id=read(*rows).pk, actor=None, all_or_none=True)


def entry(**facts):
    """One row of the export of 2021."""
    return {
        "kode_indikator": "1.02.01",
        "nama_indikator": "Angka rekaan",
        "target_nasional": 183,
        "target_daerah": "190",
        "nama_satuan": "per 100.000 kelahiran hidup",
        "bidang": [{"kode_urusan": "P.1.02"}],
    } | facts


def export(*urusan, makro=(), **top):
    """The bytes of a file in the shape of the export of 2021."""
    document = {"indikator kinerja urusan": list(urusan), "indikator makro": list(makro)} | top
    return json.dumps(document).encode()


def read_json(content, name="ekspor.json", **told):
    """An upload of such a file, read but not applied."""
    told = {"tahun": "2021", "wilayah": "11"} | told
    return services.read_now(sheet=HASIL_LALU, content=content, name=name, told=told)
