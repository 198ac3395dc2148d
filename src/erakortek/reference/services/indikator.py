"""The dictionary of indikator: their first versions from the project's files, later ones by people."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from erakortek.intake.cells import read_list
from erakortek.intake.sheets import Keeper, Values
from erakortek.lib import clock
from erakortek.reference import impact
from erakortek.reference.datafiles import DataFile, date_or_none, decimal_or_none, reference_file
from erakortek.reference.enums import JenisInstansi, PeranKL, Tingkat
from erakortek.reference.models import (
    BidangKL,
    BidangUrusan,
    DefinisiIndikator,
    Indikator,
    Instansi,
    Nomenklatur,
    Pengampu,
    Prioritas,
    SubKegiatan,
)
from erakortek.reference.selectors import definisi_now, versi_in_force
from erakortek.reference.upsert import Change, ids_by_kode, upsert

BAPPENAS = "Kementerian Perencanaan Pembangunan Nasional"
SINCE = date(2025, 1, 1)  # the term of RPJMN 2025-2029 begins


def load_indikator(nama: str, file: DataFile, *, is_latihan: bool) -> Change:
    """The indikator of one data file that are not known yet, in the columns of ``indikator.csv``.

    Only those, with the sub kegiatan that the regulation names: an entry belongs to whoever keeps
    the dictionary, and years that used it stay as they were.
    """
    known = set(Indikator.objects.values_list("kode", flat=True))
    rows = list(file.rows())
    new = [row for row in rows if row["kode"] not in known]
    made = Indikator.objects.bulk_create(Indikator(kode=row["kode"]) for row in new)
    bidang = dict(BidangUrusan.objects.values_list("kode", "pk"))
    versions = DefinisiIndikator.objects.bulk_create(
        _definisi(indikator, row, bidang, is_latihan=is_latihan)
        for indikator, row in zip(made, new, strict=True)
    )
    _link({version.kode: version.pk for version in versions})
    return Change(nama, len(new), 0, len(rows) - len(new))


def _link(versions: dict[str, int]) -> None:
    sub_kegiatan = dict(
        SubKegiatan.objects.filter(tingkat=Tingkat.PROVINSI).values_list("kode", "pk")
    )
    through = DefinisiIndikator.daftar_sub_kegiatan.through
    through.objects.bulk_create(
        through(
            definisiindikator_id=versions[row["kode_indikator"]],
            subkegiatan_id=sub_kegiatan[row["kode_sub_kegiatan"]],
        )
        for row in reference_file("indikator_sub_kegiatan.csv").rows()
        if row["kode_indikator"] in versions
    )


def _definisi(
    indikator: Indikator, row: dict[str, str], bidang: dict[str, int], *, is_latihan: bool
) -> DefinisiIndikator:
    return DefinisiIndikator(
        indikator=indikator,
        mulai_on=SINCE,
        kode=row["kode"],
        nama=row["nama"],
        outcome=row["outcome"],
        bidang_id=bidang.get(row["kode_bidang"]),
        kelompok=row["kelompok"],
        format=row["format"],
        satuan=row["satuan"],
        arah=row["arah"],
        jenis_nilai=row["jenis_nilai"],
        pilihan=[choice for choice in row["pilihan"].split("|") if choice],
        aturan_agregasi=row["aturan_agregasi"],
        bobot=row["bobot"],
        batas_bawah=decimal_or_none(row["batas_bawah"]),
        batas_atas=decimal_or_none(row["batas_atas"]),
        tingkat=row["tingkat"],
        sumber=row["sumber"],
        catatan=row["catatan"],
        perlu_diperiksa=row.get("perlu_diperiksa", ""),
        is_latihan=is_latihan,
    )


def load_pengampu() -> Change:
    """Who has none gets the ``utama`` K/L of its bidang, makro gets Bappenas; others stay."""
    utama: dict[int | None, int] = dict(
        BidangKL.objects.filter(peran=PeranKL.UTAMA).values_list("bidang_id", "instansi_id")
    )
    bappenas = Instansi.objects.filter(jenis=JenisInstansi.KL, nama__startswith=BAPPENAS).first()
    if bappenas:
        utama[None] = bappenas.pk
    without = definisi_now().filter(indikator__daftar_pengampu__isnull=True)
    made = Pengampu.objects.bulk_create(
        Pengampu(
            indikator_id=definisi.indikator_id,
            instansi_id=utama[definisi.bidang_id],
            # Whoever is in charge of next year's version prepares it now.
            mulai_on=min(definisi.mulai_on, clock.today()),
        )
        for definisi in without
        if definisi.bidang_id in utama
    )
    return Change("pengampu", len(made), 0, Indikator.objects.count() - len(made))


def load_sub_kegiatan() -> Change:
    """The sub kegiatan that the regulation links indikator to."""
    rows = (
        SubKegiatan(
            kode=row["kode"],
            tingkat=Tingkat[row["tingkat"]],
            nama=row["nama"],
            satuan=row["satuan"],
            ada_di_nomenklatur=row["ada_di_nomenklatur"] == "1",
        )
        for row in reference_file("sub_kegiatan.csv").rows()
    )
    fields = ("nama", "satuan", "ada_di_nomenklatur")
    return upsert("sub kegiatan", rows, key=("kode", "tingkat"), fields=fields)


# What the sheet and the table call by one name and store as it is typed.
AS_TYPED = (
    "nama", "outcome", "kelompok", "format", "satuan", "arah", "jenis_nilai", "aturan_agregasi",
    "bobot", "tingkat", "definisi_operasional", "rumus", "sumber_data", "frekuensi",
    "kode_satu_data", "sumber", "catatan", "perlu_diperiksa",
)  # fmt: skip
FIELDS = (*AS_TYPED, "sampai_on", "kode", "bidang_id", "pilihan", "batas_bawah", "batas_atas")


def keep_indikator(rows: Sequence[Values], _: Keeper | None) -> None:
    """Add versions and mend those that nothing holds, with their links; whoever uses them follows.

    A new indikator without pengampu gets that of its bidang.
    """
    known = ids_by_kode(Indikator)
    new = sorted({row["indikator"] for row in rows} - known.keys())
    Indikator.objects.bulk_create(Indikator(kode=kode) for kode in new)
    ids, bidang = ids_by_kode(Indikator), ids_by_kode(BidangUrusan)
    invented = set(
        DefinisiIndikator.objects.filter(is_latihan=True).values_list("indikator", flat=True)
    )
    kept = [_kept(row, ids[row["indikator"]], bidang) for row in rows]
    for one in kept:  # what was invented for training stays so in every version
        one.is_latihan = one.indikator_id in invented
    upsert(
        "indikator",
        kept,
        key=("indikator_id", "mulai_on"),
        fields=FIELDS,
    )
    touched = {ids[row["indikator"]] for row in rows}
    _keep_links(rows, touched)
    load_pengampu()
    impact.follow(touched)


def _kept(row: Values, indikator_id: int, bidang: Mapping[str, int]) -> DefinisiIndikator:
    return DefinisiIndikator(
        indikator_id=indikator_id,
        mulai_on=date.fromisoformat(row["mulai"]),
        sampai_on=date_or_none(row["sampai"]),
        kode=row["kode"] or row["indikator"],
        bidang_id=bidang.get(row["bidang"]),
        pilihan=read_list(row["pilihan"]),
        batas_bawah=decimal_or_none(row["batas_bawah"]),
        batas_atas=decimal_or_none(row["batas_atas"]),
        **{name: row[name] for name in AS_TYPED},
    )


def _keep_links(rows: Sequence[Values], indikator_ids: Collection[int]) -> None:
    versions = {
        (one.indikator.kode, one.mulai_on.isoformat()): one
        for one in DefinisiIndikator.objects.filter(indikator__in=indikator_ids).select_related(
            "indikator"
        )
    }
    named = {kode for row in rows for kode in read_list(row["sub_kegiatan"])}
    sub_kegiatan = _sub_kegiatan(named)
    prioritas = ids_by_kode(Prioritas)
    for row in rows:
        one = versions[row["indikator"], row["mulai"]]
        linked = (
            pk
            for kode in read_list(row["sub_kegiatan"])
            for tingkat, pk in sub_kegiatan.get(kode, ())
            if one.tingkat in (tingkat, Tingkat.KEDUANYA)
        )
        one.daftar_sub_kegiatan.set(linked)
        one.daftar_prioritas.set(prioritas[kode] for kode in read_list(row["prioritas"]))


def _sub_kegiatan(kodes: Collection[str]) -> dict[str, list[tuple[str, int]]]:
    """(tingkat, id) per kode; those of the nomenclature that nothing was linked to yet are added."""
    in_force = Nomenklatur.objects.filter(versi=versi_in_force(), kode__in=kodes)
    SubKegiatan.objects.bulk_create(
        (
            SubKegiatan(kode=one.kode, tingkat=one.tingkat, nama=one.nama, satuan=one.satuan)
            for one in in_force
        ),
        ignore_conflicts=True,
    )
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in SubKegiatan.objects.filter(kode__in=kodes):
        found[one.kode].append((one.tingkat, one.pk))
    return found
