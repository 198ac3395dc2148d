"""The table of the cache: counts of wrong codes, shared by all web processes."""

from typing import ClassVar

from django.db import migrations

TABLE = """
CREATE TABLE database_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX database_cache_expires ON database_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("database", "0003_context")]
    operations: ClassVar = [
        migrations.RunSQL(sql=TABLE, reverse_sql="DROP TABLE database_cache;"),
    ]
