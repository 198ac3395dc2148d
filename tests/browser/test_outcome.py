"""After a form was sent, the keyboard stands where it is said how that ended."""

from playwright.sync_api import expect

DESKS = "/rakortek/2028/desk/daftar/"
DONE = "ditempatkan menurut peran dan bidangnya"


def test_the_focus_is_on_what_a_form_has_done_and_no_link_takes_it(people):
    page = people.page("superadmin")
    page.goto(DESKS)
    page.get_by_role("button", name="Tempatkan semua menurut perannya").click()

    said = page.get_by_role("status").filter(has_text=DONE)
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport()
    page.reload()
    expect(page.get_by_text(DONE)).to_have_count(0)
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_the_focus_stays_in_a_refused_field(people):
    page = people.page("superadmin")
    page.goto("/akun/kuota/")
    page.get_by_label("Kode instansi").fill("   ")  # a browser takes it, we do not
    page.get_by_label("Kuota").fill("5")
    page.get_by_role("button", name="Tetapkan kuota").click()

    expect(page.get_by_text("Isi kode instansinya.")).to_be_visible()
    expect(page.get_by_label("Kode instansi")).to_be_focused()


def test_the_focus_is_on_the_reason_why_a_whole_form_is_refused(people):
    page = people.page("superadmin")
    page.goto("/akun/kuota/")
    page.get_by_label("Kode instansi").fill("TIDAK-ADA")
    page.get_by_label("Kuota").fill("5")
    page.get_by_role("button", name="Tetapkan kuota").click()

    expect(page.get_by_role("alert").filter(has_text="TIDAK-ADA")).to_be_focused()
