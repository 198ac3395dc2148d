"""The three facts of a target move as their tables say, and a locked row stays as it was signed."""

from typing import ClassVar

from django.db import migrations, models

from erakortek.database.migration_operations import moves_of_state

STATUS = (
    ("KOSONG", "DRAF"),
    ("DRAF", "DRAF"),
    ("DRAF", "DIAJUKAN"),
    ("DIAJUKAN", "TERVERIFIKASI"),
    ("DIAJUKAN", "DIKEMBALIKAN"),
    ("TERVERIFIKASI", "DIKEMBALIKAN"),
    ("DIKEMBALIKAN", "DRAF"),
)
DECIDED = ("SEPAKAT", "SEPAKAT_CATATAN", "TIDAK_SEPAKAT", "DITUNDA", "TIDAK_TERBAHAS")
HASIL = (
    *(("BELUM", to) for to in DECIDED),
    *((source, "BELUM") for source in DECIDED),
    *((source, to) for source in ("TIDAK_SEPAKAT", "DITUNDA") for to in DECIDED if to != source),
)
KUNCI = (
    ("TERBUKA", "TERKUNCI"),
    ("TERKUNCI", "TERBUKA"),
    ("TERKUNCI", "FINAL"),
    ("TERBUKA", "FINAL"),
    ("FINAL", "TERBUKA"),
)

# What was signed. ``definisi`` has a rule of its own.
SIGNED = (
    "status, hasil, urut, alasan, sebab_final, usulan_pengampu_id, usulan_daerah_id, kesepakatan_id"
)


def _of(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in SIGNED.split(", "))


LOCKED_STAYS = f"""
CREATE FUNCTION target_terkunci_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'target % is % and stays as it is', OLD.id, OLD.kunci
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER target_terkunci_tetap BEFORE UPDATE ON target_target FOR EACH ROW
    WHEN (OLD.kunci <> 'TERBUKA' AND OLD.kunci = NEW.kunci
        AND ({_of("OLD")}) IS DISTINCT FROM ({_of("NEW")}))
    EXECUTE FUNCTION target_terkunci_tetap();
-- Only a Berita Acara can be revoked: closing and loading are final.
CREATE TRIGGER target_final_tanpa_berita_acara_tetap BEFORE UPDATE ON target_target FOR EACH ROW
    WHEN (OLD.kunci = 'FINAL' AND NEW.kunci <> 'FINAL' AND OLD.sebab_final <> 'BERITA_ACARA')
    EXECUTE FUNCTION target_terkunci_tetap();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("target", "0007_sebab_final"),
        ("berita_acara", "0005_butir"),  # which fills ``sebab_final``
        ("database", "0005_refuse_move"),
    ]
    operations: ClassVar = [
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kunci", "FINAL"),
                    ("sebab_final__in", ["BERITA_ACARA", "PENUTUPAN", "DIMUAT"]),
                )
                | models.Q(~models.Q(("kunci", "FINAL")), ("sebab_final", "")),
                name="target_final_punya_sebab",
            ),
        ),
        moves_of_state("target_target", "status", start="KOSONG", moves=STATUS),
        moves_of_state("target_target", "hasil", start="BELUM", moves=HASIL),
        moves_of_state("target_target", "kunci", start="TERBUKA", moves=KUNCI),
        migrations.RunSQL(
            sql=LOCKED_STAYS, reverse_sql="DROP FUNCTION target_terkunci_tetap() CASCADE;"
        ),
    ]
