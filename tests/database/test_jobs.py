"""The queue heals itself after a worker was killed in the middle of a job."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from erakortek.database.jobs import retry_stalled_jobs, when_given_up

WORKER = """
    INSERT INTO procrastinate_workers (last_heartbeat)
    VALUES (now() - make_interval(secs => %s)) RETURNING id
"""
JOB = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, attempts)
    VALUES ('dokumen', %s, %s, 'doing', %s, %s) RETURNING id
"""


def status_after_retry(silent_for, attempts=0, task="uji", **facts):
    """The status of a running job whose worker has been silent for so many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(WORKER, [silent_for])
        cursor.execute(JOB, [task, json.dumps(facts), *cursor.fetchone(), attempts])
        (job,) = cursor.fetchone()
    with app.replace_connector(app.connector.get_worker_connector()) as with_worker:
        # In a thread of its own: browser tests leave a running loop in the main thread.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _retry(with_worker)).result(timeout=30)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()[0]


async def _retry(with_worker):
    async with with_worker.open_async():
        await retry_stalled_jobs(timestamp=0)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_fell_silent_waits_for_the_next_worker():
    assert status_after_retry(silent_for=60) == "todo"


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_is_alive_is_left_to_it():
    assert status_after_retry(silent_for=5) == "doing"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("attempts", "status"), [(9, "todo"), (10, "failed")])
def test_a_job_that_has_lost_ten_workers_is_given_up(attempts, status):
    assert status_after_retry(silent_for=60, attempts=attempts) == status


@pytest.fixture
def told():
    """What was told of given-up jobs of a task of ours."""
    facts = []
    when_given_up("uji.gagal", lambda **arguments: facts.append(arguments))
    return facts


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("attempts", "heard"), [(9, []), (10, [{"batch_id": 7}])])
def test_the_room_of_a_job_hears_that_it_is_given_up(told, attempts, heard):
    status_after_retry(silent_for=60, attempts=attempts, task="uji.gagal", batch_id=7)

    assert told == heard


@pytest.mark.django_db(transaction=True)
def test_a_job_is_given_up_also_where_its_room_fails_to_hear_of_it():
    def fail(**_):
        raise ZeroDivisionError

    when_given_up("uji.gagal", fail)

    with pytest.raises(ZeroDivisionError):
        status_after_retry(silent_for=60, attempts=10, task="uji.gagal")
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'uji.gagal'")
        assert cursor.fetchall() == [("failed",)]
