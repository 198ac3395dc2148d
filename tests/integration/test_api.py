import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erakortek.audit.models import AuditEntry
from erakortek.integration import services
from erakortek.integration.models import ApiToken
from erakortek.lib.errors import AccessDeniedError
from erakortek.rakortek.enums import JenisTahapan
from erakortek.target.models import TargetVersion
from erakortek.ui.views import NUL_REFUSED
from tests.hasil.invented import keep
from tests.scene import AKI, redefine

API = "/api/v1/rakortek/2028/target"


@pytest.fixture
def token_of(scene):
    def make(name):
        penugasan = scene.users[name].daftar_penugasan.get()
        _, secret = services.create_token(
            nama=name, penugasan=penugasan, days=1, actor=scene.superadmin
        )
        return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    return make


def test_without_a_token_401_and_never_a_page(db):
    answer = Client().get(API)

    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("application/json")


def test_a_token_sees_what_its_penugasan_sees(token_of):
    ours = Client().get(API, **token_of("pd")).json()
    theirs = Client().get(API, **token_of("pd_bali")).json()

    assert {row["kode_daerah"] for row in ours["targets"]} == {"11"}
    assert {row["kode_daerah"] for row in theirs["targets"]} == {"51"}
    assert Client().get("/api/v1/rakortek/1999/target", **token_of("pd")).status_code == 404


@pytest.mark.parametrize("address", [f"{API}?daerah=%00", "/api/v1/rakortek/%00/target"])
def test_a_nul_is_refused_in_the_shape_of_every_refusal(token_of, address):
    answer = Client().get(address, **token_of("pd"))

    assert (answer.status_code, answer.json()) == (400, {"message": NUL_REFUSED})


def test_a_nul_in_a_body_is_refused_before_it_is_written(token_of, scene):
    address = f"{API}/{scene.target().pk}/usulan-daerah"
    body = {"nilai": "12", "base_version": 0, "catatan": "a\x00b"}

    answer = Client().post(address, body, "application/json", **token_of("pd"))

    assert (answer.status_code, answer.json()) == (400, {"message": NUL_REFUSED})
    assert TargetVersion.objects.count() == 0


def test_no_answer_to_a_token_stays_in_a_cache(token_of):
    assert Client().get(API, **token_of("pd")).headers["Cache-Control"] == "private, no-store"


def test_pages_of_the_list_follow_each_other(token_of):
    headers = token_of("auditor")
    first = Client().get(f"{API}?batas=50", **headers).json()
    second = Client().get(f"{API}?batas=100&setelah={first['setelah']}", **headers).json()

    assert first["jumlah"] == 114
    assert len(first["targets"]) + len(second["targets"]) == 114
    assert second["setelah"] is None


def test_a_write_is_the_same_write_as_on_the_page(scene, token_of):
    url = f"{API}/{scene.target().pk}/usulan-daerah"
    headers = token_of("pd")

    def post(nilai, base):
        return Client().post(
            url, json.dumps({"nilai": nilai, "base_version": base}), "application/json", **headers
        )

    made = post("1.112,5", 0)
    stale = post("9", 0)
    unread = post("seratus", 1)
    assert (made.status_code, made.json()["version"], made.json()["nilai"]["bawah"]) == (
        200,
        1,
        "1112.5",
    )
    assert (stale.status_code, "sudah menjadi 1.112,5" in stale.json()["message"]) == (409, True)
    assert unread.status_code == 422
    assert TargetVersion.objects.get().sumber == "API"


def test_page_api_and_command_refuse_alike_after_the_stage(scene, token_of, tmp_path):
    scene.close_stage(JenisTahapan.PRA_DAERAH)
    target = scene.target()
    page = scene.client("pd").post(
        f"/rakortek/2028/target/{target.pk}/usulan-daerah/",
        {"nilai": "1", "base_version": 0},
        HTTP_HX_REQUEST="true",
    )
    api = Client().post(
        f"{API}/{target.pk}/usulan-daerah",
        json.dumps({"nilai": "1", "base_version": 0}),
        "application/json",
        **token_of("pd"),
    )
    path = tmp_path / "usulan.csv"
    path.write_text(f"kode_daerah,kode_indikator,nilai\n11,{AKI},1\n")
    with pytest.raises(CommandError) as command:
        call_command("muat_usulan", "2028", str(path), akun="pd")

    reason = "Pengisian usulan daerah ditutup"
    assert (page.status_code, reason in page.content.decode()) == (403, True)
    assert (api.status_code, reason in api.json()["message"]) == (403, True)
    assert f"Baris 2: {reason}" in str(command.value)


