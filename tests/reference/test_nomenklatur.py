"""Versions of the nomenclature: prepared, published, and what became of what."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from time import perf_counter, sleep

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from erakortek.audit.models import AuditEntry
from erakortek.intake import services as intake
from erakortek.intake.models import ImportBatch
from erakortek.intake.selectors import fingerprint, present_row, search_rows
from erakortek.lib import clock
from erakortek.lib.errors import AccessDeniedError, IllegalTransitionError, InvalidInputError
from erakortek.reference import services
from erakortek.reference.models import Nomenklatur, Padanan, SubKegiatan, VersiNomenklatur
from erakortek.reference.selectors import (
    difference_of,
    newest_versi,
    orphans,
    versi_in_force,
)
from erakortek.reference.sheets import NOMENKLATUR
from tests.intake.workbook import book
from tests.reference.sheet import take
from tests.reference.test_loading import source

KEPT, RENAMED, MOVED, ENDED = (f"1.02.02.1.92.000{number}" for number in (1, 2, 3, 4))
NEW = "1.02.02.1.92.0091"
ABOVE = {"1.02": "URUSAN", "1.02.02": "PROGRAM", "1.02.02.1.92": "KEGIATAN"}


def row(kode, nama):
    return {"kode": kode, "tingkat": "Provinsi", "nama": nama}


@pytest.fixture
def second(scene):
    """Version 1 in force, version 2 prepared: one renamed, one moved, one ended."""
    actor = scene.superadmin
    rows = ABOVE | {
        KEPT: "Pengelolaan Pelayanan Kesehatan Ibu Hamil",
        RENAMED: "Pengelolaan Pelayanan Kesehatan Lansia",
        MOVED: "Penyediaan Telemedicine di Fasilitas Pelayanan",
        ENDED: "Zzz",
    }
    assert take(NOMENKLATUR, *(row(*one) for one in rows.items())) == []
    publish(newest_versi(), actor, date(2025, 1, 1))
    versi = services.prepare_versi(is_copy=False, actor=actor)
    after = ABOVE | {
        KEPT: rows[KEPT],
        RENAMED: "Pengelolaan Pelayanan Kesehatan Lanjut Usia",
        NEW: "Penyediaan Telemedisin di Fasilitas Pelayanan",
    }
    assert take(NOMENKLATUR, *(row(*one) for one in after.items())) == []
    return versi


def publish(versi, actor, day=date(2026, 1, 1)):
    return services.publish_versi(
        versi_id=versi.pk, regulasi="Kepmendagri 1", berlaku_on=day, actor=actor
    )


def crosswalk():
    rows = Padanan.objects.values_list("kode_lama", "kode_baru", "cara")
    return {old: (new, cara) for old, new, cara in rows}


def test_a_version_is_prepared_beside_the_one_in_force(scene, second):
    assert versi_in_force().nomor == 1
    assert newest_versi() == second
    found = difference_of(second)
    assert (found.total, found.added, found.removed, found.renamed) == (6, 1, 2, 1)
    with pytest.raises(IllegalTransitionError, match="Versi 2 masih disiapkan"):
        services.prepare_versi(is_copy=True, actor=scene.superadmin)


def test_the_list_calls_in_force_only_what_is_published_and_has_begun(scene):
    def state():
        return client.get("/data-induk/nomenklatur/versi/").text.split('"Keadaan"><span>')[1]

    client = scene.client("superadmin")
    take(NOMENKLATUR, row("1.02", "URUSAN"))
    prepared = state()
    publish(newest_versi(), scene.superadmin, date(2099, 1, 1))
    published = state()
    with clock.at(datetime(2099, 1, 2, tzinfo=UTC)):
        begun = state()

    assert prepared.startswith("Disiapkan<")
    assert published.startswith("Diterbitkan<")
    assert begun.startswith("Berlaku<")


def test_a_copy_has_every_row(scene, second):
    publish(second, scene.superadmin)
    third = services.prepare_versi(is_copy=True, actor=scene.superadmin)

    assert difference_of(third).added == difference_of(third).removed == 0
    assert Nomenklatur.objects.filter(versi=third).count() == 6


def test_publishing_proposes_by_kode_then_by_name_and_is_in_force_from_its_day(scene, second):
    publish(second, scene.superadmin, date(2099, 1, 1))

    assert crosswalk() == {
        KEPT: (KEPT, "KODE"),
        RENAMED: (RENAMED, "KODE"),
        MOVED: (NEW, "NAMA"),
        ENDED: ("", "NAMA"),
    }
    assert not Padanan.objects.filter(confirmed_at__isnull=False).exists()
    assert versi_in_force().nomor == 1
    with clock.at(datetime(2099, 1, 2, tzinfo=UTC)):
        assert versi_in_force().nomor == 2


def test_what_cannot_be_published_is_refused(scene, second):
    actor = scene.superadmin
    with pytest.raises(InvalidInputError, match="harus berlaku sesudah versi 1"):
        publish(second, actor, date(2025, 1, 1))
    publish(second, actor)
    with pytest.raises(IllegalTransitionError, match="sudah diterbitkan"):
        publish(second, actor, date(2027, 1, 1))
    empty = services.prepare_versi(is_copy=False, actor=actor)
    with pytest.raises(InvalidInputError, match="Versi 3 masih kosong"):
        publish(empty, actor, date(2027, 1, 1))


def test_a_prepared_version_is_dropped_with_its_rows_and_the_reason_is_kept(scene, second):
    services.drop_versi(versi_id=second.pk, alasan=" Salah berkas ", actor=scene.superadmin)

    assert newest_versi().nomor == 1
    assert set(Nomenklatur.objects.values_list("versi__nomor", flat=True)) == {1}
    entry = json.loads(AuditEntry.objects.get(event="nomenklatur.versi_dihapus").isi)
    assert entry["before"] == {"nomor": 2, "baris": 6}
    assert entry["after"] == {"alasan": "Salah berkas"}
    assert services.prepare_versi(is_copy=True, actor=scene.superadmin).nomor == 2


def test_a_version_is_not_dropped_without_a_reason_nor_once_published(scene, second):
    def drop(alasan):
        services.drop_versi(versi_id=second.pk, alasan=alasan, actor=scene.superadmin)

    with pytest.raises(InvalidInputError, match="Tulis alasan"):
        drop(" ")
    publish(second, scene.superadmin)
    with pytest.raises(IllegalTransitionError, match="Versi 2 sudah diterbitkan"):
        drop("Salah berkas")
    assert Nomenklatur.objects.filter(versi=second).count() == 6


def test_the_page_drops_what_is_prepared_and_shows_no_button_for_what_is_published(scene, second):
    client, page = scene.client("superadmin"), "/data-induk/nomenklatur/versi/"
    button = "Hapus versi yang disiapkan"

    shown = client.get(page).text
    unfounded = client.post(f"{page}2/hapus/", {"alasan": ""})
    published = client.post(f"{page}1/hapus/", {"alasan": "Salah berkas"})
    dropped = client.post(f"{page}2/hapus/", {"alasan": "Salah berkas"})

    assert button in shown
    assert (unfounded.status_code, published.status_code) == (422, 409)
    assert "Tulis alasan menghapus versi ini." in unfounded.text
    assert "Versi 1 sudah diterbitkan" in published.text
    assert dropped.status_code == 302
    assert button not in client.get(page).text


def test_equal_kode_and_name_are_confirmed_at_once_and_nothing_else(scene, second):
    publish(second, scene.superadmin)

    assert services.confirm_equal(versi=second, actor=scene.superadmin) == 1

    (done,) = Padanan.objects.filter(confirmed_at__isnull=False)
    assert (done.kode_lama, done.user_id) == (KEPT, scene.superadmin.user_id)


def test_a_person_confirms_or_replaces_with_a_reason(scene, second):
    publish(second, scene.superadmin)
    actor = scene.superadmin

    def settle(kode_lama, kode_baru, alasan=""):
        one = Padanan.objects.get(kode_lama=kode_lama)
        return services.settle_padanan(
            padanan_id=one.pk, kode_baru=kode_baru, alasan=alasan, actor=actor
        )

    assert settle(MOVED, NEW).cara == "NAMA"
    with pytest.raises(InvalidInputError, match="alasan"):
        settle(ENDED, KEPT)
    with pytest.raises(InvalidInputError, match="tidak ada pada versi barunya"):
        settle(ENDED, "9.99", "Digabung")
    merged = settle(ENDED, KEPT, "Digabung")
    assert (merged.cara, merged.alasan) == ("ORANG", "Digabung")
    assert settle(RENAMED, "", "Dihapus").kode_baru == ""
    entry = AuditEntry.objects.filter(event="nomenklatur.padanan_dikukuhkan").order_by("pk")[1]
    assert json.loads(entry.isi)["after"] == {
        "kode_baru": KEPT,
        "cara": "ORANG",
        "alasan": "Digabung",
    }


def test_orphans_are_named_with_what_they_became(scene, second):
    linked = SubKegiatan.objects.filter(daftar_definisi__isnull=False, tingkat="PROVINSI")
    first, other = linked.distinct().order_by("kode")[:2]
    SubKegiatan.objects.filter(pk=first.pk).update(kode=MOVED)
    SubKegiatan.objects.filter(pk=other.pk).update(kode=KEPT)
    publish(second, scene.superadmin)

    def found():
        return {one.kode: one.padanan.kode_baru if one.padanan else None for one in orphans()}

    assert found()[MOVED] is None
    assert KEPT not in found()
    one = Padanan.objects.get(kode_lama=MOVED)
    services.settle_padanan(padanan_id=one.pk, kode_baru=NEW, alasan="", actor=scene.superadmin)
    assert found()[MOVED] == NEW


@pytest.fixture
def third(scene, second):
    """Versions 2 and 3 in force one after the other; what was MOVED is NEXT in version 3."""
    linked = SubKegiatan.objects.filter(daftar_definisi__isnull=False, tingkat="PROVINSI")
    first, other = linked.distinct().order_by("kode")[:2]
    SubKegiatan.objects.filter(pk=first.pk).update(kode=MOVED)
    SubKegiatan.objects.filter(pk=other.pk).update(kode=RENAMED)
    actor = scene.superadmin
    publish(second, actor)
    settle(actor, second, MOVED, NEW)
    versi = services.prepare_versi(is_copy=True, actor=actor)
    Nomenklatur.objects.filter(versi=versi, kode=NEW).update(kode=NEXT)
    Nomenklatur.objects.filter(versi=versi, kode=RENAMED).delete()
    return publish(versi, actor, date(2026, 2, 1))


NEXT = "1.02.02.1.92.0092"


def settle(actor, versi, kode_lama, kode_baru, alasan="Edaran"):
    one = Padanan.objects.get(ke_versi=versi, kode_lama=kode_lama)
    services.settle_padanan(padanan_id=one.pk, kode_baru=kode_baru, alasan=alasan, actor=actor)


def became():
    return {one.kode: one.padanan.kode_baru if one.padanan else None for one in orphans()}


def test_what_a_person_confirmed_leads_on_over_the_versions_after(scene, third):
    assert became()[MOVED] is None  # NEW is gone as well, and nobody has said yet what it became
    settle(scene.superadmin, third, NEW, NEXT)
    settle(scene.superadmin, third, RENAMED, "")

    assert became()[MOVED] == NEXT
    assert became()[RENAMED] == ""


def test_a_kode_that_goes_on_needs_no_padanan_in_each_version(scene, third):
    settle(scene.superadmin, third, NEW, NEXT)
    versi = services.prepare_versi(is_copy=True, actor=scene.superadmin)
    publish(versi, scene.superadmin, date(2026, 3, 1))

    assert became()[MOVED] == NEXT


def test_what_was_said_to_have_no_successor_is_not_followed_further(scene, third):
    Padanan.objects.filter(ke_versi__nomor=2, kode_lama=MOVED).update(kode_baru="")
    settle(scene.superadmin, third, NEW, NEXT)

    assert became()[MOVED] == ""


def test_a_version_that_has_not_begun_says_nothing_yet(scene, third):
    settle(scene.superadmin, third, NEW, NEXT)
    versi = services.prepare_versi(is_copy=True, actor=scene.superadmin)
    Nomenklatur.objects.filter(versi=versi, kode=NEXT).update(kode=NEW)
    publish(versi, scene.superadmin, date(2099, 1, 1))
    settle(scene.superadmin, versi, NEXT, NEW)

    assert became()[MOVED] == NEXT


def test_orphans_cost_the_same_over_many_versions(scene, third, django_assert_num_queries):
    with django_assert_num_queries(5):
        orphans()


def test_the_database_keeps_one_padanan_per_kode_and_a_reason_for_a_choice(scene, second):
    publish(second, scene.superadmin)
    one = Padanan.objects.filter(kode_lama=KEPT)
    facts = one.values("dari_versi_id", "ke_versi_id", "tingkat", "kode_lama", "cara").get()

    for act, constraint in (
        (lambda: Padanan.objects.create(**facts), "padanan_satu_per_kode"),
        (lambda: one.update(cara="ORANG"), "padanan_pilihan_orang_beralasan"),
        (lambda: one.update(cara="ENTAH"), "padanan_cara_dikenal"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            act()


SHEET, ROWS, ROW = (f"/data-induk/nomenklatur/{part}" for part in ("", "isi/", "baris/"))


def upload(client, nama="Lain"):
    content = book(("Kode", "Tingkat", "Nama"), (KEPT, "Provinsi", nama))
    file = SimpleUploadedFile("nomenklatur.xlsx", content)
    return client.post(SHEET, {"berkas": file, "alasan": "Surat 1"})


def test_a_published_version_refuses_an_import_at_upload_and_says_what_now(scene, second):
    publish(second, scene.superadmin)
    client = scene.client("superadmin")

    refused = upload(client)
    read = intake.read_now(sheet=NOMENKLATUR, content=book(["Kode"]), name="berkas.xlsx")

    reason = "siapkan dahulu versi 3 di halaman “Versi dan padanan”"
    assert refused.status_code == 409
    assert reason in refused.text
    assert 'type="file"' not in refused.text
    assert (read.status, reason in read.pesan) == ("GAGAL", True)
    assert ImportBatch.objects.filter(user_id=scene.superadmin.user_id).count() == 0


def test_a_version_published_since_the_preview_is_not_written_into(scene, second):
    client = scene.client("superadmin")
    upload(client)
    batch = intake.read_batch(batch_id=ImportBatch.objects.latest("pk").pk)
    publish(second, scene.superadmin)

    refused = client.post(f"/data-induk/unggahan/{batch.pk}/terapkan/")

    assert refused.status_code == 409
    assert "Nomenklatur versi 2 sudah diterbitkan" in refused.text
    assert not Nomenklatur.objects.filter(nama="Lain").exists()


def test_a_row_of_a_published_version_is_shown_and_not_mended(scene, second):
    client, key = scene.client("superadmin"), f"{KEPT} · PROVINSI"
    present = present_row(NOMENKLATUR, key)
    publish(second, scene.superadmin)

    page = client.get(ROW, {"kunci": key}).text
    with pytest.raises(IllegalTransitionError, match="siapkan dahulu versi 3"):
        intake.change_row(
            sheet=NOMENKLATUR,
            texts=present | {"nama": "Lain"},
            base=fingerprint(present),
            actor=scene.superadmin,
            alasan="Surat 1",
        )

    assert present["nama"] in page
    assert "Simpan" not in page
    assert "Tambah baris" not in client.get(ROWS).text


@pytest.mark.parametrize("address", [SHEET, ROWS, f"{ROW}?kunci={KEPT} · PROVINSI"])
def test_the_sheet_says_which_version_it_shows(scene, second, address):
    client = scene.client("superadmin")
    prepared = client.get(address).text
    publish(second, scene.superadmin, date(2099, 1, 1))
    later = client.get(address).text
    with clock.at(datetime(2099, 1, 2, tzinfo=UTC)):
        in_force = client.get(address).text

    shown = "Isi lembar ini versi 2, yang"
    assert f"{shown} sedang disiapkan; yang berlaku versi 1." in prepared
    assert f"{shown} baru berlaku 1 Januari 2099; yang berlaku versi 1." in later
    assert shown not in in_force


PUBLISHED = {
    "INSERT": lambda rows: Nomenklatur.objects.create(
        versi=rows[0].versi, kode="9.99", tingkat="PROVINSI", nama="Lain"
    ),
    "UPDATE": lambda rows: rows.update(nama="Lain"),
    "DELETE": lambda rows: rows.delete(),
    "UPDATE out of it": lambda rows: rows.update(versi=newest_versi()),
    "UPDATE into it": lambda rows: Nomenklatur.objects.filter(versi=newest_versi()).update(
        versi=rows[0].versi, kode="9.99"
    ),
    "DELETE of the version": lambda rows: VersiNomenklatur.objects.filter(nomor=1)._raw_delete(
        "default"
    ),
    "UPDATE of the version": lambda rows: VersiNomenklatur.objects.filter(nomor=1).update(
        berlaku_on=None
    ),
}


@pytest.mark.parametrize("act", PUBLISHED)
def test_the_database_keeps_a_published_version_whoever_writes(scene, second, act):
    rows = Nomenklatur.objects.filter(versi__nomor=1, kode=ENDED)

    with (
        pytest.raises(IntegrityError, match=f"{act.split()[0]} refused"),
        transaction.atomic(),
    ):
        PUBLISHED[act](rows)

    assert rows.get().nama == "Zzz"


def elsewhere(act):
    """``act`` in a transaction of its own, as another person's request."""
    try:
        with transaction.atomic():
            return act()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("write", "refusal"),
    [
        (lambda facts: services.keep_nomenklatur([facts], None), IllegalTransitionError),
        (lambda facts: Nomenklatur.objects.create(versi=newest_versi(), **facts), IntegrityError),
    ],
)
def test_who_writes_while_a_version_is_published_waits_and_is_refused(live_scene, write, refusal):
    facts = {"kode": "1.02", "tingkat": "PROVINSI", "nama": "URUSAN"}
    with transaction.atomic():
        services.keep_nomenklatur([facts], None)
    with ThreadPoolExecutor(1) as second_person:
        with transaction.atomic():
            publish(newest_versi(), live_scene.superadmin)
            second = second_person.submit(elsewhere, lambda: write(facts | {"kode": "9.99"}))
            sleep(0.3)  # time for the second to read an open version, if nothing stops it
            assert not second.done()
        with pytest.raises(refusal):
            second.result(timeout=5)

    assert Nomenklatur.objects.get().kode == "1.02"


