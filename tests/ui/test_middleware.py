"""What no request may carry is refused at one door, in the shape that its reader knows."""

import pytest
from django.test import Client

from erakortek.ui.middleware import NUL_IN_JSON
from erakortek.ui.views import NUL_REFUSED

ADDRESSES = (
    "/akun/?cari=%00",
    "/simulator/?cari=%00",
    "/simulator/?%00=1",
    "/rakortek/2028/desk/?cari=%00",
    "/rakortek/2028/target/?keadaan=%00",
    "/rakortek/2028/target/?cari=%00&bidang=1.02",
    "/rakortek/2028/target/?bidang=%00",
    "/rakortek/2028/target/?daerah=a%00b",
    "/rakortek/%00/target/",
    "/hasil/?kata=%00",
    "/data-induk/cari/%00/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_refuses_a_nul_in_its_address(scene, address):
    answer = scene.client("superadmin").get(address)

    assert answer.status_code == 400
    assert NUL_REFUSED in answer.content.decode()


@pytest.mark.parametrize("form", [{"cari": "\x00"}, {"peran": "a\x00"}, {"\x00": "a"}])
def test_a_page_refuses_a_nul_in_its_form(scene, form):
    answer = scene.client("superadmin").post("/akun/surat/", form)

    assert answer.status_code == 400
    assert NUL_REFUSED in answer.content.decode()


def test_a_session_that_spells_a_nul_is_refused_before_it_is_looked_up(db):
    client = Client(headers={"cookie": 'sessionid="aaaaaaaaaaaa\\000"'})

    assert client.get("/akun/").status_code == 400


def test_what_is_escaped_twice_is_the_text_and_no_nul():
    assert NUL_IN_JSON.search(rb'{"catatan": "a\u0000"}')
    assert NUL_IN_JSON.search(rb'{"catatan": "\\\u0000"}')
    assert not NUL_IN_JSON.search(rb'{"catatan": "\\u0000"}')


@pytest.mark.parametrize(
    "address", ["/simulator/?penugasan=²", "/simulator/?penugasan=" + "9" * 40]
)
def test_a_number_of_no_row_is_nobody(scene, address):
    assert scene.client("superadmin").get(address).status_code == 200


@pytest.mark.parametrize("number", ["²", "٣", "9" * 40, "-1"])
def test_a_number_of_no_row_chooses_no_row(scene, number):
    client, room = scene.client("fasilitator"), f"/rakortek/2028/desk/{scene.sidang().pk}/"
    batch = scene.client("bappeda").post("/rakortek/2028/target/verifikasi/", {"target": number})

    assert client.get(f"{room}?baris={number}").status_code == 200
    assert batch.status_code == 200
