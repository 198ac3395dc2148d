"""The Berita Acara: the same facts give the same bytes, and every fact can be read in it."""

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest

from erakortek.berita_acara import printed_rows
from erakortek.berita_acara.document import (
    TEMPLATE_VERSION,
    Approval,
    render_berita_acara,
    toolchain,
)
from erakortek.lib import typesetting
from erakortek.lib.hashing import canonical_json, sha256_hex
from erakortek.lib.qr_code import qr_svg

URL = "https://e-rakortek.example/verifikasi/K7QM-3XRD-9V/"
LONG_NAME = "Persentase perangkat daerah yang menyelenggarakan urusan pemerintahan bidang " * 6
APPROVALS = [
    Approval(1, datetime(2027, 3, 10, 2, 12, tzinfo=UTC), "dr. Bambang Sutrisno", "SETUJU"),
    Approval(2, datetime(2027, 3, 10, 3, 40, tzinfo=UTC), "dr. Cut Nadira", "SETUJU"),
]


def version(bawah: str, versi: int = 1, *, atas: str = "", catatan: str = "") -> dict[str, Any]:
    return {
        "nilai": {"bawah": bawah, "atas": atas or bawah},
        "versi": versi,
        "catatan": catatan,
    }


def row(nomor: int, hasil: str = "SEPAKAT", **facts: Any) -> dict[str, Any]:
    is_agreed = hasil.startswith("SEPAKAT")
    return {
        "kode": f"1.02.IKU.{nomor:03}",
        "indikator": f"Persentase Cakupan Pemeriksaan Kesehatan Gratis {nomor}",
        "satuan": "%",
        "arah": "NAIK",
        "data_dasar": {
            "nilai": {"bawah": "38.4", "atas": "38.4"},
            "tahun": 2024,
            "sumber": "BPS",
            "latihan": False,
        },
        "acuan": version("90", 2),
        "usulan_pengampu": version("70", 3),
        "usulan_daerah": version("65.5", 4),
        "kesepakatan": version("68", 5, atas="70") if is_agreed else None,
        "hasil": hasil,
        "catatan": "",
        "tindak_lanjut": "",
        "urut": nomor,
        "terverifikasi": True,
        "latihan": False,
        **facts,
    }


def snapshot(*rows: dict[str, Any], **facts: Any) -> dict[str, Any]:
    agreed = [r for r in rows if r["hasil"].startswith("SEPAKAT")]
    people = [
        (
            "PIHAK PERTAMA",
            "Kementerian Kesehatan",
            "Direktur Kesehatan Primer",
            "dr. Bambang Sutrisno",
        ),
        ("PIHAK KEDUA", "Dinas Kesehatan Aceh", "Kepala Dinas Kesehatan Aceh", "dr. Cut Nadira"),
        ("PIHAK KEDUA", "Bappeda Aceh", "Kepala Bappeda Aceh", "Teuku Fajar Ismail"),
        (
            "FASILITATOR",
            "Direktorat Jenderal Bina Pembangunan Daerah",
            "Direktur Sinkronisasi Urusan Pemerintahan Daerah III",
            "Siti Maharani",
        ),
    ]
    return {
        "skema": 1,
        "nomor": "017/BA-RKT/1.02/11/III/2027",
        "kode": "K7QM-3XRD-9V",
        "latihan": False,
        "rakortek": {
            "kunci": "2028",
            "tahun": 2028,
            "tingkat": "PUSAT",
            "nama": "Rakortekrenbang tahun rencana 2028",
        },
        "desk": {
            "kode": "1.02",
            "nama": "Kesehatan",
            "jenis": "URUSAN",
            "judul": "BIDANG URUSAN KESEHATAN",
        },
        "daerah": {"kode": "11", "nama": "Aceh", "pemerintah": "Pemerintah Aceh"},
        "sidang": {
            "mulai_at": "2027-03-09T06:30:00+00:00",
            "selesai_at": "2027-03-09T08:48:00+00:00",
            "zona": "WIB",
            "tempat": "Ruang Sumatera 1 dan melalui media daring",
        },
        "dasar_hukum": [
            (
                "Pasal 258 ayat (3) dan Pasal 259 ayat (1) dan ayat (2) Undang-Undang Nomor 23 "
                "Tahun 2014 tentang Pemerintahan Daerah"
            ),
            "Peraturan Pemerintah Nomor 17 Tahun 2017",
            "Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017",
        ],
        "pihak": [
            {
                "sebutan": sebutan,
                "instansi": instansi,
                "wakil": [{"nama": nama, "jabatan": jabatan, "nip": ""}],
            }
            for sebutan, instansi, jabatan, nama in people
        ],
        "disepakati": agreed,
        "belum_disepakati": [r for r in rows if r not in agreed],
        "penandatangan": [
            {
                "urutan": urutan,
                "sebutan": sebutan,
                "instansi": instansi,
                "jabatan": jabatan,
                "nama": nama,
                "nip": f"00000000 000000 0 00{urutan}",
            }
            for urutan, (sebutan, instansi, jabatan, nama) in enumerate(people, start=1)
        ],
        "dibekukan_at": "2027-03-09T09:05:00+00:00",
        "akar_log": "ab" * 32,
        **facts,
    }


