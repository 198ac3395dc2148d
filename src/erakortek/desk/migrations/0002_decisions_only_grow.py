"""Decisions of a session only grow."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("desk", "0001_initial"), ("database", "0001_refuse_change")]
    operations: ClassVar = [append_only("desk_keputusan")]
