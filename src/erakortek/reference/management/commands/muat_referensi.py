"""``erakortek manage muat_referensi``: load the master data, and say what changed."""

from django.core.management.base import BaseCommand

from erakortek.reference import services


class Command(BaseCommand):
    help = "Memuat data induk dari berkas data proyek; aman diulang."

    def handle(self, *_: object, **__: object) -> None:
        for change in services.load_reference():
            self.stdout.write(str(change))
