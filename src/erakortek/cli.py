"""The one console command: ``erakortek up``, ``manage``, ``demo``, ``token``."""

import argparse
import os
import sys

from erakortek.lib.environment import EnvironmentVariableError


def main() -> None:
    """Do what the words say; a refusal is one sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(
        prog="erakortek", description="Menjalankan dan merawat e-Rakortek.", add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="Menampilkan bantuan ini.")
    acts = parser.add_subparsers(dest="act", required=True, metavar="PERINTAH")
    acts.add_parser("up", help="Menyalakan basis data, web, siaran, dan pekerja latar.")
    for name, what in (
        ("manage", "Perintah Django, misalnya: erakortek manage migrate."),
        ("demo", "Membangun dunia latihan, sekali."),
        ("token", "Menerbitkan, mendaftar, dan mencabut token API."),
    ):
        acts.add_parser(name, help=what, add_help=False)
    known, rest = parser.parse_known_args()
    if known.act == "up":
        _up()
    else:
        _manage(
            {"manage": rest, "demo": ["bangun_demo", *rest], "token": ["token", *rest]}[known.act]
        )


def _up() -> None:
    from erakortek.supervisor import StartError, from_environment

    try:
        from_environment().run()
    except StartError as error:
        sys.exit(str(error))


def _manage(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erakortek.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["erakortek", *words])
    except EnvironmentVariableError as error:
        sys.exit(str(error))
