"""From wherever people can get, somebody can bring a Rakortek to its end.

Random walks through the verbs of filling, desk, pleno, Berita Acara and Rakortek, the stages over at
any moment. After each walk the officers finish: every row FINAL, nothing running, nothing waiting.
A verb may refuse with a sentence; anything else fails.
"""

import os
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction

from erakortek.berita_acara import services as berita_acara
from erakortek.berita_acara.enums import VOID
from erakortek.berita_acara.models import BeritaAcara
from erakortek.desk import services as desk
from erakortek.desk.models import Sidang
from erakortek.lib import clock
from erakortek.lib.errors import DomainError
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import services as rakortek
from erakortek.rakortek.models import Rakortek
from erakortek.target import services as target
from erakortek.target.enums import HasilTarget
from erakortek.target.models import Target
from erakortek.target.selectors import acuan_heads
from erakortek.target.services import Shown
from tests.scene import ACEH, AKI, KESEHATAN

WALKS = 500 if "ERAKORTEK_SOAK" in os.environ else 16
STEPS = 6
PLENO = "Z"
APPROVERS = ("kl", "pd", "bappeda", "fasilitator")
RESULTS = [hasil for hasil in HasilTarget if hasil != HasilTarget.BELUM]


class World:
    """The desk of Kesehatan and the pleno of Aceh, and what people may try there."""

    def __init__(self, scene, random):
        self.scene, self.random = scene, random
        self.actors = {name: scene.actor(name) for name in scene.users}
        self.seen = set()

    def by(self, name):
        return self.actors[name]

    def row(self):
        return self.scene.target(AKI)

    def sidang(self, kode=None):
        kode = kode or self.random.choice([KESEHATAN, KESEHATAN, PLENO])
        return Sidang.objects.get(
            desk__rakortek=self.scene.rakortek, desk__kode=kode, daerah__kode=ACEH
        )

    def standing(self):
        """The Berita Acara that stands, of either session."""
        return BeritaAcara.objects.exclude(status__in=VOID).order_by("-pk").first()

    def shown(self):
        row = self.row()
        acuan = acuan_heads(row.rakortek, [row.indikator_id]).get(row.indikator_id)
        return Shown(row.urut, acuan.version if acuan else 0)

    # What somebody may try.
    def fill(self):
        base = self.row().usulan_daerah
        target.fill_target(
            target_id=self.row().pk,
            nilai=Nilai.of_number(Decimal(100)),
            base_version=base.version if base else 0,
            actor=self.by("pd"),
        )

    def submit(self):
        target.submit_target(target_id=self.row().pk, actor=self.by("pd"))

    def verify(self):
        target.verify_target(target_id=self.row().pk, actor=self.by("bappeda"))

    def send_back(self):
        target.return_target(
            target_id=self.row().pk, alasan="Periksa lagi.", actor=self.by("bappeda")
        )

    def start(self):
        desk.start_session(
            sidang_id=self.sidang().pk, tempat="Ruang 1", actor=self.by("fasilitator")
        )

    def cancel(self):
        desk.cancel_session(
            sidang_id=self.sidang().pk, alasan="Bencana.", actor=self.by("fasilitator")
        )

    def reschedule(self):
        desk.reschedule_session(
            sidang_id=self.sidang().pk,
            dijadwalkan_at=clock.now() + timedelta(days=1),
            actor=self.by("fasilitator"),
        )

    def decide(self, hasil=None, kode=None):
        hasil = hasil or self.random.choice(RESULTS)
        desk.decide_row(
            sidang_id=self.sidang(kode).pk,
            target_id=self.row().pk,
            hasil=hasil,
            shown=self.shown(),
            actor=self.by("fasilitator"),
            nilai=Nilai.of_number(Decimal(110)),
            catatan="Menunggu data.",
        )

    def take_back(self):
        desk.reopen_row(
            sidang_id=self.sidang().pk,
            target_id=self.row().pk,
            alasan="Keliru dicatat.",
            actor=self.by("fasilitator"),
        )

    def close_session(self, kode=None):
        desk.close_session(sidang_id=self.sidang(kode).pk, actor=self.by("fasilitator"))

    def reopen_session(self):
        desk.reopen_closed_session(
            sidang_id=self.sidang().pk, alasan="Tertutup keliru.", actor=self.by("fasilitator")
        )

    def draft(self):
        berita_acara.draft_berita_acara(sidang_id=self.sidang().pk, actor=self.by("fasilitator"))

    def of_standing(self, verb, who, **facts):
        standing = self.standing()
        if standing:
            verb(berita_acara_id=standing.pk, actor=self.by(who), **facts)

    def send(self):
        self.of_standing(berita_acara.send, "fasilitator")

    def approve(self):
        for name in APPROVERS:  # whoever's turn it is
            try:
                self.of_standing(berita_acara.approve, name)
            except DomainError:
                continue
            return

    def refuse(self):
        name = self.random.choice(APPROVERS)
        self.of_standing(berita_acara.refuse, name, alasan="Angkanya keliru.")

    def discard(self):
        self.of_standing(berita_acara.discard, "fasilitator", alasan="Salah susun.")

    def revoke(self):
        self.of_standing(berita_acara.revoke, "superadmin", alasan="Putusan pengadilan.")

    def let_stages_end(self):
        now = clock.now()
        self.scene.rakortek.daftar_tahapan.update(
            mulai_at=now - timedelta(days=9), sampai_at=now - timedelta(days=1)
        )

    def close_rakortek(self):
        rakortek.close_rakortek(rakortek_id=self.scene.rakortek.pk, actor=self.by("superadmin"))

    def step(self):
        """The first verb that goes through; now and then the stages end, or the Rakortek closes."""
        chance = self.random.random()
        if chance < 0.06:
            return self.attempt(self.let_stages_end)
        if chance < 0.09 and self.attempt(self.close_rakortek):
            return True
        verbs = [self.fill, self.submit, self.verify, self.send_back, self.start, self.cancel]
        verbs += [self.reschedule, self.decide, self.take_back, self.close_session]
        verbs += [self.reopen_session, self.draft, self.send, self.approve, self.refuse]
        verbs += [self.discard, self.revoke, self.decide, self.close_session, self.draft]
        self.random.shuffle(verbs)
        return any(self.attempt(verb) for verb in verbs)

    def go_straight(self, steps):
        """The first ``steps`` of the way from the start of the desk to a revoked Berita Acara."""
        way = [
            lambda: desk.start_session(
                sidang_id=self.sidang(KESEHATAN).pk, tempat="Daring", actor=self.by("fasilitator")
            ),
            lambda: self.decide(hasil=self.random.choice(RESULTS), kode=KESEHATAN),
            lambda: self.close_session(kode=KESEHATAN),
            lambda: berita_acara.draft_berita_acara(
                sidang_id=self.sidang(KESEHATAN).pk, actor=self.by("fasilitator")
            ),
            self.send,
            *[self.approve] * len(APPROVERS),
            self.revoke,
        ]
        for verb in way[:steps]:
            assert self.attempt(verb)

    def attempt(self, verb, **facts):
        """Whether the verb went through; a refusal must say why."""
        try:
            with transaction.atomic():
                verb(**facts)
                connection.check_constraints()
        except Target.DoesNotExist:  # not on the agenda of that session: a 404
            return False
        except DomainError as refusal:
            assert refusal.message.strip()
            return False
        self.seen.add(self.state())
        return True

    def state(self):
        standing = BeritaAcara.objects.order_by("-pk").values_list("status", flat=True).first()
        row = self.row()
        return (
            Rakortek.objects.get(pk=self.scene.rakortek.pk).status,
            self.sidang(KESEHATAN).status,
            self.sidang(PLENO).status,
            standing,
            row.status,
            row.hasil,
            row.kunci,
        )

    # What the officers do to finish, whatever they find.
    def prolong(self, sidang):
        desk.prolong_session(
            sidang_id=sidang.pk,
            batas_at=clock.now() + timedelta(days=2),
            alasan="Waktunya tidak cukup.",
            actor=self.by("superadmin"),
        )

    def finish(self):
        for _ in range(12):
            if self.attempt(self.close_rakortek):
                return
            if Rakortek.objects.get(pk=self.scene.rakortek.pk).status != "DIBUKA":
                return
            for kode in (KESEHATAN, PLENO):
                self.attempt(self.prolong, sidang=self.sidang(kode))
                self.attempt(self.decide, hasil=HasilTarget.TIDAK_TERBAHAS, kode=kode)
                self.attempt(self.close_session, kode=kode)
            for _ in APPROVERS:
                self.attempt(self.send)
                self.attempt(self.approve)
            self.attempt(self.discard)


