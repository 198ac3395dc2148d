"""One Rakortek from its opening to a verified Berita Acara, walked by everybody who takes part."""

import json
import subprocess
import sys
import urllib.error
import urllib.request

from playwright.sync_api import expect

from tests.browser.conftest import confirm

KEY = "2029"
TAKING_PART = ("C6-004", "L-1.02-01", "F1.04")
AKI = "Angka Kematian Ibu (AKI)"
BAYI = "Angka kematian bayi"


def test_from_opening_to_a_verified_berita_acara(people, application, tmp_path):
    prepare_rakortek(people.page("superadmin"))
    approve_the_set(people.page("superadmin2"))
    open_rakortek(people.page("superadmin"))
    set_acuan(people.page("kl.1.02"))
    offer_share(people.page("kl.1.02"))
    fill_and_submit(people.page("pd.11.1.02"))
    return_one_verify_the_other(people.page("bappeda.11"))
    mend(people.page("pd.11.1.02"))
    verify_the_mended(people.page("bappeda.11"))
    address = hold_the_desk(people.page("fasilitator"))
    approve_in_order(people, address)
    code = verify_publicly(people, application, address, tmp_path)
    see_it_on_the_dashboard(people.page("pimpinan"))
    fetch_it_by_api(application)
    assert code


def prepare_rakortek(page):
    page.goto("/rakortek/baru/")
    page.get_by_label("Tahun rencana").fill(KEY)
    page.get_by_label("Salin dari").select_option(label="Rakortek 2028")
    page.get_by_role("button", name="Siapkan draf Rakortek").click()
    expect(page.get_by_text("Tahapan “Berita Acara” belum mempunyai tanggal")).to_be_visible()
    expect(page.get_by_role("button", name=f"Buka Rakortek {KEY}")).to_have_count(0)
    choose_indikator(page)
    for jenis in ("PRA_PENGAMPU", "PRA_DAERAH", "VERIFIKASI", "DESK", "PLENO", "BERITA_ACARA"):
        page.locator(f"[form=t-{jenis}][name=mulai_at]").fill("01-02-2027 00.00")
        page.locator(f"[form=t-{jenis}][name=sampai_at]").fill("31/03/2027 23:59")
        page.locator(f"button[form=t-{jenis}]").click()
        expect(page.locator(f"[form=t-{jenis}][name=sampai_at]")).to_have_value("31-03-2027 23.59")
    submit_the_set(page)


def submit_the_set(page):
    page.get_by_role("link", name="Bandingkan dan setujui susunan").click()
    expect(page.get_by_text("perbedaan dari tahun sebelumnya belum beralasan")).to_be_visible()
    page.get_by_label("Alasan untuk semua yang belum beralasan").fill(
        "Susunan rekaan untuk perjalanan."
    )
    page.get_by_role("button", name="Simpan alasan").click()
    page.get_by_role("button", name="Ajukan susunan").click()
    expect(page.get_by_text("Susunan ini menunggu persetujuan.")).to_be_visible()
    expect(page.get_by_role("button", name="Setujui susunan ini")).to_have_count(0)


def approve_the_set(page):
    page.goto(f"/rakortek/{KEY}/susunan/")
    page.get_by_role("button", name="Setujui susunan ini").click()
    confirm(page)
    expect(page.get_by_text("Susunan ini sudah disetujui.")).to_be_visible()


def open_rakortek(page):
    page.goto(f"/rakortek/{KEY}/")
    page.get_by_role("button", name=f"Buka Rakortek {KEY}").click()
    confirm(page)
    expect(page.locator(".ek-head .ek-status").get_by_text("Dibuka")).to_be_visible()


def choose_indikator(page):
    page.get_by_role("link", name="Pilih indikator").click()
    page.evaluate(
        """wanted => { for (const box of document.querySelectorAll('[name=indikator_ids]'))
             box.checked = wanted.some(kode => box.closest('label').innerText.includes(kode + ' ·')
               || box.closest('label').textContent.includes(kode + ' ·')); }""",
        list(TAKING_PART),
    )
    page.get_by_role("button", name="Simpan pilihan indikator").click()
    expect(page.get_by_role("link", name="Pilih indikator (3)")).to_be_visible()


def cell(page, name):
    return page.get_by_role("textbox", name=name)


def set_acuan(page):
    page.goto(f"/rakortek/{KEY}/acuan/")
    cell(page, f"Target nasional {KEY}: {AKI}").fill("95,5")
    cell(page, f"Target nasional {KEY}: {AKI}").press("Enter")
    expect(page.locator("[data-saves]")).to_contain_text("1 tersimpan")


