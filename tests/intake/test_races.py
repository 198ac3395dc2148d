"""Two keepers of one sheet at once: the second is compared with what the first has written."""

from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction

from erakortek.intake import selectors, services
from erakortek.intake.enums import StatusBaris
from erakortek.lib.errors import StaleVersionError
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi
from erakortek.reference.sheets import KL
from tests.intake.workbook import KL_HEAD, book


def first_kl():
    return Instansi.objects.filter(jenis=JenisInstansi.KL).order_by("kode")[0]


def mend(scene, kode, nama, base):
    before = selectors.present_row(KL, kode)
    return services.change_row(
        sheet=KL,
        texts={name: KL.column(name).show(text) for name, text in before.items()} | {"nama": nama},
        base=base,
        actor=scene.actor("superadmin"),
        alasan="Perpres baru",
    )


def beside(act, *args, **kwargs):
    try:
        return act(*args, **kwargs)
    finally:
        connection.close()


def started(people, act, *args, **kwargs) -> Future:
    """Begun by somebody else, with time to read what is stored before the first commits."""
    future = people.submit(beside, act, *args, **kwargs)
    sleep(0.5)
    return future


def test_the_second_who_mends_a_row_is_told_of_the_first(live_scene):
    kl = first_kl()
    base = selectors.fingerprint(selectors.present_row(KL, kl.kode))

    with ThreadPoolExecutor(1) as second_person:
        with transaction.atomic():
            mend(live_scene, kl.kode, "Nama pertama", base)
            second = started(second_person, mend, live_scene, kl.kode, "Nama kedua", base)
        with pytest.raises(StaleVersionError, match="diubah orang lain"):
            second.result(timeout=10)

    assert Instansi.objects.get(pk=kl.pk).nama == "Nama pertama"


def test_an_upload_that_is_applied_meanwhile_does_not_overwrite(live_scene):
    kl = first_kl()
    rows = [(kl.kode, "Dari berkas", kl.singkatan)]
    batch = services.read_now(sheet=KL, content=book(KL_HEAD, *rows), name="kl.xlsx")
    base = selectors.fingerprint(selectors.present_row(KL, kl.kode))

    with ThreadPoolExecutor(1) as second_person:
        with transaction.atomic():
            mend(live_scene, kl.kode, "Dari halaman", base)
            second = started(second_person, services.apply_batch, batch_id=batch.pk, actor=None)
        second.result(timeout=10)

    assert Instansi.objects.get(pk=kl.pk).nama == "Dari halaman"
    assert list(batch.daftar_baris.values_list("status", flat=True)) == [StatusBaris.BENTROK]
