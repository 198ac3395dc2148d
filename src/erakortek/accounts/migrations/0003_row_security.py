"""Accounts: names are read by whoever has signed in, changed by oneself and one's own tier.

Before anybody is known the one account is open that a session, a token or a typed name names.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import context_function, row_security, within

# NULL is everything, '{}' nothing: see ``within``.
WILAYAH = """
    CASE konteks_lingkup() WHEN 'DAERAH' THEN ARRAY(
        SELECT id FROM reference_wilayah
        WHERE id = (SELECT konteks_daerah()) OR induk_id = (SELECT konteks_daerah()))
    WHEN 'SEMUA' THEN NULL WHEN 'SISTEM' THEN NULL WHEN 'KL' THEN NULL WHEN 'DESK' THEN NULL
    ELSE '{}' END
"""
INDIKATOR = """
    CASE WHEN konteks_semua() THEN NULL
    WHEN konteks_lingkup() IN ('DAERAH', 'DESK') AND konteks_bidang() IS NULL THEN NULL
    ELSE ARRAY(
        SELECT id FROM reference_indikator
        WHERE bidang_id = ANY ((SELECT konteks_bidang())::bigint[])
        UNION SELECT unnest(konteks_pengampu())) END
"""
# The one account that a session or a typed name names; everybody's once somebody is known.
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
INSTANSI_BAWAHAN = """
    SELECT array_agg(id) FROM reference_instansi
    WHERE (SELECT konteks_instansi()) IN (id, induk_id)
       OR (konteks_lingkup() = 'DAERAH' AND wilayah_id = ANY ((SELECT konteks_wilayah())::bigint[]))
"""
MENGELOLA_AKUN = """
    coalesce(konteks_role() IN ('ADMIN_KL', 'BAPPEDA_PROVINSI', 'BAPPEDA_KABKOTA'), false)
"""
OWN = "{column} = (SELECT konteks_user())"
NAMED = "coalesce({column} = (SELECT konteks_akun()), true)"
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
        context_function("konteks_akun", "bigint", AKUN),
        context_function("konteks_penugasan_akun", "bigint[]", PENUGASAN_AKUN),
        context_function("konteks_instansi_bawahan", "bigint[]", INSTANSI_BAWAHAN),
        context_function("konteks_mengelola_akun", "boolean", MENGELOLA_AKUN),
        row_security(
            "accounts_user",
            visible=NAMED.format(column="id"),
            # NULL, and so not true, where somebody is known: then it is their own only.
            writable=f"""{SUPERADMIN} OR id = (SELECT konteks_akun())
                OR {OWN.format(column="id")} OR ({MANAGES} AND id IN (
                SELECT p.user_id FROM accounts_penugasan p
                WHERE p.instansi_id = ANY ((SELECT konteks_instansi_bawahan())::bigint[])))""",
            addable=f"{SUPERADMIN} OR {MANAGES}",
        ),
        row_security(
            "accounts_penugasan",
            visible=NAMED.format(column="user_id"),
            writable=f"{SUPERADMIN} OR {IN_TIER}",
        ),
        row_security(
            "accounts_penugasan_daftar_bidang",
            visible=within("penugasan_id", "konteks_penugasan_akun"),
            writable=f"""{SUPERADMIN}
                OR penugasan_id IN (SELECT p.id FROM accounts_penugasan p WHERE {IN_TIER})""",
        ),
        row_security(
            "account_emailaddress",
            visible=f"{SUPERADMIN} OR {OWN.format(column='user_id')}",
            writable=f"{SUPERADMIN} OR {OWN.format(column='user_id')}",
        ),
        row_security(
            "account_emailconfirmation",
            visible="EXISTS (SELECT FROM account_emailaddress e WHERE e.id = email_address_id)",
            writable="EXISTS (SELECT FROM account_emailaddress e WHERE e.id = email_address_id)",
        ),
    ]
