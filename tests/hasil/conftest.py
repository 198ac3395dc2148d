"""A finished year of our own, and a finished Rakortek of a province, beside what is imported."""

from datetime import timedelta

import pytest

from erakortek.accounts.enums import Role
from erakortek.lib import clock
from erakortek.rakortek import services as rakortek
from erakortek.rakortek.enums import JenisTahapan
from erakortek.reference.enums import JenisInstansi, Tingkat
from erakortek.reference.models import Indikator, Instansi, Wilayah
from tests.scene import AKI, open_by_two, person, redefine


@pytest.fixture
def finished(signed):
    """``signed`` with its Rakortek closed."""
    rakortek.close_rakortek(rakortek_id=signed.rakortek.pk, actor=signed.superadmin)
    return signed


@pytest.fixture
def districts(scene):
    """Aceh's own Rakortek, closed; "kab" works in Aceh Selatan, "kab_bali" in Jembrana."""
    redefine(AKI, tingkat=Tingkat.KEDUANYA)
    year = rakortek.prepare_rakortek(
        tahun=2028, provinsi=Wilayah.objects.get(kode="11"), actor=scene.superadmin
    )
    ids = [Indikator.objects.get(kode=AKI).pk]
    rakortek.set_indikator(rakortek=year, indikator_ids=ids, actor=scene.superadmin)
    now = clock.now()
    for jenis in JenisTahapan:
        rakortek.set_tahapan(
            rakortek=year,
            jenis=jenis,
            mulai_at=now - timedelta(days=1),
            sampai_at=now + timedelta(days=7),
            actor=scene.superadmin,
        )
    open_by_two(year, scene.superadmin, scene.superadmin2)
    rakortek.close_rakortek(rakortek_id=year.pk, actor=scene.superadmin)
    offices = Instansi.objects.filter(jenis=JenisInstansi.BAPPEDA)
    for name, kode in (("kab", "11.01"), ("kab_bali", "51.01")):
        office = offices.get(wilayah__kode=kode)
        scene.users[name] = person(name, Role.BAPPEDA_KABKOTA, office)
    return scene
