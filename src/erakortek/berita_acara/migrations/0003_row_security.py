"""A Berita Acara follows its session, which whoever signs it sees as well.

Officers of the desk draft it, each official writes their own answer, the worker its document.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import also_visible, context_function, row_security

SIGNED_IDS = """
    SELECT array_agg(b.sidang_id) FROM berita_acara_penandatangan p
    JOIN berita_acara_beritaacara b ON b.id = p.berita_acara_id
    WHERE p.penugasan_id = (SELECT konteks_penugasan())
"""
SEES_ALL = "(SELECT konteks_semua())"
SUPERADMIN = "(SELECT konteks_superadmin())"
WRITES = "(SELECT konteks_menulis())"
OF_SESSION = f"{SEES_ALL} OR EXISTS (SELECT FROM desk_sidang s WHERE s.id = sidang_id)"
OF_BERITA_ACARA = f"""{SEES_ALL} OR EXISTS (
    SELECT FROM berita_acara_beritaacara b WHERE b.id = berita_acara_id)"""
RUNS = """EXISTS (SELECT FROM desk_sidang s WHERE s.id = {sidang_id}
    AND s.desk_id = ANY ((SELECT konteks_desk_dijalankan())::bigint[]))"""
SIGNS = "sidang_id = ANY ((SELECT konteks_sidang_ditandatangani())::bigint[])"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("berita_acara", "0002_snapshots_never_change"),
        ("desk", "0003_row_security"),
    ]
    operations: ClassVar = [
        context_function("konteks_sidang_ditandatangani", "bigint[]", SIGNED_IDS),
        also_visible(
            "desk_sidang",
            "ditandatangani",
            "id = ANY ((SELECT konteks_sidang_ditandatangani())::bigint[])",
        ),
        row_security(
            "berita_acara_beritaacara",
            visible=OF_SESSION,
            writable=f"""{WRITES} AND ({SUPERADMIN} OR {SIGNS}
                OR {RUNS.format(sidang_id="sidang_id")})""",
            addable=f"""{WRITES} AND ({SUPERADMIN}
                OR {RUNS.format(sidang_id="sidang_id")})""",
            lockable=OF_SESSION,
        ),
        row_security(
            "berita_acara_penandatangan",
            visible=OF_BERITA_ACARA,
            writable="(SELECT konteks_sistem()) OR penugasan_id = (SELECT konteks_penugasan())",
            addable=f"""(SELECT konteks_sistem()) OR EXISTS (
                SELECT FROM berita_acara_beritaacara b WHERE b.id = berita_acara_id
                AND {RUNS.format(sidang_id="b.sidang_id")})""",
        ),
        row_security(
            "berita_acara_dokumen",
            visible=OF_BERITA_ACARA,
            writable="(SELECT konteks_sistem())",
        ),
    ]
