"""``erakortek impor``: a workbook through the same two steps, for operators."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from erakortek.intake import selectors, services
from erakortek.intake.enums import StatusBatch
from erakortek.intake.models import ImportBatch
from erakortek.intake.sheets import Sheet, all_sheets, find_sheet
from erakortek.lib.errors import DomainError

BY_COMMAND = "Impor lewat perintah, tanpa dasar yang disebut."


class Command(BaseCommand):
    help = (
        "Mengimpor berkas Excel, ODS, atau CSV ke satu lembar data induk. Baris yang benar "
        "diterapkan; dengan --pratinjau tidak ada yang berubah."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lembar", help="Kode lembar, misalnya nomenklatur.")
        parser.add_argument("path", type=Path, metavar="BERKAS", help="Berkas yang diimpor.")
        parser.add_argument(
            "--isian",
            action="append",
            default=[],
            metavar="KOLOM=NILAI",
            help="Yang tidak disebut berkas JSON, misalnya tahun=2021.",
        )
        parser.add_argument(
            "--alasan",
            default=BY_COMMAND,
            metavar="DASAR",
            help="Dasar perubahan, misalnya nomor surat; tercatat dalam riwayat setiap baris.",
        )
        parser.add_argument("--pratinjau", action="store_true", help="Hanya memeriksa.")
        parser.add_argument(
            "--semua", action="store_true", help="Semua baris, atau tidak satu pun."
        )
        parser.add_argument("--seragamkan", action="store_true", help="Terima saran ejaan.")
        parser.add_argument("--json", action="store_true", help="Laporan sebagai JSON.")

    def handle(
        self,
        *_: object,
        lembar: str,
        path: Path,
        pratinjau: bool,
        semua: bool,
        seragamkan: bool,
        isian: list[str],
        alasan: str,
        **options: object,
    ) -> None:
        sheet = sheet_named(lembar)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Berkas {path} tidak dapat dibaca: {error.strerror}.") from error
        try:
            told = dict(one.partition("=")[::2] for one in isian)
            batch = services.read_now(
                sheet=sheet, content=content, name=path.name, alasan=alasan, told=told
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        refusal = batch.pesan
        if batch.status == StatusBatch.PRATINJAU and not pratinjau:
            try:
                batch = services.apply_batch(
                    batch_id=batch.pk, actor=None, all_or_none=semua, unify=seragamkan
                )
            except DomainError as error:
                refusal = error.message  # what was found is printed all the same
        self._print(_report(batch), as_json=bool(options["json"]))
        if refusal:
            raise CommandError(refusal)

    def _print(self, report: dict[str, object], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        counts: dict[str, int] = report["jumlah"]  # type: ignore[assignment]
        self.stdout.write(", ".join(f"{count} {name.lower()}" for name, count in counts.items()))
        findings: list[dict[str, str]] = report["temuan"]  # type: ignore[assignment]
        for one in findings:
            self.stdout.write(f"{one['lembar_kerja']}!{one['sel']}: {one['pesan']} {one['saran']}")


def sheet_named(kode: str) -> Sheet:
    """The sheet of a code; the refusal names those that exist."""
    sheet = find_sheet(kode)
    if sheet is None:
        known = ", ".join(one.kode for one in all_sheets())
        raise CommandError(f"Lembar “{kode}” tidak ada. Yang ada: {known}.")
    return sheet


def _report(batch: ImportBatch) -> dict[str, object]:
    rows = selectors.rows_with_findings(batch)
    return {
        "unggahan": batch.pk,
        "berkas": batch.nama_berkas,
        "status": batch.status,
        "pesan": batch.pesan,
        "jumlah": {state.value: count for state, count in selectors.counts_of(batch).items()},
        "temuan": [
            {"lembar_kerja": row.lembar_kerja, "baris": row.baris} | finding.as_json()
            for row, finding in selectors.findings_of(rows)
        ],
    }
