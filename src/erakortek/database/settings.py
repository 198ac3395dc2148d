"""The database setting, from ``DATABASE_URL``."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from erakortek.database.lingkup import SETTING, SYSTEM
from erakortek.lib.environment import EnvironmentVariableError, read_bool, read_text

SCHEMES = {"postgres", "postgresql"}
STATEMENT_TIMEOUT_MS = 15_000
# Planning a statement with its policies costs more than running it; from its third time on a
# connection keeps the plan. Values must then be bound by the server, or every text is a new one.
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}


def database_from(variable: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's setting for the PostgreSQL of ``variable``.

    ``postgresql://user:password@host:port/name``; a socket folder as ``?host=/folder``. With
    ``ERAKORTEK_POOL=1`` (web processes) connections come from a pool and a statement ends after
    15 s; each transaction of theirs must say who asks. With ``ERAKORTEK_SISTEM=1`` (commands, jobs)
    every connection acts as the system. Without the variable the setting names no database, and
    connecting fails.
    """
    url = read_text(variable, "")
    setting: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": dict(PREPARED)}
    if not url:
        return setting | {"NAME": "erakortek"}
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.path.strip("/"):
        message = f"{variable} harus seperti postgresql://pengguna:sandi@server:5432/erakortek."
        raise EnvironmentVariableError(message)
    query = parse_qs(parts.query)
    setting |= {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
    }
    if read_bool("ERAKORTEK_POOL", default=False):
        setting["CONN_HEALTH_CHECKS"] = True  # PostgreSQL may have been restarted meanwhile
        setting["OPTIONS"] |= {
            "pool": {"min_size": 1, "max_size": 4, "timeout": 10},
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS}",
        }
    elif read_bool("ERAKORTEK_SISTEM", default=False):
        setting["OPTIONS"] |= {"options": f"-c {SETTING}={SYSTEM}"}
    return setting
