"""Accounts by the workbook: each office meets its own people, and writes nobody else's."""

import pytest

from erakortek.accounts import services as services_of_accounts
from erakortek.accounts.enums import Role
from erakortek.accounts.models import KuotaAkun, Penugasan, User
from erakortek.accounts.register import history_of
from erakortek.accounts.sheets import AKUN
from erakortek.audit.services import first_broken
from erakortek.intake import services, writing
from erakortek.intake.enums import IN_FILE, StatusBaris
from erakortek.intake.models import ImportBatch
from erakortek.intake.selectors import counts_of, findings_of, rows_with_findings
from erakortek.intake.workbooks import open_book
from erakortek.lib import clock
from erakortek.lib.errors import (
    AccessDeniedError,
    DomainError,
    InvalidInputError,
    StaleVersionError,
)
from erakortek.reference.models import BidangUrusan
from tests.accounts.test_issuing import department, grant, issue
from tests.intake.workbook import book

HEAD = tuple(column.label for column in AKUN.columns)


def line(akun="cut.nyak", peran="PD provinsi", instansi=None, nama="Cut Nyak", **facts):
    cells = {
        "akun": akun,
        "peran": peran,
        "instansi": instansi or department().kode,
        "nama": nama,
        "mulai": "2026-01-01",
    } | facts
    return tuple(cells.get(column.name, "") for column in AKUN.columns)


def read(actor, *lines):
    batch = services.take_in(
        sheet=AKUN, content=book(HEAD, *lines), name="akun.xlsx", actor=actor, alasan="SK 1."
    )
    return services.read_batch(batch_id=batch.pk)


def found(batch):
    return [
        (row.baris, finding.kolom, finding.pesan)
        for row, finding in findings_of(rows_with_findings(batch))
    ]


def test_an_office_issues_many_accounts_at_once(scene):
    actor = scene.actor("bappeda")
    lines = [line(f"orang.{one}", nama=f"Orang {one}", bidang="1.02") for one in range(30)]

    batch = read(actor, *lines)
    services.apply_batch(batch_id=batch.pk, actor=actor)

    made = Penugasan.objects.filter(user__username__startswith="orang.")
    assert made.count() == 30
    assert {one.pemberi_id for one in made} == {actor.penugasan_id}
    assert {one.daftar_bidang.get().kode for one in made} == {"1.02"}
    assert not any(one.user.has_usable_password() for one in made.select_related("user"))
    (entry,) = history_of(made.first().user)
    assert entry.user_id == actor.user_id
    assert first_broken(f"akun:{actor.instansi_id}") is None


def test_the_same_workbook_again_changes_nothing(scene):
    actor = scene.actor("bappeda")
    services.apply_batch(batch_id=read(actor, line()).pk, actor=actor)

    again = read(actor, line())

    assert counts_of(again)[StatusBaris.SAMA] == 1


def test_a_changed_row_changes_the_penugasan_and_the_name(scene):
    actor = scene.actor("bappeda")
    services.apply_batch(batch_id=read(actor, line()).pk, actor=actor)

    batch = read(actor, line(nama="Cut Nyak Dhien", jabatan="Kepala", sampai="2030-12-31"))
    services.apply_batch(batch_id=batch.pk, actor=actor)

    held = Penugasan.objects.get(user__username="cut.nyak")
    assert counts_of(batch)[StatusBaris.BERUBAH] == 1
    assert (held.user.nama, held.jabatan, held.sampai_on.isoformat()) == (
        "Cut Nyak Dhien",
        "Kepala",
        "2030-12-31",
    )


def test_what_lies_outside_the_tier_is_answered_as_what_does_not_exist(scene):
    bali = department("51").kode

    batch = read(scene.actor("bappeda"), line(instansi=bali), line("b", instansi="TIDAK-ADA"))

    assert found(batch) == [
        (2, "Kode instansi", f"Instansi “{bali}” tidak ada di jenjang Anda."),
        (3, "Kode instansi", "Instansi “TIDAK-ADA” tidak ada di jenjang Anda."),
    ]


def test_a_role_of_another_tier_is_no_choice(scene):
    batch = read(scene.actor("bappeda"), line(peran="Superadmin", instansi="BANGDA"))

    assert found(batch) == [(2, "Peran", "Peran “Superadmin” tidak dikenal.")]


