"""The function behind every trigger that holds a status column to its workflow table."""

from typing import ClassVar

from django.db import migrations

REFUSE_MOVE = """
CREATE FUNCTION refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% cannot move % to %', TG_TABLE_NAME, TG_ARGV[0],
        to_jsonb(NEW) ->> TG_ARGV[0]
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("database", "0004_cache")]
    operations: ClassVar = [
        migrations.RunSQL(sql=REFUSE_MOVE, reverse_sql="DROP FUNCTION refuse_move();")
    ]
