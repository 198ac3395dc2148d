"""The queue heals itself: a job whose worker was killed is given to the next."""

from collections.abc import Callable, Mapping

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

MOST_STARTS = 10  # a job that kills its worker each time must not keep the others waiting for ever
Act = Callable[..., None]
_acts: dict[str, Act] = {}


def when_given_up(task_name: str, act: Act) -> None:
    """Call ``act`` with the arguments of a job of this task that is given up.

    A room registers here in ``AppConfig.ready()`` what nobody must wait for any longer. ``act`` may
    be called twice for one job.
    """
    _acts[task_name] = act


@app.periodic(cron="* * * * *")
@app.task(name="database.retry_stalled_jobs", queueing_lock="database.retry_stalled_jobs")
async def retry_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 -- what periodic tasks get
    """Put back every job whose worker has been silent for 30 s; our jobs may be repeated."""
    for job in await app.job_manager.get_stalled_jobs():
        if job.attempts < MOST_STARTS:
            await app.job_manager.retry_job(job)
        else:
            await _give_up(job)


async def _give_up(job: Job) -> None:
    """Told first: whoever dies in between tells it once more."""
    try:
        if act := _acts.get(job.task_name):
            await sync_to_async(_tell)(act, job.task_kwargs)
    finally:
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


def _tell(act: Act, facts: Mapping[str, object]) -> None:
    try:
        act(**facts)
    finally:
        close_old_connections()  # of this thread, which no request tidies up
