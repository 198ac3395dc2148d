"""Work of the queue: rendering takes a while, and nobody waits for it."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from erakortek.berita_acara.services.documents import RENDER_TASK, store_document


@app.task(name=RENDER_TASK, queue="dokumen", retry=RetryStrategy(max_attempts=5, wait=10))
def render_document(berita_acara_id: int) -> None:
    """Render and store the PDF of a Berita Acara that is sah; harmless when repeated."""
    store_document(berita_acara_id=berita_acara_id)
