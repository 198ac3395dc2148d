"""What the second wall costs (record 0011): one server, its policies on and off in turn."""

import os
import statistics
from collections import defaultdict

import psycopg

ROUNDS = 6
WARM_UP, SECONDS = 1, 2  # after each turn every connection plans its statements anew


def compare(acts, load):
    """Print the median of each act with and without the policies; ``load`` is that of ``run``.

    One connection, and each second round the other way round, so that a machine that grows slower
    does not count for either. The statement that says who asks is sent in both.
    """
    times = defaultdict(list)
    with psycopg.connect(os.environ["ERAKORTEK_OWNER_DATABASE_URL"], autocommit=True) as owner:
        tables = [
            name for (name,) in owner.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        ]
        try:
            for number in range(ROUNDS):
                for wall in (True, False) if number % 2 else (False, True):
                    _switch(owner, tables, wall=wall)
                    for name, act in acts.items():
                        load(act, 1, WARM_UP)
                        times[name, wall].append(load(act, 1, SECONDS).p50)
        finally:
            _switch(owner, tables, wall=True)
    print(f"\nthe second wall, {len(tables)} tables, {ROUNDS} rounds, medians")
    for name in acts:
        without, behind = (statistics.median(times[name, wall]) for wall in (False, True))
        print(
            f"{name:40} without {without:5.1f} ms  with {behind:5.1f} ms  {behind / without:4.2f}"
        )


def _switch(owner, tables, *, wall):
    for table in tables:
        owner.execute(f"ALTER TABLE {table} {'ENABLE' if wall else 'DISABLE'} ROW LEVEL SECURITY")
