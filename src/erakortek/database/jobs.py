"""The queue heals itself: a job whose worker was killed is given to the next."""

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="database.retry_stalled_jobs", queueing_lock="database.retry_stalled_jobs")
async def retry_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 -- what periodic tasks get
    """Put back every job whose worker has been silent for 30 s; our jobs may be repeated."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
