"""What the running transaction says about who asks, as functions that policies read.

Each is one SQL expression, so that PostgreSQL inlines it: ``(SELECT konteks_…())`` in a policy is
evaluated once per query. Without a context each is NULL or false. After a transaction its setting
is left as an empty string, not unset.
"""

from typing import ClassVar

from django.db import migrations

FUNCTIONS = {
    "konteks": ("jsonb", "nullif(current_setting('erakortek.context', true), '')::jsonb"),
    "konteks_lingkup": ("text", "konteks() ->> 'lingkup'"),
    "konteks_user": ("bigint", "(konteks() ->> 'user')::bigint"),
    "konteks_penugasan": ("bigint", "(konteks() ->> 'penugasan')::bigint"),
    "konteks_role": ("text", "konteks() ->> 'role'"),
    "konteks_instansi": ("bigint", "(konteks() ->> 'instansi')::bigint"),
    "konteks_daerah": ("bigint", "(konteks() ->> 'daerah')::bigint"),
    "konteks_provinsi": ("bigint", "(konteks() ->> 'provinsi')::bigint"),
    # "[1, 2]" of jsonb is "{1, 2}" of an array.
    "konteks_bidang": ("bigint[]", "translate(konteks() ->> 'bidang', '[]', '{}')::bigint[]"),
    "konteks_pengampu": ("bigint[]", "translate(konteks() ->> 'pengampu', '[]', '{}')::bigint[]"),
    "konteks_masuk": ("text", "konteks() ->> 'masuk'"),
    "konteks_token": ("text", "konteks() ->> 'token'"),
    "konteks_menulis": ("boolean", "coalesce((konteks() ->> 'menulis')::boolean, false)"),
    "konteks_sistem": ("boolean", "coalesce(konteks_lingkup() = 'SISTEM', false)"),
    "konteks_semua": ("boolean", "coalesce(konteks_lingkup() IN ('SEMUA', 'SISTEM'), false)"),
    "konteks_dikenal": ("boolean", "coalesce(konteks_lingkup() <> 'PUBLIK', false)"),
    "konteks_superadmin": (
        "boolean",
        "coalesce(konteks_lingkup() = 'SISTEM' OR konteks_role() = 'SUPERADMIN', false)",
    ),
    "konteks_semua_daerah": ("boolean", "coalesce(konteks_lingkup() IN ('KL', 'DESK'), false)"),
    # An office of a daerah that serves every bidang: Bappeda, a machine of the region.
    "konteks_semua_desk": (
        "boolean",
        "coalesce(konteks_lingkup() = 'DAERAH', false) AND konteks_bidang() IS NULL",
    ),
    "konteks_semua_bidang": (
        "boolean",
        "coalesce(konteks_lingkup() IN ('DAERAH', 'DESK'), false) AND konteks_bidang() IS NULL",
    ),
}


def _create(name: str, kind: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS {kind} LANGUAGE sql STABLE PARALLEL SAFE"
        f" AS $$ SELECT {body} $$;"
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("database", "0002_refresh_statistics")]
    operations: ClassVar = [
        migrations.RunSQL(sql=_create(name, kind, body), reverse_sql=f"DROP FUNCTION {name}();")
        for name, (kind, body) in FUNCTIONS.items()
    ]
