"""A result as its reader meets it, whichever kind it is; read for a page at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from erakortek.accounts.actor import Actor
from erakortek.berita_acara.enums import StatusBA
from erakortek.berita_acara.models import BeritaAcara
from erakortek.berita_acara.selectors import berita_acara_for
from erakortek.hasil.enums import HasilAkhir
from erakortek.hasil.models import HasilImpor
from erakortek.hasil.selectors import IMPORTED, OWN, Key
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.enums import TingkatRakortek
from erakortek.reference.models import Wilayah
from erakortek.target.models import AcuanVersion, Target
from erakortek.target.selectors import targets_for

IMPOR = "impor"
QUERIES = 7  # of a page: own, acuan, Berita Acara, links of both, imported, kegiatan


@dataclass(frozen=True, slots=True)
class HasilRow:
    """One finished result. ``kode``, ``nama`` and ``satuan`` are those of its year.

    ``rakortek`` is the key of our own Rakortek, or "impor". ``indikator`` is the kode of today, ""
    where an import does not say which it is. ``versi`` counts the versions of the kesepakatan. Both
    addresses are "" where there is nothing that this reader may open.
    """

    tahun: int
    rakortek: str
    tingkat: TingkatRakortek
    kode_daerah: str
    daerah: str
    kode_bidang: str
    bidang: str
    indikator: str
    kode: str
    nama: str
    satuan: str
    acuan: Nilai | None
    kesepakatan: Nilai | None
    hasil: HasilAkhir
    nomor_ba: str
    sumber: str
    is_latihan: bool
    versi: int = 0
    url_ba: str = ""
    url_riwayat: str = ""
    kegiatan: tuple[str, ...] = ()

    @property
    def is_imported(self) -> bool:
        """Whether it comes from elsewhere."""
        return self.rakortek == IMPOR

    @property
    def url_deret(self) -> str:
        """The page of this indikator and daerah over the years, where it is known which it is."""
        if not self.indikator:
            return ""
        return reverse("hasil:series", args=[self.indikator, self.kode_daerah])


def rows_of(actor: Actor, keys: Sequence[Key]) -> list[HasilRow]:
    """``keys`` in their order, with what this reader may open. ``QUERIES`` queries at most."""
    own = _own([key.pk for key in keys if key.kind == OWN], actor)
    imported = _imported([key.pk for key in keys if key.kind == IMPORTED])
    return [own[key.pk] if key.kind == OWN else imported[key.pk] for key in keys]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside own targets, read once for all of them."""

    acuan: Mapping[tuple[int, int], AcuanVersion]
    acts: Mapping[int, tuple[int, str]]
    open_acts: frozenset[int]
    open_targets: frozenset[int]


def _own(ids: Sequence[int], actor: Actor) -> dict[int, HasilRow]:
    if not ids:
        return {}
    targets = list(
        Target.objects.filter(pk__in=ids)
        .select_related("rakortek", "daerah", "indikator", "definisi__bidang", "kesepakatan")
        .order_by()
    )
    acts = _acts(ids)
    beside = _Beside(
        acuan=_acuan(targets),
        acts=acts,
        open_acts=frozenset(
            berita_acara_for(actor)
            .filter(pk__in={pk for pk, _ in acts.values()})
            .order_by()
            .values_list("pk", flat=True)
        ),
        open_targets=frozenset(
            targets_for(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True)
        ),
    )
    return {target.pk: _own_row(target, beside) for target in targets}


def _acuan(targets: Iterable[Target]) -> dict[tuple[int, int], AcuanVersion]:
    """The newest acuan per (rakortek id, indikator id). One query."""
    targets = list(targets)
    heads = (
        AcuanVersion.objects.filter(
            indikator_rakortek__rakortek__in={one.rakortek_id for one in targets},
            indikator_rakortek__indikator__in={one.indikator_id for one in targets},
        )
        .select_related("indikator_rakortek")
        .order_by("indikator_rakortek_id", "-version")
        .distinct("indikator_rakortek_id")
    )
    return {
        (head.indikator_rakortek.rakortek_id, head.indikator_rakortek.indikator_id): head
        for head in heads
    }


def _acts(ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """(id, nomor) of the newest Berita Acara that is sah, per target id. One query."""
    rows = (
        BeritaAcara.objects.filter(status=StatusBA.SAH, sidang__daftar_keputusan__target__in=ids)
        .order_by("sah_at")
        .values_list("sidang__daftar_keputusan__target", "pk", "nomor")
    )
    return {target: (pk, nomor) for target, pk, nomor in rows}  # the newest is the last to stay


def _own_row(target: Target, beside: _Beside) -> HasilRow:
    rakortek, definisi, bidang = target.rakortek, target.definisi, target.definisi.bidang
    hasil = HasilAkhir(target.hasil)
    head = target.kesepakatan if hasil.is_agreed else None
    acuan = beside.acuan.get((rakortek.pk, target.indikator_id))
    act, nomor = beside.acts.get(target.pk, (0, ""))
    may_open = target.pk in beside.open_targets
    return HasilRow(
        tahun=rakortek.tahun,
        rakortek=rakortek.kunci,
        tingkat=TingkatRakortek(rakortek.tingkat),
        kode_daerah=target.daerah.kode,
        daerah=target.daerah.nama,
        kode_bidang=bidang.kode if bidang else "",
        bidang=bidang.nama if bidang else "",
        indikator=target.indikator.kode,
        kode=definisi.kode,
        nama=definisi.nama,
        satuan=definisi.satuan,
        acuan=acuan.nilai if acuan else None,
        kesepakatan=head.nilai if head else None,
        hasil=hasil,
        nomor_ba=nomor,
        sumber=f"Rakortek {rakortek.kunci}",
        is_latihan=rakortek.is_latihan or definisi.is_latihan,
        versi=head.version if head else 0,
        url_ba=reverse("berita_acara:show", args=[act]) if act in beside.open_acts else "",
        url_riwayat=reverse("target:show", args=[rakortek.kunci, target.pk]) if may_open else "",
    )


def _imported(ids: Sequence[int]) -> dict[int, HasilRow]:
    if not ids:
        return {}
    rows = (
        HasilImpor.objects.filter(pk__in=ids)
        .select_related("wilayah", "indikator", "bidang")
        .prefetch_related("daftar_kegiatan")
        .order_by()
    )
    return {row.pk: _imported_row(row, row.wilayah) for row in rows}


def _imported_row(row: HasilImpor, wilayah: Wilayah) -> HasilRow:
    return HasilRow(
        tahun=row.tahun,
        rakortek=IMPOR,
        tingkat=TingkatRakortek(row.tingkat),
        kode_daerah=wilayah.kode,
        daerah=wilayah.nama,
        kode_bidang=row.bidang.kode if row.bidang else "",
        bidang=row.bidang.nama if row.bidang else "",
        indikator=row.indikator.kode if row.indikator else "",
        kode=row.kode_asal,
        nama=row.nama_asal,
        satuan=row.satuan,
        acuan=row.acuan,
        kesepakatan=row.kesepakatan,
        hasil=HasilAkhir(row.hasil),
        nomor_ba=row.nomor_ba,
        sumber=row.sumber,
        is_latihan=row.is_latihan,
        kegiatan=tuple(str(item) for item in row.daftar_kegiatan.all()),
    )
