"""The pages and the commands: upload, preview, apply, and nobody else sees any of it."""

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from procrastinate.contrib.django import app
from python_calamine import CalamineWorkbook

from erakortek.intake.models import ImportBatch
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi
from tests.intake.workbook import KL_HEAD, book

HOME = "/data-induk/"
SHEET = f"{HOME}kl/"


def upload(client, *rows, alasan="Surat 1"):
    file = SimpleUploadedFile("kl.xlsx", book(KL_HEAD, *rows))
    return client.post(SHEET, {"berkas": file, "alasan": alasan})


def without_token(text):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def run_jobs():
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


@pytest.mark.django_db(transaction=True)
def test_an_upload_is_read_by_the_queue_then_applied(live_scene):
    client = live_scene.client("superadmin")
    page = upload(client, ("Z1", "Lembaga Baru", "LB"), ("Z2", "", "")).headers["Location"]
    waiting = client.get(page).content.decode()
    run_jobs()
    preview = client.get(page).content.decode()
    fragment = client.get(page, headers={"HX-Request": "true"}).content.decode()
    applied = client.post(f"{page}terapkan/")

    assert "sedang dibaca" in waiting
    assert "Terapkan 1 baris" in preview
    assert "Nama belum diisi." in preview
    assert without_token(fragment).strip() in without_token(preview)
    assert applied.headers["Location"] == page
    assert "Sudah diterapkan" in client.get(page).content.decode()
    assert Instansi.objects.get(kode="Z1").nama == "Lembaga Baru"


@pytest.fixture
def previewed(scene):
    from erakortek.intake import services
    from erakortek.reference.sheets import KL

    def make(*rows):
        return services.read_now(sheet=KL, content=book(KL_HEAD, *rows), name="kl.xlsx")

    return make


def test_all_or_none_is_refused_on_the_page_with_the_reason(scene, previewed):
    batch = previewed(("Z1", "Baru", ""), ("Z2", "", ""))
    client = scene.client("superadmin")

    answer = client.post(f"{HOME}unggahan/{batch.pk}/terapkan/", {"all_or_none": "on"})

    assert answer.status_code == 422
    assert "1 baris belum benar" in answer.content.decode()
    assert not Instansi.objects.filter(kode="Z1").exists()


def test_old_and_new_stand_side_by_side(scene, previewed):
    first = Instansi.objects.filter(jenis=JenisInstansi.KL).order_by("kode")[0]
    batch = previewed((first.kode, "Nama Diperbaiki", first.singkatan))

    text = scene.client("superadmin").get(f"{HOME}unggahan/{batch.pk}/").content.decode()

    assert f"<del>{first.nama}</del> <ins>Nama Diperbaiki</ins>" in text


def test_dropping_leads_back_to_the_sheet(scene, previewed):
    batch = previewed(("Z1", "Baru", ""))

    answer = scene.client("superadmin").post(f"{HOME}unggahan/{batch.pk}/batalkan/")

    assert answer.headers["Location"] == SHEET
    assert "Dibatalkan" in scene.client("superadmin").get(SHEET).content.decode()


@pytest.mark.parametrize("who", ["pd", "pimpinan", "auditor"])
def test_others_keep_nothing_and_find_nothing(scene, previewed, who):
    batch = previewed(("Z1", "Baru", ""))
    client = scene.client(who)

    assert "Tidak ada data induk yang Anda rawat." in client.get(HOME).content.decode()
    for address in (
        SHEET,
        f"{SHEET}data.xlsx",
        f"{SHEET}data.csv",
        f"{SHEET}templat.xlsx",
        f"{HOME}unggahan/{batch.pk}/",
        f"{HOME}unggahan/{batch.pk}/temuan.xlsx",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"{HOME}unggahan/{batch.pk}/terapkan/").status_code == 404


