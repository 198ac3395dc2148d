"""An account and its penugasan are met by their person and by the tier that keeps them.

Whoever reads a record is told who made it (``accounts.selectors.people_behind``), not their account.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import context_function, within

SEES_ALL_ACCOUNTS = "konteks_superadmin() OR konteks_role() = 'AUDITOR'"
# NULL is everything, '{}' nothing: see ``within``. 0 is nobody: an element that is NULL is not false.
ORANG = f"""
    CASE WHEN {SEES_ALL_ACCOUNTS} THEN NULL
    ELSE array_append(coalesce(konteks_orang_bawahan(), '{{}}'), coalesce(konteks_diri(), 0)) END
"""
INSTANSI_AKUN = f"""
    CASE WHEN {SEES_ALL_ACCOUNTS} THEN NULL
    WHEN konteks_mengelola_akun() THEN coalesce(konteks_instansi_bawahan(), '{{}}')
    ELSE '{{}}' END
"""
SEEN = f"{within('instansi_id', 'konteks_instansi_akun')} OR user_id = (SELECT konteks_diri())"
PENUGASAN_TERLIHAT = f"""
    CASE WHEN {SEES_ALL_ACCOUNTS} THEN NULL
    ELSE ARRAY(SELECT id FROM accounts_penugasan WHERE {SEEN}) END
"""
SUPERADMIN = "(SELECT konteks_superadmin())"

# What 0003 had: everybody's, once somebody is known.
AKUN = """
    CASE WHEN konteks_dikenal() THEN NULL
    ELSE coalesce(konteks_user(), (
        SELECT id FROM accounts_user WHERE upper(username) = upper((SELECT konteks_masuk()))), 0)
    END
"""
PENUGASAN_AKUN = """
    CASE WHEN konteks_dikenal() THEN NULL
    ELSE ARRAY(SELECT id FROM accounts_penugasan WHERE user_id = (SELECT konteks_akun())) END
"""


def _dropped(created: migrations.RunSQL) -> migrations.RunSQL:
    return migrations.RunSQL(sql=created.reverse_sql, reverse_sql=created.sql)


def _altered(policy: str, table: str, after: str, before: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"ALTER POLICY {policy} ON {table} {after};",
        reverse_sql=f"ALTER POLICY {policy} ON {table} {before};",
    )


def _writable(condition: str) -> str:
    return f"USING ({condition}) WITH CHECK ({condition})"


KEPT = f"""{SUPERADMIN} OR id = (SELECT konteks_diri())
    OR id = ANY ((SELECT konteks_orang_bawahan())::bigint[])"""
KEPT_BEFORE = f"""{SUPERADMIN} OR id = (SELECT konteks_akun())
    OR id = (SELECT konteks_user()) OR ((SELECT konteks_mengelola_akun()) AND id IN (
    SELECT p.user_id FROM accounts_penugasan p
    WHERE p.instansi_id = ANY ((SELECT konteks_instansi_bawahan())::bigint[])))"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0005_definisi_of_context")]
    operations: ClassVar = [
        context_function("konteks_orang", "bigint[]", ORANG),
        context_function("konteks_instansi_akun", "bigint[]", INSTANSI_AKUN),
        context_function("konteks_penugasan_terlihat", "bigint[]", PENUGASAN_TERLIHAT),
        _altered(
            "accounts_user_dilihat",
            "accounts_user",
            f"USING ({within('id', 'konteks_orang')})",
            "USING (coalesce(id = (SELECT konteks_akun()), true))",
        ),
        _altered("accounts_user_diubah", "accounts_user", _writable(KEPT), _writable(KEPT_BEFORE)),
        _altered(
            "accounts_user_dihapus", "accounts_user", f"USING ({KEPT})", f"USING ({KEPT_BEFORE})"
        ),
        _altered(
            "accounts_penugasan_dilihat",
            "accounts_penugasan",
            f"USING ({SEEN})",
            "USING (coalesce(user_id = (SELECT konteks_akun()), true))",
        ),
        _altered(
            "accounts_penugasan_daftar_bidang_dilihat",
            "accounts_penugasan_daftar_bidang",
            f"USING ({within('penugasan_id', 'konteks_penugasan_terlihat')})",
            f"USING ({within('penugasan_id', 'konteks_penugasan_akun')})",
        ),
        _dropped(context_function("konteks_penugasan_akun", "bigint[]", PENUGASAN_AKUN)),
        _dropped(context_function("konteks_akun", "bigint", AKUN)),
    ]