@pytest.mark.parametrize(
    ("facts", "kolom", "pesan"),
    [
        ({"bidang": "1.02, 9.9"}, "Bidang urusan", "Bidang urusan “9.9” tidak ada di data induk."),
        ({"sampai": "2025-01-01"}, "Sampai", "Penugasan berakhir sebelum dimulai."),
        (
            {"jenis": "Plt."},
            "Nomor surat",
            "Plt. dan Plh. memerlukan nomor surat dan tanggal berakhir.",
        ),
        ({"peran": "Bappeda provinsi"}, "Peran", "Peran Bappeda provinsi tidak ada di {}."),
    ],
)
def test_each_rule_marks_its_cell(scene, facts, kolom, pesan):
    assert found(read(scene.actor("bappeda"), line(**facts))) == [
        (2, kolom, pesan.format(department().nama))
    ]


def test_one_account_has_one_name_within_a_file(scene):
    actor = scene.actor("bappeda")
    other = line(peran="Bappeda provinsi", instansi=instansi_of(actor), nama="Lain")

    assert found(read(actor, line(), other)) == [
        (3, "Nama", "Akun cut.nyak di baris lain bernama “Cut Nyak”.")
    ]


def instansi_of(actor):
    return Penugasan.objects.get(pk=actor.penugasan_id).instansi.kode


def test_an_address_that_the_form_would_not_take_is_named(scene):
    lines = (line("uji.satu", surel="bukan-surel"), line("uji.dua", surel="ada@contoh.invalid"))

    batch = read(scene.actor("bappeda"), *lines)

    assert found(batch) == [(2, "Surel", "Surel “bukan-surel” tidak lengkap.")]


def test_nobody_renames_a_person_who_also_works_elsewhere(scene):
    actor = scene.actor("bappeda")
    issue(scene.superadmin, username="kl")

    batch = read(actor, line("kl", nama="Dirampas", mulai=clock.today().isoformat()))
    services.apply_batch(batch_id=batch.pk, actor=actor)

    kl = User.objects.get(username="kl")
    assert found(batch) == [
        (2, "Nama", "Akun ini juga dipakai di luar jenjang Anda; nama, NIP, dan surelnya tetap.")
    ]
    assert (kl.nama, kl.daftar_penugasan.count()) == ("Orang kl", 2)


def test_a_person_who_works_elsewhere_only_is_not_drawn_into_the_tier(scene):
    actor = scene.actor("bappeda")

    batch = read(actor, line("superadmin", nama="Orang superadmin"))
    with pytest.raises(InvalidInputError):
        services.apply_batch(batch_id=batch.pk, actor=actor, all_or_none=True)

    ((baris, kolom, pesan),) = found(batch)
    assert (baris, kolom) == (2, "Nama akun")
    assert "orang di luar jenjang Anda" in pesan
    assert User.objects.get(username="superadmin").daftar_penugasan.count() == 1


def test_two_spellings_of_one_account_are_one_row(scene):
    batch = read(scene.actor("bappeda"), line("uji.tgl2"), line("UJI.TGL2"))

    assert counts_of(batch) == {one: int(one in {"BARU", "BENTROK"}) for one in IN_FILE}
    assert found(batch) == [
        (3, "Nama akun", "Akun uji.tgl2 sudah ditulis di baris lain dengan ejaan lain.")
    ]


def test_a_page_of_a_row_cannot_reach_a_foreign_penugasan(scene):
    """The key of somebody of Bali, typed into the page of a Bappeda of Aceh."""
    actor = scene.actor("bappeda")
    texts = dict(zip((one.name for one in AKUN.columns), line("pd_bali", instansi=department("51").kode), strict=True))  # fmt: skip

    with pytest.raises(DomainError):
        services.change_row(
            sheet=AKUN.seen_by(actor), texts=texts, base="", actor=actor, alasan="Coba."
        )
    assert User.objects.get(username="pd_bali").nama == "Orang pd_bali"


def test_a_new_row_on_the_page_is_not_one_that_exists(scene):
    actor = scene.actor("bappeda")
    begin = scene.users["pd"].daftar_penugasan.get().mulai_on.isoformat()
    texts = dict(zip((one.name for one in AKUN.columns), line("pd", mulai=begin), strict=True))

    with pytest.raises(StaleVersionError):
        services.change_row(
            sheet=AKUN.seen_by(actor), texts=texts, base="", actor=actor, alasan="Coba."
        )


