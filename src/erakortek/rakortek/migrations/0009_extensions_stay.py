"""Who got more time, by whom and why, stays as it was granted: an extension ends by itself."""

from typing import ClassVar

from django.db import migrations

EXTENSIONS_STAY = """
CREATE TRIGGER perpanjangan_tetap BEFORE UPDATE OR DELETE ON rakortek_perpanjangan
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rakortek", "0008_reasons_of_a_set_stay"),
        ("database", "0001_refuse_change"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            sql=EXTENSIONS_STAY,
            reverse_sql="DROP TRIGGER perpanjangan_tetap ON rakortek_perpanjangan;",
        )
    ]
