"""What a Berita Acara says: the frozen facts of a session in complete Indonesian sentences.

The template only lays out what is composed here. Wording follows the minutes of regional
coordination meetings and the annexes of the Musrenbang; a change here raises the template version.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from erakortek.berita_acara import printed_rows
from erakortek.berita_acara.enums import StatusPersetujuan
from erakortek.desk.enums import JenisDesk
from erakortek.lib.dates_id import (
    DAYS,
    MONTHS,
    Zona,
    local,
    show_date,
    show_instant,
    show_time,
    words,
)
from erakortek.target.enums import FOR_PLENO, HasilTarget

Facts = Mapping[str, Any]

NO_BREAK = "\N{NO-BREAK SPACE}"
_NAMED_PARTIES = 2
_ANSWERED = {
    StatusPersetujuan.SETUJU: "Disetujui melalui e-Rakortek",
    StatusPersetujuan.TOLAK: "Ditolak melalui e-Rakortek",
    StatusPersetujuan.GUGUR: "Persetujuan gugur",
    StatusPersetujuan.MENUNGGU: "Menunggu persetujuan",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one official, at an aware instant."""

    at: datetime
    nama: str
    status: str


def compose(snapshot: Facts, answers: Mapping[int, Answer]) -> dict[str, Any]:
    """Everything that the template prints, except the proof on the foot of each page."""
    agreed, open_rows = snapshot["disepakati"], snapshot["belum_disepakati"]
    frozen_at, zona = _frozen(snapshot)
    return {
        "tanggal_dokumen": frozen_at.strftime("%Y-%m-%dT%H:%M:%S"),
        "judul_dokumen": f"Berita Acara {snapshot['nomor']}",
        "nomor": snapshot["nomor"],
        "kepala_halaman": _running_head(snapshot),
        "tanda": _marks_of_standing(snapshot, answers),
        "kop": _letterhead(snapshot),
        "judul": _title(snapshot),
        "pembukaan": _opening(snapshot),
        "pihak": [_party(party) for party in snapshot["pihak"]],
        "jumlah": _counted(len(agreed) + len(open_rows)),
        "kesatu": _agreed_section(snapshot),
        "kedua": _open_section(snapshot),
        "ketiga": _commitments(snapshot),
        "keempat": _closing(frozen_at, zona),
        "penandatangan": [
            _signer(signer, answers.get(signer["urutan"]), zona)
            for signer in snapshot["penandatangan"]
        ],
        "lampiran": {
            "tanggal": show_date(frozen_at.date()).upper(),
            "tentang": f"{snapshot['desk']['judul']}, {snapshot['daerah']['nama'].upper()}, "
            f"TAHUN {snapshot['rakortek']['tahun']}",
            "target": printed_rows.table([*agreed, *open_rows]),
            "belum": [
                printed_rows.position_sheet(row, is_pusat=_is_pusat(snapshot)) for row in open_rows
            ],
        },
        "kolom": _columns(snapshot),
    }


def proof(snapshot: Facts, *, sha256: str, verification_url: str) -> dict[str, Any]:
    """What lets anyone check the paper: code, fingerprint, address."""
    return {
        "kode": snapshot["kode"],
        "sidik": _in_fours(sha256),
        "sidik_pendek": _in_fours(sha256[:32]),
        "akar_log": _in_fours(snapshot["akar_log"]),
        "alamat": verification_url.partition("://")[2] or verification_url,
    }


def _frozen(snapshot: Facts) -> tuple[datetime, Zona]:
    zona = Zona(snapshot["sidang"]["zona"])
    return local(datetime.fromisoformat(snapshot["dibekukan_at"]), zona), zona


def _is_pusat(snapshot: Facts) -> bool:
    return bool(snapshot["rakortek"]["tingkat"] == "PUSAT")


def _columns(snapshot: Facts) -> dict[str, str]:
    """Column heads by the names that the parties use at this tingkat, broken to be narrow."""
    is_pusat, tahun = _is_pusat(snapshot), snapshot["rakortek"]["tahun"]
    return {
        "acuan": f"Target\n{'nasional' if is_pusat else 'provinsi'}\n{tahun}",
        "usulan_pengampu": f"Usulan\n{'K/L' if is_pusat else 'provinsi'}",
        "usulan_daerah": "Usulan\ndaerah",
        "kesepakatan": f"Kesepakatan\n{tahun}",
    }


