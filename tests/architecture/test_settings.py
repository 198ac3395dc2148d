"""Settings are documented, safe when nothing is set, and name what is wrong with them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAME = re.compile(r'"(ERAKORTEK_[A-Z_]+|(?:ERAKORTEK_OWNER_)?DATABASE_URL)"')


def settings_with(**environment):
    """What a fresh interpreter prints for the questions below, with this environment only."""
    ask = (
        "from erakortek import settings as s;"
        "print(s.DEBUG, s.DEMO, bool(s.SECRET_KEY), s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    )
    return subprocess.run(
        [sys.executable, "-c", ask],
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT / "src")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_env_example_names_every_variable_that_is_read_and_no_other():
    sources = (ROOT / "src").rglob("*.py")
    read = {name for path in sources for name in NAME.findall(path.read_text())}
    example = (ROOT / ".env.example").read_text()

    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == read


def test_an_empty_environment_is_safe():
    assert settings_with().stdout == "False False False True True\n"


def test_production_sends_cookies_over_https_only():
    done = settings_with(ERAKORTEK_ENV="production", ERAKORTEK_SECRET_KEY="x" * 50)

    assert done.stdout == "False False True True True\n"


def test_the_demo_world_refuses_production():
    done = settings_with(
        ERAKORTEK_ENV="production", ERAKORTEK_DEMO="1", ERAKORTEK_SECRET_KEY="x" * 50
    )

    assert done.returncode == 1
    assert "Dunia latihan tidak berjalan dengan pengaturan produksi" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("ERAKORTEK_DEMO", "ya", "ERAKORTEK_DEMO harus 1 atau 0, bukan “ya”."),
        ("ERAKORTEK_ENV", "prod", "ERAKORTEK_ENV harus development atau production, bukan “prod”."),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL harus seperti postgresql://"),
    ],
)
def test_a_variable_that_cannot_be_read_is_named(name, text, sentence):
    done = settings_with(**{name: text})

    assert done.returncode == 1
    assert sentence in done.stderr
