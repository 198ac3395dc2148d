"""``erakortek token``: issue, list and revoke bearer tokens of the API."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import User
from erakortek.accounts.selectors import actor_of, penugasan_of
from erakortek.integration import services
from erakortek.integration.models import ApiToken
from erakortek.lib.errors import DomainError


class Command(BaseCommand):
    help = "Menerbitkan, mendaftar, dan mencabut token API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        create = acts.add_parser("create", help="Menerbitkan token; rahasianya tampil sekali.")
        create.add_argument("nama", help="Nama sistem yang membawa token ini.")
        create.add_argument("--akun", required=True, help="Akun yang dipakai token ini.")
        create.add_argument("--hari", type=int, default=365, help="Berlaku berapa hari.")
        create.add_argument(
            "--oleh", default="superadmin", help="Akun superadmin yang menerbitkan."
        )
        acts.add_parser("list", help="Mendaftar token.")
        revoke = acts.add_parser("revoke", help="Mencabut token.")
        revoke.add_argument("id", type=int)
        revoke.add_argument("--oleh", default="superadmin", help="Akun superadmin yang mencabut.")

    @transaction.atomic
    def handle(self, *_: object, act: str, **options: Any) -> None:
        try:
            getattr(self, f"_{act}")(options)
        except DomainError as error:
            raise CommandError(error.message) from error

    def _create(self, options: dict[str, Any]) -> None:
        penugasan = penugasan_of(_user(options["akun"]).pk).first()
        if penugasan is None:
            message = f"{options['akun']} tidak mempunyai penugasan yang berlaku."
            raise CommandError(message)
        _, secret = services.create_token(
            nama=options["nama"],
            penugasan=penugasan,
            days=options["hari"],
            actor=_actor(options["oleh"]),
        )
        self.stdout.write(secret)

    def _list(self, _: dict[str, Any]) -> None:
        for token in ApiToken.objects.select_related("penugasan__user"):
            state = "dicabut" if token.revoked_at else f"sampai {token.sampai_at:%d-%m-%Y}"
            self.stdout.write(f"{token.pk}\t{token.nama}\t{token.penugasan.user.username}\t{state}")

    def _revoke(self, options: dict[str, Any]) -> None:
        if not ApiToken.objects.filter(pk=options["id"]).exists():
            message = f"Token {options['id']} tidak ada."
            raise CommandError(message)
        services.revoke_token(token_id=options["id"], actor=_actor(options["oleh"]))


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        message = f"Akun {username} tidak ada."
        raise CommandError(message)
    return user


def _actor(username: str) -> Actor:
    actor = actor_of(_user(username).pk)
    if actor is None:
        message = f"{username} tidak mempunyai penugasan yang berlaku."
        raise CommandError(message)
    return actor
