"""What a Berita Acara says, frozen: every fact of the closed session as plain JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from erakortek.accounts.actor import Actor
from erakortek.audit.services import GENESIS, head_hashes
from erakortek.berita_acara.parties import Approver
from erakortek.desk.enums import JenisDesk
from erakortek.desk.models import Keputusan, Sidang
from erakortek.desk.selectors import newest_keputusan_of, rows_of_sessions
from erakortek.reference.selectors import Capaian, series_of
from erakortek.target.enums import AGREED, StatusTarget, Voice
from erakortek.target.models import AcuanVersion, Target, Versi
from erakortek.target.selectors import acuan_heads
from erakortek.target.services.change import stream_of

SCHEMA = 1
LEGAL_BASIS = (
    (
        "Pasal 258 ayat (3) dan Pasal 259 ayat (1) dan ayat (2) Undang-Undang Nomor 23 Tahun 2014 "
        "tentang Pemerintahan Daerah"
    ),
    (
        "Peraturan Pemerintah Nomor 17 Tahun 2017 tentang Sinkronisasi Proses Perencanaan dan "
        "Penganggaran Pembangunan Nasional"
    ),
    "Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017",
)


@dataclass(frozen=True, slots=True)
class Material:
    """What the snapshots of some sessions are made of, read once for all of them."""

    rows: dict[int, list[Target]]  # by sidang id, in official order
    keputusan: dict[tuple[int, int], Keputusan]  # by (sidang id, target id)
    acuan: dict[tuple[int, int], AcuanVersion]  # by (rakortek id, indikator id)
    series: dict[tuple[int, int], list[Capaian]]  # by (wilayah id, indikator id)
    log: dict[str, str]  # hash of the newest entry by stream


def material_of(sessions: Sequence[Sidang], actor: Actor) -> Material:
    """Everything the snapshots of ``sessions`` say. Six queries, however many sessions."""
    rows = rows_of_sessions(sessions, actor)
    targets = [target for daftar in rows.values() for target in daftar]
    rakortek = {one.desk.rakortek_id: one.desk.rakortek for one in sessions}
    return Material(
        rows=rows,
        keputusan=newest_keputusan_of(sessions),
        acuan={
            (pk, indikator): head
            for pk, one in rakortek.items()
            for indikator, head in acuan_heads(one).items()
        },
        series=series_of(
            {target.indikator_id for target in targets}, {one.daerah_id for one in sessions}
        ),
        log=head_hashes({_stream(one) for one in sessions}),
    )


def _stream(sidang: Sidang) -> str:
    return stream_of(sidang.desk.rakortek_id, sidang.daerah_id)


def freeze(
    sidang: Sidang,
    *,
    nomor: str,
    kode: str,
    approvers: Sequence[Approver],
    material: Material,
    at: datetime,
) -> dict[str, Any]:
    """The facts of ``sidang`` at the instant ``at``, in the shape the document reads.

    Values are decimals as text in ``definisi.satuan``; instants are ISO 8601. The order of rows
    is that of the official lists (kode).
    """
    rows = _rows(sidang, material)
    rakortek = sidang.desk.rakortek
    return {
        "skema": SCHEMA,
        "nomor": nomor,
        "kode": kode,
        "latihan": rakortek.is_latihan,
        "rakortek": {
            "kunci": rakortek.kunci,
            "tahun": rakortek.tahun,
            "tingkat": rakortek.tingkat,
            "nama": f"Rakortekrenbang tahun rencana {rakortek.tahun}",
        },
        "desk": {
            "kode": sidang.desk.kode,
            "nama": sidang.desk.nama,
            "jenis": sidang.desk.jenis,
            "judul": title_of(sidang).upper(),
        },
        "daerah": {
            "kode": sidang.daerah.kode,
            "nama": sidang.daerah.nama,
            "pemerintah": government_of(sidang),
        },
        "sidang": {
            "mulai_at": _iso(sidang.mulai_at),
            "selesai_at": _iso(sidang.selesai_at),
            "zona": rakortek.zona,
            "tempat": sidang.tempat,
        },
        "dasar_hukum": list(LEGAL_BASIS),
        "pihak": _parties(approvers),
        "disepakati": [row for row in rows if row["hasil"] in AGREED],
        "belum_disepakati": [row for row in rows if row["hasil"] not in AGREED],
        "penandatangan": [_signature(approver) for approver in approvers],
        "dibekukan_at": at.isoformat(),
        "akar_log": material.log.get(_stream(sidang), GENESIS),
    }


def title_of(sidang: Sidang) -> str:
    """What the desk is called in a title."""
    match sidang.desk.jenis:
        case JenisDesk.URUSAN:
            return f"bidang urusan {sidang.desk.nama}"
        case JenisDesk.KEWILAYAHAN:
            return "indikator makro"
        case _:
            return "sidang pleno"


def government_of(sidang: Sidang) -> str:
    """The regional government by its name: "Pemerintah Aceh" has no word "Provinsi"."""
    daerah = sidang.daerah
    is_plain = not daerah.is_provinsi or daerah.nama == "Aceh" or daerah.nama.startswith("Daerah")
    return f"Pemerintah {daerah.nama}" if is_plain else f"Pemerintah Provinsi {daerah.nama}"


def _rows(sidang: Sidang, material: Material) -> list[dict[str, Any]]:
    return [
        _row(
            target,
            material.keputusan.get((sidang.pk, target.pk)),
            material.acuan.get((sidang.desk.rakortek_id, target.indikator_id)),
            material.series.get((target.daerah_id, target.indikator_id), []),
        )
        for target in material.rows[sidang.pk]
    ]


def _row(
    target: Target,
    keputusan: Keputusan | None,
    acuan: AcuanVersion | None,
    series: Sequence[Capaian],
) -> dict[str, Any]:
    definisi = target.definisi
    return {
        "id": target.pk,
        "kode": definisi.kode,
        "indikator": definisi.nama,
        "satuan": definisi.satuan,
        "arah": definisi.arah,
        "data_dasar": _base(series[-1]) if series else None,
        "acuan": _version(acuan),
        "usulan_pengampu": _version(target.head(Voice.USULAN_PENGAMPU)),
        "usulan_daerah": _version(target.head(Voice.USULAN_DAERAH)),
        "kesepakatan": _version(target.disepakati),
        "hasil": target.hasil,
        "catatan": keputusan.catatan if keputusan else "",
        "tindak_lanjut": keputusan.tindak_lanjut if keputusan else "",
        "urut": target.urut,
        "terverifikasi": target.status == StatusTarget.TERVERIFIKASI,
        "latihan": definisi.is_latihan,
    }


def _version(version: Versi | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {
        "nilai": version.nilai.as_json(),
        "versi": version.version,
        "catatan": version.catatan,
    }


def _base(realisasi: Capaian) -> dict[str, Any]:
    return {
        "nilai": {"bawah": format(realisasi.nilai, "f"), "atas": format(realisasi.nilai, "f")},
        "tahun": realisasi.tahun,
        "sumber": realisasi.sumber,
        "latihan": realisasi.is_latihan,
    }


def _parties(approvers: Sequence[Approver]) -> list[dict[str, Any]]:
    """One entry per (sebutan, instansi), each with its officials, in the order of signing."""
    parties: dict[tuple[str, str], dict[str, Any]] = {}
    for approver in approvers:
        key = (approver.sebutan, approver.instansi)
        party = parties.setdefault(
            key, {"sebutan": approver.sebutan, "instansi": approver.instansi, "wakil": []}
        )
        party["wakil"].append(
            {"nama": approver.nama, "jabatan": approver.jabatan, "nip": approver.nip}
        )
    return list(parties.values())


def _signature(approver: Approver) -> dict[str, Any]:
    return {
        "urutan": approver.urutan,
        "sebutan": approver.sebutan,
        "instansi": approver.instansi,
        "jabatan": approver.jabatan,
        "nama": approver.nama,
        "nip": approver.nip,
    }


def _iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