@pytest.mark.parametrize("who", ["kl", "bappeda", "auditor"])
def test_nobody_else_keeps_versions(scene, second, who):
    actor = scene.actor(who)
    publish(second, scene.superadmin)
    one = Padanan.objects.get(kode_lama=MOVED)

    for act in (
        lambda: services.prepare_versi(is_copy=True, actor=actor),
        lambda: services.drop_versi(versi_id=second.pk, alasan="Salah berkas", actor=actor),
        lambda: services.confirm_equal(versi=second, actor=actor),
        lambda: services.settle_padanan(padanan_id=one.pk, kode_baru=NEW, alasan="", actor=actor),
    ):
        with pytest.raises(AccessDeniedError):
            act()
    assert scene.client(who).get("/data-induk/nomenklatur/versi/").status_code == 404


def test_the_pages_prepare_publish_and_settle(scene, second):
    client = scene.client("superadmin")
    page = client.get("/data-induk/nomenklatur/versi/2/").text
    late = client.post(
        "/data-induk/nomenklatur/versi/2/", {"regulasi": "K", "berlaku_on": "2024-01-01"}
    )
    done = client.post(
        "/data-induk/nomenklatur/versi/2/",
        {"regulasi": "Kepmendagri 2", "berlaku_on": "2026-01-01"},
    )
    one = Padanan.objects.get(kode_lama=MOVED)
    settle = f"/data-induk/nomenklatur/versi/2/padanan/{one.pk}/"
    refused = client.post(settle, {f"{one.pk}-kode_baru": KEPT})
    settled = client.post(settle, {f"{one.pk}-kode_baru": NEW})
    client.post("/data-induk/nomenklatur/versi/2/serentak/")

    assert "Terbitkan versi 2" in page
    assert (late.status_code, done.status_code) == (422, 302)
    assert (refused.status_code, settled.status_code) == (422, 302)
    assert "Tulis alasan" in refused.text
    shown = client.get("/data-induk/nomenklatur/versi/2/?keadaan=dikukuhkan").text
    assert shown.count("dikukuhkan Orang superadmin") == 2
    prepared = client.post("/data-induk/nomenklatur/versi/", {"is_copy": "on"})
    assert prepared.status_code == 302
    assert newest_versi().nomor == 3
    assert "Versi 3 masih disiapkan" in client.get("/data-induk/nomenklatur/versi/").text


