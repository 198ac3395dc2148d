"""The one console command: ``erakortek up``, ``manage``, ``demo``, ``token``."""

import argparse
import os
import sys

from erakortek.lib.environment import EnvironmentVariableError, read_text

OWNER_ACTS = {"migrate"}  # what changes the schema; everything else has the app role's rights


def main() -> None:
    """Do what the words say; a refusal is one sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(
        prog="erakortek", description="Menjalankan dan merawat e-Rakortek.", add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="Menampilkan bantuan ini.")
    acts = parser.add_subparsers(dest="act", required=True, metavar="PERINTAH")
    up = acts.add_parser(
        "up", help="Menyalakan basis data, web, siaran, dan pekerja latar.", add_help=False
    )
    up.add_argument("-h", "--help", action="help", help="Menampilkan bantuan ini.")
    for name, what in (
        ("manage", "Perintah Django, misalnya: erakortek manage migrate."),
        ("demo", "Membangun dunia latihan, sekali."),
        ("token", "Menerbitkan, mendaftar, dan mencabut token API."),
    ):
        acts.add_parser(name, help=what, add_help=False)
    known, rest = parser.parse_known_args()
    if known.act == "up":
        if rest:
            up.error(f"tidak mengenal {' '.join(rest)}")
        _up()
    else:
        words = {"manage": rest, "demo": ["bangun_demo", *rest], "token": ["token", *rest]}
        _manage(words[known.act])


def _up() -> None:
    from erakortek.supervisor import StartError, from_environment

    try:
        from_environment().run()
    except StartError as error:
        sys.exit(str(error))


def _manage(words: list[str]) -> None:
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from erakortek.supervisor import join_running

    join_running()
    owner = read_text("ERAKORTEK_OWNER_DATABASE_URL", "")
    if owner and OWNER_ACTS & set(words[:1]):
        os.environ["DATABASE_URL"] = owner
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erakortek.settings")
    try:
        execute_from_command_line(["erakortek", *words])
    except EnvironmentVariableError as error:
        sys.exit(str(error))
    except OperationalError as error:
        reason = (str(error).strip().splitlines() or ["tanpa keterangan"])[-1]
        sys.exit(
            f"Basis data tidak dapat dipakai; jalankan erakortek up atau isi DATABASE_URL: {reason}"
        )
