"""What the database itself refuses, whoever writes: every rule as it stands, reviewed, and proven.

``database.txt`` holds every constraint, partial index, trigger, policy and function of ours as PostgreSQL
describes them; a rule that is dropped or loosened differs from it. ``ERAKORTEK_SNAPSHOT=1`` writes
the file anew, to be read before it is committed.
"""

import os
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from erakortek.target.models import Target, TargetVersion
from tests.scene import MAKRO

FILE = Path(__file__).parent / "database.txt"
OURS = (
    "accounts", "audit", "berita_acara", "desk", "hasil", "intake", "integration", "rakortek",
    "reference", "target",
)  # fmt: skip
RULES = """
    SELECT 'constraint ' || c.conrelid::regclass || ' ' || c.conname || ': '
           || pg_get_constraintdef(c.oid)
    FROM pg_constraint c WHERE (c.contype IN ('c', 'u', 'x') OR cardinality(c.conkey) > 1) AND c.conrelid::regclass::text ~ %(ours)s
    UNION ALL
    SELECT 'index ' || pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indisunique AND i.indpred IS NOT NULL AND i.indrelid::regclass::text ~ %(ours)s
    UNION ALL
    SELECT 'trigger ' || pg_get_triggerdef(t.oid)
    FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgrelid::regclass::text ~ %(ours)s
    UNION ALL
    SELECT 'function ' || p.proname || ' security definer ' || p.prosecdef || ' public '
           || has_function_privilege('public', p.oid, 'EXECUTE') || ': '
           || regexp_replace(btrim(p.prosrc), '\\s+', ' ', 'g')
    FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = 'public'::regnamespace AND l.lanname IN ('plpgsql', 'sql')
      AND p.proname !~ '^procrastinate'
    UNION ALL
    SELECT 'context ' || p.proname || ' ' || p.provolatile::text || ' parallel ' || p.proparallel::text
           || ' security definer ' || p.prosecdef || ': '
           || regexp_replace(btrim(p.prosrc), '\\s+', ' ', 'g')
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname ~ '^konteks'
    UNION ALL
    SELECT 'policy ' || p.polrelid::regclass || ' ' || p.polname || ' ' || p.polcmd::text || ' '
           || p.polpermissive || ' ' || p.polroles::regrole[]::text || ' using '
           || coalesce(regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\\s+', ' ', 'g'), '-')
           || ' check '
           || coalesce(regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\\s+', ' ', 'g'), '-')
    FROM pg_policy p
    UNION ALL
    SELECT 'row security ' || c.oid::regclass || ' forced ' || c.relforcerowsecurity
    FROM pg_class c WHERE c.relrowsecurity
    ORDER BY 1
"""


def rules():
    with connection.cursor() as cursor:
        cursor.execute(RULES, {"ours": f"^({'|'.join(OURS)})_"})
        return sorted(rule for (rule,) in cursor.fetchall())


@pytest.mark.django_db
def test_every_rule_of_the_database_stands_as_reviewed():
    if "ERAKORTEK_SNAPSHOT" in os.environ:
        FILE.write_text("\n".join(rules()) + "\n", encoding="utf-8")

    assert rules() == FILE.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def filled(scene):
    """A target with one version of usulan daerah."""
    scene.client("pd").post(
        f"/rakortek/2028/target/{scene.target().pk}/usulan-daerah/",
        {"nilai": "9", "base_version": "0"},
    )
    return scene


def change(scene, **facts):
    Target.objects.filter(pk=scene.target().pk).update(**facts)


def copy(**facts):
    """Another version like the one there is, but for ``facts``."""
    row = TargetVersion.objects.get()
    kept = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    TargetVersion.objects.create(**{**kept, "id": None, **facts})


IMPOSSIBLE = {
    "target_status_dikenal": lambda scene: change(scene, status="SELESAI"),
    "target_hasil_dikenal": lambda scene: change(scene, hasil="SETUJU"),
    "target_kunci_dikenal": lambda scene: change(scene, kunci="DIKUNCI"),
    "target_terkunci_sudah_dibahas": lambda scene: change(scene, kunci="TERKUNCI"),
    "target_kosong_tanpa_usulan_daerah": lambda scene: change(scene, status="KOSONG"),
    "target_sepakat_punya_kesepakatan": lambda scene: change(scene, hasil="SEPAKAT"),
    "target_satu_per_rakortek_daerah_indikator": lambda scene: change(
        scene, indikator=scene.target(MAKRO).indikator
    ),
    "versi_satu_per_nomor": lambda _: copy(urut=2),
    "versi_satu_per_urut": lambda _: copy(version=2),
    "versi_voice_dikenal": lambda _: copy(voice="ACUAN", urut=2),
    "versi_satu_jenis_nilai": lambda _: copy(version=2, urut=2, pilihan="Baik"),
}


@pytest.mark.parametrize("constraint", IMPOSSIBLE)
def test_an_impossible_target_cannot_be_stored(filled, constraint):
    # A state that is not known is no move of its table either, and the trigger speaks first.
    refused = rf"{constraint}|cannot move (status|hasil|kunci) to"
    with pytest.raises(IntegrityError, match=refused), transaction.atomic():
        IMPOSSIBLE[constraint](filled)
