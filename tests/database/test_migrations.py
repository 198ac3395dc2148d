"""Models and migrations say the same, and every migration can be taken back."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL


@pytest.mark.django_db
def test_no_model_changed_without_a_migration():
    said = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=said)

    assert said.getvalue() == "No changes detected\n"


@pytest.mark.django_db
def test_nothing_waits_to_be_migrated():
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_every_migration_of_ours_can_be_taken_back():
    ours = MigrationLoader(None).disk_migrations.values()

    one_way = [
        f"{migration}: {operation}"
        for migration in ours
        if type(migration).__module__.startswith("erakortek.")
        for operation in migration.operations
        if isinstance(operation, RunSQL | RunPython) and not operation.reversible
    ]

    assert one_way == []
