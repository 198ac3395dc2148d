"""A token is known to who carries it, to its penugasan and to the superadmin.

At the door of the API it opens the one penugasan it acts under.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import also_visible, row_security

NAMED_AT_THE_DOOR = """(SELECT konteks_token()) IS NOT NULL
    AND id IN (SELECT {column} FROM {source})"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("integration", "0001_initial"),
        ("accounts", "0002_row_security"),
    ]
    operations: ClassVar = [
        row_security(
            "integration_apitoken",
            visible="""(SELECT konteks_superadmin())
                OR penugasan_id = (SELECT konteks_penugasan())
                OR sha256 = (SELECT konteks_token())""",
            writable="(SELECT konteks_superadmin())",
        ),
        also_visible(
            "accounts_penugasan",
            "lewat_token",
            NAMED_AT_THE_DOOR.format(column="t.penugasan_id", source="integration_apitoken t"),
        ),
        also_visible(
            "accounts_user",
            "lewat_token",
            NAMED_AT_THE_DOOR.format(column="p.user_id", source="accounts_penugasan p"),
        ),
    ]
