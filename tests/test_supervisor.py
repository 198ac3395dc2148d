"""A process that dies is started again; one that keeps dying stops the start, never the running."""

import os
import signal
import time

import pytest
from procrastinate.contrib.django import app

from erakortek.supervisor import MOST_SHORT_LIVES, WORKERS, Child, StartError


def test_every_queue_has_one_worker():
    served = [queue for queues in WORKERS.values() for queue in queues]

    assert sorted(served) == sorted({task.queue for task in app.tasks.values()})


@pytest.fixture
def child():
    made = []

    def make(*command):
        one = Child("Pekerja latar", list(command), dict(os.environ))
        one.start()
        made.append(one)
        return one

    yield make
    for one in made:
        one.stop_by(time.monotonic())


def die_and_revive(one, times, *, is_starting):
    for _ in range(times):
        one.process.wait(5)
        one.revive(is_starting=is_starting)
        one.retry_at = 0.0  # the wait is over
        one.revive(is_starting=is_starting)


def test_a_killed_process_is_started_again(child):
    one = child("sleep", "60")
    before = one.process.pid
    os.kill(before, signal.SIGKILL)

    die_and_revive(one, 1, is_starting=False)

    assert one.process.pid != before
    assert one.process.poll() is None


def test_a_process_that_keeps_dying_stops_the_start(child):
    one = child("false")

    with pytest.raises(StartError, match="selalu berhenti begitu dinyalakan"):
        die_and_revive(one, MOST_SHORT_LIVES, is_starting=True)


def test_once_running_it_is_tried_ever_later_and_the_rest_goes_on(child):
    one = child("false")
    die_and_revive(one, 2 * MOST_SHORT_LIVES, is_starting=False)

    one.process.wait(5)
    one.revive(is_starting=False)

    assert one.retry_at - time.monotonic() > MOST_SHORT_LIVES
    before = one.process
    one.revive(is_starting=False)
    assert one.process is before  # it is not started before its time
