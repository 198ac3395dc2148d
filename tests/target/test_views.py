import re

import pytest

from erakortek.target import services
from erakortek.target.models import Target, TargetVersion
from tests.scene import AKI, MAKRO, open_scene

LIST = "/rakortek/2028/target/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def post(client, scene, nilai, base=0, **headers):
    url = f"{LIST}{scene.target().pk}/usulan-daerah/"
    return client.post(url, {"nilai": nilai, "base_version": base, "catatan": ""}, **headers)


def rows(answer):
    """Each row without what differs per answer: the CSRF token."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return [re.sub(r"\s+", " ", row) for row in re.findall(r"<tbody.*?</tbody>", text, re.DOTALL)]


def test_the_fragment_equals_the_reload(scene):
    client = scene.client("pd")

    fragment = post(client, scene, "1.234,50", **HTMX)
    reloaded = client.get(LIST)

    assert fragment.status_code == 200
    assert rows(fragment) == rows(reloaded)
    assert "1.234,5" in fragment.content.decode()
    assert re.fullmatch(r"\d\d\.\d\d\.\d\d WIB", fragment.headers["X-Receipt"])


@pytest.mark.parametrize(
    ("nilai", "words"),
    [
        ("72,8 jt", "tidak dapat dibaca"),
        ("10-20", "satu angka"),
        ("", "Isi usulan daerah dalam per 100.000 kelahiran hidup"),
    ],
)
def test_what_cannot_be_read_is_refused_and_stays_on_screen(scene, nilai, words):
    answer = post(scene.client("pd"), scene, nilai, **HTMX)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{nilai}"' in answer.content.decode()
    assert not TargetVersion.objects.exists()


def test_a_stale_write_shows_both_values(scene):
    client = scene.client("pd")
    post(client, scene, "112", **HTMX)
    post(client, scene, "110", base=1, **HTMX)

    answer = post(client, scene, "108", base=1, **HTMX)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "sudah menjadi 110" in text
    assert 'value="108"' in text
    assert 'name="base_version" value="2"' in text


def test_without_scripts_a_save_leads_back_and_a_refusal_keeps_the_text(scene):
    client = scene.client("pd")

    assert post(client, scene, "112").headers["Location"] == LIST
    refused = post(client, scene, "seratus", base=1)
    assert refused.status_code == 422
    assert 'value="seratus"' in refused.content.decode()


@pytest.mark.parametrize("who", ["pd_bali", "bappeda_bali", "bappenas"])
def test_a_foreign_row_is_not_found(scene, who):
    client = scene.client(who)
    target = scene.target()
    visible = client.get(f"{LIST}{target.pk}/")
    if who == "bappenas":  # reads every region, writes none of it
        assert visible.status_code == 200
        assert (
            client.post(
                f"{LIST}{target.pk}/usulan-daerah/", {"nilai": "1", "base_version": 0}
            ).status_code
            == 403
        )
    else:
        assert visible.status_code == 404
        assert (
            client.post(
                f"{LIST}{target.pk}/usulan-daerah/", {"nilai": "1", "base_version": 0}
            ).status_code
            == 404
        )


def test_a_list_holds_only_what_is_ones_own(scene):
    assert scene.client("pd_bali").get(LIST).content.decode().count("<tbody id=") == 1
    assert scene.client("bappeda").get(LIST).content.decode().count("<tbody id=") == 3
    text = scene.client("pd").get(LIST).content.decode()
    assert "Bali" not in text


@pytest.mark.parametrize("total", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(db, total, django_assert_num_queries):
    scene = open_scene((AKI, "C6-005", MAKRO)[:total])
    client = scene.client("bappeda")
    post(scene.client("pd"), scene, "112")
    if total == 3:
        client.post(
            f"{LIST}{scene.target(MAKRO).pk}/usulan-daerah/", {"nilai": "7", "base_version": 0}
        )
        assert TargetVersion.objects.count() == 2
    client.get(LIST)

    # session, savepoint, door, user with penugasan, context, rakortek, counts, tahapan, targets, heads,
    # acuan, realisasi, last year, options, release; and RPJMN where makro is among the rows
    with django_assert_num_queries(15 + (total == 3)):
        answer = client.get(LIST)
    assert answer.content.decode().count("<tbody id=") == total


def test_a_batch_says_what_happened_and_why_not(scene):
    client = scene.client("pd")
    post(client, scene, "112", **HTMX)
    foreign = scene.target(daerah="51")

    answer = client.post(f"{LIST}ajukan/", {"target": [scene.target().pk, foreign.pk]})
    again = client.post(f"{LIST}ajukan/", {"target": [scene.target().pk]})

    assert "1 target diajukan." in answer.content.decode()
    assert "0 target diajukan, 1 dilewati." in again.content.decode()
    assert Target.objects.get(pk=foreign.pk).status == "KOSONG"


def test_the_history_names_versions_moves_reasons_and_people(scene):
    client = scene.client("pd")
    post(client, scene, "112", **HTMX)
    services.submit_target(target_id=scene.target().pk, actor=scene.actor("pd"))
    services.return_target(
        target_id=scene.target().pk, alasan="Sertakan dasarnya.", actor=scene.actor("bappeda")
    )

    page = client.get(f"{LIST}{scene.target().pk}/").content.decode()
    assert "Usulan daerah 112 per 100.000 kelahiran hidup" in page
    assert "Target diajukan kepada Bappeda" in page
    assert "Sertakan dasarnya." in page
    assert "Orang bappeda" in page
