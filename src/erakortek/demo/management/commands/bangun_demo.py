"""``erakortek demo``: build the demo world, once."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from erakortek.demo.world import World, is_built


class Command(BaseCommand):
    help = "Membangun dunia latihan: orang, tahun yang selesai, dan tahun yang berjalan."

    def handle(self, *_: object, **__: object) -> None:
        if not settings.DEMO:
            message = "Dunia latihan hanya dibangun bila ERAKORTEK_DEMO=1, dan bukan di produksi."
            raise CommandError(message)
        if is_built():
            self.stdout.write("Dunia latihan sudah ada.")
            return
        World(self.stdout.write).build()
        self.stdout.write("Dunia latihan selesai dibangun.")
