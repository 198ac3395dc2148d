"""Two people at once: one wins, the other learns why. These fail when a lock is removed."""

import os
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from time import sleep

import pytest
from django.db import IntegrityError, connection, transaction

from erakortek.audit.models import AuditEntry
from erakortek.audit.services import first_broken
from erakortek.lib.errors import StaleVersionError
from erakortek.lib.nilai import Nilai
from erakortek.target import services
from erakortek.target.models import Target, TargetVersion
from erakortek.target.services import change

RACES = 1000 if os.environ.get("ERAKORTEK_SOAK") else 50


def write(scene, nilai, base):
    target = scene.target()
    try:
        with transaction.atomic():
            return services.fill_target(
                target_id=target.pk,
                nilai=Nilai.of_number(Decimal(nilai)),
                base_version=base,
                actor=scene.actor("pd"),
            )
    finally:
        connection.close()


def test_the_second_writer_waits_for_the_first_and_is_told_its_value(live_scene):
    with ThreadPoolExecutor(1) as second_person:
        with transaction.atomic():
            services.fill_target(
                target_id=live_scene.target().pk,
                nilai=Nilai.of_number(Decimal(1)),
                base_version=0,
                actor=live_scene.actor("pd"),
            )
            second = second_person.submit(write, live_scene, 2, 0)
            sleep(0.3)  # time for the second to read a stale head, if nothing stops it
            assert not second.done()
        with pytest.raises(StaleVersionError, match=r"sudah menjadi 1 .*Isian Anda, 2, belum"):
            second.result(timeout=5)

    assert TargetVersion.objects.get().bawah == 1


def test_of_two_writers_exactly_one_wins_every_time(live_scene):
    with ThreadPoolExecutor(2) as people:
        for race in range(RACES):
            start = Barrier(2)

            def run(nilai, base=race, start=start):
                start.wait()
                try:
                    return write(live_scene, nilai, base)
                except StaleVersionError:
                    return None

            won = [one for one in people.map(run, (race * 2 + 1, race * 2 + 2)) if one]
            assert len(won) == 1

    target = live_scene.target()
    assert TargetVersion.objects.filter(target=target).count() == RACES
    assert target.urut == RACES
    assert AuditEntry.objects.filter(event="target.diisi").count() == RACES
    assert first_broken(change.stream_of(target.rakortek_id, target.daerah_id)) is None


def test_the_database_lets_no_version_in_while_a_berita_acara_locks_the_target(live_scene):
    first = write(live_scene, 1, 0)
    facts = {
        field.attname: getattr(first, field.attname)
        for field in TargetVersion._meta.concrete_fields
        if field.name != "id"
    }

    def slip_in():
        try:
            TargetVersion.objects.create(**facts | {"version": 2, "urut": 2})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as second_person:
        with transaction.atomic():
            Target.objects.update(hasil="DITUNDA")
            Target.objects.update(kunci="FINAL", sebab_final="DIMUAT")
            second = second_person.submit(slip_in)
            sleep(0.3)
            assert not second.done()  # it waits for the lock's outcome, or it would slip in
        with pytest.raises(IntegrityError, match="locked by its Berita Acara"):
            second.result(timeout=5)
