"""Accounts: names are read by whoever has signed in, changed by oneself and one's own tier.

Before anybody is known the one account is open that a session, a token or a typed name names.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import row_security

# Used in policies of every room: as a function in FROM each is inlined into the query that asks.
FUNCTIONS = """
CREATE FUNCTION konteks_wilayah() RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT id FROM reference_wilayah
    WHERE id = (SELECT konteks_daerah()) OR induk_id = (SELECT konteks_daerah())
$$;
CREATE FUNCTION konteks_indikator() RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT id FROM reference_indikator WHERE bidang_id = ANY ((SELECT konteks_bidang())::bigint[])
    UNION ALL
    SELECT unnest((SELECT konteks_pengampu())::bigint[])
$$;
CREATE FUNCTION konteks_instansi_bawahan() RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT id FROM reference_instansi
    WHERE wilayah_id IN (SELECT w FROM konteks_wilayah() w)
       OR (SELECT konteks_instansi()) IN (id, induk_id)
$$;
CREATE FUNCTION konteks_mengelola_akun() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(konteks_role() IN ('ADMIN_KL', 'BAPPEDA_PROVINSI', 'BAPPEDA_KABKOTA'), false)
$$;
"""
DROP = """
DROP FUNCTION konteks_mengelola_akun();
DROP FUNCTION konteks_instansi_bawahan();
DROP FUNCTION konteks_indikator();
DROP FUNCTION konteks_wilayah();
"""
# Of the context's user, or of the name typed at the sign-in.
NAMED = "id = (SELECT konteks_user()) OR upper(username) = upper((SELECT konteks_masuk()))"
SUPERADMIN = "(SELECT konteks_superadmin())"
MANAGES = "(SELECT konteks_mengelola_akun())"
IN_TIER = f"({MANAGES} AND instansi_id IN (SELECT i FROM konteks_instansi_bawahan() i))"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("database", "0003_context"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(sql=FUNCTIONS, reverse_sql=DROP),
        row_security(
            "accounts_user",
            visible=f"(SELECT konteks_dikenal()) OR {NAMED}",
            writable=f"""{SUPERADMIN} OR {NAMED} OR ({MANAGES} AND id IN (
                SELECT p.user_id FROM accounts_penugasan p
                WHERE p.instansi_id IN (SELECT i FROM konteks_instansi_bawahan() i)))""",
            addable=f"{SUPERADMIN} OR {MANAGES}",
        ),
        row_security(
            "accounts_penugasan",
            visible="(SELECT konteks_dikenal()) OR user_id = (SELECT konteks_user())",
            writable=f"{SUPERADMIN} OR {IN_TIER}",
        ),
        row_security(
            "accounts_penugasan_daftar_bidang",
            visible="""(SELECT konteks_dikenal())
                OR EXISTS (SELECT FROM accounts_penugasan p WHERE p.id = penugasan_id)""",
            writable=f"""{SUPERADMIN}
                OR penugasan_id IN (SELECT p.id FROM accounts_penugasan p WHERE {IN_TIER})""",
        ),
        row_security(
            "account_emailaddress",
            visible=f"{SUPERADMIN} OR user_id = (SELECT konteks_user())",
            writable=f"{SUPERADMIN} OR user_id = (SELECT konteks_user())",
        ),
        row_security(
            "account_emailconfirmation",
            visible="EXISTS (SELECT FROM account_emailaddress e WHERE e.id = email_address_id)",
            writable="EXISTS (SELECT FROM account_emailaddress e WHERE e.id = email_address_id)",
        ),
    ]
