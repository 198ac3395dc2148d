"""Status and rows of a Berita Acara hold together, whoever writes: policies, moves, governing rows."""

from typing import ClassVar

from django.db import migrations, models

from erakortek.database.migration_operations import (
    moves_of_state,
    row_security,
    trigger_sees_every_row,
)

STATUS = [
    ("DRAF", "Draf"),
    ("MENUNGGU", "Menunggu persetujuan"),
    ("SEBAGIAN", "Disetujui sebagian"),
    ("SAH", "Sah"),
    ("DITOLAK", "Ditolak"),
    ("DIBUANG", "Dibuang"),
    ("DIGANTIKAN", "Digantikan"),
    ("DICABUT", "Dicabut"),
]
MOVES = (
    ("DRAF", "MENUNGGU"),
    ("DRAF", "DIBUANG"),
    ("MENUNGGU", "DIBUANG"),
    ("MENUNGGU", "SEBAGIAN"),
    ("MENUNGGU", "SAH"),
    ("SEBAGIAN", "SEBAGIAN"),
    ("SEBAGIAN", "SAH"),
    ("MENUNGGU", "DITOLAK"),
    ("SEBAGIAN", "DITOLAK"),
    ("SAH", "DIGANTIKAN"),
    ("SAH", "DICABUT"),
)
SEES_ALL = "(SELECT konteks_semua())"
OF_BERITA_ACARA = f"""{SEES_ALL} OR EXISTS (
    SELECT FROM berita_acara_beritaacara b WHERE b.id = berita_acara_id)"""
SYSTEM = "(SELECT konteks_sistem())"

APPROVALS = """
CREATE FUNCTION berita_acara_disetujui() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM berita_acara_beritaacara WHERE id = NEW.id AND status = NEW.status)
    AND (NOT EXISTS (SELECT FROM berita_acara_penandatangan
                     WHERE berita_acara_id = NEW.id AND status = 'SETUJU')
        OR NEW.status = 'SAH' AND EXISTS (SELECT FROM berita_acara_penandatangan
                     WHERE berita_acara_id = NEW.id AND status <> 'SETUJU')) THEN
        RAISE EXCEPTION 'Berita Acara % lacks approvals', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER berita_acara_disetujui AFTER UPDATE ON berita_acara_beritaacara
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status IN ('SEBAGIAN', 'SAH') AND OLD.status <> NEW.status)
    EXECUTE FUNCTION berita_acara_disetujui();
"""

# Whoever has approved may still refuse while others have not answered; once it is sah or void,
# no answer changes.
ANSWERS_STAY = """
CREATE OR REPLACE FUNCTION persetujuan_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.berita_acara_id, NEW.urutan, NEW.pihak, NEW.instansi_id, NEW.penugasan_id,
        NEW.nama, NEW.jabatan, NEW.nip)
        IS DISTINCT FROM
       (OLD.berita_acara_id, OLD.urutan, OLD.pihak, OLD.instansi_id, OLD.penugasan_id,
        OLD.nama, OLD.jabatan, OLD.nip)
    OR NOT (
        (NEW.status, NEW.at, NEW.alasan) IS NOT DISTINCT FROM (OLD.status, OLD.at, OLD.alasan)
        OR (OLD.status = 'MENUNGGU' AND NEW.status = 'SETUJU')
        OR (OLD.status IN ('MENUNGGU', 'SETUJU') AND NEW.status = 'TOLAK')
        OR (OLD.status IN ('MENUNGGU', 'SETUJU') AND NEW.status = 'GUGUR'
            AND NEW.at IS NULL AND NEW.alasan = OLD.alasan)
    ) OR NEW.status <> OLD.status AND NOT EXISTS (
        SELECT FROM berita_acara_beritaacara
        WHERE id = NEW.berita_acara_id AND status IN ('DRAF', 'MENUNGGU', 'SEBAGIAN')
    ) THEN
        RAISE EXCEPTION 'approval % has been given; it is history', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
"""
ANSWERS_STAYED = """
CREATE OR REPLACE FUNCTION persetujuan_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.berita_acara_id, NEW.urutan, NEW.pihak, NEW.instansi_id, NEW.penugasan_id,
        NEW.nama, NEW.jabatan, NEW.nip)
        IS DISTINCT FROM
       (OLD.berita_acara_id, OLD.urutan, OLD.pihak, OLD.instansi_id, OLD.penugasan_id,
        OLD.nama, OLD.jabatan, OLD.nip)
    OR NOT (
        (NEW.status, NEW.at, NEW.alasan) IS NOT DISTINCT FROM (OLD.status, OLD.at, OLD.alasan)
        OR (OLD.status = 'MENUNGGU' AND NEW.status IN ('SETUJU', 'TOLAK'))
        OR (OLD.status IN ('MENUNGGU', 'SETUJU') AND NEW.status = 'GUGUR'
            AND NEW.at IS NULL AND NEW.alasan = OLD.alasan)
    ) THEN
        RAISE EXCEPTION 'approval % has been given; it is history', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
"""

