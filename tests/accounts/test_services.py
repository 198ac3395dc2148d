from erakortek.accounts import services
from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.selectors import actor_of
from erakortek.lib import clock
from erakortek.reference.models import BidangUrusan, Instansi

CATATAN_SIPIL = "2.12"


def account(username, *bidang):
    """Somebody of a unit of Kemendagri, which is in charge of four bidang."""
    penugasan = Penugasan(
        role=Role.UNIT_KL, instansi=Instansi.objects.get(kode="K3"), mulai_on=clock.now().date()
    )
    return User(username=username, nama=f"Orang {username}"), penugasan, bidang


def test_an_issued_account_signs_in_and_reaches_only_the_bidang_it_is_narrowed_to(db):
    bidang = BidangUrusan.objects.get(kode=CATATAN_SIPIL)

    made = services.issue_accounts(
        accounts=[account("unit", bidang), account("utuh")], password="latihan"
    )

    unit, utuh = User.objects.get(username="unit"), User.objects.get(username="utuh")
    assert (made, unit.check_password("latihan"), utuh.check_password("latihan")) == (2, True, True)
    narrow, whole = actor_of(unit.pk), actor_of(utuh.pk)
    assert (narrow.bidang_ids, len(whole.bidang_ids)) == ({bidang.pk}, 4)
    assert narrow.pengampu_of == {bidang.daftar_definisi.get().indikator_id}
    assert len(whole.pengampu_of) == 8


def test_an_account_that_exists_keeps_its_password_and_its_penugasan(scene):
    before = scene.users["pd"]

    made = services.issue_accounts(accounts=[account("pd"), account("baru")], password="latihan")

    assert made == 1
    after = User.objects.get(username="pd")
    assert (after.password, after.nama) == (before.password, "Orang pd")
    assert after.daftar_penugasan.get().role == Role.PD_PROVINSI
