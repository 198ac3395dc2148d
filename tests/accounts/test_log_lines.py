"""The log names no address that would open an account."""

import io
import logging

import pytest

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def lines(monkeypatch):
    """What the handler of ``settings.LOGGING`` writes."""
    (handler,) = (one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler)
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written.getvalue


@pytest.mark.django_db
def test_a_refused_activation_is_noted_without_its_secret(client, lines):
    client.get(f"/aktivasi/{SECRET}/")

    assert lines().endswith("WARNING django.request Gone: /aktivasi/…/\n")


def test_a_traceback_is_noted_without_the_secret_that_stands_in_it(lines):
    try:
        raise ValueError(f"https://rakortek.example/aktivasi/{SECRET}/?x=1")  # noqa: TRY301 -- the traceback is what is tested
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /x/")

    assert "ValueError: https://rakortek.example/aktivasi/…/?x=1" in lines()
    assert SECRET not in lines()
