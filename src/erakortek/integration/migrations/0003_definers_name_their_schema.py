"""What runs as the owner names the schema of its tables, and looks into pg_temp last.

In the highest room: the functions of all rooms are there. Nothing to take back.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import harden_definers


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("integration", "0002_row_security"),
        ("accounts", "0008_one_spelling_of_a_name"),
        ("audit", "0003_row_security"),
        ("berita_acara", "0006_status_holds_its_rows"),
        ("database", "0006_no_temporary_objects"),
        ("desk", "0004_own_deadline"),
        ("hasil", "0003_results_are_asked_last"),
        ("intake", "0009_rows_taken_back"),
        ("rakortek", "0010_status_follows_its_table"),
        ("target", "0008_states_follow_their_tables"),
    ]
    operations: ClassVar = [migrations.RunSQL(harden_definers(), migrations.RunSQL.noop)]
