"""What the running transaction says about who asks, as functions that policies read.

A policy writes ``(SELECT konteks_…())``: PostgreSQL evaluates it once per query. PL/pgSQL and not
SQL, because the planner would copy the text of a SQL function into every query, parsing it anew
each time. Without a context each is NULL or false. After a transaction its setting is left as an
empty string, not unset.
"""

from typing import ClassVar

from django.db import migrations

KONTEKS = "nullif(current_setting('erakortek.context', true), '')::jsonb"
LINGKUP = f"({KONTEKS} ->> 'lingkup')"
ROLE = f"({KONTEKS} ->> 'role')"
# "[1, 2]" of jsonb is "{1, 2}" of an array.
BIDANG = f"translate({KONTEKS} ->> 'bidang', '[]', '{{}}')::bigint[]"
PENGAMPU = f"translate({KONTEKS} ->> 'pengampu', '[]', '{{}}')::bigint[]"

FUNCTIONS = {
    "konteks_lingkup": ("text", LINGKUP),
    "konteks_user": ("bigint", f"({KONTEKS} ->> 'user')::bigint"),
    "konteks_penugasan": ("bigint", f"({KONTEKS} ->> 'penugasan')::bigint"),
    "konteks_role": ("text", ROLE),
    "konteks_instansi": ("bigint", f"({KONTEKS} ->> 'instansi')::bigint"),
    "konteks_daerah": ("bigint", f"({KONTEKS} ->> 'daerah')::bigint"),
    "konteks_provinsi": ("bigint", f"({KONTEKS} ->> 'provinsi')::bigint"),
    "konteks_bidang": ("bigint[]", BIDANG),
    "konteks_pengampu": ("bigint[]", PENGAMPU),
    "konteks_masuk": ("text", f"{KONTEKS} ->> 'masuk'"),
    "konteks_token": ("text", f"{KONTEKS} ->> 'token'"),
    "konteks_menulis": ("boolean", f"coalesce(({KONTEKS} ->> 'menulis')::boolean, false)"),
    "konteks_sistem": ("boolean", f"coalesce({LINGKUP} = 'SISTEM', false)"),
    "konteks_semua": ("boolean", f"coalesce({LINGKUP} IN ('SEMUA', 'SISTEM'), false)"),
    "konteks_dikenal": ("boolean", f"coalesce({LINGKUP} <> 'PUBLIK', false)"),
    "konteks_superadmin": (
        "boolean",
        f"coalesce({LINGKUP} = 'SISTEM' OR {ROLE} = 'SUPERADMIN', false)",
    ),
}


def _create(name: str, kind: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS {kind} LANGUAGE plpgsql STABLE PARALLEL SAFE"
        f" AS $$ BEGIN RETURN {body}; END $$;"
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("database", "0002_refresh_statistics")]
    operations: ClassVar = [
        migrations.RunSQL(sql=_create(name, kind, body), reverse_sql=f"DROP FUNCTION {name}();")
        for name, (kind, body) in FUNCTIONS.items()
    ]
