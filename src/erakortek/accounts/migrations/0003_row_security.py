"""Accounts: names are read by whoever has signed in, changed by oneself and one's own tier.

Before anybody is known the one account is open that a session, a token or a typed name names.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import context_function, row_security

WILAYAH = """
    SELECT array_agg(id) FROM reference_wilayah WHERE konteks_daerah() IN (id, induk_id)
"""
INDIKATOR = """
    SELECT coalesce(array_agg(id), '{}') || coalesce(konteks_pengampu(), '{}')
    FROM reference_indikator WHERE bidang_id = ANY (konteks_bidang())
"""
INSTANSI_BAWAHAN = """
    SELECT array_agg(id) FROM reference_instansi
    WHERE wilayah_id = ANY (konteks_wilayah()) OR konteks_instansi() IN (id, induk_id)
"""
MENGELOLA_AKUN = """
    coalesce(konteks_role() IN ('ADMIN_KL', 'BAPPEDA_PROVINSI', 'BAPPEDA_KABKOTA'), false)
"""
# Of the context's user, or of the name typed at the sign-in.
NAMED = "id = (SELECT konteks_user()) OR upper(username) = upper((SELECT konteks_masuk()))"
SUPERADMIN = "(SELECT konteks_superadmin())"
MANAGES = "(SELECT konteks_mengelola_akun())"
IN_TIER = f"({MANAGES} AND instansi_id = ANY ((SELECT konteks_instansi_bawahan())::bigint[]))"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0002_accounts_kept_by_offices"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("database", "0003_context"),
    ]
    operations: ClassVar = [
        context_function("konteks_wilayah", "bigint[]", WILAYAH),
        context_function("konteks_indikator", "bigint[]", INDIKATOR),
        context_function("konteks_instansi_bawahan", "bigint[]", INSTANSI_BAWAHAN),
        context_function("konteks_mengelola_akun", "boolean", MENGELOLA_AKUN),
        row_security(
            "accounts_user",
            visible=f"(SELECT konteks_dikenal()) OR {NAMED}",
            writable=f"""{SUPERADMIN} OR {NAMED} OR ({MANAGES} AND id IN (
                SELECT p.user_id FROM accounts_penugasan p
                WHERE p.instansi_id = ANY ((SELECT konteks_instansi_bawahan())::bigint[])))""",
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
