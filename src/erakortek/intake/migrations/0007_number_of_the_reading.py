"""Each reading of an upload has a number: an older reader that is still there stores nothing."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("intake", "0006_applied_in_the_queue")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="importbatch",
            name="pembacaan",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