# At the end of the transaction: a Berita Acara governs its rows exactly while it counts.
GOVERNS = """
CREATE FUNCTION butir_menurut_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint := CASE TG_TABLE_NAME
        WHEN 'berita_acara_beritaacara' THEN (to_jsonb(NEW) ->> 'id')::bigint
        ELSE (to_jsonb(NEW) ->> 'berita_acara_id')::bigint END;
BEGIN
    IF EXISTS (
        SELECT FROM berita_acara_butirberitaacara i
        JOIN berita_acara_beritaacara b ON b.id = i.berita_acara_id
        WHERE b.id = checked AND i.berlaku <> (b.status IN ('SEBAGIAN', 'SAH'))
    ) THEN
        RAISE EXCEPTION 'Berita Acara % governs rows against its status', checked
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER berita_acara_memegang_butirnya
    AFTER UPDATE ON berita_acara_beritaacara DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION butir_menurut_status();
CREATE CONSTRAINT TRIGGER butir_menurut_status
    AFTER INSERT OR UPDATE ON berita_acara_butirberitaacara
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION butir_menurut_status();

CREATE FUNCTION butir_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a Berita Acara holds stays as it was drafted'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER butir_tetap BEFORE UPDATE ON berita_acara_butirberitaacara FOR EACH ROW
    WHEN ((OLD.berita_acara_id, OLD.target_id)
          IS DISTINCT FROM (NEW.berita_acara_id, NEW.target_id))
    EXECUTE FUNCTION butir_tetap();
CREATE TRIGGER butir_tidak_dihapus BEFORE DELETE ON berita_acara_butirberitaacara
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

# At the end of the transaction: a lock has its reason, and a reason its lock.
LOCK_HAS_REASON = """
CREATE FUNCTION target_kunci_beralasan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held record;
    governing text;
BEGIN
    SELECT t.id, t.kunci, t.sebab_final, r.status INTO held
    FROM target_target t JOIN rakortek_rakortek r ON r.id = t.rakortek_id
    WHERE t.id = CASE TG_TABLE_NAME
        WHEN 'target_target' THEN (to_jsonb(NEW) ->> 'id')::bigint
        ELSE (to_jsonb(NEW) ->> 'target_id')::bigint END;
    SELECT b.status INTO governing
    FROM berita_acara_butirberitaacara i JOIN berita_acara_beritaacara b ON b.id = i.berita_acara_id
    WHERE i.target_id = held.id AND i.berlaku;
    IF NOT (CASE
        WHEN held.kunci = 'TERBUKA' THEN governing IS NULL
        WHEN held.kunci = 'TERKUNCI' THEN coalesce(governing = 'SEBAGIAN', false)
        WHEN held.sebab_final = 'BERITA_ACARA' THEN coalesce(governing = 'SAH', false)
        WHEN held.sebab_final = 'PENUTUPAN' THEN
            governing IS NULL AND held.status IN ('DITUTUP', 'ARSIP')
        ELSE governing IS NULL
    END) THEN
        RAISE EXCEPTION 'target % is % (%) without its reason', held.id, held.kunci, held.sebab_final
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER target_kunci_beralasan AFTER UPDATE ON target_target
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.kunci, OLD.sebab_final) IS DISTINCT FROM (NEW.kunci, NEW.sebab_final))
    EXECUTE FUNCTION target_kunci_beralasan();
CREATE CONSTRAINT TRIGGER butir_menjadi_alasan_kunci
    AFTER INSERT OR UPDATE ON berita_acara_butirberitaacara
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION target_kunci_beralasan();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("berita_acara", "0005_butir"),
        ("database", "0005_refuse_move"),
    ]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="beritaacara",
            name="status",
            field=models.CharField(choices=STATUS, default="DRAF", max_length=12),
        ),
        migrations.RemoveConstraint(model_name="beritaacara", name="berita_acara_status_dikenal"),
        migrations.AddConstraint(
            model_name="beritaacara",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", [value for value, _ in STATUS])),
                name="berita_acara_status_dikenal",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="beritaacara", name="berita_acara_satu_yang_berlaku_per_sidang"
        ),
        migrations.AddConstraint(
            model_name="beritaacara",
            constraint=models.UniqueConstraint(
                condition=~models.Q(
                    ("status__in", ["DIBUANG", "DICABUT", "DIGANTIKAN", "DITOLAK"])
                ),
                fields=("sidang",),
                name="berita_acara_satu_yang_berlaku_per_sidang",
            ),
        ),
        row_security("berita_acara_butirberitaacara", visible=OF_BERITA_ACARA, writable=SYSTEM),
        moves_of_state("berita_acara_beritaacara", "status", start="DRAF", moves=MOVES),
        migrations.RunSQL(
            sql=APPROVALS, reverse_sql="DROP FUNCTION berita_acara_disetujui() CASCADE;"
        ),
        migrations.RunSQL(sql=ANSWERS_STAY, reverse_sql=ANSWERS_STAYED),
        migrations.RunSQL(
            sql=GOVERNS,
            reverse_sql="""
                DROP FUNCTION butir_menurut_status() CASCADE;
                DROP FUNCTION butir_tetap() CASCADE;
                DROP TRIGGER butir_tidak_dihapus ON berita_acara_butirberitaacara;
            """,
        ),
        migrations.RunSQL(
            sql=LOCK_HAS_REASON, reverse_sql="DROP FUNCTION target_kunci_beralasan() CASCADE;"
        ),
        trigger_sees_every_row("berita_acara_disetujui"),
        trigger_sees_every_row("butir_menurut_status"),
        trigger_sees_every_row("target_kunci_beralasan"),
    ]
