"""``/hidup/`` and ``/sehat/``: alive is not the same as ready."""

import pytest
from django.db import connection

WORKER = """
    INSERT INTO procrastinate_workers (last_heartbeat)
    VALUES (now() - make_interval(secs => %s))
"""


def worker_silent_for(seconds):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(WORKER, [seconds])


@pytest.mark.django_db
def test_alive_asks_nothing_else(client):
    response = client.get("/hidup/")

    assert (response.status_code, response.content) == (200, b"hidup")


@pytest.mark.django_db
def test_ready_when_database_migrations_and_worker_are_in_order(client):
    worker_silent_for(5)

    response = client.get("/sehat/")

    assert response.status_code == 200
    assert response.json() == {
        "status": "sehat",
        "basis_data": "ya",
        "migrasi": "ya",
        "pekerja": "ya",
    }


@pytest.mark.django_db
def test_a_silent_worker_is_named(client):
    worker_silent_for(120)

    response = client.get("/sehat/")

    assert response.status_code == 503
    assert response.json() == {"status": "sakit", "masalah": ["Pekerja latar tidak berjalan."]}


@pytest.mark.django_db
def test_waiting_migrations_are_counted(client):
    worker_silent_for(5)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE id ="
            " (SELECT max(id) FROM django_migrations WHERE app = 'database')"
        )

    response = client.get("/sehat/")

    assert response.status_code == 503
    assert response.json()["masalah"] == ["1 migrasi belum dijalankan."]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_does_not_answer_is_named_and_the_process_still_alive(client, monkeypatch):
    client.raise_request_exception = False
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/tidak/ada")

    ready, alive = client.get("/sehat/"), client.get("/hidup/")
    monkeypatch.undo()

    assert ready.status_code == 503
    assert ready.json() == {"status": "sakit", "masalah": ["Basis data tidak menjawab."]}
    assert alive.status_code == 200
