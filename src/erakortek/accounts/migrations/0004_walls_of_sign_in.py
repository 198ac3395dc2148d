"""What guards an account is its owner's: second factors, sessions, identities, one-time links."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import also_visible, context_function, row_security

# Of the context's user, or of the name typed at the sign-in.
DIRI = """
    coalesce(konteks_user(),
        (SELECT id FROM accounts_user WHERE upper(username) = upper(konteks_masuk())))
"""
# The people of one's tier: who has a penugasan in an office below.
ORANG_BAWAHAN = """
    SELECT array_agg(user_id) FROM accounts_penugasan
    WHERE konteks_mengelola_akun() AND instansi_id = ANY (konteks_instansi_bawahan())
"""
SUPERADMIN = "(SELECT konteks_superadmin())"
SYSTEM = "(SELECT konteks_sistem())"
OWN = "user_id = (SELECT konteks_diri())"
IN_TIER = "user_id = ANY ((SELECT konteks_orang_bawahan())::bigint[])"
KEPT = f"{SUPERADMIN} OR {OWN} OR {IN_TIER}"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0003_row_security"),
        ("audit", "0003_row_security"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]
    operations: ClassVar = [
        context_function("konteks_diri", "bigint", DIRI),
        context_function("konteks_orang_bawahan", "bigint[]", ORANG_BAWAHAN),
        row_security("accounts_tautanaktivasi", visible=KEPT, writable=KEPT),
        row_security(
            "accounts_kuotaakun",
            visible="(SELECT konteks_dikenal())",
            writable=SUPERADMIN,
        ),
        row_security("usersessions_usersession", visible=KEPT, writable=KEPT),
        row_security(
            "mfa_authenticator", visible=f"{SYSTEM} OR {OWN}", writable=f"{SYSTEM} OR {OWN}"
        ),
        row_security(
            "socialaccount_socialaccount",
            visible=f"{SYSTEM} OR {OWN}",
            writable=f"{SYSTEM} OR {OWN}",
        ),
        row_security(
            "socialaccount_socialtoken",
            visible="EXISTS (SELECT FROM socialaccount_socialaccount a WHERE a.id = account_id)",
            writable="EXISTS (SELECT FROM socialaccount_socialaccount a WHERE a.id = account_id)",
        ),
        also_visible(
            "audit_auditentry",
            "riwayat_akun",
            "object_kind = 'accounts.user'"
            " AND object_id = ANY ((SELECT konteks_orang_bawahan())::bigint[])",
        ),
    ]
