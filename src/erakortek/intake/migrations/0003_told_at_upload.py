"""What a person tells at upload, because the file does not say it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("intake", "0002_applied_never_changes")]
    operations: ClassVar = [
        migrations.AddField("importbatch", "isian", models.JSONField(default=dict))
    ]
