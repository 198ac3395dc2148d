"""``erakortek manage siapkan``: everything between the migrations and the first page.

One process for all steps: each process of its own would cost a second to load the application.
"""

import time
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Memuat data induk, membangun dunia latihan bila diminta, mengumpulkan berkas statis."

    def handle(self, *_: object, **__: object) -> None:
        self._step("data induk", "muat_referensi", stdout=StringIO())
        if settings.DEMO:
            self._step("dunia latihan", "bangun_demo")
        else:
            call_command("akun_pertama", stdout=self.stdout)
        if settings.STATIC_ROOT:
            self._step("berkas statis", "collectstatic", interactive=False, verbosity=0)

    def _step(self, name: str, command: str, **options: object) -> None:
        begin = time.monotonic()
        try:
            call_command(command, **options)
        except CommandError as error:
            message = f"{name}: {error}"
            raise CommandError(message) from error
        self.stdout.write(f"  {name}: {time.monotonic() - begin:.1f} detik")
        self.stdout.flush()