def _letterhead(snapshot: Facts) -> list[str]:
    """The office that coordinates: Bangda for the centre, the province's own for a province."""
    if _is_pusat(snapshot):
        return ["KEMENTERIAN DALAM NEGERI", "DIREKTORAT JENDERAL", "BINA PEMBANGUNAN DAERAH"]
    lead = [p for p in snapshot["pihak"] if p["sebutan"] == "FASILITATOR"] or snapshot["pihak"]
    return ["RAPAT KOORDINASI TEKNIS PEMBANGUNAN", lead[0]["instansi"].upper()]


def _running_head(snapshot: Facts) -> str:
    desk = snapshot["desk"]["judul"].capitalize()
    if snapshot["desk"]["jenis"] == JenisDesk.URUSAN:
        desk = f"Bidang urusan {snapshot['desk']['nama']}"
    return f"{desk}, {snapshot['daerah']['nama']}, tahun rencana {snapshot['rakortek']['tahun']}"


def _marks_of_standing(snapshot: Facts, answers: Mapping[int, Answer]) -> list[str]:
    """What a reader must not overlook: training data, and a document that is not complete yet."""
    marks = []
    if snapshot["latihan"]:
        marks.append("Data latihan, bukan Berita Acara resmi.")
    total = len(snapshot["penandatangan"])
    given = sum(answer.status == StatusPersetujuan.SETUJU for answer in answers.values())
    if given < total:
        marks.append(f"Belum sah: {given} dari {total} pejabat telah menyetujui.")
    return marks


def _title(snapshot: Facts) -> list[str]:
    first = _names(p["instansi"] for p in snapshot["pihak"] if p["sebutan"] == "PIHAK PERTAMA")
    if len(first) > _NAMED_PARTIES:
        first = ["Kementerian/Lembaga Pengampu" if _is_pusat(snapshot) else "Perangkat Daerah"]
    parties = _listed([*first, snapshot["daerah"]["pemerintah"]])
    return [
        f"KESEPAKATAN TARGET {snapshot['desk']['judul']}",
        f"ANTARA {parties.upper()}",
        f"RAKORTEKRENBANG TAHUN RENCANA {snapshot['rakortek']['tahun']}",
    ]


def _opening(snapshot: Facts) -> dict[str, str]:
    """Day and date in words and in digits, then where, what and on which legal basis."""
    start, end = _session(snapshot)
    tingkat = "Tingkat Pusat" if _is_pusat(snapshot) else "Tingkat Provinsi"
    place = snapshot["sidang"]["tempat"]
    at_place = f" bertempat di {place}," if place else ""
    return {
        "hari": DAYS[start.weekday()],
        "tanggal": words(start.day),
        "bulan": MONTHS[start.month - 1],
        "tahun": words(start.year),
        "angka": f"{start:%d-%m-%Y}",
        "lanjutan": (
            f"{_hours(start, end, Zona(snapshot['sidang']['zona']))},{at_place} telah dilaksanakan "
            f"{_desk_in_words(snapshot)} dalam Rapat Koordinasi Teknis Perencanaan Pembangunan "
            f"(Rakortekrenbang) {tingkat} tahun rencana {snapshot['rakortek']['tahun']}, "
            f"berdasarkan {_listed(snapshot['dasar_hukum'])}, yang dihadiri oleh:"
        ),
    }


def _session(snapshot: Facts) -> tuple[datetime, datetime]:
    """Start and end in the zone of the event; an end that was not recorded is the freezing."""
    frozen_at, zona = _frozen(snapshot)
    times = snapshot["sidang"]
    end = local(datetime.fromisoformat(times["selesai_at"]), zona) if times["selesai_at"] else None
    start = local(datetime.fromisoformat(times["mulai_at"]), zona) if times["mulai_at"] else None
    return start or end or frozen_at, end or frozen_at


def _hours(start: datetime, end: datetime, zona: Zona) -> str:
    if start.date() == end.date():
        return f"pukul {start:%H.%M} sampai dengan {show_time(end, zona)}"
    return (
        f"pukul {show_time(start, zona)} sampai dengan {show_date(end.date())} "
        f"pukul {show_time(end, zona)}"
    )


def _desk_in_words(snapshot: Facts) -> str:
    match snapshot["desk"]["jenis"]:
        case JenisDesk.URUSAN:
            return f"desk bidang urusan {snapshot['desk']['nama']}"
        case JenisDesk.KEWILAYAHAN:
            return "desk kewilayahan untuk indikator makro"
        case _:
            return "sidang pleno"


