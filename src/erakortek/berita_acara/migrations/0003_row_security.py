"""A Berita Acara follows its session, which whoever signs it sees as well.

Officers of the desk draft it, each official writes their own answer, the worker its document.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import also_visible, row_security
from erakortek.database.roles import APP_ROLE

# The session's policy asks for signers, and signers follow the session: as the owner's function
# it asks the tables themselves, and answers for the penugasan of the context only.
SIGNED = f"""
CREATE FUNCTION konteks_sidang_ditandatangani() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT b.sidang_id FROM berita_acara_penandatangan p
    JOIN berita_acara_beritaacara b ON b.id = p.berita_acara_id
    WHERE p.penugasan_id = konteks_penugasan()
$$;
REVOKE ALL ON FUNCTION konteks_sidang_ditandatangani() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION konteks_sidang_ditandatangani() TO {APP_ROLE};
"""
SEES_ALL = "(SELECT konteks_semua())"
SUPERADMIN = "(SELECT konteks_superadmin())"
WRITES = "(SELECT konteks_menulis())"
OF_SESSION = f"{SEES_ALL} OR EXISTS (SELECT FROM desk_sidang s WHERE s.id = sidang_id)"
OF_BERITA_ACARA = f"""{SEES_ALL} OR EXISTS (
    SELECT FROM berita_acara_beritaacara b WHERE b.id = berita_acara_id)"""
RUNS = """EXISTS (SELECT FROM desk_sidang s WHERE s.id = {sidang_id}
    AND s.desk_id IN (SELECT d FROM konteks_desk_dijalankan() d))"""
SIGNS = "sidang_id IN (SELECT s FROM konteks_sidang_ditandatangani() s)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("berita_acara", "0002_snapshots_never_change"),
        ("desk", "0003_row_security"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(sql=SIGNED, reverse_sql="DROP FUNCTION konteks_sidang_ditandatangani();"),
        also_visible(
            "desk_sidang",
            "ditandatangani",
            "id IN (SELECT s FROM konteks_sidang_ditandatangani() s)",
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