def test_the_export_holds_the_people_of_the_tier_alone(scene):
    def names(who):
        sheet = AKUN.seen_by(scene.actor(who))
        return {values["akun"] for values in sheet.present()}

    assert names("bappeda") == {"bappeda", "pd"}
    assert names("kl") == {"kl"}
    assert names("superadmin") == set(scene.users)


def test_an_upload_is_seen_by_its_office_alone(scene):
    batch = read(scene.actor("bappeda"), line())

    def status(who):
        return scene.client(who).get(f"/data-induk/unggahan/{batch.pk}/").status_code

    assert [status(who) for who in ("bappeda", "bappeda_bali", "kl", "pd")] == [200, 404, 404, 404]


def test_an_upload_whose_penugasan_has_ended_writes_nothing(scene):
    actor = scene.actor("bappeda")
    batch = services.take_in(
        sheet=AKUN, content=book(HEAD, line()), name="akun.xlsx", actor=actor, alasan="SK 1."
    )
    Penugasan.objects.filter(pk=actor.penugasan_id).update(
        mulai_on="2025-01-01", sampai_on="2026-01-01"
    )

    services.read_batch(batch_id=batch.pk)

    assert found(ImportBatch.objects.get(pk=batch.pk)) == [
        (2, "Nama akun", "Penugasan pengunggah sudah berakhir.")
    ]


def test_the_quota_holds_for_a_workbook_too(scene):
    actor = scene.actor("bappeda")
    KuotaAkun.objects.create(instansi_id=actor.instansi_id, jumlah=1)
    batch = read(actor, line("a"), line("b"))

    services.apply_batch(batch_id=batch.pk, actor=actor)

    message = "Kuota akun instansi Anda 1, sudah terpakai 0; baris ini melebihinya."
    assert found(batch) == [(3, "Nama akun", message)]
    assert [one.username for one in User.objects.filter(username__in="ab")] == ["a"]
    with pytest.raises(DomainError, match="Kuota akun instansi Anda 1, sudah terpakai 1"):
        services_of_accounts.keep_accounts(
            rows=[batch.daftar_baris.get(baris=3).nilai], actor=actor
        )


def test_the_same_role_may_begin_again_after_it_has_ended(scene):
    actor = scene.actor("bappeda")
    first, second = {"sampai": "2029-12-31"}, {"mulai": "2030-01-01"}
    services.apply_batch(batch_id=read(actor, line(**first), line(**second)).pk, actor=actor)

    again = read(actor, line(**first), line(**second, jabatan="Kepala"))
    services.apply_batch(batch_id=again.pk, actor=actor)
    both = Penugasan.objects.filter(user__username="cut.nyak").order_by("mulai_on")

    assert not found(again)
    assert [(one.jabatan, one.mulai_on.year) for one in both] == [("", 2026), ("Kepala", 2030)]


@pytest.mark.parametrize("stored", [True, False])
def test_the_same_role_is_not_held_twice_at_once(scene, stored):
    actor = scene.actor("bappeda")
    lines = [line(), line(mulai="2027-01-01")]
    if stored:
        services.apply_batch(batch_id=read(actor, lines.pop(0)).pk, actor=actor)

    batch = read(actor, *lines)

    assert {(kolom, pesan) for _, kolom, pesan in found(batch)} == {
        ("Mulai", "Orang ini sudah memegang peran itu di instansi itu pada masa itu.")
    }
    assert counts_of(batch)[StatusBaris.SALAH] == len(lines)


def test_an_operator_keeps_everybody_without_a_quota(db):
    batch = services.read_now(sheet=AKUN, content=book(HEAD, line()), name="akun.xlsx")
    services.apply_batch(batch_id=batch.pk, actor=None)

    held = Penugasan.objects.get(user__username="cut.nyak")
    assert (held.role, held.pemberi_id) == (Role.PD_PROVINSI, None)


def test_a_department_may_not_import(scene):
    with pytest.raises(AccessDeniedError):
        services.take_in(sheet=AKUN, content=b"", name="x.xlsx", actor=scene.actor("pd"))


