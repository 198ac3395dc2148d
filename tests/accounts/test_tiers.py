"""Who may issue which role where: the table of the tiers, and what lies outside of one's own."""

import pytest

from erakortek.accounts import permissions, register, tiers
from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import BidangUrusan, Instansi
from tests.scene import person

OFFICES = {
    "Bangda": {"kode": "BANGDA"},
    "SUPD I": {"kode": "BANGDA-SUPD-I"},
    "K/L": {"kode": "K3"},
    "Bappeda Aceh": {"jenis": JenisInstansi.BAPPEDA, "wilayah__kode": "11"},
    "PD Aceh": {"jenis": JenisInstansi.PD, "wilayah__kode": "11", "daftar_bidang__kode": "1.02"},
    "Bappeda Bali": {"jenis": JenisInstansi.BAPPEDA, "wilayah__kode": "51"},
    "Bappeda Banda Aceh": {"jenis": JenisInstansi.BAPPEDA, "wilayah__kode": "11.71"},
    "Bappeda Denpasar": {"jenis": JenisInstansi.BAPPEDA, "wilayah__kode": "51.71"},
}
BANGDA = ("Bangda", "SUPD I")
# Whom each may give what: everything that is not here is refused.
MAY = {
    "superadmin": {
        *((role, one) for role in (Role.SUPERADMIN, Role.FASILITATOR, Role.NOTULIS) for one in BANGDA),
        (Role.BAPPENAS, "K/L"),
        (Role.ADMIN_KL, "K/L"),
        (Role.UNIT_KL, "K/L"),
        *((Role.BAPPEDA_PROVINSI, f"Bappeda {one}") for one in ("Aceh", "Bali")),
        (Role.PD_PROVINSI, "PD Aceh"),
        *((Role.BAPPEDA_KABKOTA, f"Bappeda {one}") for one in ("Banda Aceh", "Denpasar")),
        *((role, one) for role in (Role.PIMPINAN, Role.PEMANTAU, Role.AUDITOR) for one in (*BANGDA, "K/L")),
        *((Role.INTEGRATOR, one) for one in OFFICES),
    },
    "kl": {(Role.ADMIN_KL, "K/L"), (Role.UNIT_KL, "K/L")},
    "bappeda": {
        (Role.BAPPEDA_PROVINSI, "Bappeda Aceh"),
        (Role.PD_PROVINSI, "PD Aceh"),
        (Role.BAPPEDA_KABKOTA, "Bappeda Banda Aceh"),
    },
    "pd": set(),
    "auditor": set(),
    "pimpinan": set(),
}  # fmt: skip


def office(name):
    return Instansi.objects.select_related("wilayah").distinct().get(**OFFICES[name])


@pytest.fixture
def kemendagri(scene):
    """The Admin K/L of the scene, in the office of the table."""
    penugasan = scene.users["kl"].daftar_penugasan.get()
    penugasan.instansi = office("K/L")
    penugasan.save()
    return scene


@pytest.mark.parametrize("who", MAY)
def test_each_gives_what_the_table_says_and_nothing_else(kemendagri, who):
    actor = kemendagri.actor(who)
    given = {
        (role, name)
        for name in OFFICES
        for role in Role
        if permissions.can_grant(actor, role, office(name))
    }

    assert given == MAY[who]


@pytest.mark.parametrize(
    ("role", "name", "reason"),
    [
        (
            Role.SUPERADMIN,
            "Bappeda Aceh",
            (
                "Anda tidak dapat memberi peran Superadmin. Yang dapat Anda beri: Bappeda provinsi, "
                "PD provinsi, Bappeda kabupaten/kota."
            ),
        ),
        (
            Role.BAPPEDA_PROVINSI,
            "Bappeda Bali",
            "Bappeda Provinsi Bali di luar jenjang Anda; mintalah kepada jenjang yang membawahinya.",
        ),
        (
            Role.PD_PROVINSI,
            "Bappeda Aceh",
            "Peran PD provinsi tidak ada di Bappeda Aceh.",
        ),
    ],
)
def test_a_refusal_says_why_and_what_now(scene, role, name, reason):
    assert permissions.can_grant(scene.actor("bappeda"), role, office(name)).reason == reason


def test_whoever_is_narrowed_to_some_bidang_grants_within_them(kemendagri):
    own = BidangUrusan.objects.get(kode="2.12")
    other = BidangUrusan.objects.get(kode="1.02")
    kemendagri.users["kl"].daftar_penugasan.get().daftar_bidang.add(own)
    actor = kemendagri.actor("kl")

    verdicts = [
        bool(permissions.can_grant(actor, Role.UNIT_KL, office("K/L"), bidang))
        for bidang in ([own.pk], [], [other.pk], [own.pk, other.pk])
    ]

    assert verdicts == [True, False, False, False]


def test_the_list_of_one_tier_holds_nobody_of_another(scene):
    names = {
        who: {one.user.username for one in register.penugasan_for(scene.actor(who))}
        for who in ("bappeda", "bappeda_bali", "kl", "pd", "auditor")
    }

    assert names["bappeda"] == {"bappeda", "pd"}
    assert names["bappeda_bali"] == {"bappeda_bali", "pd_bali"}
    assert names["kl"] == {"kl"}
    assert names["pd"] == set()
    assert names["auditor"] == set(scene.users)


def test_a_narrowed_keeper_sees_only_whom_they_could_have_given(kemendagri):
    own = BidangUrusan.objects.get(kode="2.12")
    kemendagri.users["kl"].daftar_penugasan.get().daftar_bidang.add(own)
    person("luas", Role.UNIT_KL, office("K/L"))
    narrow = person("sempit", Role.UNIT_KL, office("K/L"))
    narrow.daftar_penugasan.get().daftar_bidang.add(own)

    seen = {one.user.username for one in register.penugasan_for(kemendagri.actor("kl"))}

    assert seen == {"kl", "sempit"}


def test_nobody_takes_over_an_account_through_a_small_penugasan(scene):
    """Who is superadmin too is not renamed, reset or shut by the Bappeda that gave them a role."""
    user = scene.users["superadmin"]
    Penugasan.objects.create(
        user=user,
        role=Role.PD_PROVINSI,
        instansi=office("PD Aceh"),
        mulai_on=user.daftar_penugasan.get().mulai_on,
    )

    assert not permissions.can_keep_person(scene.actor("bappeda"), user)
    assert permissions.can_keep_person(scene.actor("bappeda"), scene.users["pd"])
    assert permissions.can_keep_person(scene.superadmin, scene.users["pd"])


def test_every_role_has_a_seat():
    assert set(tiers.SEATS) == set(Role)


@pytest.mark.parametrize(
    ("who", "target", "allowed"),
    [("superadmin", "pd", True), ("superadmin", "superadmin", False), ("bappeda", "pd", False)],
)
def test_only_a_superadmin_looks_as_somebody_else(scene, who, target, allowed):
    assert bool(permissions.can_view_as(scene.actor(who), scene.users[target])) is allowed
