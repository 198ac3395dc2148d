"""An account name has one spelling, and is found by it: ``upper`` makes one of what ``lower`` keeps apart."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

AKUN = "SELECT id FROM accounts_user WHERE {}"
SAME = AKUN.format("username = konteks_masuk()")
ALIKE = AKUN.format("upper(username) = upper(konteks_masuk())")


def _found_by(account: str) -> str:
    return f"""
        CREATE OR REPLACE FUNCTION konteks_diri() RETURNS bigint LANGUAGE plpgsql STABLE
        PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            RETURN (coalesce(konteks_user(), ({account})));
        END $$;
    """


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0007_sessions_behind_the_wall")]
    operations: ClassVar = [
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                name="akun_bernama_baku", condition=Q(username__regex=r"^[a-z0-9.@_+-]+$")
            ),
        ),
        migrations.RunSQL(sql=_found_by(SAME), reverse_sql=_found_by(ALIKE)),
    ]
