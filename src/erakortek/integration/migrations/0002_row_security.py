"""A token is known to who carries it, to its penugasan and to the superadmin.

At the door of the API it opens the one penugasan it acts under.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import also_visible, context_function, row_security

ACTS_UNDER = "SELECT penugasan_id FROM integration_apitoken WHERE sha256 = konteks_token()"
ACTS_AS = f"SELECT user_id FROM accounts_penugasan WHERE id = ({ACTS_UNDER})"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("integration", "0001_initial"),
        ("accounts", "0003_row_security"),
    ]
    operations: ClassVar = [
        row_security(
            "integration_apitoken",
            visible="""(SELECT konteks_superadmin())
                OR penugasan_id = (SELECT konteks_penugasan())
                OR sha256 = (SELECT konteks_token())""",
            writable="(SELECT konteks_superadmin())",
        ),
        context_function("konteks_penugasan_token", "bigint", ACTS_UNDER),
        context_function("konteks_user_token", "bigint", ACTS_AS),
        also_visible(
            "accounts_penugasan", "lewat_token", "id = (SELECT konteks_penugasan_token())"
        ),
        also_visible(
            "accounts_penugasan_daftar_bidang",
            "lewat_token",
            "penugasan_id = (SELECT konteks_penugasan_token())",
        ),
        also_visible("accounts_user", "lewat_token", "id = (SELECT konteks_user_token())"),
    ]
