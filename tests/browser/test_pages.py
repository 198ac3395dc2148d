"""Every page in four views: nothing overflows, axe finds nothing, the console stays silent.

The screenshots go to ``tangkapan/``, for people to look at; the guides take theirs from the same
run with ``ERAKORTEK_GUIDES=1``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "tangkapan"
GUIDES = ROOT / "guides/gambar"
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
VIEWS = [
    (width, height, scheme)
    for width, height in ((1366, 900), (360, 740))
    for scheme in ("light", "dark")
]
PAGES = [
    ("", "/masuk/", "masuk"),
    ("", "/verifikasi/", "verifikasi"),
    ("", "/verifikasi/TIDAK-ADA/", "verifikasi-tidak-tercatat"),
    ("", "/tidak-ada/", "masuk-dahulu"),
    ("pd.11.1.02", "/?rakortek=2028", "tugas-saya"),
    ("pd.11.1.02", "/rakortek/2028/target/", "entri-target"),
    ("pd.11.1.02", "/rakortek/2028/target/?keadaan=dikembalikan", "entri-dikembalikan"),
    ("pd.11.1.02", "target", "satu-target"),
    ("pd.52.01.1.02", "/rakortek/2028-52/target/", "entri-kabkota"),
    ("bappeda.11", "/?rakortek=2028", "tugas-bappeda"),
    ("bappeda.11", "/rakortek/2028/target/?keadaan=diajukan", "verifikasi-bappeda"),
    ("kl.1.02", "/rakortek/2028/acuan/", "acuan"),
    ("kl.1.02", "/rakortek/2028/target/?indikator=C6-004", "usulan-kl"),
    ("superadmin", "/rakortek/", "daftar-rakortek"),
    ("superadmin", "/rakortek/baru/", "rakortek-baru"),
    ("superadmin", "/rakortek/2028/", "rakortek"),
    ("superadmin", "/rakortek/2028/indikator/", "pilih-indikator"),
    ("superadmin", "draf", "susunan"),
    ("superadmin", "/rakortek/2028/susunan/", "versi-lebih-baru"),
    ("pd.11.1.02", "/kamus-indikator/", "kamus"),
    ("superadmin", "/kamus-indikator/L-1.01-01/", "kamus-satu"),
    ("superadmin", "/data-induk/indikator/isi/?cari=sanitasi", "isi-indikator"),
    ("superadmin", "/rakortek/2028/desk/daftar/", "daftar-desk"),
    ("superadmin", "/ui/", "komponen"),
    ("superadmin", "/akun/", "akun"),
    ("superadmin", "orang", "satu-akun"),
    ("bappeda.11", "/akun/baru/", "akun-peran"),
    ("bappeda.11", "/akun/baru/?peran=PD_PROVINSI", "akun-baru"),
    ("superadmin", "/akun/kuota/", "kuota"),
    ("superadmin", "/simulator/?cari=bappeda.11", "simulator"),
    ("pemantau", "/akun/keamanan/", "keamanan"),
    ("pemantau", "/akun/keamanan/autentikator/", "konfirmasi"),
    ("pemantau", "/akun/sesi/", "sesi"),
    ("", "/aktivasi/habis/", "tautan-habis"),
    ("superadmin", "/data-induk/", "data-induk"),
    ("superadmin", "/data-induk/kl/", "lembar-kl"),
    ("superadmin", "/data-induk/kl/isi/", "isi-kl"),
    ("superadmin", "/data-induk/kl/baris/", "baris-baru"),
    ("superadmin", "/data-induk/wilayah/baris/?kunci=93", "baris-wilayah"),
    ("superadmin", "/data-induk/bidang-kl/baris/?kunci=1.01%20%C2%B7%20K58", "baris-dapat-dicabut"),
    ("superadmin", "/data-induk/nomenklatur/versi/", "versi-nomenklatur"),
    ("superadmin", "padanan", "padanan"),
    ("bappeda.11", "/data-induk/instansi-daerah/isi/", "isi-instansi-daerah"),
    ("bappeda.11", "/data-induk/instansi-daerah/baris/?kunci=PD-11-1.02", "instansi-daerah"),
    ("superadmin", "pratinjau", "pratinjau-impor"),
    ("superadmin", "petakan", "petakan-kolom"),
    ("fasilitator", "/rakortek/2028/desk/", "daftar-sidang"),
    ("fasilitator", "sidang", "ruang-desk"),
    ("fasilitator", "/rakortek/2028/berita-acara/", "daftar-berita-acara"),
    ("fasilitator", "berita-acara", "berita-acara"),
    ("pd.11.1.02", "/hasil/", "hasil"),
    ("pd.11.1.02", "/hasil/?tahun=2022", "hasil-impor"),
    ("pimpinan", "/hasil/deret/C6-004/11/", "deret-hasil"),
    ("pimpinan", "/hasil/deret/F1.04/93/", "deret-pemekaran"),
    ("pimpinan", "/hasil/banding/?bidang=1.02", "banding-hasil"),
    ("superadmin", "/data-induk/hasil-tahun-lalu/", "lembar-hasil"),
    ("pimpinan", "/rakortek/2028/dasbor/", "dasbor-pusat"),
    ("bappeda.11", "/rakortek/2028/dasbor/", "dasbor-daerah"),
    ("pimpinan", "/panduan/", "panduan"),
    ("pimpinan", "/panduan/pemerintah-daerah/", "satu-panduan"),
    ("pimpinan", "/panduan/istilah/", "istilah"),
    ("pimpinan", "/tidak-ada/", "tidak-ada"),
]
GONE = ("404", "410")  # what a page answers that is about nothing
FIRST_LINK = {
    "orang": ("/akun/?cari=pd.11.1.02", "tbody th a"),
    "target": ("/rakortek/2028/target/", "tbody .is-name a"),
    "sidang": ("/rakortek/2028/desk/?cari=Aceh", "tbody th a"),
    "berita-acara": ("/rakortek/2028/berita-acara/", "tbody th a"),
}
IN_GUIDES = {
    "masuk", "tugas-saya", "entri-target", "satu-target", "acuan", "usulan-kl", "rakortek",
    "verifikasi-bappeda", "ruang-desk", "berita-acara", "dasbor-pusat", "verifikasi",
    "daftar-sidang", "rakortek-baru", "lembar-kl", "pratinjau-impor",
    "akun", "satu-akun", "akun-baru", "hasil", "deret-hasil", "banding-hasil", "lembar-hasil",
    "instansi-daerah", "susunan", "kamus-satu",
}  # fmt: skip


def bring_in(application, path, *flags):
    """A file through the command that operators use; what it reports."""
    sheet = path.name.partition("-")[0]
    said = subprocess.run(
        [sys.executable, "-m", "erakortek", "impor", sheet, str(path), "--json", *flags],
        env=application.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(said.stdout)


@pytest.fixture(scope="session")
def uploads(application, tmp_path_factory):
    """Addresses of an upload that waits for its decision, and of one whose heads are unknown."""
    folder = tmp_path_factory.mktemp("unggahan")
    found = {}
    for kind, content in (
        ("pratinjau", "Kode;Nama;Singkatan\nZ1;Lembaga Rekaan;Rekaan\nZ2;;\nZ1;Lembaga Lain;\n"),
        ("petakan", "Nomor;Sebutan resmi;Sebutan pendek\nZ1;Lembaga Rekaan;Rekaan\n"),
    ):
        path = folder / f"kl-{kind}.csv"
        path.write_text(content)
        said = bring_in(application, path, "--pratinjau")
        found[kind] = f"/data-induk/unggahan/{said['unggahan']}/"
    return {"pratinjau": found["pratinjau"], "petakan": f"{found['petakan']}petakan/"}


ABOVE = (("1.02", "URUSAN"), ("1.02.02", "PROGRAM"), ("1.02.02.1.92", "KEGIATAN"))
LONG = "Penyediaan Telemedicine di Fasilitas Pelayanan Kesehatan dengan Pengelolaan Data Terpadu"


def edition(*rows):
    lines = (f"{kode};Provinsi;{nama}" for kode, nama in (*ABOVE, *rows))
    return "\n".join(("Kode;Tingkat;Nama", *lines))


@pytest.fixture(scope="session")
def padanan(application, people, tmp_path_factory):
    """The address of a second version of the nomenclature with a crosswalk to decide upon."""
    folder, page = tmp_path_factory.mktemp("nomenklatur"), people.page("superadmin")
    kode = [f"1.02.02.1.92.{number:04}" for number in range(1, 30)]
    same = [(one, f"Pengelolaan Pelayanan Kesehatan Tahap {one[-2:]}") for one in kode[4:]]
    old = [
        (kode[0], "Pengelolaan Kesehatan Lansia"),
        (kode[1], LONG),
        (kode[2], "Zzz"),
        (kode[3], "Pengelolaan Krisis Kesehatan Akibat Bencana"),
    ]
    new = [(kode[0], "Pengelolaan Kesehatan Lanjut Usia"), ("1.02.02.1.92.0091", f"{LONG} Daerah")]
    for nomor, rows in enumerate((old + same, new + same), 1):
        if nomor > 1:
            page.goto("/data-induk/nomenklatur/versi/")
            page.get_by_label("Salin isi versi sekarang").uncheck()
            page.get_by_role("button", name="Siapkan versi baru").click()
        path = folder / f"nomenklatur-{nomor}.csv"
        path.write_text(edition(*rows))
        bring_in(application, path)
        page.goto(f"/data-induk/nomenklatur/versi/{nomor}/")
        page.get_by_label("Peraturan").fill("Keputusan Menteri Dalam Negeri Nomor 1 (rekaan)")
        page.get_by_label("Berlaku sejak").fill(f"01-01-202{nomor + 4}")
        page.get_by_role("button", name="Terbitkan").click()
    return page.url


@pytest.fixture(scope="session")
def draft(people):
    """The address of the set of a draft that differs from the running year, one reason given."""
    page = people.page("superadmin")
    page.goto("/rakortek/baru/")
    page.get_by_label("Tahun rencana").fill("2030")
    page.get_by_label("Salin dari").select_option(label="Rakortek 2028")
    page.get_by_role("button", name="Siapkan draf Rakortek").click()
    page.goto("/rakortek/2030/susunan/")
    page.get_by_label("Alasan L-1.01-01").fill("Definisi diperjelas menurut edaran rekaan")
    page.get_by_role("button", name="Simpan alasan").click()
    return "/rakortek/2030/susunan/"


@pytest.mark.parametrize(("username", "path", "name"), PAGES, ids=[page[2] for page in PAGES])
def test_page(people, browser, application, request, username, path, name):
    state = None
    if path in ("pratinjau", "petakan"):
        path = request.getfixturevalue("uploads")[path]
    if path == "padanan":
        path = request.getfixturevalue("padanan")
    if path == "draf":
        path = request.getfixturevalue("draft")
    if username:
        people.page(username)
        state = people.contexts[username].storage_state()
    SHOTS.mkdir(exist_ok=True)
    for width, height, scheme in VIEWS:
        context = browser.new_context(
            base_url=application.address,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            storage_state=state,
        )
        page = context.new_page()
        said = []
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.on(
            "console",
            lambda message, said=said: (
                said.append(message.text)
                if message.type == "error" and not any(one in message.text for one in GONE)
                else None
            ),
        )
        open_page(page, path)
        page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png", full_page=width < 1000)
        if (
            os.environ.get("ERAKORTEK_GUIDES")
            and name in IN_GUIDES
            and (width, scheme) == (1366, "light")
        ):
            page.screenshot(path=GUIDES / f"{name}.png")
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate(AXE)
        found = page.evaluate(
            """async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
                 'wcag22aa', 'best-practice']})).violations.map(v =>
                   v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))"""
        )
        context.close()
        assert wide <= width, f"{name} is {wide} px wide at {width}"
        assert said == []
        assert found == [], f"{name} {width} {scheme}"


def open_page(page, path):
    if path in FIRST_LINK:
        address, link = FIRST_LINK[path]
        page.goto(address)
        page.goto(page.locator(link).first.get_attribute("href"))
    else:
        page.goto(path)
