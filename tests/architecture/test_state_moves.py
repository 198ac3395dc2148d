"""Each status column of the database moves as its ``workflow.py`` table says, whoever writes."""

import re

import pytest
from django.db import IntegrityError, connection, transaction

from erakortek.berita_acara.models import BeritaAcara
from erakortek.desk.models import Sidang
from erakortek.rakortek.models import Rakortek
from erakortek.target.models import Target
from tests.architecture.test_workflows import TABLES

COLUMNS = {
    "rakortek": ("rakortek_rakortek", "status"),
    "susunan": ("rakortek_pengajuansusunan", "status"),
    "target.status": ("target_target", "status"),
    "target.hasil": ("target_target", "hasil"),
    "target.kunci": ("target_target", "kunci"),
    "sidang": ("desk_sidang", "status"),
    "berita_acara": ("berita_acara_beritaacara", "status"),
}
DEFINITION = """
    SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t
    WHERE t.tgrelid = %s::regclass AND t.tgname = %s AND t.tgenabled = 'O'
"""


def trigger(table, name):
    with connection.cursor() as cursor:
        cursor.execute(DEFINITION, [table, name])
        found = cursor.fetchone()
    return found[0] if found else ""


def test_every_table_of_states_has_its_column():
    assert set(COLUMNS) == set(TABLES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLES)
def test_the_trigger_of_a_column_holds_the_moves_of_its_table(name):
    table, column = COLUMNS[name]
    moves, start, _ = TABLES[name]

    held = re.findall(r"'([A-Z_]+) ([A-Z_]+)'", trigger(table, f"{column}_berpindah"))
    wanted = {(source.value, to.value) for source, to in moves}
    assert set(held) == wanted, (
        f'add a migration: moves_of_state("{table}", "{column}", start="{start.value}", '
        f"moves={sorted(wanted)})"
    )
    assert f"'{start.value}'" in trigger(table, f"{column}_mulai")


FORBIDDEN = {
    "status": (Target, {"status": "TERVERIFIKASI"}),
    "hasil": (Target, {"hasil": "DITUNDA"}),
    "kunci": (Target, {"kunci": "TERKUNCI"}),
    "sidang": (Sidang, {"status": "DIJADWALKAN"}),
    "berita_acara": (BeritaAcara, {"status": "DRAF"}),
    "rakortek": (Rakortek, {"status": "DRAF"}),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_move_that_the_table_does_not_know_is_refused(signed, name):
    model, facts = FORBIDDEN[name]
    row = {
        Target: signed.target().pk,
        Sidang: signed.sidang().pk,
        BeritaAcara: BeritaAcara.objects.get().pk,
        Rakortek: signed.rakortek.pk,
    }[model]

    with pytest.raises(IntegrityError, match=r"cannot move|stays as it is"), transaction.atomic():
        model.objects.filter(pk=row).update(**facts)
