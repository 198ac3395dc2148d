"""How long find-as-you-type takes in the nomenclature, over HTTP, right after it was imported."""

import random
import statistics
import time
import urllib.parse
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "shared/data/raw/nomenklatur-sub-kegiatan-2027.xlsx"
QUERIES, SEED = 300, 5


def measure(ask):
    """Import the genuine export, then ask for pieces of its names; ``ask(path)`` answers bytes."""
    from erakortek.intake import services
    from erakortek.reference.sheets import NOMENKLATUR

    if not SOURCE.is_file():
        print(f"\nsearch: not measured, {SOURCE.name} is needed in shared/data beside the project")
        return
    batch = services.read_now(sheet=NOMENKLATUR, content=SOURCE.read_bytes(), name=SOURCE.name)
    services.apply_batch(batch_id=batch.pk, actor=None)
    times = []
    for query in _queries():
        begin = time.perf_counter()
        ask("/data-induk/nomenklatur/isi/?cari=" + urllib.parse.quote(query))
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    print(
        f"\n{QUERIES} searches in the nomenclature (1-10 words, every second one misspelt, seed {SEED}): "
        f"p50 {statistics.median(times):.0f} ms  p95 {p95:.0f} ms  longest {times[-1]:.0f} ms"
    )


def _queries():
    from erakortek.reference.models import Nomenklatur

    chance = random.Random(SEED)  # noqa: S311 -- the same queries each time, no secret
    names = list(Nomenklatur.objects.order_by("kode", "tingkat").values_list("nama", flat=True))
    for number in range(QUERIES):
        words = chance.choice(names).split()
        size = min(chance.choice((1, 2, 3, 4, 6, 10)), len(words))
        begin = chance.randrange(len(words) - size + 1)
        picked = words[begin : begin + size]
        if number % 2:
            place = chance.randrange(size)
            picked[place] = _misspelt(picked[place], chance)
        yield " ".join(picked)


def _misspelt(word, chance):
    """Two letters changed places, or the one before was struck twice."""
    place = chance.randrange(len(word))
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    return chance.choice((swapped, word[:place] + word[place : place + 1] + word[place:]))
