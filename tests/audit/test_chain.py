"""The chain of the log shows every way of tampering."""

import random

import pytest
from django.db import connection

from erakortek.audit.models import AuditEntry
from erakortek.audit.services import first_broken, first_unproven, record

STREAM = "uji"
MUTATIONS = 40


@pytest.fixture
def chain(scene):
    for number in range(6):
        record(
            by=scene.superadmin,
            event="uji",
            obj=scene.rakortek,
            stream=STREAM,
            after={"nomor": number},
        )
    return scene


def test_a_whole_chain_proves_itself(chain):
    assert first_broken(STREAM) is None
    assert list(AuditEntry.objects.filter(stream=STREAM).values_list("nomor", flat=True)) == [
        *range(1, 7)
    ]


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_an_edit_a_deletion_and_a_reordering_are_found(chain, seed):
    """On entries as somebody with the database's own files could change them."""
    luck = random.Random(seed)
    entries = list(AuditEntry.objects.filter(stream=STREAM).order_by("nomor"))
    place = luck.randrange(5)
    one, following = entries[place], entries[place + 1]
    match luck.choice(["edit", "delete", "swap", "insert"]):
        case "edit":
            one.isi += " "
        case "delete":
            del entries[place]
        case "swap":
            one.isi, following.isi = following.isi, one.isi
        case _:
            entries.insert(place, one)

    assert first_unproven(entries) is not None


def test_the_app_role_cannot_mend_the_log(chain):
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("UPDATE audit_auditentry SET isi = '{}'")
