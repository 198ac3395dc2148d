"""Who a process is to row level security is decided by the process, before its first statement."""

import pytest

from erakortek.database.settings import database_from

AS_SYSTEM = '-c erakortek.context={"lingkup":"SISTEM","menulis":true}'
AS_WEB = "-c statement_timeout=15000"


@pytest.mark.parametrize(
    ("pool", "sistem", "options"),
    [("0", "0", None), ("0", "1", AS_SYSTEM), ("1", "0", AS_WEB), ("1", "1", AS_WEB)],
)
def test_commands_are_the_system_and_a_web_process_never_is(monkeypatch, pool, sistem, options):
    monkeypatch.setenv("ERAKORTEK_POOL", pool)
    monkeypatch.setenv("ERAKORTEK_SISTEM", sistem)

    assert database_from()["OPTIONS"].get("options") == options
