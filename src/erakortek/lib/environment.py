"""Typed readers of environment variables: a bad one is named, with what it should be."""

import os
import re
from datetime import date


class EnvironmentVariableError(Exception):
    """A variable that cannot be read; the message is one Indonesian sentence for the operator."""


def read_text(name: str, default: str) -> str:
    """The variable, or ``default`` where it is unset or blank."""
    return os.environ.get(name, "").strip() or default


def read_list(name: str, default: str) -> list[str]:
    """Words separated by commas."""
    return [word.strip() for word in read_text(name, default).split(",") if word.strip()]


def read_bool(name: str, *, default: bool) -> bool:
    """``1`` or ``0``."""
    text = read_text(name, "1" if default else "0")
    if text not in {"0", "1"}:
        message = f"{name} harus 1 atau 0, bukan “{text}”."
        raise EnvironmentVariableError(message)
    return text == "1"


def read_int(name: str, default: int) -> int:
    """A whole number."""
    text = read_text(name, str(default))
    if not re.fullmatch(r"-?[0-9]+", text):
        message = f"{name} harus bilangan bulat, bukan “{text}”."
        raise EnvironmentVariableError(message)
    return int(text)


def read_date(name: str) -> date | None:
    """A date as YYYY-MM-DD; None where it is unset."""
    text = read_text(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"{name} harus tanggal seperti 2027-02-15, bukan “{text}”."
        raise EnvironmentVariableError(message) from error
