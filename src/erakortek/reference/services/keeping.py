"""Writing what an import found good; called inside its transaction, compared there already."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from erakortek.intake.cells import read_list
from erakortek.intake.sheets import Keeper, Values
from erakortek.lib import clock
from erakortek.lib.errors import DomainError
from erakortek.reference.datafiles import date_or_none
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import (
    BidangKL,
    BidangUrusan,
    Indikator,
    Instansi,
    Nomenklatur,
    Pengampu,
    Realisasi,
    VersiNomenklatur,
    Wilayah,
)
from erakortek.reference.permissions import can_change_versi
from erakortek.reference.selectors import definisi_now, wilayah_with_two_bappeda
from erakortek.reference.services.nomenklatur import lock_newest_versi
from erakortek.reference.services.offices import BANGDA, governments, load_offices_of_daerah
from erakortek.reference.upsert import ids_by_kode, upsert


def keep_nomenklatur(rows: Sequence[Values], _: Keeper | None) -> None:
    """Bring the version being prepared to ``rows``; the first import makes version 1.

    Raises ``IllegalTransitionError`` where the newest version has been published.
    """
    versi = lock_newest_versi()
    can_change_versi(versi).enforce()
    if versi is None:
        versi = VersiNomenklatur.objects.create(nomor=1, created_at=clock.now())
    upsert(
        "nomenklatur",
        (Nomenklatur(versi=versi, **row) for row in rows),
        key=("kode", "tingkat"),
        fields=("nama", "kinerja", "indikator", "satuan"),
        within=Nomenklatur.objects.filter(versi=versi),
    )


def keep_kl(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add K/L, mend their names, and retire them."""
    _keep_offices(JenisInstansi.KL, rows)


def keep_unit_kl(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add units of a K/L, mend them, and retire them."""
    _keep_offices(JenisInstansi.UNIT_KL, rows)


def keep_unit_bangda(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add directorates of Bangda, mend their names, and retire them."""
    _keep_offices(JenisInstansi.UNIT_BANGDA, rows, above=BANGDA)


def _keep_offices(jenis: JenisInstansi, rows: Sequence[Values], *, above: str = "") -> None:
    """Keep offices of one kind, each below the K/L that its row names, else below ``above``."""
    ids = ids_by_kode(Instansi)
    upsert(
        jenis.label,
        (
            Instansi(
                jenis=jenis,
                kode=row["kode"],
                nama=row["nama"],
                singkatan=row["singkatan"],
                induk_id=ids.get(row.get("kl", above)),
                sampai_on=date_or_none(row["sampai"]),
            )
            for row in rows
        ),
        key=("kode",),
        fields=("nama", "singkatan", "induk_id", "sampai_on"),
        within=Instansi.objects.filter(jenis=jenis),
    )


def keep_instansi_daerah(rows: Sequence[Values]) -> None:
    """Add Bappeda and PD, mend and retire them, and say which bidang a PD serves.

    Raises ``DomainError`` where a wilayah would have two Bappeda at a time.
    """
    of_daerah = Instansi.objects.filter(jenis__in=(JenisInstansi.BAPPEDA, JenisInstansi.PD))
    places = {row["wilayah"] for row in rows}
    list(of_daerah.filter(wilayah__kode__in=places).order_by("pk").select_for_update(of=("self",)))
    if twice := wilayah_with_two_bappeda(rows):
        message = f"Wilayah {', '.join(sorted(twice))} akan mempunyai dua Bappeda yang berlaku."
        raise DomainError(message)
    wilayah, parents = ids_by_kode(Wilayah), governments()
    upsert(
        "instansi daerah",
        (
            Instansi(
                kode=row["kode"],
                nama=row["nama"],
                singkatan=row["singkatan"],
                jenis=row["jenis"],
                wilayah_id=wilayah[row["wilayah"]],
                induk_id=parents[wilayah[row["wilayah"]]],
                sampai_on=date_or_none(row["sampai"]),
            )
            for row in rows
        ),
        key=("kode",),
        fields=("nama", "singkatan", "sampai_on"),
        within=of_daerah,
    )
    _serve({row["kode"]: read_list(row["bidang"]) for row in rows})


def _serve(codes: Mapping[str, Sequence[str]]) -> None:
    """Let each office serve exactly these bidang."""
    through, bidang = Instansi.daftar_bidang.through, ids_by_kode(BidangUrusan)
    offices = Instansi.objects.in_bulk(codes, field_name="kode")
    wanted = {(offices[kode].pk, bidang[one]) for kode, mine in codes.items() for one in mine}
    rows = through.objects.filter(instansi__kode__in=codes)
    stored = {(row.instansi_id, row.bidangurusan_id): row.pk for row in rows}
    through.objects.filter(
        pk__in=[pk for pair, pk in stored.items() if pair not in wanted]
    ).delete()
    through.objects.bulk_create(
        through(instansi_id=office, bidangurusan_id=one)
        for office, one in sorted(wanted - stored.keys())
    )


def keep_realisasi(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add measured values and mend them; what a person enters is not data latihan."""
    now = definisi_now().select_related("indikator")
    indikator = {one.indikator.kode: one for one in now}
    wilayah = ids_by_kode(Wilayah)
    upsert(
        "realisasi",
        (
            Realisasi(
                indikator_id=indikator[row["indikator"]].indikator_id,
                wilayah_id=wilayah[row["wilayah"]],
                tahun=int(row["tahun"]),
                nilai=Decimal(row["nilai"]),
                satuan=row["satuan"] or indikator[row["indikator"]].satuan,
                sumber=row["sumber"],
            )
            for row in rows
        ),
        key=("indikator_id", "wilayah_id", "tahun"),
        fields=("nilai", "satuan", "sumber", "is_latihan"),
    )


def keep_bidang(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add bidang urusan and mend them; a PD per province for what newly takes part."""
    upsert(
        "bidang urusan",
        (BidangUrusan(**row | {"ikut_rakortek": row["ikut_rakortek"] == "ya"}) for row in rows),
        key=("kode",),
        fields=("nama", "nama_resmi", "kategori", "ikut_rakortek"),
    )
    load_offices_of_daerah()


def keep_bidang_kl(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add K/L to bidang urusan and mend their role."""
    bidang, kl = ids_by_kode(BidangUrusan), ids_by_kode(Instansi)
    upsert(
        "K/L per bidang",
        (
            BidangKL(
                bidang_id=bidang[row["bidang"]],
                instansi_id=kl[row["kl"]],
                peran=row["peran"],
                dasar=row["dasar"],
            )
            for row in rows
        ),
        key=("bidang_id", "instansi_id"),
        fields=("peran", "dasar"),
    )


def keep_pengampu(rows: Sequence[Values], _: Keeper | None) -> None:
    """End one pengampu and begin the next: at any time one K/L is in charge of an indikator."""
    indikator, kl = ids_by_kode(Indikator), ids_by_kode(Instansi)
    upsert(
        "pengampu",
        (
            Pengampu(
                indikator_id=indikator[row["indikator"]],
                instansi_id=kl[row["kl"]],
                mulai_on=date.fromisoformat(row["mulai"]),
                sampai_on=date.fromisoformat(row["sampai"]) if row["sampai"] else None,
            )
            for row in rows
        ),
        key=("indikator_id", "mulai_on"),
        fields=("instansi_id", "sampai_on"),
    )