def offer_share(page):
    page.goto(f"/rakortek/{KEY}/target/?daerah=11&indikator=C6-004")
    cell(page, f"Usulan K/L {KEY}: {AKI}").fill("98")
    cell(page, f"Usulan K/L {KEY}: {AKI}").press("Enter")
    expect(page.locator("[data-saves]")).to_contain_text("1 tersimpan")


def fill_and_submit(page):
    page.goto(f"/rakortek/{KEY}/target/")
    aki = cell(page, f"Usulan daerah {KEY}: {AKI}")
    aki.fill("72,8 jt")
    aki.press("Enter")
    expect(page.get_by_text("tidak dapat dibaca")).to_be_visible()
    expect(aki).to_have_value("72,8 jt")
    aki.fill("")
    paste(page, aki, "104,5\tPendampingan bidan\n13,25\tPuskesmas PONED\n")
    expect(page.locator("[data-saves]")).to_contain_text("2 tersimpan")
    lose_the_network(page)
    page.reload()
    expect(cell(page, f"Usulan daerah {KEY}: {BAYI}")).to_have_value("13,1")
    page.get_by_role("button", name="Ajukan 2 target di halaman ini").click()
    expect(page.get_by_text("2 target diajukan.")).to_be_visible()


def paste(page, target, text):
    target.focus()
    target.evaluate(
        """(element, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
            element.dispatchEvent(new ClipboardEvent('paste',
              {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def lose_the_network(page):
    bayi = cell(page, f"Usulan daerah {KEY}: {BAYI}")
    page.context.set_offline(True)
    bayi.fill("13,1")
    bayi.press("Enter")
    expect(page.locator("[data-saves]")).to_contain_text("menunggu")
    page.context.set_offline(False)
    expect(page.locator("[data-saves]")).not_to_contain_text("menunggu", timeout=40_000)


def return_one_verify_the_other(page):
    page.goto(f"/rakortek/{KEY}/target/?daerah=11&keadaan=diajukan")
    page.get_by_role("link", name=AKI).click()
    page.get_by_label("Alasan").fill("Sertakan dasar perhitungannya.")
    page.get_by_role("button", name="Kembalikan dengan alasan ini").click()
    expect(page.locator(".ek-head .ek-status").get_by_text("Dikembalikan")).to_be_visible()
    page.goto(f"/rakortek/{KEY}/target/?daerah=11&keadaan=diajukan")
    page.get_by_role("button", name="Verifikasi 1 target di halaman ini").click()
    expect(page.get_by_text("1 target diverifikasi.")).to_be_visible()


def mend(page):
    page.goto("/?rakortek=" + KEY)
    page.get_by_role("link", name="Perbaiki", exact=True).click()
    expect(page.get_by_text("Sertakan dasar perhitungannya.")).to_be_visible()
    aki = cell(page, f"Usulan daerah {KEY}: {AKI}")
    aki.fill("102")
    aki.press("Enter")
    expect(page.locator("[data-saves]")).to_contain_text("1 tersimpan")
    page.goto(f"/rakortek/{KEY}/target/?keadaan=draf")
    page.get_by_role("button", name="Ajukan 1 target di halaman ini").click()
    expect(page.get_by_text("1 target diajukan.")).to_be_visible()


def verify_the_mended(page):
    page.goto(f"/rakortek/{KEY}/target/?daerah=11&keadaan=diajukan")
    page.get_by_role("link", name=AKI).click()
    page.get_by_role("button", name="Verifikasi target ini").click()
    expect(page.locator(".ek-head .ek-status").get_by_text("Terverifikasi")).to_be_visible()


def hold_the_desk(page):
    page.goto(f"/rakortek/{KEY}/desk/?cari=Kesehatan")
    page.get_by_role("link", name="1.02 Kesehatan × Aceh").click()
    page.get_by_label("Tempat sidang").fill("Ruang Sumatera 1 dan daring")
    page.get_by_role("button", name="Mulai sidang").click()
    page.get_by_role("link", name=AKI).click()
    page.get_by_label("Nilai yang disepakati").fill("100")
    page.get_by_role("button", name="Sepakat", exact=True).click()
    expect(page.get_by_text("1 dari 2 diputuskan")).to_be_visible()
    page.get_by_role("button", name="Tidak sepakat").click()
    expect(page.get_by_text("Tulis catatan untuk hasil “Tidak sepakat”")).to_be_visible()
    page.get_by_label("Catatan").fill("Kedua pihak berpegang pada hitungannya.")
    page.get_by_label("Tindak lanjut").fill("Dibawa ke pleno.")
    page.get_by_role("button", name="Tidak sepakat").click()
    expect(page.get_by_text("2 dari 2 diputuskan")).to_be_visible()
    page.get_by_role("button", name="Tutup sidang").click()
    page.get_by_role("button", name="Susun Berita Acara").click()
    page.get_by_role("button", name="Kirim kepada 4 pejabat").click()
    expect(page.locator(".ek-head .ek-status").get_by_text("Menunggu persetujuan")).to_be_visible()
    return page.url.removeprefix(page.url.split("/berita-acara/")[0])


def approve_in_order(people, address):
    early = people.page("fasilitator")
    early.goto(address)
    expect(early.get_by_text("Persetujuan berjalan berurutan")).to_be_visible()
    for username in ("kl.1.02", "pd.11.1.02", "bappeda.11", "fasilitator"):
        page = people.page(username)
        page.goto(address)
        page.get_by_role("button", name="Setujui Berita Acara ini").click()
        confirm(page)
        expect(
            page.get_by_text("Anda sudah menyetujui").or_(page.get_by_text("Berita Acara ini sah"))
        ).to_be_visible()
    expect(page.locator(".ek-head .ek-status").get_by_text("Sah")).to_be_visible()


def verify_publicly(people, application, address, tmp_path):
    signed_in = people.page("fasilitator")
    code = signed_in.locator(".ek-code").inner_text()
    stranger = people.browser.new_context(base_url=application.address).new_page()
    stranger.goto("/verifikasi/")
    stranger.get_by_label("Kode pada dokumen").fill(code.lower().replace("-", " "))
    stranger.get_by_role("button", name="Periksa kode").click()
    expect(stranger.get_by_text("Sah dan berlaku")).to_be_visible()
    expect(stranger.get_by_text("NIP")).to_have_count(0)
    pdf = tmp_path / "berita-acara.pdf"
    pdf.write_bytes(wait_for_pdf(signed_in, address))
    check(stranger, pdf, "Sah dan berlaku")
    pdf.write_bytes(pdf.read_bytes() + b" ")
    check(stranger, pdf, "Bukan berkas yang tercatat")
    return code


def wait_for_pdf(page, address):
    for _ in range(150):
        answer = page.request.get(f"{address}berita-acara.pdf")
        if answer.headers["content-type"] == "application/pdf":
            return answer.body()
        page.wait_for_timeout(1000)
    raise AssertionError("the worker rendered nothing")


def check(page, path, verdict):
    page.goto("/verifikasi/")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text(path.name)).to_be_visible()
    page.get_by_role("button", name="Bandingkan berkas").click()
    expect(page.get_by_text(verdict)).to_be_visible()


def see_it_on_the_dashboard(page):
    page.goto(f"/rakortek/{KEY}/dasbor/")
    expect(page.locator(".ek-legend").get_by_text("1 final")).to_be_visible()
    page.locator(".ek-legend").get_by_role("link", name="1 final").or_(
        page.locator(".ek-legend a").first
    ).first.click()
    expect(page.get_by_role("link", name=AKI)).to_be_visible()


def fetch_it_by_api(application):
    made = subprocess.run(
        [sys.executable, "-m", "erakortek", "token", "create", "uji", "--akun", "auditor"],
        env=application.environment | database_of(application),
        capture_output=True,
        text=True,
        check=True,
    )
    address = f"{application.address}/api/v1/rakortek/{KEY}/target?daerah=11&indikator=C6-004"
    request = urllib.request.Request(
        address, headers={"Authorization": f"Bearer {made.stdout.strip()}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        (target,) = json.load(answer)["targets"]
    assert (target["kunci"], target["kesepakatan"]["nilai"]["bawah"]) == ("FINAL", "100")
    try:
        urllib.request.urlopen(address, timeout=10)
        raise AssertionError("the API is open to the public")
    except urllib.error.HTTPError as refused:
        assert refused.code == 401
        refused.close()


def database_of(application):
    """The address of the embedded database, as its supervisor made it for its children."""
    children = subprocess.run(
        ["pgrep", "-P", str(application.process.pid)], capture_output=True, text=True, check=True
    )
    for pid in children.stdout.split():
        with open(f"/proc/{pid}/environ", "rb") as file:
            words = dict(line.split(b"=", 1) for line in file.read().split(b"\0") if b"=" in line)
        if b"DATABASE_URL" in words:
            return {
                "DATABASE_URL": words[b"DATABASE_URL"].decode(),
                "ERAKORTEK_SECRET_KEY": words[b"ERAKORTEK_SECRET_KEY"].decode(),
            }
    raise AssertionError("no child carries the address of the database")