def assert_ended(world):
    rows = Target.objects.filter(rakortek=world.scene.rakortek)
    assert set(rows.values_list("kunci", flat=True)) == {"FINAL"}
    assert not rows.filter(hasil="BELUM").exists()
    sessions = Sidang.objects.filter(desk__rakortek=world.scene.rakortek)
    assert set(sessions.values_list("status", flat=True)) <= {"DITUTUP", "DIBATALKAN"}
    standing = BeritaAcara.objects.exclude(status__in=VOID)
    assert set(standing.values_list("status", flat=True)) <= {"SAH"}


@pytest.mark.django_db
def test_every_walk_can_be_brought_to_its_end(scene):
    Sidang.objects.exclude(desk__kode__in=[KESEHATAN, PLENO], daerah__kode=ACEH).delete()
    seen = set()

    for seed in range(WALKS):
        world = World(scene, Random(seed))
        walk = transaction.savepoint()
        world.go_straight(seed % 11)
        for _ in range(STEPS):
            world.step()
        world.finish()
        assert_ended(world)
        seen |= world.seen
        transaction.savepoint_rollback(walk)

    reached = {state[3] for state in seen}
    assert {"DRAF", "MENUNGGU", "SEBAGIAN", "SAH", "DITOLAK", "DIBUANG", "DICABUT"} <= reached
    assert {state[5] for state in seen} == set(HasilTarget.values)
