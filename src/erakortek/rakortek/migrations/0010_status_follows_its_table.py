"""The status of a Rakortek and of its submitted sets moves as the workflow table says."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import moves_of_state


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rakortek", "0009_extensions_stay"),
        ("database", "0005_refuse_move"),
    ]
    operations: ClassVar = [
        moves_of_state(
            "rakortek_rakortek",
            "status",
            start="DRAF",
            moves=(("DRAF", "DIBUKA"), ("DIBUKA", "DITUTUP"), ("DITUTUP", "ARSIP")),
        ),
        moves_of_state(
            "rakortek_pengajuansusunan",
            "status",
            start="DIAJUKAN",
            moves=(("DIAJUKAN", "DISETUJUI"), ("DIAJUKAN", "DIKEMBALIKAN")),
        ),
    ]
