"""The one console command: ``erakortek up``, ``manage``, ``demo``, ``impor``, ``ekspor``, ``token``."""

import argparse
import os
import sys
from typing import NoReturn

from erakortek.lib.environment import EnvironmentVariableError, read_text

OWNER_ACTS = {"migrate"}  # what changes the schema; everything else has the app role's rights


class _Parser(argparse.ArgumentParser):
    """Speaks Indonesian where argparse itself has English words."""

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "Pemakaian:", 1)

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 -- argparse's own words are English
        """Refuse what was typed: one sentence and exit code 2."""
        typed = " ".join(sys.argv[1:])
        what = f"Perintah “{typed}” tidak dikenal" if typed else "Perintah belum disebut"
        self.exit(2, f"{what}; lihat erakortek --help.\n")


def main() -> None:
    """Do what the words say; a refusal is one sentence on stderr and a non-zero exit code."""
    parser = _Parser(
        prog="erakortek", description="Menjalankan dan merawat e-Rakortek.", add_help=False
    )
    _add_help(parser)
    acts = parser.add_subparsers(dest="act", required=True, title="perintah", metavar="PERINTAH")
    what_up_does = "Menyalakan basis data, web, siaran, dan pekerja latar."
    up = acts.add_parser("up", help=what_up_does, description=what_up_does, add_help=False)
    _add_help(up)
    for name, what in (
        ("manage", "Perintah Django, misalnya: erakortek manage migrate."),
        ("demo", "Membangun dunia latihan, sekali."),
        ("impor", "Mengimpor berkas ke satu lembar data induk."),
        ("ekspor", "Menulis satu lembar data induk ke berkas."),
        ("token", "Menerbitkan, mendaftar, dan mencabut token API."),
    ):
        acts.add_parser(name, help=what, add_help=False)
    known, rest = parser.parse_known_args()
    if known.act == "up":
        if rest:
            up.error("")
        _up()
    else:
        words = {"manage": rest, "demo": ["bangun_demo", *rest]}
        _manage(words.get(known.act, [known.act, *rest]))


def _add_help(parser: argparse.ArgumentParser) -> None:
    choices = parser.add_argument_group("pilihan")
    choices.add_argument("-h", "--help", action="help", help="Menampilkan bantuan ini.")


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
    # An operator, or the worker: nobody in particular asks. A pool is for the web, which must say who.
    os.environ |= {"ERAKORTEK_SISTEM": "1", "ERAKORTEK_POOL": "0"}
    try:
        execute_from_command_line(["erakortek", *words])
    except EnvironmentVariableError as error:
        sys.exit(str(error))
    except OperationalError as error:
        reason = (str(error).strip().splitlines() or ["tanpa keterangan"])[-1]
        sys.exit(
            f"Basis data tidak dapat dipakai; jalankan erakortek up atau isi DATABASE_URL: {reason}"
        )