def test_a_file_of_usulan_goes_in_whole_or_not_at_all(scene, tmp_path):
    path = tmp_path / "usulan.csv"
    path.write_text(f"kode_daerah,kode_indikator,nilai\n11,{AKI},101\n99,{AKI},1\n")

    with pytest.raises(CommandError, match="Baris 3: Anda tidak mempunyai target daerah “99”"):
        call_command("muat_usulan", "2028", str(path), akun="pd")
    assert not TargetVersion.objects.exists()


def test_only_the_superadmin_issues_tokens_and_a_revoked_one_is_dead(scene, token_of):
    headers = token_of("pd")

    with pytest.raises(AccessDeniedError):
        services.create_token(
            nama="x",
            penugasan=scene.users["pd"].daftar_penugasan.get(),
            days=1,
            actor=scene.actor("pd"),
        )
    services.revoke_token(token_id=ApiToken.objects.get().pk, actor=scene.superadmin)
    assert Client().get(API, **headers).status_code == 401


def test_revoking_a_token_twice_changes_nothing(scene, token_of):
    token_of("pd")
    token = ApiToken.objects.get()
    first = services.revoke_token(token_id=token.pk, actor=scene.superadmin)
    again = services.revoke_token(token_id=token.pk, actor=scene.superadmin)

    assert again.revoked_at == first.revoked_at
    assert AuditEntry.objects.filter(event="token.dicabut").count() == 1


def test_the_contract_is_open_and_of_version_3_1(db):
    contract = Client().get("/api/v1/openapi.json").json()

    assert contract["openapi"].startswith("3.1")
    assert "/api/v1/rakortek/{kunci}/target" in contract["paths"]


def test_a_file_costs_the_same_however_many_targets_there_are(scene, tmp_path):
    path = tmp_path / "kosong.csv"
    path.write_text("kode_daerah,kode_indikator,nilai\n")
    costs = []
    for who in ("pd", "bappeda"):  # one target, and three
        with CaptureQueriesContext(connection) as cost:
            call_command("muat_usulan", "2028", str(path), akun=who, stdout=io.StringIO())
        costs.append(len(cost))
    assert costs[0] == costs[1]


def test_results_as_csv_hold_text_that_no_spreadsheet_runs(scene):
    redefine(AKI, nama="=1+1")

    text = scene.client("pd").get("/rakortek/2028/hasil.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["Indikator"] == "'=1+1"
    assert row["Kode daerah"] == "11"


def test_results_as_a_workbook(scene):
    answer = scene.client("auditor").get("/rakortek/2028/hasil.xlsx")

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_results_over_the_years_follow_each_other_by_page(scene, token_of):
    keep({"acuan": "baik"}, {"tahun": "2023"}, {"tingkat": "Provinsi", "wilayah": "11.01"})
    ours, theirs = token_of("pd"), token_of("pd_bali")

    first = Client().get("/api/v1/hasil?batas=2", **ours).json()
    second = Client().get(f"/api/v1/hasil?batas=2&halaman={first['berikutnya']}", **ours).json()
    foreign = Client().get("/api/v1/hasil?daerah=11.01", **theirs).json()

    assert (first["jumlah"], second["berikutnya"], foreign["hasil"]) == (3, None, [])
    assert [(row["tahun"], row["kode_daerah"]) for row in first["hasil"] + second["hasil"]] == [
        (2024, "11"),
        (2024, "11.01"),
        (2023, "11"),
    ]
    assert first["hasil"][0]["acuan"] == {"bawah": None, "atas": None, "pilihan": "baik"}
    assert first["hasil"][0]["rakortek"] == "impor"


def test_a_page_of_results_outside_its_bounds_is_refused(token_of):
    for query in ("halaman=0", "batas=1001", "tahun=99999"):
        assert Client().get(f"/api/v1/hasil?{query}", **token_of("pd")).status_code == 422