def test_the_genuine_nomenclature_is_compared_within_a_request(scene):
    facts = [one for one in source("subactivities.csv") if one["level"] == "provinsi"]
    old = VersiNomenklatur.objects.create(nomor=1, created_at="2026-01-01T00:00Z")
    new = VersiNomenklatur.objects.create(nomor=2, created_at="2026-01-01T00:00Z")
    for versi in (old, new):
        Nomenklatur.objects.bulk_create(
            Nomenklatur(versi=versi, kode=one["code"], tingkat="PROVINSI", nama=one["name"])
            for one in facts
        )
    moved = [one["code"] for one in facts[:50]]
    for kode in moved:
        Nomenklatur.objects.filter(versi=new, kode=kode).update(kode=f"9{kode[1:]}")

    publish(new, scene.superadmin)

    found = crosswalk()
    assert len(found) == len(facts)
    by_name = {old: new for old, (new, cara) in found.items() if cara == "NAMA"}
    assert set(by_name) == set(moved)
    names = {one["code"]: one["name"] for one in facts}
    assert all(names[f"1{new[1:]}"] == names[old] for old, new in by_name.items())


RENAME = {"asis": lambda nama: nama, "renamed": lambda nama: f"{nama} Tahun Berjalan"}


@pytest.mark.parametrize("rename", RENAME.values(), ids=RENAME)
def test_a_thousand_renumbered_are_published_within_a_request(scene, rename):
    facts = [one for one in source("subactivities.csv") if one["level"] == "provinsi"]
    old = VersiNomenklatur.objects.create(nomor=1, created_at="2026-01-01T00:00Z")
    new = VersiNomenklatur.objects.create(nomor=2, created_at="2026-01-01T00:00Z")
    moved = {one["code"]: f"9{one['code'][1:]}" for one in facts[:1000]}
    for versi, kodes in ((old, {}), (new, moved)):
        Nomenklatur.objects.bulk_create(
            Nomenklatur(
                versi=versi,
                kode=kodes.get(one["code"], one["code"]),
                tingkat="PROVINSI",
                nama=rename(one["name"]) if one["code"] in kodes else one["name"],
            )
            for one in facts
        )

    began = perf_counter()
    publish(new, scene.superadmin)

    assert perf_counter() - began < 15  # what a request may take
    by_name = {old: new for old, (new, cara) in crosswalk().items() if cara == "NAMA"}
    assert by_name == moved


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("posyndu", "Posyandu"),
        ("pasyandu", "Posyandu"),
        ("irgasi", "Irigasi"),
        ("irigsi", "Irigasi"),
        ("jemabtan", "Jembatan"),
        ("smapah", "Sampah"),
        ("bencna", "Bencana"),
        ("gurru", "Guru"),
        ("parawisata", "Pariwisata"),
        ("drainsae", "Drainase"),
        ("pembinaan posyndu", "Posyandu"),
        ("Irigasi", "Irigasi"),
        ("irig", "Irigasi"),
    ],
)
def test_a_slip_of_the_finger_finds_what_was_meant(scene, typed, meant):
    words = ("Posyandu", "Irigasi", "Jembatan", "Sampah", "Bencana", "Guru", "Pariwisata")
    names = {word: f"Pembinaan {word} Daerah" for word in (*words, "Drainase")}
    kodes = {f"1.02.02.1.92.{place:04}": nama for place, nama in enumerate(names.values())}
    take(NOMENKLATUR, *(row(*one) for one in (ABOVE | kodes).items()))

    assert search_rows(NOMENKLATUR, typed, 1).rows[0]["nama"] == names[meant]


