"""Uploads in the queue: a big workbook takes seconds to read and to write, and nobody waits for it.

Ahead of documents: a person looks at the progress bar of an upload.
"""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from erakortek.intake.services import (
    APPLY_TASK,
    READ_TASK,
    Uploader,
    apply_in_turn,
    give_up_reading,
    read_batch,
)

RETRIES = 3
AGAIN = RetryStrategy(max_attempts=RETRIES, wait=5)


@app.task(name=READ_TASK, queue="impor", priority=10, pass_context=True, retry=AGAIN)
def read_uploaded(context: JobContext, batch_id: int) -> None:
    """Stage the rows of an upload; harmless when repeated. The last time it fails it is given up."""
    try:
        read_batch(batch_id=batch_id)
    except Exception:
        if context.job.attempts >= RETRIES:
            give_up_reading(batch_id=batch_id)
        raise


@app.task(name=APPLY_TASK, queue="impor", priority=10)
def apply_decided(
    batch_id: int, user_id: int, penugasan_id: int, all_or_none: bool, unify: bool
) -> None:
    """Write the rows of an upload; harmless when repeated. What fails goes back to who decided."""
    by = Uploader(user_id, penugasan_id)
    apply_in_turn(batch_id=batch_id, by=by, all_or_none=all_or_none, unify=unify)