def _party(party: Facts) -> dict[str, str]:
    is_party = party["sebutan"].startswith("PIHAK")
    people = [", ".join(filter(None, [w["nama"], w["jabatan"]])) for w in party["wakil"]]
    return {
        "instansi": party["instansi"],
        "penghubung": "selanjutnya disebut" if is_party else "sebagai",
        "sebutan": party["sebutan"],
        "wakil": "; ".join(people),
    }


def _agreed_section(snapshot: Facts) -> dict[str, Any]:
    tahun, daerah = snapshot["rakortek"]["tahun"], snapshot["daerah"]["nama"]
    rows = snapshot["disepakati"]
    if not rows:
        return {"kalimat": "Tidak ada target yang disepakati dalam sidang ini.", "tabel": None}
    return {
        "kalimat": (
            f"PARA PIHAK menyepakati target tahun {tahun} bagi {daerah} untuk "
            f"{_counted(len(rows))} indikator dalam tabel berikut. Setiap angka merujuk pada nomor "
            "versi yang tersimpan dalam e-Rakortek."
        ),
        "tabel": printed_rows.table(rows),
    }


def _open_section(snapshot: Facts) -> dict[str, Any]:
    rows = snapshot["belum_disepakati"]
    if not rows:
        return {"kalimat": "Seluruh indikator yang dibahas telah disepakati.", "tabel": None}
    return {
        "kalimat": (
            f"Terhadap {_counted(len(rows))} indikator berikut PARA PIHAK belum mencapai "
            "kesepakatan. Pendirian kedua pihak dicatat apa adanya; alasan dan tindak lanjutnya "
            f"tercantum dalam Lampiran{NO_BREAK}V."
        ),
        "tabel": [
            {
                "nomor": nomor,
                "indikator": row["indikator"],
                "satuan": row["satuan"],
                "pertama": printed_rows.first_position(row, is_pusat=_is_pusat(snapshot))["nilai"],
                "kedua": printed_rows.value(row["usulan_daerah"]),
                "hasil": HasilTarget(row["hasil"]).label,
            }
            for nomor, row in enumerate(rows, start=1)
        ],
    }


def _commitments(snapshot: Facts) -> list[str]:
    """The promises of both sides; those that speak of agreed targets only when there are some."""
    tahun, daerah = snapshot["rakortek"]["tahun"], snapshot["daerah"]["nama"]
    promises = []
    if snapshot["disepakati"]:
        promises += [
            (
                f"mencantumkan target sebagaimana KESATU dalam RKPD {daerah} dan Rencana Kerja "
                f"PIHAK PERTAMA tahun {tahun}"
            ),
            "tidak mengubah target tersebut selain melalui adendum Berita Acara ini",
        ]
    is_pleno = snapshot["desk"]["jenis"] == JenisDesk.PLENO
    if not is_pleno and any(row["hasil"] in FOR_PLENO for row in snapshot["belum_disepakati"]):
        promises.append("membawa indikator yang tidak disepakati atau ditunda ke sidang pleno")
    promises.append("menyampaikan keselarasan dokumen perencanaan melalui e-Rakortek")
    return promises


def _closing(frozen_at: datetime, zona: Zona) -> str:
    return (
        f"Berita Acara ini dibuat dari rekaman sidang yang dibekukan pada "
        f"{show_date(frozen_at.date())} pukul {frozen_at:%H.%M.%S} {zona} dengan sidik sebagaimana "
        "tertera pada kaki setiap halaman, dan disetujui secara berurutan melalui e-Rakortek oleh "
        "pejabat berikut."
    )


def _signer(signer: Facts, answer: Answer | None, zona: Zona) -> dict[str, str]:
    office = signer["instansi"]
    jabatan = signer["jabatan"] or office
    status = StatusPersetujuan(answer.status) if answer else StatusPersetujuan.MENUNGGU
    when = [show_instant(answer.at, zona)] if answer else []
    by = [f"oleh {answer.nama}"] if answer and answer.nama != signer["nama"] else []
    return {
        "sebutan": signer["sebutan"],
        "jabatan": jabatan if office in jabatan else f"{jabatan}, {office}",
        "nama": signer["nama"],
        "nip": f"NIP {signer['nip']}" if signer["nip"] else "",
        "tanda": "\n".join([_ANSWERED[status], *by, *when]),
    }


def _counted(number: int) -> str:
    return f"{number} ({words(number)})"


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _listed(parts: Sequence[str]) -> str:
    """``A``, ``A dan B``, ``A, B, dan C``, as the spelling rules (EYD) have it."""
    *before, final = parts
    if not before:
        return final
    return ", ".join(before) + (", dan " if len(before) > 1 else " dan ") + final


def _in_fours(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
