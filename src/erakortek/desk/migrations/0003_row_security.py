"""Desks follow their Rakortek; a session is met by its officers, its parties and its daerah.

As ``desk.selectors.sidang_for`` says it. It is run by its officers; its decisions follow it.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import context_function, row_security, within

RUN_IDS = """
    SELECT array_agg(desk_id) FROM desk_petugasdesk
    WHERE penugasan_id = (SELECT konteks_penugasan()) AND peran IN ('FASILITATOR', 'NOTULIS')
"""
MANAGED_IDS = """
    SELECT array_agg(id) FROM desk_desk
    WHERE rakortek_id = ANY ((SELECT konteks_rakortek_dikelola())::bigint[])
"""
# Officers: where they sit. The others: the desks of their bidang, and the pleno.
SEEN_IDS = """
    CASE WHEN konteks_semua() THEN NULL
    WHEN konteks_lingkup() = 'DAERAH' AND konteks_bidang() IS NULL THEN NULL
    WHEN konteks_lingkup() = 'DESK' THEN ARRAY(
        SELECT desk_id FROM desk_petugasdesk WHERE penugasan_id = (SELECT konteks_penugasan()))
    WHEN konteks_lingkup() IN ('KL', 'DAERAH') THEN ARRAY(
        SELECT desk_id FROM desk_desk_daftar_bidang
        WHERE bidangurusan_id = ANY ((SELECT konteks_bidang())::bigint[])
        UNION ALL SELECT id FROM desk_desk WHERE jenis = 'PLENO')
    ELSE '{}' END
"""
SEES_ALL = "(SELECT konteks_semua())"
SUPERADMIN = "(SELECT konteks_superadmin())"
OF_RAKORTEK = within("rakortek_id", "konteks_rakortek")
OF_MANAGED = f"{SUPERADMIN} OR rakortek_id = ANY ((SELECT konteks_rakortek_dikelola())::bigint[])"
OF_DESK = "EXISTS (SELECT FROM desk_desk d WHERE d.id = desk_id)"
OF_MANAGED_DESK = f"{SUPERADMIN} OR desk_id = ANY ((SELECT konteks_desk_dikelola())::bigint[])"
SESSION = f"""{within("daerah_id", "konteks_wilayah")}
    AND {within("desk_id", "konteks_desk")}"""
RUNS = "desk_id = ANY ((SELECT konteks_desk_dijalankan())::bigint[])"
OF_SESSION = f"{SEES_ALL} OR EXISTS (SELECT FROM desk_sidang s WHERE s.id = sidang_id)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("desk", "0002_decisions_only_grow"),
        ("target", "0003_row_security"),
    ]
    operations: ClassVar = [
        context_function("konteks_desk_dijalankan", "bigint[]", RUN_IDS),
        context_function("konteks_desk_dikelola", "bigint[]", MANAGED_IDS),
        context_function("konteks_desk", "bigint[]", SEEN_IDS),
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
