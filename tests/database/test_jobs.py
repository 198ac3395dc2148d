"""The queue heals itself after a worker was killed in the middle of a job."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from erakortek.database.jobs import retry_stalled_jobs

WORKER = """
    INSERT INTO procrastinate_workers (last_heartbeat)
    VALUES (now() - make_interval(secs => %s)) RETURNING id
"""
JOB = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id, attempts)
    VALUES ('dokumen', 'uji', 'doing', %s, %s) RETURNING id
"""


def status_after_retry(silent_for, attempts=0):
    """The status of a running job whose worker has been silent for so many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(WORKER, [silent_for])
        cursor.execute(JOB, [*cursor.fetchone(), attempts])
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