def render(facts: dict[str, Any], approvals: list[Approval] = APPROVALS) -> bytes:
    digest = sha256_hex(canonical_json(facts))
    return render_berita_acara(facts, sha256=digest, approvals=approvals, verification_url=URL)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, with its line ends as single spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]


def text(facts: dict[str, Any], approvals: list[Approval] = APPROVALS) -> str:
    return " ".join(pages(render(facts, approvals)))


RENDER_ELSEWHERE = """
import json, sys
from datetime import datetime
from erakortek.berita_acara.document import Approval, render_berita_acara
from erakortek.lib.hashing import sha256_hex
facts, approvals, url = json.load(sys.stdin)
answers = [Approval(n, datetime.fromisoformat(at), *rest) for n, at, *rest in approvals]
pdf = render_berita_acara(facts, sha256="00" * 32, approvals=answers, verification_url=url)
print(sha256_hex(pdf))
"""


@pytest.mark.parametrize("zone", ["Asia/Jayapura", "America/Los_Angeles"])
def test_another_process_in_another_zone_gives_the_same_bytes(zone):
    facts = snapshot(row(1), row(2, "TIDAK_SEPAKAT"))
    here = render_berita_acara(facts, sha256="00" * 32, approvals=APPROVALS, verification_url=URL)
    answers = [(a.urutan, a.at.isoformat(), a.nama, a.status) for a in APPROVALS]

    elsewhere = subprocess.run(
        [sys.executable, "-c", RENDER_ELSEWHERE],
        input=json.dumps([facts, answers, URL]),
        env={**os.environ, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert elsewhere.stdout.strip() == sha256_hex(here)


def test_threads_do_not_disturb_one_another():
    facts = snapshot(row(1))

    with ThreadPoolExecutor(4) as threads:
        documents = set(threads.map(render, [facts] * 8))

    assert documents == {render(facts)}


def test_any_change_of_a_fact_changes_the_document():
    assert render(snapshot(row(1))) != render(snapshot(row(1, urut=99)))


def test_the_file_declares_the_archive_and_accessibility_standards():
    pdf = render(snapshot(row(1)))

    assert pdf.startswith(b"%PDF-1.7")
    for fact in (
        b"<pdfaid:part>2</pdfaid:part>",
        b"<pdfaid:conformance>A</pdfaid:conformance>",
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"2027-03-09T16:05:00",
    ):
        assert fact in pdf


@pytest.mark.parametrize("total", [1, 11, 30, 60])
@pytest.mark.parametrize("hasil", ["SEPAKAT", "TIDAK_SEPAKAT"])
def test_every_row_is_there_and_every_page_can_be_checked(total, hasil):
    found = pages(render(snapshot(*(row(n, hasil) for n in range(1, total + 1)))))

    for number, page in enumerate(found, start=1):
        assert "Kode K7QM-3XRD-9V" in page
        assert f"halaman {number} dari {len(found)}" in page
    everything = " ".join(found)
    for nomor in range(1, total + 1):
        assert f"1.02.IKU.{nomor:03} " in everything


def test_the_opening_says_when_where_and_on_which_basis():
    said = text(snapshot(row(1)))

    assert (
        "Pada hari ini, Selasa, tanggal sembilan bulan Maret tahun dua ribu dua puluh tujuh "
        "(09-03-2027), pukul 13.30 sampai dengan 15.48 WIB, bertempat di Ruang Sumatera 1"
    ) in said
    assert "dan Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017, yang dihadiri oleh:" in said
    assert "Setelah membahas 1 (satu) indikator" in said


def test_days_and_hours_are_those_of_the_event():
    late = {"mulai_at": "2027-03-09T14:30:00+00:00", "selesai_at": "2027-03-09T15:30:00+00:00"}
    facts = snapshot(row(1), sidang={**late, "zona": "WIT", "tempat": ""})

    said = text(facts)

    assert "pukul 23.30 WIT sampai dengan 10 Maret 2027 pukul 00.30 WIT, telah dilaks" in said
    assert "10 Maret 2027, 11.12 WIT" in said


def test_agreed_values_are_shown_with_their_version_and_notes():
    said = text(
        snapshot(
            row(1, "SEPAKAT_CATATAN", catatan="Ditinjau pada triwulan I", tindak_lanjut="Pantau."),
            row(2, terverifikasi=False, latihan=True),
        )
    )

    assert "68–70" in said
    assert "Ditinjau pada triwulan I. Pantau." in said
    assert "Usulan daerah belum diverifikasi Bappeda saat dibahas." in said
    assert "Indikator latihan." in said
    assert "BPS, 2024." in said
    assert "Seluruh indikator yang dibahas telah disepakati." in said
    assert "LAMPIRAN V " not in said


def test_what_was_not_agreed_keeps_both_positions_reason_and_follow_up():
    said = text(
        snapshot(
            row(
                1,
                "TIDAK_SEPAKAT",
                usulan_pengampu=None,
                usulan_daerah=version("19.5", 6, catatan="Tenaga gizi belum cukup."),
                catatan="Kedua pihak bertahan.",
                tindak_lanjut="Diputuskan pleno.",
            )
        )
    )

    assert "Tidak ada target yang disepakati dalam sidang ini." in said
    assert "PIHAK PERTAMA: 90 (target nasional, versi 2)" in said
    assert "PIHAK KEDUA: 19,5 (versi 6)" in said
    assert "Tenaga gizi belum cukup." in said
    assert "Hasil: Tidak sepakat. Kedua pihak bertahan." in said
    assert "Tindak lanjut: Diputuskan pleno." in said
    assert "membawa indikator yang tidak disepakati atau ditunda ke sidang pleno" in said
    assert "mencantumkan target sebagaimana KESATU" not in said


def test_a_row_without_any_figure_is_said_to_have_none():
    bare = {"data_dasar": None, "acuan": None, "usulan_pengampu": None, "usulan_daerah": None}

    said = text(snapshot(row(1, "TIDAK_TERBAHAS", **bare)))

    assert "Data dasar belum ada." in said
    assert said.count("– (tidak mengajukan angka)") == 2
    assert "ke sidang pleno" not in said


def test_the_foot_says_what_is_missing_until_everybody_has_approved():
    facts = snapshot(row(1))
    everybody = [Approval(n, APPROVALS[0].at, f"Pejabat {n}", "SETUJU") for n in range(1, 5)]

    assert "Belum sah: 0 dari 4 pejabat telah menyetujui." in text(facts, [])
    assert "Belum sah: 2 dari 4 pejabat telah menyetujui." in text(facts)
    assert "Belum sah" not in text(facts, everybody)
    assert "oleh Pejabat 3" in text(facts, everybody)


def test_training_data_is_marked_on_every_page():
    found = pages(render(snapshot(row(1), latihan=True)))

    assert all("Data latihan, bukan Berita Acara resmi." in page for page in found)


def test_a_province_uses_its_own_words():
    province = {"kunci": "2028-52", "tahun": 2028, "tingkat": "PROVINSI", "nama": ""}

    said = text(snapshot(row(1), rakortek=province))

    assert "Target provinsi 2028" in said
    assert "Usulan provinsi" in said
    assert "KEMENTERIAN DALAM NEGERI" not in said


def test_more_than_two_first_parties_are_named_together_in_the_title():
    party = {"sebutan": "PIHAK PERTAMA", "wakil": [{"nama": "Ani", "jabatan": "", "nip": ""}]}
    facts = snapshot(row(1))
    facts["pihak"] = [{**party, "instansi": f"Kementerian {n}"} for n in "ABC"]
    two = {**facts, "pihak": facts["pihak"][:2]}

    assert "ANTARA KEMENTERIAN/LEMBAGA PENGAMPU DAN PEMERINTAH ACEH" in text(facts)
    assert "ANTARA KEMENTERIAN A, KEMENTERIAN B, DAN PEMERINTAH ACEH" in text(two)
    assert "Kementerian C, selanjutnya disebut PIHAK PERTAMA, diwakili oleh Ani." in text(facts)


def test_a_pleno_does_not_send_rows_to_a_pleno():
    pleno = {"kode": "PLENO", "nama": "Pleno", "jenis": "PLENO", "judul": "SIDANG PLENO"}

    said = text(snapshot(row(1, "TIDAK_SEPAKAT"), desk=pleno))

    assert "telah dilaksanakan sidang pleno dalam" in said
    assert "ke sidang pleno" not in said
    assert "PARA PIHAK sepakat menyampaikan keselarasan" in said


def test_a_desk_of_the_region_discusses_macro_indicators():
    makro = {"kode": "KW", "nama": "Makro", "jenis": "KEWILAYAHAN", "judul": "INDIKATOR MAKRO"}

    assert "desk kewilayahan untuk indikator makro" in text(snapshot(row(1), desk=makro))


def test_a_refusal_is_shown_where_the_approval_would_stand():
    refused = [Approval(1, APPROVALS[0].at, "dr. Bambang Sutrisno", "TOLAK")]

    said = text(snapshot(row(1)), refused)

    assert "Ditolak melalui e-Rakortek 10 Maret 2027, 09.12 WIB" in said
    assert "Belum sah: 0 dari 4" in said


def test_a_session_whose_times_were_not_recorded_is_dated_by_its_freezing():
    times = {"mulai_at": "", "selesai_at": "", "zona": "WIB", "tempat": ""}

    assert "(09-03-2027), pukul 16.05 sampai dengan 16.05 WIB" in text(
        snapshot(row(1), sidang=times)
    )


@pytest.mark.parametrize(("place", "letter"), [(0, "a"), (25, "z"), (26, "aa"), (52, "ba")])
def test_marks_of_sources_go_on_after_z(place, letter):
    assert printed_rows.letter(place) == letter


@pytest.mark.parametrize(
    "typed",
    [
        "*tebal* _miring_ = judul",
        '#panic("x") $x^2$ @rujukan <label>',
        "\\ ` \" ' // /* */ ~ --",
        "Umur ≥ 5 tahun → naik",
    ],
)
def test_what_people_typed_is_printed_as_typed(typed):
    assert typed in text(snapshot(row(1, indikator=typed)))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Naik 😀", "Naik [U+1F600]"),
        ("a\x07b", "a[U+0007]b"),
        ("1\N{RIGHT-TO-LEFT OVERRIDE}23", "123"),
        ("e\N{COMBINING ACUTE ACCENT}", "é"),
        ("satu\r\ndua", "satu\ndua"),
        ("kabupaten/kota", "kabupaten/kota"),
        ("x" * 28, "\u200b".join("x" * 28)),
    ],
)
def test_what_no_font_can_show_is_named_by_its_code(typed, printed):
    assert typesetting.printable_text(typed) == printed


