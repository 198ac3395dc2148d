"""The queue heals itself: a job whose worker was killed is given to the next."""

from procrastinate.contrib.django import app
from procrastinate.jobs import Status

MOST_STARTS = 10  # a job that kills its worker each time must not keep the others waiting for ever


@app.periodic(cron="* * * * *")
@app.task(name="database.retry_stalled_jobs", queueing_lock="database.retry_stalled_jobs")
async def retry_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 -- what periodic tasks get
    """Put back every job whose worker has been silent for 30 s; our jobs may be repeated."""
    for job in await app.job_manager.get_stalled_jobs():
        if job.attempts < MOST_STARTS:
            await app.job_manager.retry_job(job)
        else:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
