"""A reopened session has a deadline of its own, and says why; status moves as its table says."""

from typing import ClassVar

from django.db import migrations, models

from erakortek.database.migration_operations import moves_of_state

MOVES = (
    ("DIJADWALKAN", "BERLANGSUNG"),
    ("DIJADWALKAN", "DIBATALKAN"),
    ("BERLANGSUNG", "DITUTUP"),
    ("DITUTUP", "BERLANGSUNG"),
    ("DIBATALKAN", "DIJADWALKAN"),
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("desk", "0003_row_security"),
        ("database", "0005_refuse_move"),
    ]
    operations: ClassVar = [
        migrations.AddField(
            model_name="sidang", name="batas_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="sidang",
            name="alasan",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        moves_of_state("desk_sidang", "status", start="DIJADWALKAN", moves=MOVES),
    ]
