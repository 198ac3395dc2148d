"""``erakortek``: help in Indonesian, and one sentence for whatever cannot be done.

What ``up`` refuses (a taken port, a wrong ``DATABASE_URL``, a folder) is in ``test_up.py``.
"""

import subprocess
import sys

import pytest

from tests.test_up import environment, free_port

ENGLISH = ("usage", "options", "positional", "arguments", "show this", "invalid", "error")


def erakortek(folder, *words, **more):
    return subprocess.run(
        [sys.executable, "-m", "erakortek", *words],
        env=environment(folder, free_port(), **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize("words", [["--help"], ["up", "--help"]])
def test_help_has_no_english_word(tmp_path, words):
    done = erakortek(tmp_path, *words)

    assert done.returncode == 0
    assert done.stdout.startswith("Pemakaian: erakortek ")
    assert [word for word in ENGLISH if word in done.stdout.lower()] == []


def test_help_names_every_command(tmp_path):
    said = erakortek(tmp_path, "--help").stdout

    assert [name for name in ("up", "manage", "demo", "token") if f"\n    {name} " in said] == [
        "up",
        "manage",
        "demo",
        "token",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Perintah belum disebut; lihat erakortek --help.\n"),
        (["nyala"], "Perintah “nyala” tidak dikenal; lihat erakortek --help.\n"),
        (["up", "cepat"], "Perintah “up cepat” tidak dikenal; lihat erakortek --help.\n"),
    ],
)
def test_an_unknown_command_is_refused_in_one_sentence(tmp_path, words, sentence):
    done = erakortek(tmp_path, *words)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", sentence)


def test_a_command_without_a_database_says_what_to_do_in_one_sentence(tmp_path):
    nobody = "postgresql://x:y@127.0.0.1:1/z"

    done = erakortek(tmp_path, "manage", "migrate", DATABASE_URL=nobody, ERAKORTEK_SECRET_KEY="x")

    assert done.returncode == 1
    assert done.stderr.startswith(
        "Basis data tidak dapat dipakai; jalankan erakortek up atau isi DATABASE_URL: "
    )
    assert done.stderr.count("\n") == 1


def test_a_variable_that_cannot_be_read_is_named_in_one_sentence(tmp_path):
    done = erakortek(tmp_path, "manage", "check", ERAKORTEK_DEMO="ya")

    assert (done.returncode, done.stderr) == (1, "ERAKORTEK_DEMO harus 1 atau 0, bukan “ya”.\n")
