"""Bappeda and PD that the regions keep themselves, and what follows from an office that has ended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from erakortek.accounts import pages, services
from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan
from erakortek.accounts.permissions import can_keep_office
from erakortek.accounts.sheets import AKUN, INSTANSI_DAERAH, SHEETS
from erakortek.berita_acara.parties import officials_for
from erakortek.intake import selectors, writing
from erakortek.intake import services as intake
from erakortek.intake.enums import StatusBaris
from erakortek.lib import clock
from erakortek.lib.errors import AccessDeniedError, DomainError, InvalidInputError
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import BidangUrusan, Instansi
from erakortek.reference.services import load_reference
from tests.accounts.test_issuing import department, grant, issue
from tests.intake.workbook import book
from tests.scene import person

HEAD = tuple(column.label for column in INSTANSI_DAERAH.columns)
YESTERDAY = (clock.today() - timedelta(days=1)).isoformat()
PD, BAPPEDA = JenisInstansi.PD, JenisInstansi.BAPPEDA


def line(kode="PD-11-DINKES", **facts):
    cells = {
        "kode": kode,
        "nama": "Dinas Kesehatan Aceh",
        "jenis": PD.label,
        "wilayah": "11",
        "bidang": "1.02",
    } | facts
    return [cells.get(column.name, "") for column in INSTANSI_DAERAH.columns]


def bappeda(kode="BAPPEDA-11", **facts):
    return line(kode, **({"nama": "Bappeda Aceh", "jenis": "Bappeda", "bidang": ""} | facts))


def upload(actor, *lines):
    batch = intake.take_in(
        sheet=INSTANSI_DAERAH,
        content=book(HEAD, *lines),
        name="instansi.xlsx",
        actor=actor,
        alasan="Qanun 1.",
    )
    return intake.read_batch(batch_id=batch.pk)


def said(batch):
    rows = selectors.rows_with_findings(batch)
    return sorted((row.baris, one.kolom, one.pesan) for row, one in selectors.findings_of(rows))


def write(actor, *lines):
    batch = upload(actor, *lines)
    assert said(batch) == []
    intake.apply_batch(batch_id=batch.pk, actor=actor)


def codes(kode):
    return set(Instansi.objects.get(kode=kode).daftar_bidang.values_list("kode", flat=True))


def retire(office, day=YESTERDAY):
    Instansi.objects.filter(pk=office.pk).update(sampai_on=day)
    office.refresh_from_db()


@pytest.fixture
def kabkota(scene):
    scene.users["kabkota"] = person(
        "kabkota", Role.BAPPEDA_KABKOTA, Instansi.objects.get(kode="BAPPEDA-11.01")
    )
    return scene


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.kode)
def test_a_sheet_goes_out_and_comes_back_as_the_same_and_its_template_is_empty(scene, sheet):
    batch = intake.read_now(sheet=sheet, content=writing.export(sheet), name="ekspor.xlsx")
    empty = intake.read_now(sheet=sheet, content=writing.template(sheet), name="templat.xlsx")

    counts = selectors.counts_of(batch)
    assert sum(counts.values()) == counts["SAMA"] == len(list(sheet.present())) > 0
    assert (empty.pesan, empty.daftar_baris.count()) == ("", 0)


@pytest.mark.parametrize("who", ["superadmin", "bappeda", "kabkota"])
def test_the_sheet_holds_exactly_the_offices_that_one_may_keep(kabkota, who):
    actor = kabkota.actor(who)
    person("kota", Role.PD_KABKOTA, _pd_of("11.01"))
    _pd_of("51.01")
    offices = Instansi.objects.filter(jenis__in=(PD, BAPPEDA)).select_related("wilayah")

    held = [values["kode"] for values in INSTANSI_DAERAH.seen_by(actor).present()]

    mine = [one for one in offices if can_keep_office(actor, JenisInstansi(one.jenis), one.wilayah)]
    assert sorted(held) == sorted(one.kode for one in mine)
    places = {one.wilayah.kode for one in mine}
    assert ("51" in places, "11.01" in places, "11" in places) == (
        who == "superadmin",
        True,
        who != "kabkota",
    )


def _pd_of(kode):
    base = Instansi.objects.get(kode=f"BAPPEDA-{kode}")
    pd = Instansi.objects.create(kode=f"PD-{kode}-A", nama="Dinas", jenis=PD, wilayah=base.wilayah)
    pd.daftar_bidang.add(BidangUrusan.objects.get(kode="1.02"))
    return pd


def test_what_lies_outside_the_tier_is_answered_as_what_does_not_exist(scene):
    batch = upload(
        scene.actor("bappeda"),
        line("PD-51-1.02", wilayah="51"),
        line("PD-00-1.02", wilayah="00"),
        line("PD-51-1.03", bidang="1.03"),
        line("PD-11.01-A", wilayah="11.01"),
    )

    assert said(batch) == [
        (2, "Kode wilayah", "Wilayah “51” tidak ada di jenjang Anda."),
        (3, "Kode wilayah", "Wilayah “00” tidak ada di jenjang Anda."),
        (4, "Kode", "Kode “PD-51-1.03” tidak diawali “PD-11-”."),
        (5, "Jenis", "Perangkat daerah Kabupaten Aceh Selatan dirawat Bappeda-nya sendiri."),
    ]


@pytest.mark.parametrize(
    ("cells", "kolom", "pesan"),
    [
        (line("PD-11-"), "Kode", "Kode “PD-11-” tidak diawali “PD-11-”."),
        (line("BAPPEDA-11-A"), "Kode", "Kode “BAPPEDA-11-A” tidak diawali “PD-11-”."),
        (line("K1"), "Kode", "Kode “K1” tidak diawali “PD-11-”."),
        (
            line(bidang=""),
            "Bidang urusan",
            "Perangkat daerah melayani sedikitnya satu bidang urusan.",
        ),
        (
            line(bidang="1.02|9.9"),
            "Bidang urusan",
            "Bidang urusan “9.9” tidak ada di data induk.",
        ),
        (bappeda(bidang="1.02"), "Bidang urusan", "Bappeda tidak dibatasi bidang urusan."),
        (
            bappeda("BAPPEDA-11-BARU"),
            "Kode wilayah",
            "Wilayah 11 sudah mempunyai Bappeda yang berlaku.",
        ),
    ],
)
def test_each_rule_marks_its_cell(scene, cells, kolom, pesan):
    assert said(upload(scene.actor("bappeda"), cells)) == [(2, kolom, pesan)]


def test_a_province_adds_a_department_and_lets_several_share_a_bidang(scene):
    actor = scene.actor("bappeda")

    write(actor, line(bidang=" 2.14 | 1.02|1.02"))

    made = Instansi.objects.get(kode="PD-11-DINKES")
    assert (made.jenis, made.wilayah.kode, made.induk.kode) == ("PD", "11", "PEMDA-11")
    assert codes("PD-11-DINKES") == {"1.02", "2.14"}
    assert codes("PD-11-1.02") == {"1.02"}
    again = upload(actor, line(bidang="1.02|2.14"))
    assert selectors.counts_of(again)[StatusBaris.SAMA] == 1
    write(actor, line(bidang="2.14|1.03"))
    assert codes("PD-11-DINKES") == {"1.03", "2.14"}


def test_a_regency_keeps_its_own_and_a_province_renames_its_bappeda(kabkota):
    write(kabkota.actor("kabkota"), line("PD-11.01-A", wilayah="11.01"))
    write(kabkota.actor("bappeda"), bappeda("BAPPEDA-11.01", wilayah="11.01", nama="Bapperida"))

    names = dict(Instansi.objects.filter(wilayah__kode="11.01").values_list("kode", "nama"))
    assert (names["PD-11.01-A"], names["BAPPEDA-11.01"]) == ("Dinas Kesehatan Aceh", "Bapperida")
    foreign = upload(kabkota.actor("kabkota"), bappeda())
    assert said(foreign) == [(2, "Kode wilayah", "Wilayah “11” tidak ada di jenjang Anda.")]


def test_one_bappeda_follows_another_in_one_file(scene):
    write(
        scene.actor("bappeda"),
        bappeda("BAPPEDA-11-BARU", nama="Bapperida Aceh"),
        bappeda(sampai=YESTERDAY),
    )

    running = Instansi.objects.filter(jenis=BAPPEDA, wilayah__kode="11", sampai_on=None)
    assert running.get().nama == "Bapperida Aceh"


def test_only_offices_in_force_approve_a_berita_acara(scene):
    pd, sidang = department(), scene.sidang()

    def approving():
        daftar = officials_for([sidang], []).departments[sidang.daerah_id]
        return {office.kode for office, _ in daftar}

    assert pd.kode in approving()
    retire(pd)
    assert pd.kode not in approving()


def test_a_second_bappeda_stops_at_the_service_and_at_the_database(scene):
    second = dict(
        zip((one.name for one in INSTANSI_DAERAH.columns), bappeda("BAPPEDA-11-B"), strict=True)
    ) | {"jenis": "BAPPEDA"}

    with pytest.raises(DomainError, match="Wilayah 11 akan mempunyai dua Bappeda yang berlaku"):
        services.keep_offices(rows=[second], actor=scene.actor("bappeda"))
    first = Instansi.objects.get(kode="BAPPEDA-11")
    with (
        pytest.raises(IntegrityError, match="instansi_satu_bappeda_per_wilayah"),
        transaction.atomic(),
    ):
        Instansi.objects.create(kode="B", nama="B", jenis=BAPPEDA, wilayah=first.wilayah)


def test_the_service_refuses_what_lies_outside_the_tier(scene):
    row = dict(
        zip((one.name for one in INSTANSI_DAERAH.columns), line("PD-51-1.02"), strict=True)
    ) | {"jenis": "PD", "wilayah": "51"}

    with pytest.raises(AccessDeniedError, match="di luar jenjang Anda"):
        services.keep_offices(rows=[row], actor=scene.actor("bappeda"))


def test_nobody_else_keeps_offices_nor_whoever_reaches_some_bidang_only(scene):
    for who in ("pd", "kl", "auditor"):
        with pytest.raises(AccessDeniedError, match="dirawat Bappeda di jenjangnya"):
            upload(scene.actor(who), line())
    held = Penugasan.objects.get(user=scene.users["bappeda"])
    held.daftar_bidang.add(BidangUrusan.objects.get(kode="1.02"))
    with pytest.raises(AccessDeniedError, match="terbatas pada bidang urusan tertentu"):
        upload(scene.actor("bappeda"), line())


def test_an_upload_whose_penugasan_has_ended_writes_nothing(scene):
    actor = scene.actor("bappeda")
    batch = intake.take_in(
        sheet=INSTANSI_DAERAH, content=book(HEAD, line()), name="a.xlsx", actor=actor, alasan="Q."
    )
    Penugasan.objects.filter(pk=actor.penugasan_id).update(sampai_on=YESTERDAY)

    intake.read_batch(batch_id=batch.pk)

    assert said(batch) == [(2, "Kode", "Penugasan pengunggah sudah berakhir.")]


def test_the_files_of_the_project_do_not_undo_what_a_region_has_made_of_its_offices(scene):
    write(
        scene.actor("bappeda"),
        line(bidang="1.02|2.14"),
        line("PD-11-1.02", sampai=YESTERDAY),
        line("PD-11-2.14", bidang="2.14", sampai=YESTERDAY),
        line("PD-11-1.03", bidang="1.04"),
    )
    before = list(INSTANSI_DAERAH.present())

    load_reference()

    assert list(INSTANSI_DAERAH.present()) == before


def test_a_bidang_that_newly_takes_part_and_is_served_already_gets_no_second_department(scene):
    new = BidangUrusan.objects.create(kode="9.99", nama="Contoh", kategori="pilihan")
    write(scene.actor("bappeda"), line(bidang="9.99"))
    BidangUrusan.objects.filter(pk=new.pk).update(ikut_rakortek=True)

    load_reference()

    serving = set(new.daftar_pd.values_list("kode", flat=True))
    assert {kode for kode in serving if kode.startswith("PD-11-")} == {"PD-11-DINKES"}
    assert len(serving) == 38


def test_the_page_of_an_office_says_what_ending_it_would_leave_behind(scene):
    text = scene.client("bappeda").get("/data-induk/instansi-daerah/baris/?kunci=PD-11-1.02").text

    assert "Bila instansi ini berakhir, 1 penugasan masih berjalan di " in text
    either = "Bila instansi ini berakhir atau melepas bidangnya, "
    assert f"{either}di Aceh tidak ada perangkat daerah yang melayani 1.02 Kesehatan." in text
    assert f"{either}1 target Rakortek 2028 di Aceh tidak ada yang mengisi." in text


def test_the_preview_says_what_would_be_left_to_nobody_and_does_not_block(scene):
    actor = scene.actor("bappeda")
    pd = department()
    batch = upload(
        actor, line(pd.kode, nama=pd.nama, sampai=YESTERDAY), line("PD-11-1.03", bidang="1.04")
    )

    text = scene.client("bappeda").get(f"/data-induk/unggahan/{batch.pk}/").text

    assert f"Sesudah diterapkan, 1 penugasan masih berjalan di {pd.nama} (1)." in text
    lost = "1.02 Kesehatan, 1.03 Pekerjaan Umum dan Penataan Ruang"
    assert f"Sesudah diterapkan, di Aceh tidak ada perangkat daerah yang melayani {lost}." in text
    assert said(batch) == []


def test_a_bidang_that_another_department_takes_over_is_not_lost(scene):
    pd = department()
    batch = upload(scene.actor("bappeda"), line(), line(pd.kode, nama=pd.nama, sampai=YESTERDAY))

    text = scene.client("bappeda").get(f"/data-induk/unggahan/{batch.pk}/").text

    assert "penugasan masih berjalan" in text
    assert "tidak ada perangkat daerah" not in text
    assert "tidak ada yang mengisi" not in text


def test_an_office_that_has_ended_gets_no_account_and_its_running_ones_can_be_ended(scene):
    actor, pd = scene.actor("bappeda"), department()
    assert pd in pages.offices_for(actor, Role.PD_PROVINSI)
    retire(pd, clock.today())
    assert issue(actor).instansi == pd
    retire(pd)

    with pytest.raises(InvalidInputError, match=f"{pd.nama} tidak berlaku lagi sejak .*; pilih"):
        issue(actor, "lain")
    assert pd not in pages.offices_for(actor, Role.PD_PROVINSI)
    held = Penugasan.objects.get(user=scene.users["pd"])
    with pytest.raises(InvalidInputError, match="tidak berlaku lagi"):
        services.give_penugasan(user=scene.users["kl"], grant=grant(instansi=pd), actor=actor)
    services.end_penugasan(penugasan_id=held.pk, actor=actor, alasan="Dinas digabung.")
    held.refresh_from_db()
    assert held.sampai_on == clock.today() - timedelta(days=1)


def test_the_workbook_of_accounts_gives_nothing_new_to_it_and_leaves_what_it_has(scene):
    actor, pd = scene.actor("bappeda"), department()
    retire(pd)
    sheet = AKUN.seen_by(actor)
    (held,) = [row for row in sheet.present() if row["akun"] == "pd"]
    lines = [[row[one.name] for one in AKUN.columns] for row in (held, held | {"akun": "baru"})]
    content = book([one.label for one in AKUN.columns], *lines)

    batch = intake.take_in(sheet=AKUN, content=content, name="a.xlsx", actor=actor, alasan="SK.")

    intake.read_batch(batch_id=batch.pk)
    ((row, kolom, pesan),) = said(batch)
    assert (row, kolom) == (3, "Peran")
    assert pesan.startswith(f"{pd.nama} tidak berlaku lagi sejak ")
