"""Every figure equals a recount of its rows, and nobody counts what they may not see."""

from decimal import Decimal

import pytest

from erakortek.dashboard.pages import page_of
from erakortek.dashboard.selectors import progress_of, sums_of
from erakortek.lib.nilai import Nilai
from erakortek.reference.enums import AturanAgregasi
from erakortek.reference.models import BobotWilayah
from erakortek.target import services
from erakortek.target.models import Target
from tests.scene import AKI, redefine


def fill(scene, daerah, nilai, who):
    target = scene.target(daerah=daerah)
    services.fill_target(
        target_id=target.pk,
        nilai=Nilai.of_number(Decimal(nilai)),
        base_version=0,
        actor=scene.actor(who),
    )


@pytest.fixture
def filled(scene):
    fill(scene, "11", 100, "pd")
    fill(scene, "51", 50, "pd_bali")
    return scene


def test_the_counts_are_those_of_a_recount(filled):
    progress = progress_of(filled.superadmin, filled.rakortek)

    rows = list(Target.objects.filter(rakortek=filled.rakortek).select_related("definisi"))
    assert progress.whole.total == len(rows) == 114
    assert progress.whole.filled == sum(row.status != "KOSONG" for row in rows) == 2
    for (bidang, daerah), tally in progress.cells.items():
        mine = [row for row in rows if (row.definisi.bidang_id, row.daerah_id) == (bidang, daerah)]
        assert (tally.total, tally.filled) == (
            len(mine),
            sum(row.status != "KOSONG" for row in mine),
        )
    assert sum(progress.states.by_badge.values()) == 114


def test_a_daerah_counts_its_own_rows_only(filled):
    assert progress_of(filled.actor("bappeda"), filled.rakortek).whole.total == 3
    assert progress_of(filled.actor("pd"), filled.rakortek).whole.total == 1


@pytest.mark.parametrize(
    ("aturan", "bobot", "expected"),
    [
        (AturanAgregasi.JUMLAH, "", Decimal(150)),
        (AturanAgregasi.MIN, "", Decimal(50)),
        (AturanAgregasi.MAKS, "", Decimal(100)),
        (AturanAgregasi.RATA_RATA_TERTIMBANG, "PENDUDUK", None),
    ],
)
def test_the_sum_follows_the_rule_of_the_indikator(filled, aturan, bobot, expected):
    redefine(AKI, aturan_agregasi=aturan, bobot=bobot)

    (found,) = [one for one in sums_of(filled.superadmin, filled.rakortek) if one.kode == AKI]
    if expected is None:
        aceh, bali = (filled.target(daerah=kode).daerah.penduduk for kode in ("11", "51"))
        exact = Decimal(100 * aceh + 50 * bali) / (aceh + bali)
        expected = exact.quantize(Decimal("0.01"))
    assert found.together == Nilai.of_number(expected)
    assert (found.missing, found.total) == (36, 38)


def test_a_weighted_mean_takes_the_kept_weights(filled):
    redefine(AKI, aturan_agregasi=AturanAgregasi.RATA_RATA_TERTIMBANG, bobot="PENDUDUK")
    for kode, nilai in (("11", 3), ("51", 1)):
        daerah = filled.target(daerah=kode).daerah
        BobotWilayah.objects.create(
            wilayah=daerah, jenis="PENDUDUK", tahun=2027, nilai=nilai, sumber="BPS"
        )

    (found,) = [one for one in sums_of(filled.superadmin, filled.rakortek) if one.kode == AKI]
    assert found.together == Nilai.of_number(Decimal("87.5"))


@pytest.mark.parametrize("aturan", [AturanAgregasi.RASIO, AturanAgregasi.TIDAK_DIJUMLAH])
def test_ratios_and_indices_are_never_summed(filled, aturan):
    redefine(AKI, aturan_agregasi=aturan)

    assert AKI not in {one.kode for one in sums_of(filled.superadmin, filled.rakortek)}


def test_every_figure_links_to_its_rows(filled):
    page = page_of(filled.superadmin, filled.rakortek)
    client = filled.client("superadmin")

    for state, count, address in page.counts:
        text = client.get(address).content.decode()
        assert f"{count} dari" in text or text.count("<tbody id=") in {count, 60}, state
    (tile,) = [cell for tile, cell in page.tiles if tile.kode == "11"]
    assert client.get(tile.url).content.decode().count("<tbody id=") == tile.total == 3


@pytest.mark.parametrize("who", ["superadmin", "bappeda"])
def test_the_dashboard_costs_the_same_however_many_rows(filled, who, django_assert_max_num_queries):
    client = filled.client(who)
    client.get("/rakortek/2028/dasbor/")

    with django_assert_max_num_queries(20):
        assert client.get("/rakortek/2028/dasbor/").status_code == 200