def test_long_names_and_reasons_do_not_leave_the_page():
    facts = snapshot(
        *(row(n, indikator=LONG_NAME[:410]) for n in range(1, 12)),
        row(12, indikator="x" * 300, satuan="penyelenggaraan"),
        row(13, "TIDAK_SEPAKAT", catatan="Alasan yang panjang sekali. " * 600),
    )

    with pypdfium2.PdfDocument(render(facts)) as document:
        for page in document:
            width, height = page.get_size()
            textpage = page.get_textpage()
            for index in range(textpage.count_rects()):
                left, bottom, right, top = textpage.get_rect(index)
                assert 50 < left < right < width - 50  # points, inside the margins
                assert 20 < bottom < top < height - 20


def test_the_qr_code_stands_for_the_address():
    assert qr_svg(URL) == qr_svg(URL)
    assert qr_svg(URL) != qr_svg(URL.replace("K7QM", "K7QN"))
    assert qr_svg(URL).startswith("<svg")


def test_the_toolchain_names_what_made_the_bytes():
    facts = toolchain()

    assert facts["template"] == TEMPLATE_VERSION
    assert set(facts) == {"template", "template_sha256", "typst", "segno", "fonts"}


def test_the_fonts_are_the_ones_of_the_manifest():
    listed = {font["file"]: font["sha256"] for font in typesetting.font_manifest()}
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in typesetting.FONTS.glob("*.ttf")
    }

    assert present == listed
    assert all(font["licence"] == "OFL-1.1" for font in typesetting.font_manifest())
    assert (typesetting.FONTS / "LICENSE").read_text().startswith("Google Inc.")
