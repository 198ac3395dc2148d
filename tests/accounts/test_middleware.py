"""One transaction per request: who acts is bound to it, and a response of 500 leaves nothing."""

import json

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from erakortek.accounts.backends import WithPenugasan
from erakortek.accounts.middleware import SESSION_KEY, OneTransaction
from erakortek.database.lingkup import SETTING, SYSTEM
from erakortek.rakortek.models import Rakortek


def ask(scene, view, username="pd", session=None):
    request = RequestFactory().get("/")
    request.user = WithPenugasan().get_user(scene.users[username].pk)
    request.session = session or {}
    return OneTransaction(view)(request), request


def bound():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [SETTING])
        return cursor.fetchone()[0]


def test_the_transaction_carries_who_acts(scene):
    seen = []

    def view(request):
        seen.append(json.loads(bound()))
        return HttpResponse()

    ask(scene, view)
    actor = scene.actor("pd")
    assert seen == [
        {
            "lingkup": "DAERAH",
            "menulis": True,
            "user": actor.user_id,
            "penugasan": actor.penugasan_id,
            "role": "PD_PROVINSI",
            "instansi": actor.instansi_id,
            "daerah": actor.daerah_id,
            "provinsi": actor.daerah_id,
            "bidang": sorted(actor.bidang_ids),
            "pengampu": [],
        }
    ]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_survives_in_the_connection(live_scene):
    ask(live_scene, lambda request: HttpResponse())

    assert bound() == SYSTEM  # what the connection of a test began with


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (409, 1), (500, 0), (503, 0)])
def test_a_response_of_500_rolls_back(scene, status, kept):
    def view(request):
        Rakortek.objects.create(kunci="1999", tahun=1999, tingkat="PUSAT")
        return HttpResponse(status=status)

    ask(scene, view, "superadmin")
    assert Rakortek.objects.filter(kunci="1999").count() == kept


def test_the_chosen_penugasan_counts_only_if_it_is_ones_own(scene):
    foreign = scene.users["bappeda"].daftar_penugasan.get()

    _, request = ask(scene, lambda request: HttpResponse(), session={SESSION_KEY: foreign.pk})
    assert request.actor.penugasan_id == scene.users["pd"].daftar_penugasan.get().pk
