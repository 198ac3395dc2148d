"""``erakortek manage akun_pertama``: the link with which the first superadmin sets a password."""

from django.core.management.base import BaseCommand

from erakortek.accounts.letters import address_of
from erakortek.accounts.services import first_account
from erakortek.reference.models import Instansi
from erakortek.reference.services import BANGDA


class Command(BaseCommand):
    help = "Menampilkan tautan aktivasi superadmin pertama selama belum ada akun yang aktif."

    def handle(self, *_: object, **__: object) -> None:
        secret = first_account(instansi=Instansi.objects.get(kode=BANGDA))
        if secret is None:
            return
        self.stdout.write("\nBelum ada akun. Buka tautan ini untuk membuat kata sandi superadmin:")
        self.stdout.write(f"  {address_of(secret)}\n")
        self.stdout.flush()