def test_ones_own_row_may_be_in_the_file_and_is_changed_by_somebody_else(scene):
    actor, me = scene.actor("bappeda"), scene.users["bappeda"]
    held = me.daftar_penugasan.get()
    own = {
        "akun": me.username,
        "peran": "Bappeda provinsi",
        "instansi": held.instansi.kode,
        "nama": me.nama,
        "nip": me.nip,
        "jabatan": held.jabatan,
        "mulai": held.mulai_on.isoformat(),
    }

    same = read(actor, line(**own))
    changed = read(actor, line(**own | {"sampai": "2040-12-31"}))

    assert counts_of(same)[StatusBaris.SAMA] == 1
    ((row, kolom, message),) = found(changed)
    assert (row, kolom) == (2, "Nama akun")
    assert message.startswith("Anda tidak dapat memberi atau mengubah penugasan Anda sendiri")


def test_a_name_that_could_be_read_as_another_is_marked(scene):
    ((row, kolom, message),) = found(read(scene.actor("bappeda"), line(akun="cut!nyak")))

    assert (row, kolom) == (2, "Nama akun")
    assert "“cut!nyak” memuat tanda yang tidak dapat dipakai" in message


@pytest.fixture
def narrowed(scene):
    """A Bappeda of one bidang, and a colleague who reaches all of them beside a small penugasan."""
    office = scene.users["bappeda"].daftar_penugasan.get().instansi
    wide = services_of_accounts.issue_account(
        username="lebar",
        nama="Kepala Lebar",
        grant=grant(role=Role.BAPPEDA_PROVINSI, instansi=office),
        actor=scene.superadmin,
    )
    bidang = [BidangUrusan.objects.get(kode="1.02")]
    services_of_accounts.give_penugasan(
        user=wide.user, grant=grant(daftar_bidang=bidang), actor=scene.superadmin
    )
    scene.users["bappeda"].daftar_penugasan.get().daftar_bidang.set(bidang)
    return scene.actor("bappeda"), wide


def test_a_narrowed_keeper_does_not_change_what_reaches_further(narrowed):
    actor, wide = narrowed
    facts = {"bidang": "1.02", "mulai": wide.mulai_on.isoformat()}
    row = line("lebar", "Bappeda provinsi", wide.instansi.kode, "Kepala Lebar", **facts)

    batch = read(actor, row)
    services.apply_batch(batch_id=batch.pk, actor=actor)
    values = {**batch.daftar_baris.get().nilai, "akun": "lebar"}
    with pytest.raises(AccessDeniedError, match="menjangkau lebih dari yang Anda pegang"):
        services_of_accounts.keep_accounts(rows=[values], actor=actor)

    ((_, kolom, message),) = found(batch)
    assert (kolom, message[:44]) == (
        "Bidang urusan",
        "Penugasan yang berjalan itu menjangkau lebih",
    )
    assert not wide.daftar_bidang.exists()


def test_an_upload_is_applied_with_the_reach_of_that_moment(scene):
    actor = scene.actor("bappeda")
    batch = read(actor, line())
    scene.users["bappeda"].daftar_penugasan.get().daftar_bidang.set(
        [BidangUrusan.objects.get(kode="1.03")]
    )

    services.apply_batch(batch_id=batch.pk, actor=scene.actor("bappeda"))

    assert not User.objects.filter(username="cut.nyak").exists()
    assert [one[1] for one in found(batch)] == ["Peran"]


def test_what_a_workbook_changes_stands_in_the_history_of_the_account(scene):
    actor = scene.actor("bappeda")
    services.apply_batch(batch_id=read(actor, line()).pk, actor=actor)
    services.apply_batch(batch_id=read(actor, line(jabatan="Kepala")).pk, actor=actor)

    events = [one.event for one in history_of(User.objects.get(username="cut.nyak"))]

    assert events == ["penugasan.diubah", "akun.diterbitkan"]


def test_a_day_that_nobody_could_type_today_does_not_stop_the_export(scene):
    Penugasan.objects.filter(user=scene.users["pd"]).update(mulai_on="0001-01-01")

    content = writing.export(AKUN.seen_by(scene.actor("bappeda")))

    (grid, *_) = open_book(content, "akun.xlsx").grids
    assert "01-01-0001" in [row[10] for row in grid.rows]
