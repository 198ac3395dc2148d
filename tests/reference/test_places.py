"""Wilayah with dates: what the database refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from erakortek.reference.models import SuksesiWilayah, Wilayah

pytestmark = pytest.mark.django_db


def refused(constraint, act):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act()


def test_a_wilayah_does_not_end_before_it_begins():
    bali = Wilayah.objects.filter(kode="51")

    bali.update(mulai_on=date(2025, 1, 1), sampai_on=date(2025, 1, 1))
    refused("wilayah_mulai_sebelum_sampai", lambda: bali.update(sampai_on=date(2024, 12, 31)))


def test_a_wilayah_does_not_follow_itself_and_follows_another_once():
    bali, ntb = Wilayah.objects.get(kode="51"), Wilayah.objects.get(kode="52")
    facts = {"berlaku_on": date(1958, 8, 14), "jenis": "PEMEKARAN", "dasar": "UU 64/1958"}
    SuksesiWilayah.objects.create(asal=bali, penerus=ntb, **facts)

    add = SuksesiWilayah.objects.create
    refused("suksesi_satu_per_pasangan", lambda: add(asal=bali, penerus=ntb, **facts))
    refused("suksesi_asal_bukan_penerus", lambda: add(asal=bali, penerus=bali, **facts))
    jawa = Wilayah.objects.get(kode="35")
    other = facts | {"jenis": "ENTAH"}
    refused("suksesi_jenis_dikenal", lambda: add(asal=bali, penerus=jawa, **other))
