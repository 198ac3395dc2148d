"""Wilayah with dates: splits and mergers, each year with its own, and old results that still read."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from erakortek.accounts.sheets import AKUN
from erakortek.dashboard.selectors import progress_of
from erakortek.desk.models import Sidang
from erakortek.intake import services as intake
from erakortek.intake.selectors import findings_of, rows_with_findings
from erakortek.lib import clock
from erakortek.lib.clock import today
from erakortek.lib.dates_id import show_date
from erakortek.lib.errors import DomainError
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import preflight
from erakortek.rakortek import services as rakortek
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.selectors import daerah_of, preparable_by
from erakortek.reference.models import (
    Indikator,
    Instansi,
    Realisasi,
    SuksesiWilayah,
    Wilayah,
)
from erakortek.reference.permissions import can_take_on
from erakortek.reference.selectors import (
    departments_of,
    lineage_of,
    series_of,
    successions,
    wilayah_valid_in,
)
from erakortek.reference.sheets import SUKSESI, WILAYAH
from erakortek.target.models import Target
from erakortek.target.selectors import agreed_before, targets_for
from tests.intake.workbook import book
from tests.reference.sheet import take
from tests.scene import open_by_two, redefine

pytestmark = pytest.mark.django_db


def refused(constraint, act):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act()


def test_a_wilayah_does_not_end_before_it_begins():
    bali = Wilayah.objects.filter(kode="51")

    bali.update(mulai_on=date(2025, 1, 1), sampai_on=date(2025, 1, 1))
    refused("wilayah_mulai_sebelum_sampai", lambda: bali.update(sampai_on=date(2024, 12, 31)))


def test_a_wilayah_does_not_follow_itself_and_follows_another_once():
    bali, ntb = Wilayah.objects.get(kode="51"), Wilayah.objects.get(kode="52")
    facts = {"berlaku_on": date(1958, 8, 14), "jenis": "PEMEKARAN", "dasar": "UU 64/1958"}
    SuksesiWilayah.objects.create(asal=bali, penerus=ntb, **facts)

    add = SuksesiWilayah.objects.create
    refused("suksesi_satu_per_pasangan", lambda: add(asal=bali, penerus=ntb, **facts))
    refused("suksesi_asal_bukan_penerus", lambda: add(asal=bali, penerus=bali, **facts))
    jawa = Wilayah.objects.get(kode="35")
    other = facts | {"jenis": "ENTAH"}
    refused("suksesi_jenis_dikenal", lambda: add(asal=bali, penerus=jawa, **other))


PAPUA = {
    "93": ("91", date(2022, 7, 25)),
    "94": ("91", date(2022, 7, 25)),
    "95": ("91", date(2022, 7, 25)),
    "96": ("92", date(2022, 12, 8)),
}


def provinces(tahun):
    return set(wilayah_valid_in(tahun).filter(induk__isnull=True).values_list("kode", flat=True))


def test_the_four_provinces_of_papua_follow_those_that_go_on():
    of_provinces = successions().filter(penerus__induk__isnull=True)
    rows = {one.penerus.kode: (one.asal.kode, one.berlaku_on) for one in of_provinces}

    assert rows == PAPUA
    assert provinces(2028) - provinces(2022) == set(PAPUA)
    assert len(provinces(2028)) == 38
    assert {"91", "92"} <= provinces(2022)


def test_what_moved_to_the_new_provinces_reads_under_its_kode_before():
    """26 kabupaten and kota of 29 and 13: none is there twice, and none is missing in any year."""
    moved = [one for one in successions() if not one.penerus.is_provinsi]

    assert len(moved) == 26
    for one in moved:
        assert one.asal.nama == one.penerus.nama
        assert one.berlaku_on == PAPUA[one.penerus.induk.kode][1]
        assert [found.is_same for found in lineage_of(one.penerus)] == [True]
    for tahun, papua, barat in ((2022, 29, 13), (2023, 9, 7), (2028, 9, 7)):
        there = wilayah_valid_in(tahun).filter(induk__isnull=False)
        assert there.count() == 514
        assert there.filter(induk__kode="91").count() == papua
        assert there.filter(induk__kode="92").count() == barat


def test_a_wilayah_counts_on_the_first_of_january():
    Wilayah.objects.filter(kode="51").update(sampai_on=date(2028, 1, 1))
    Wilayah.objects.filter(kode="96").update(mulai_on=date(2028, 1, 2))

    assert "51" in provinces(2028)
    assert "51" not in provinces(2029)
    assert "96" not in provinces(2028)
    assert "96" in provinces(2029)


def test_a_kabupaten_counts_under_its_kode_while_its_province_is_there():
    def below(tahun):
        return wilayah_valid_in(tahun).filter(induk__kode="93").count()

    assert (below(2022), below(2023)) == (0, 4)


def test_a_lineage_goes_back_over_several_successions(django_assert_num_queries):
    selatan, papua, barat = (Wilayah.objects.get(kode=kode) for kode in ("93", "91", "92"))
    facts = {"berlaku_on": date(1999, 10, 4), "jenis": "PEMEKARAN", "dasar": "UU 45/1999"}
    SuksesiWilayah.objects.create(asal=barat, penerus=papua, **facts)

    with django_assert_num_queries(1):
        found = lineage_of(selatan)

    assert [(one.wilayah, one.berlaku_on) for one in found] == [
        (papua, date(2022, 7, 25)),
        (barat, date(1999, 10, 4)),
    ]


WILAYAH_ROW = {
    "kode": "11.91",
    "nama": "Kabupaten Aceh Raya",
    "jenis": "Kabupaten",
    "induk": "11",
    "zona": "WIB",
    "mulai": "17/08/2027",
}
SUCCESSION = {
    "asal": "11.01",
    "penerus": "11.91",
    "berlaku": "17/08/2027",
    "jenis": "Pemekaran",
    "dasar": "UU 1/2027",
}


def kabkota(rakortek):
    targets = Target.objects.filter(rakortek=rakortek)
    return set(targets.values_list("daerah__kode", flat=True))


def opened(scene, tahun, kode):
    """A Rakortek of a province with one indikator, opened."""
    now, actor = clock.now(), scene.superadmin
    provinsi = Wilayah.objects.get(kode=kode)
    draft = rakortek.prepare_rakortek(tahun=tahun, provinsi=provinsi, actor=actor)
    indikator = redefine("C6-004", tingkat="KEDUANYA").indikator
    rakortek.set_indikator(rakortek=draft, indikator_ids=[indikator.pk], actor=actor)
    for jenis in JenisTahapan:
        rakortek.set_tahapan(
            rakortek=draft,
            jenis=jenis,
            mulai_at=now,
            sampai_at=now + timedelta(days=7),
            actor=actor,
        )
    return open_by_two(draft, actor, scene.superadmin2)


def test_a_split_of_a_kabupaten_is_entered_in_sheets_and_each_year_has_its_own(scene):
    assert take(WILAYAH, WILAYAH_ROW) == []
    assert take(SUKSESI, SUCCESSION) == []

    before, after = opened(scene, 2027, "11"), opened(scene, 2028, "11")

    assert kabkota(after) - kabkota(before) == {"11.91"}
    assert len(kabkota(before)) == 23
    parts = Sidang.objects.filter(desk__rakortek=after).values("daerah").distinct()
    assert parts.count() == 24


def test_a_succession_reads_as_one_to_come_until_its_first_day():
    asal, penerus = Wilayah.objects.get(kode="51"), Wilayah.objects.get(kode="52")
    begin = datetime(2027, 1, 1, 5, tzinfo=UTC)
    facts = {"berlaku_on": begin.date(), "jenis": "PEMEKARAN", "dasar": "UU Rekaan"}
    SuksesiWilayah.objects.create(asal=asal, penerus=penerus, **facts)
    tell = WILAYAH.tells

    with clock.at(begin - timedelta(days=1)):
        assert [*tell({"kode": "51"}), *tell({"kode": "52"})] == [
            f"Akan diteruskan {penerus} (52): pemekaran mulai 1 Januari 2027, UU Rekaan.",
            f"Akan berasal dari {asal} (51): pemekaran mulai 1 Januari 2027.",
        ]
    with clock.at(begin):
        assert [*tell({"kode": "51"}), *tell({"kode": "52"})] == [
            f"Diteruskan {penerus} (52): pemekaran sejak 1 Januari 2027, UU Rekaan.",
            f"Berasal dari {asal} (51): pemekaran sejak 1 Januari 2027.",
        ]


def test_a_merger_ends_a_kabupaten_and_its_old_targets_still_read(scene):
    before = opened(scene, 2027, "11")
    old = Wilayah.objects.get(kode="11.02")
    ended = {
        "kode": old.kode,
        "nama": old.nama,
        "jenis": "Kabupaten",
        "induk": "11",
        "zona": "WIB",
        "sampai": "16/08/2027",
    }
    merger = SUCCESSION | {"asal": "11.02", "penerus": "11.01", "jenis": "Penggabungan"}

    (said,) = take(SUKSESI, merger)
    assert "tidak berakhir sehari sebelum 17 Agustus 2027" in said
    assert take(WILAYAH, ended) == []
    assert take(SUKSESI, merger) == []
    after = opened(scene, 2028, "11")

    assert kabkota(before) - kabkota(after) == {"11.02"}
    old_targets = targets_for(scene.superadmin).filter(rakortek=before, daerah=old)
    assert old_targets.count() == 1
    page = scene.client("superadmin").get("/rakortek/2027-11/target/?daerah=11.02")
    assert page.status_code == 200
    assert old.nama in page.text
    assert old in progress_of(scene.superadmin, before).daerah


def renamed(*chain, jenis="GANTI_KODE"):
    for asal, penerus in pairwise(chain):
        facts = {"berlaku_on": date(2027, 1, 1), "jenis": jenis, "dasar": "UU"}
        SuksesiWilayah.objects.create(asal=asal, penerus=penerus, **facts)


def test_a_kode_that_changes_keeps_its_series_and_last_years_agreement(scene):
    indikator = Indikator.objects.get(kode="F1.04")
    old, new = Wilayah.objects.get(kode="51"), Wilayah.objects.get(kode="96")
    Realisasi.objects.filter(wilayah=new, tahun=2024).update(nilai=7)
    measured = {
        one.tahun: one.nilai for one in series_of([indikator.pk], [old.pk])[old.pk, indikator.pk]
    }
    renamed(old, new)

    series = series_of([indikator.pk], [new.pk])[new.pk, indikator.pk]

    assert {one.tahun: one.nilai for one in series} == measured | {2024: 7}
    assert [one.tahun for one in series] == sorted(measured)


def test_a_kode_that_changes_again_and_again_keeps_them_all(closed, django_assert_num_queries):
    agreed, indikator = closed.target(), Indikator.objects.get(kode="F1.04")
    chain = [agreed.daerah, *(Wilayah.objects.get(kode=kode) for kode in ("96", "95", "94"))]
    ids = [one.pk for one in chain]
    Realisasi.objects.filter(wilayah__in=ids).delete()
    for one, first, last in zip(
        chain, (2018, 2020, 2021, 2023), (2021, 2022, 2023, 2024), strict=True
    ):
        for tahun in range(first, last + 1):
            facts = {"tahun": tahun, "nilai": ids.index(one.pk), "sumber": "BPS"}
            Realisasi.objects.create(indikator=indikator, wilayah=one, **facts)
    renamed(*chain)
    year = rakortek.prepare_rakortek(tahun=2029, actor=closed.superadmin)

    with django_assert_num_queries(2):
        series = series_of([indikator.pk], ids)
        before = agreed_before(year, ids, [agreed.indikator_id])

    def years(one):
        return {found.tahun: int(found.nilai) for found in series[one, indikator.pk]}

    from_first = {2018: 0, 2019: 0, 2020: 0, 2021: 0}
    assert years(ids[0]) == from_first
    assert years(ids[1]) == from_first | {2020: 1, 2021: 1, 2022: 1}
    assert list(years(ids[3]).items()) == [
        (2018, 0), (2019, 0), (2020, 1), (2021, 2), (2022, 2), (2023, 3), (2024, 3),
    ]  # fmt: skip
    assert before == {(one, agreed.indikator_id): Nilai.of_number(Decimal(110)) for one in ids}


def test_what_came_by_splitting_does_not_join_the_series(scene):
    indikator, old, new = (
        Indikator.objects.get(kode="F1.04"),
        *Wilayah.objects.filter(kode__in=("51", "96")).order_by("kode"),
    )
    Realisasi.objects.filter(wilayah=new).delete()
    renamed(old, new, jenis="PEMEKARAN")

    assert series_of([indikator.pk], [new.pk]) == {}
    assert series_of([], [old.pk]) == {}


def test_rows_that_run_in_a_circle_are_read_to_an_end(scene):
    one, other = Wilayah.objects.filter(kode__in=("51", "96"))
    renamed(one, other, one)

    assert series_of(Indikator.objects.values_list("pk", flat=True), [one.pk])


def test_a_kode_that_changes_finds_what_was_agreed_under_the_one_before(closed):
    agreed = closed.target()
    new = Wilayah.objects.get(kode="96")
    renamed(agreed.daerah, new)
    year = rakortek.prepare_rakortek(tahun=2029, actor=closed.superadmin)

    found = agreed_before(year, [new.pk, agreed.daerah_id], [agreed.indikator_id])

    value = Nilai.of_number(Decimal(110))
    assert found == {(at, agreed.indikator_id): value for at in (new.pk, agreed.daerah_id)}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"penerus": "11.01"}, "tidak dapat menjadi penerusnya sendiri"),
        ({"penerus": "52"}, "tidak setingkat"),
        ({"penerus": "11.03"}, "tidak mulai pada 17 Agustus 2027"),
        ({"penerus": "00.99"}, "tidak ada di data induk"),
    ],
)
def test_what_contradicts_the_wilayah_is_refused(row, words):
    before = SuksesiWilayah.objects.count()
    said = take(SUKSESI, SUCCESSION | row)

    assert any(words in one for one in said)
    assert SuksesiWilayah.objects.count() == before


def test_nothing_follows_what_came_from_it():
    row = {
        "asal": "93",
        "penerus": "91",
        "berlaku": "2027-01-01",
        "jenis": "Penggabungan",
        "dasar": "UU",
    }

    assert any("sudah tercatat sebagai asal" in one for one in take(SUKSESI, row))


def test_a_province_has_no_rakortek_before_it_is_there(scene):
    selatan = Wilayah.objects.get(kode="93")

    with pytest.raises(DomainError, match="belum ada pada 1 Januari 2022"):
        rakortek.prepare_rakortek(tahun=2022, provinsi=selatan, actor=scene.superadmin)
    draft = rakortek.prepare_rakortek(tahun=2029, provinsi=selatan, actor=scene.superadmin)
    Wilayah.objects.filter(kode="93").update(sampai_on=date(2027, 5, 1))
    draft.refresh_from_db()

    found = {one.sentence: one.is_blocking for one in preflight.findings(draft)}
    gone = next(one for one in found if "sudah tidak ada pada 1 Januari 2029" in one)
    assert found[gone]
    assert selatan in preparable_by(scene.superadmin).provinsi
    Wilayah.objects.filter(kode="93").update(sampai_on=today() - timedelta(days=1))
    assert selatan not in preparable_by(scene.superadmin).provinsi


def test_a_wilayah_that_ended_without_successor_is_named_before_opening(scene):
    copy = rakortek.prepare_rakortek(tahun=2029, actor=scene.superadmin)
    Wilayah.objects.filter(kode="51").update(sampai_on=date(2027, 12, 31))

    found = [one for one in preflight.findings(copy) if "Bali (51)" in one.sentence]
    assert [one.is_blocking for one in found] == [False]
    assert daerah_of(copy).count() == 37


def offices_of_bali(**wilayah):
    Wilayah.objects.filter(kode="51").update(**wilayah)
    return Instansi.objects.select_related("wilayah").filter(wilayah__kode="51")


def test_the_offices_of_a_wilayah_take_on_nothing_new_after_its_last_day():
    bappeda = offices_of_bali(sampai_on=today()).get(jenis="BAPPEDA")
    assert can_take_on(bappeda)
    bappeda = offices_of_bali(sampai_on=today() - timedelta(days=1)).get(jenis="BAPPEDA")

    assert can_take_on(bappeda).reason == (
        f"{bappeda.nama} tidak dipakai lagi untuk yang baru: wilayahnya berakhir "
        f"{show_date(today() - timedelta(days=1))}; pakai instansi wilayah penggantinya."
    )


def test_the_departments_of_a_wilayah_that_ended_are_not_in_force():
    bali = Wilayah.objects.get(kode="51")
    offices_of_bali(sampai_on=today())
    assert departments_of([bali]).count() == 33
    offices_of_bali(sampai_on=today() - timedelta(days=1))

    assert departments_of([bali]).count() == 0


def test_an_account_in_a_wilayah_that_ended_is_no_new_row():
    (office,) = offices_of_bali(sampai_on=today() - timedelta(days=1)).filter(jenis="BAPPEDA")
    columns = [AKUN.column(name) for name in ("akun", "peran", "instansi", "nama", "mulai")]
    line = ("ida.ayu", "Bappeda provinsi", office.kode, "Ida Ayu", "2026-01-01")
    content = book([one.label for one in columns], line)

    batch = intake.read_now(sheet=AKUN, content=content, name="akun.xlsx")

    ((row, finding),) = findings_of(rows_with_findings(batch))
    assert (row.status, finding.kolom) == ("SALAH", "Peran")
    assert "wilayahnya berakhir" in finding.pesan


def test_a_wilayah_does_not_end_before_it_begins_in_the_sheet_either():
    said = take(WILAYAH, WILAYAH_ROW | {"sampai": "16/08/2027"})

    assert said == ["“Berlaku sampai” mendahului “Berlaku sejak”."]
