"""A small believable Rakortek for tests: real masters, invented people, everything through services."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.db import transaction
from django.test import Client

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.selectors import actor_of
from erakortek.desk.models import Sidang
from erakortek.lib import clock
from erakortek.rakortek import services as rakortek_services
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.selectors import susunan_of
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import BidangUrusan, DefinisiIndikator, Indikator, Instansi, Wilayah
from erakortek.reference.selectors import definisi_now
from erakortek.target.models import Target

ACEH = "11"
KESEHATAN = "1.02"
AKI = "C6-004"  # number, lower is better
SANITASI = "C6-005"  # another bidang, percent
SIGN_IN = "erakortek.accounts.backends.WithPenugasan"
MAKRO = "F1.04"  # kemiskinan: a range, Bappeda fills, Bappenas is pengampu


def person(username: str, role: Role, instansi: Instansi, **facts: object) -> User:
    """Somebody invented, with one penugasan."""
    user = User.objects.create_user(username, nama=f"Orang {username}")
    Penugasan.objects.create(
        user=user,
        role=role,
        instansi=instansi,
        jabatan=f"Jabatan {username}",
        mulai_on=clock.now().date() - timedelta(days=30),
        **facts,
    )
    return user


def confirm(client: Client, user: User) -> None:
    """As if ``user`` had just typed their password again: what signing asks for."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@dataclass
class Scene:
    """Who and what a test needs; actors are read anew on each access."""

    rakortek: Rakortek
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        found = actor_of(self.users[name].pk)
        assert found is not None
        return found

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.users[name], SIGN_IN)
        confirm(client, self.users[name])
        return client

    def target(self, indikator: str = AKI, daerah: str = ACEH) -> Target:
        return Target.objects.get(
            rakortek=self.rakortek, indikator__kode=indikator, daerah__kode=daerah
        )

    def row(self, indikator: str = AKI) -> IndikatorRakortek:
        return IndikatorRakortek.objects.get(rakortek=self.rakortek, indikator__kode=indikator)

    def sidang(self, desk: str = KESEHATAN, daerah: str = ACEH) -> Sidang:
        return Sidang.objects.get(
            desk__rakortek=self.rakortek, desk__kode=desk, daerah__kode=daerah
        )

    def close_stage(self, jenis: JenisTahapan) -> None:
        """Let a stage be over since yesterday."""
        now = clock.now()
        self.rakortek.daftar_tahapan.filter(jenis=jenis).update(
            mulai_at=now - timedelta(days=9), sampai_at=now - timedelta(days=1)
        )

    @cached_property
    def superadmin(self) -> Actor:
        return self.actor("superadmin")

    @cached_property
    def superadmin2(self) -> Actor:
        return self.actor("superadmin2")


def redefine_apart(kode: str, /, **facts: object) -> DefinisiIndikator:
    """A newer version of an indikator with ``facts``; what takes part keeps its own."""
    one = definisi_now().get(indikator__kode=kode)
    for name, value in facts.items():
        setattr(one, name, value)
    one.pk, one.mulai_on = None, one.mulai_on + timedelta(days=1)
    one.save(force_insert=True)
    return one


def redefine(kode: str, /, **facts: object) -> DefinisiIndikator:
    """A newer version of an indikator with ``facts``; whatever takes part goes on by it."""
    before = definisi_now().get(indikator__kode=kode)
    one = redefine_apart(kode, **facts)
    IndikatorRakortek.objects.filter(definisi=before).update(definisi=one)
    return one


def approve_set(rakortek: Rakortek, submitter: Actor, approver: Actor) -> None:
    """Let two people agree on the set of indikator of a draft."""
    rakortek_services.explain_differences(
        rakortek=rakortek, alasan={}, lainnya="Peraturan baru", actor=submitter
    )
    rakortek_services.submit_susunan(rakortek_id=rakortek.pk, actor=submitter)
    with transaction.atomic():  # as in a request
        sidik = susunan_of(rakortek).sidik
    rakortek_services.approve_susunan(rakortek_id=rakortek.pk, sidik=sidik, actor=approver)


def open_by_two(rakortek: Rakortek, submitter: Actor, approver: Actor) -> Rakortek:
    """Approve the set of a draft and open it."""
    approve_set(rakortek, submitter, approver)
    return rakortek_services.open_rakortek(rakortek_id=rakortek.pk, actor=submitter)


def open_scene(indikator: tuple[str, ...] = (AKI, SANITASI, MAKRO)) -> Scene:
    """Rakortek 2028, opened, with every stage open now."""
    users = _people()
    actor = actor_of(users["superadmin"].pk)
    assert actor is not None
    rakortek = rakortek_services.prepare_rakortek(tahun=2028, actor=actor)
    ids = Indikator.objects.filter(kode__in=indikator).values_list("pk", flat=True)
    rakortek_services.set_indikator(rakortek=rakortek, indikator_ids=ids, actor=actor)
    now = clock.now()
    for jenis in JenisTahapan:
        rakortek_services.set_tahapan(
            rakortek=rakortek,
            jenis=jenis,
            mulai_at=now - timedelta(days=1),
            sampai_at=now + timedelta(days=7),
            actor=actor,
        )
    second = actor_of(users["superadmin2"].pk)
    assert second is not None
    return Scene(open_by_two(rakortek, actor, second), users)


def _people() -> dict[str, User]:
    bangda = Instansi.objects.get(kode="BANGDA")
    kl = Indikator.objects.get(kode=AKI).daftar_pengampu.get().instansi
    bappenas = Indikator.objects.get(kode=MAKRO).daftar_pengampu.get().instansi
    office = Instansi.objects.select_related("wilayah")
    bali = Wilayah.objects.get(kode="51")
    kesehatan = BidangUrusan.objects.get(kode=KESEHATAN)
    in_aceh = {"wilayah__kode": ACEH, "daftar_bidang": kesehatan}
    return {
        "superadmin": person("superadmin", Role.SUPERADMIN, bangda),
        "superadmin2": person("superadmin2", Role.SUPERADMIN, bangda),
        "fasilitator": person("fasilitator", Role.FASILITATOR, bangda),
        "notulis": person("notulis", Role.NOTULIS, bangda),
        "auditor": person("auditor", Role.AUDITOR, bangda),
        "pimpinan": person("pimpinan", Role.PIMPINAN, bangda),
        "bappenas": person("bappenas", Role.BAPPENAS, bappenas),
        "kl": person("kl", Role.ADMIN_KL, kl),
        "pd": person("pd", Role.PD_PROVINSI, office.get(jenis=JenisInstansi.PD, **in_aceh)),
        "bappeda": person(
            "bappeda",
            Role.BAPPEDA_PROVINSI,
            office.get(jenis=JenisInstansi.BAPPEDA, wilayah__kode=ACEH),
        ),
        "bappeda_bali": person(
            "bappeda_bali",
            Role.BAPPEDA_PROVINSI,
            office.get(jenis=JenisInstansi.BAPPEDA, wilayah=bali),
        ),
        "pd_bali": person(
            "pd_bali",
            Role.PD_PROVINSI,
            office.get(jenis=JenisInstansi.PD, wilayah=bali, daftar_bidang=kesehatan),
        ),
    }