def test_the_template_carries_heads_hints_and_an_example_that_is_passed_over(scene):
    content = scene.client("superadmin").get(f"{SHEET}templat.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    batch = upload_and_read(content)

    assert rows[0][:2] == ["Kode *", "Nama *"]
    assert rows[1][0] == "K99"
    assert batch.daftar_baris.count() == 0


def upload_and_read(content):
    from erakortek.intake import services
    from erakortek.reference.sheets import KL

    return services.read_now(sheet=KL, content=content, name="templat-kl.xlsx")


def test_nothing_that_goes_out_is_a_formula(scene):
    Instansi.objects.create(kode="Z1", nama="=HYPERLINK(1)", jenis=JenisInstansi.KL)
    client = scene.client("superadmin")

    csv = b"".join(client.get(f"{SHEET}data.csv").streaming_content).decode()
    content = client.get(f"{SHEET}data.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    assert ";'=HYPERLINK(1);" in csv
    assert "=HYPERLINK(1)" in {row[1] for row in rows}


def test_a_file_without_a_row_is_told_so_and_one_that_changes_nothing_otherwise(scene, previewed):
    sentences = re.compile("tidak memuat baris data|Tidak ada baris yang akan mengubah data")
    one = Instansi.objects.filter(jenis="KL").first()

    def decision(*rows):
        page = scene.client("superadmin").get(f"{HOME}unggahan/{previewed(*rows).pk}/").text
        return sentences.findall(page)

    assert decision() == ["tidak memuat baris data"]
    assert decision((one.kode, one.nama, one.singkatan)) == [
        "Tidak ada baris yang akan mengubah data"
    ]


@pytest.mark.parametrize("total", [1, 3])
def test_the_preview_costs_the_same_for_one_row_and_for_three(
    scene, previewed, total, django_assert_num_queries
):
    batch = previewed(*[(f"Z{one}", "", "") for one in range(total)])
    client = scene.client("superadmin")
    address = f"{HOME}unggahan/{batch.pk}/"
    client.get(address)

    # session, savepoint, door, user, context, upload, counts, offers, findings, rows counted, rows,
    # rakortek, tahapan, release
    with django_assert_num_queries(14):
        client.get(address)


def test_operators_import_and_export_by_command(db, tmp_path):
    path = tmp_path / "kl.xlsx"
    path.write_bytes(book(KL_HEAD, ("Z1", "Baru", ""), ("Z2", "", "")))
    out = io.StringIO()

    call_command("impor", "kl", str(path), "--pratinjau", "--json", stdout=out)
    seen = json.loads(out.getvalue())
    before = Instansi.objects.filter(kode="Z1").exists()
    call_command("impor", "kl", str(path), stdout=io.StringIO())
    call_command("ekspor", "kl", str(tmp_path / "out.csv"), stdout=io.StringIO())

    assert seen["jumlah"] == {"BARU": 1, "BERUBAH": 0, "SAMA": 0, "BENTROK": 0, "SALAH": 1}
    assert [(one["sel"], one["aturan"]) for one in seen["temuan"]] == [("B3", "wajib")]
    assert not before
    assert Instansi.objects.filter(kode="Z1").exists()
    assert "\nZ1;Baru;" in (tmp_path / "out.csv").read_text().replace("\r", "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("apa", "x.xlsx"),
            (
                "Lembar “apa” tidak ada. Yang ada: akun, instansi-daerah, bidang-urusan, "
                "bobot-wilayah, hasil-tahun-lalu, indikator, bidang-kl, kl,"
            ),
        ),
        (("kl", "tidak-ada.xlsx"), "tidak dapat dibaca"),
    ],
)
def test_a_command_refuses_in_one_sentence(db, words, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command("impor", *words)

    assert sentence in str(refusal.value)


def test_all_or_none_by_command_writes_nothing(db, tmp_path):
    path = tmp_path / "kl.xlsx"
    path.write_bytes(book(KL_HEAD, ("Z1", "Baru", ""), ("Z2", "", "")))

    with pytest.raises(CommandError, match="1 baris belum benar"):
        call_command("impor", "kl", str(path), "--semua", stdout=io.StringIO())

    assert not Instansi.objects.filter(kode="Z1").exists()
    assert ImportBatch.objects.count() == 1


def test_an_upload_says_on_what_its_changes_rest(scene):
    answer = upload(scene.client("superadmin"), ("Z1", "Baru", ""), alasan=" ")

    assert answer.status_code == 422
    assert "Tulis dasar perubahannya" in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--alasan", "Keppres 1"], "Keppres 1"),
        ([], "Impor lewat perintah, tanpa dasar yang disebut."),
    ],
)
def test_a_command_leaves_its_reason_in_the_history(db, tmp_path, words, why):
    path = tmp_path / "kl.xlsx"
    path.write_bytes(book(KL_HEAD, ("Z1", "Baru", "")))

    call_command("impor", "kl", str(path), *words, stdout=io.StringIO())

    assert ImportBatch.objects.get().alasan == why


def test_a_refused_command_prints_what_it_has_found(db, tmp_path):
    path, said = tmp_path / "kl.xlsx", io.StringIO()
    path.write_bytes(book(KL_HEAD, ("Z1", "Baru", ""), ("Z2", "", "")))

    with pytest.raises(CommandError, match="1 baris belum benar"):
        call_command("impor", "kl", str(path), "--semua", stdout=said)

    assert "Lembar1!B3: Nama belum diisi. Isi selnya." in said.getvalue()