def test_a_word_read_as_another_is_said_and_costs_no_query(scene, django_assert_num_queries):
    take(NOMENKLATUR, row("1.02", "Pembinaan Jalan"), row("1.03", "Pemeliharaan Jembatan"))
    client = scene.client("superadmin")

    def said(cari):
        page = client.get("/data-induk/nomenklatur/isi/", {"cari": cari}).text
        return re.findall(r"<strong>(Tidak ada “.*?)</strong>", page)

    assert said("jaln") == ["Tidak ada “jaln”; yang ditampilkan untuk “jalan”."]
    (both,) = said("jemabtan jaln")
    assert both == (
        "Tidak ada “jaln”; yang ditampilkan untuk “jalan”. "
        "Tidak ada “jemabtan”; yang ditampilkan untuk “jembatan”."
    )
    assert [said("jalan"), said("jala"), said("qqqqqq"), said("1.02")] == [[], [], [], []]
    with django_assert_num_queries(3):  # versi, whether the names are still the same, the rows
        search_rows(NOMENKLATUR, "jaln", 10)


def test_words_are_gathered_anew_where_a_name_has_changed(scene, django_assert_num_queries):
    take(NOMENKLATUR, row("1.02", "Pembinaan Jalan"))
    assert search_rows(NOMENKLATUR, "jemabtan", 1).rows == []

    take(NOMENKLATUR, row("1.02", "Pembinaan Jembatan"))

    with django_assert_num_queries(4):  # versi, the names have changed, the names, the rows
        (found,) = search_rows(NOMENKLATUR, "jemabtan", 1).rows
    assert found["nama"] == "Pembinaan Jembatan"


def test_what_is_like_no_word_finds_nothing(scene):
    take(NOMENKLATUR, row("1.02", "Pembinaan Posyandu"))

    assert search_rows(NOMENKLATUR, "qqqqqq", 1).rows == []
