"""A session that is over, an old link, F5: an address that takes POST leads to its page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests.architecture.test_doors import OPEN, address, all_routes

LIST = "/rakortek/2028/target/"
HTMX = {"HTTP_HX_REQUEST": "true"}
ROUTES = sorted(route for route in set(all_routes()) - OPEN.keys() if not route.startswith("api/"))
POSTED = [route for route in ROUTES if hasattr(resolve(address(route)).func, "page_for")]


def next_of(answer):
    return parse_qs(urlsplit(answer.headers["Location"]).query).get("next", [])


def takes_only_posts(page):
    return hasattr(resolve(urlsplit(page).path).func, "page_for")


def test_no_address_of_a_page_answers_405_to_a_browser(scene):
    client = scene.client("superadmin")

    answers = {route: client.get(address(route)).status_code for route in ROUTES}
    assert {route for route, status in answers.items() if status == 405} == set()


def test_a_get_of_an_address_that_takes_posts_leads_to_a_page(scene):
    client = scene.client("superadmin")

    pages = {route: client.get(f"{address(route)}?kunci=1").headers["Location"] for route in POSTED}
    assert len(pages) == len(POSTED) > 30
    assert {page for page in pages.values() if not page.endswith("?kunci=1")} == set()
    assert {page for page in pages.values() if takes_only_posts(page)} == set()


def test_other_methods_are_not_allowed(scene):
    assert scene.client("pd").put(f"{LIST}ajukan/").status_code == 405


@pytest.mark.django_db
def test_after_signing_in_one_is_on_a_page():
    pages = {page for route in ROUTES for page in next_of(Client().post(address(route)))}

    assert len(pages) > 20
    assert {page for page in pages if takes_only_posts(page)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent_from", "page"),
    [
        (f"http://testserver{LIST}?keadaan=draf&halaman=2", f"{LIST}?keadaan=draf&halaman=2"),
        (f"http://testserver{LIST}verifikasi/", LIST),
        ("http://testserver/tidak-ada/", LIST),
        (f"http://lain.example{LIST}?keadaan=draf", LIST),
        ("", LIST),
    ],
)
def test_the_page_keeps_its_filter_and_is_ours(sent_from, page):
    answer = Client().post(f"{LIST}ajukan/", headers={"referer": sent_from})

    assert next_of(answer) == [page]


@pytest.mark.django_db
def test_a_fragment_tells_the_page_to_sign_in_and_is_not_the_sign_in_page():
    here = f"http://testserver{LIST}?keadaan=draf"
    answer = Client().post(f"{LIST}1/usulan-daerah/", headers={"hx-current-url": here}, **HTMX)

    assert answer.status_code == 401
    assert "Location" not in answer.headers
    assert answer.headers["HX-Redirect"] == "/masuk/?next=/rakortek/2028/target/%3Fkeadaan%3Ddraf"
