"""Reading an upload in the queue: a big workbook takes seconds, and nobody waits for it.

Ahead of documents: a person looks at the progress bar of an upload.
"""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from erakortek.intake.services import READ_TASK, read_batch


@app.task(name=READ_TASK, queue="impor", priority=10, retry=RetryStrategy(max_attempts=3, wait=5))
def read_uploaded(batch_id: int) -> None:
    """Stage the rows of an upload; harmless when repeated."""
    read_batch(batch_id=batch_id)
