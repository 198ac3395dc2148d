"""``erakortek manage muat_usulan``: usulan daerah from a CSV file, in somebody's name."""

import csv
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import User
from erakortek.accounts.selectors import actor_of
from erakortek.lib.errors import DomainError
from erakortek.rakortek.selectors import rakortek_for
from erakortek.reference.values import read_nilai_for
from erakortek.target import services
from erakortek.target.enums import SumberVersi, Voice
from erakortek.target.models import Target
from erakortek.target.selectors import targets_for


class Command(BaseCommand):
    help = (
        "Memuat usulan daerah dari CSV (kolom: kode_daerah, kode_indikator, nilai, catatan) atas "
        "nama sebuah akun. Semua baris masuk, atau tidak satu pun."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rakortek", help="Kunci Rakortek, misalnya 2028.")
        parser.add_argument("path", type=Path, help="Berkas CSV.")
        parser.add_argument("--akun", required=True, help="Akun yang mengisi.")

    @transaction.atomic
    def handle(self, *_: object, rakortek: str, path: Path, akun: str, **__: object) -> None:
        actor = _actor(akun)
        found = rakortek_for(actor).filter(kunci=rakortek).first()
        if found is None:
            message = f"Rakortek {rakortek} tidak ada, atau bukan untuk {akun}."
            raise CommandError(message)
        visible = targets_for(actor).filter(rakortek=found).select_related("indikator")
        targets = {(one.daerah.kode, one.indikator.kode): one for one in visible}
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        for line, row in enumerate(rows, start=2):
            try:
                self._fill(row, targets, actor)
            except DomainError as error:
                message = f"Baris {line}: {error.message}"
                raise CommandError(message) from error
        self.stdout.write(f"{len(rows)} usulan dimuat.")

    def _fill(
        self, row: dict[str, str], targets: dict[tuple[str, str], Target], actor: Actor
    ) -> None:
        target = targets.get((row.get("kode_daerah", ""), row.get("kode_indikator", "")))
        if target is None:
            message = (
                f"Anda tidak mempunyai target daerah “{row.get('kode_daerah')}”, indikator "
                f"“{row.get('kode_indikator')}”."
            )
            raise DomainError(message)
        services.fill_target(
            target_id=target.pk,
            nilai=read_nilai_for(target.definisi, row.get("nilai") or ""),
            base_version=target.version(Voice.USULAN_DAERAH),
            catatan=row.get("catatan") or "",
            actor=actor,
            sumber=SumberVersi.PERINTAH,
        )


def _actor(username: str) -> Actor:
    user = User.objects.filter(username=username).first()
    actor = actor_of(user.pk) if user else None
    if actor is None:
        message = f"{username} tidak mempunyai penugasan yang berlaku."
        raise CommandError(message)
    return actor
