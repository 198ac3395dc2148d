"""Desks follow their Rakortek; a session is met by its officers, its parties and its daerah.

As ``desk.selectors.sidang_for`` says it. It is run by its officers; its decisions follow it.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import row_security

FUNCTIONS = """
CREATE FUNCTION konteks_desk_dijalankan() RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT desk_id FROM desk_petugasdesk
    WHERE penugasan_id = (SELECT konteks_penugasan()) AND peran IN ('FASILITATOR', 'NOTULIS')
$$;
CREATE FUNCTION konteks_desk_dikelola() RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT id FROM desk_desk
    WHERE rakortek_id IN (SELECT r FROM konteks_rakortek_dikelola() r)
$$;
CREATE FUNCTION konteks_desk_bidang() RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT desk_id FROM desk_desk_daftar_bidang
    WHERE bidangurusan_id = ANY ((SELECT konteks_bidang())::bigint[])
    UNION ALL
    SELECT id FROM desk_desk WHERE jenis = 'PLENO'
$$;
"""
DROP = """
DROP FUNCTION konteks_desk_bidang();
DROP FUNCTION konteks_desk_dikelola();
DROP FUNCTION konteks_desk_dijalankan();
"""
SEES_ALL = "(SELECT konteks_semua())"
SUPERADMIN = "(SELECT konteks_superadmin())"
OF_RAKORTEK = f"{SEES_ALL} OR rakortek_id IN (SELECT r.id FROM rakortek_rakortek r)"
OF_MANAGED = f"{SUPERADMIN} OR rakortek_id IN (SELECT r FROM konteks_rakortek_dikelola() r)"
OF_DESK = f"{SEES_ALL} OR EXISTS (SELECT FROM desk_desk d WHERE d.id = desk_id)"
OF_MANAGED_DESK = f"{SUPERADMIN} OR desk_id IN (SELECT d FROM konteks_desk_dikelola() d)"
SESSION = f"""{SEES_ALL} OR CASE (SELECT konteks_lingkup())
    WHEN 'DESK' THEN desk_id IN (
        SELECT p.desk_id FROM desk_petugasdesk p
        WHERE p.penugasan_id = (SELECT konteks_penugasan()))
    WHEN 'KL' THEN desk_id IN (SELECT d FROM konteks_desk_bidang() d)
    WHEN 'DAERAH' THEN daerah_id IN (SELECT w FROM konteks_wilayah() w) AND (
        (SELECT konteks_semua_bidang()) OR desk_id IN (SELECT d FROM konteks_desk_bidang() d))
    ELSE false END"""
RUNS = "desk_id IN (SELECT d FROM konteks_desk_dijalankan() d)"
OF_SESSION = f"{SEES_ALL} OR EXISTS (SELECT FROM desk_sidang s WHERE s.id = sidang_id)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("desk", "0002_decisions_only_grow"),
        ("target", "0003_row_security"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(sql=FUNCTIONS, reverse_sql=DROP),
        row_security("desk_desk", visible=OF_RAKORTEK, writable=OF_MANAGED),
        row_security("desk_desk_daftar_bidang", visible=OF_DESK, writable=OF_MANAGED_DESK),
        row_security("desk_petugasdesk", visible=OF_DESK, writable=OF_MANAGED_DESK),
        row_security(
            "desk_sidang",
            visible=SESSION,
            writable=f"(SELECT konteks_menulis()) AND ({OF_MANAGED_DESK} OR {RUNS})",
            lockable=SESSION,
        ),
        row_security(
            "desk_keputusan",
            visible=OF_SESSION,
            writable=f"""(SELECT konteks_sistem()) OR ((SELECT konteks_menulis())
                AND EXISTS (SELECT FROM desk_sidang s WHERE s.id = sidang_id AND s.{RUNS}))""",
        ),
    ]
