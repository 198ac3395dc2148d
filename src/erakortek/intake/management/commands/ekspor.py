"""``erakortek ekspor``: the present data of one sheet, in the shape in which it is imported."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from erakortek.intake import writing
from erakortek.intake.management.commands.impor import sheet_named


class Command(BaseCommand):
    help = (
        "Menulis data satu lembar ke berkas .xlsx atau .csv, dalam bentuk yang dapat diimpor lagi."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lembar", help="Kode lembar, misalnya kl.")
        parser.add_argument("path", type=Path, metavar="BERKAS", help="Berkas tujuan.")

    def handle(self, *_: object, lembar: str, path: Path, **__: object) -> None:
        sheet = sheet_named(lembar)
        try:
            if path.suffix.lower() == ".csv":
                path.write_text("".join(writing.export_csv(sheet)), encoding="utf-8")
            else:
                path.write_bytes(writing.export(sheet))
        except OSError as error:
            raise CommandError(f"Berkas {path} tidak dapat ditulis: {error.strerror}.") from error
        self.stdout.write(f"{sheet.judul} ditulis ke {path}.")
