"""Master data by workbook, as the superadmin does it: upload, watch, mend, apply."""

from playwright.sync_api import expect

FAULTY = "Kode;Nama;Singkatan\nY1;Badan Rekaan Satu;BR1\nY2;;\n"
MENDED = "Kode;Nama;Singkatan\nY1;Badan Rekaan Satu;BR1\nY2;Badan Rekaan Dua;BR2\n"


def upload(page, content):
    page.goto("/data-induk/")
    page.get_by_role("link", name="Kementerian dan lembaga", exact=True).click()
    page.get_by_label("Pilih berkas Excel").set_input_files(
        {"name": "kl.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_label("Dasar perubahan").fill("Surat latihan 1")
    page.get_by_role("button", name="Unggah dan periksa").click()
    # The page follows the reading by itself, however many documents are still being rendered.
    expect(page.get_by_role("heading", name="Putuskan")).to_be_visible(timeout=30_000)


def test_a_faulty_workbook_is_shown_mended_and_applied(people):
    page = people.page("superadmin")
    upload(page, FAULTY)

    expect(page.get_by_text("Nama belum diisi.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh dengan tanda temuan").click()
    assert download.value.suggested_filename == "kl-temuan.xlsx"
    page.get_by_label("Terapkan hanya bila semua baris benar").check()
    page.get_by_role("button", name="Terapkan 1 baris").click()
    expect(page.get_by_text("1 baris belum benar, jadi tidak satu pun diterapkan.")).to_be_visible()

    upload(page, MENDED)
    page.get_by_role("button", name="Terapkan 2 baris").click()
    expect(page.get_by_role("heading", name="Sudah diterapkan")).to_be_visible()

    upload(page, MENDED)
    expect(page.get_by_text("Tidak ada baris yang akan mengubah data.")).to_be_visible()


def test_a_row_is_found_as_one_types_and_mended_on_its_page(people):
    page = people.page("superadmin")
    page.goto("/data-induk/kl/isi/")
    page.get_by_label("Cari baris").press_sequentially("kesehatan")
    expect(page.get_by_role("row")).to_have_count(2)  # the head, and one ministry
    page.get_by_role("row").nth(1).get_by_role("link").click()

    page.get_by_label("Singkatan").fill("Kemenkes RI")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tulis dasar perubahannya")).to_be_visible()
    page.get_by_label("Dasar perubahan").fill("Surat latihan 2")
    page.get_by_role("button", name="Simpan").click()

    page.goto("/data-induk/kl/isi/?cari=Kemenkes+RI")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.get_by_text("Surat latihan 2")).to_be_visible()
