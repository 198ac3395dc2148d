"""Loading the master data from the project's data files: idempotent, and it reports what changed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import transaction

from erakortek.lib import clock
from erakortek.reference.datafiles import reference_file
from erakortek.reference.enums import Kelompok
from erakortek.reference.models import DefinisiIndikator, Edisi, Realisasi, SasaranRpjmn, Wilayah
from erakortek.reference.selectors import definisi_now
from erakortek.reference.services.files import rows_of_file
from erakortek.reference.services.indikator import (
    load_indikator,
    load_pengampu,
    load_sub_kegiatan,
)
from erakortek.reference.services.offices import (
    load_bidang,
    load_bidang_kl,
    load_kl,
    load_offices_of_daerah,
    load_unit_bangda,
)
from erakortek.reference.services.places import load_suksesi, load_wilayah
from erakortek.reference.services.plans import load_plans
from erakortek.reference.upsert import Change, upsert

LABELLED = "explicit_label"


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
        load_unit_bangda(),
        load_bidang_kl(),
        *load_offices_of_daerah(),
        *load_plans(),
        load_sub_kegiatan(),
        load_indikator("indikator", reference_file("indikator.csv"), is_latihan=False),
        load_pengampu(),
        _load_sasaran(),
        _load_realisasi(),
    ]
    _load_editions()
    return changes


def _load_sasaran() -> Change:
    wilayah, indikator = _keys()
    rows = (
        SasaranRpjmn(
            wilayah_id=wilayah[row["kode_wilayah"]],
            indikator_id=indikator[row["kode_indikator"]].indikator_id,
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
            indikator_id=indikator[row["kode_indikator"]].indikator_id,
            tahun=int(row["tahun"]),
            nilai=Decimal(row["nilai"]),
            satuan=indikator[row["kode_indikator"]].satuan,
            sumber=f"{row['sumber']}{note}",
        )


def _keys() -> tuple[dict[str, int], dict[str, DefinisiIndikator]]:
    wilayah = dict(Wilayah.objects.values_list("kode", "pk"))
    makro = definisi_now().filter(kelompok=Kelompok.MAKRO).select_related("indikator")
    return wilayah, {one.indikator.kode: one for one in makro}


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
