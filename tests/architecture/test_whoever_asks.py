"""What counts whoever asks, and what an act does beyond its actor's own rows: the wall lets it through.

Asked by people who see nothing of the session, and compared with what the system sees.
"""

from functools import partial

import pytest

from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.selectors import actor_of, names_of, people_behind
from erakortek.accounts.tiers import foreign_people
from erakortek.audit.context import as_system
from erakortek.audit.services import first_broken, head_hashes
from erakortek.berita_acara import selectors as standing
from erakortek.berita_acara.models import BeritaAcara, Dokumen, Penandatangan
from erakortek.berita_acara.pages import public_page
from erakortek.berita_acara.parties import officials_for
from erakortek.berita_acara.selectors import public_by_code, public_by_sha256
from erakortek.berita_acara.services.approving import _void_others, approve
from erakortek.berita_acara.services.drafting import _next_numbers
from erakortek.desk.lists import session_rows
from erakortek.desk.models import Sidang
from erakortek.desk.selectors import desks_of, officers_of, running_session_of, undecided_in
from erakortek.desk.services import reopen_session, start_session
from erakortek.lib import clock
from erakortek.rakortek.selectors import pengajuan_of
from erakortek.rakortek.services import stream_of as stream_of_rakortek
from erakortek.target import versions
from erakortek.target.models import Target
from erakortek.target.services import lock_targets
from erakortek.target.services.change import stream_of
from tests.architecture.row_world import asked_by, populate
from tests.scene import ACEH, AKI, MAKRO, redefine_apart

STRANGER = "fasilitator_1.03"  # sits at no desk, and is narrowed to another bidang


@pytest.fixture
def world(db):
    scene = populate()
    start_session(
        sidang_id=scene.sidang("1.02", "36").pk, tempat="Ruang", actor=scene.actor("fasilitator")
    )
    made = BeritaAcara.objects.filter(sidang__desk__kode="1.02").order_by("pk")
    for one in made:
        for approver in one.daftar_penandatangan.select_related("penugasan"):
            approve(berita_acara_id=one.pk, actor=actor_of(approver.penugasan.user_id))
    Dokumen.objects.create(
        berita_acara=made[0],
        sha256="a" * 64,
        isi=b"",
        toolchain={},
        is_final=False,
        created_at=clock.now(),
    )
    return scene


def _figures(scene):
    """Each as a call without argument; what it is about is read before somebody asks."""
    act = BeritaAcara.objects.filter(status="SAH").select_related("sidang__desk__rakortek")[0]
    sidang = Sidang.objects.select_related("desk__rakortek", "daerah").get(
        desk__kode="1.02", daerah__kode="36"
    )
    target, stream = scene.target(AKI, "36"), stream_of(scene.rakortek.pk, sidang.daerah_id)
    aceh = stream_of(scene.rakortek.pk, scene.target(AKI, ACEH).daerah_id)
    everybody = list(Penugasan.objects.values_list("pk", flat=True))
    users = list(User.objects.values_list("pk", flat=True))
    desk, year, superior = sidang.desk, scene.rakortek, scene.actor("bappeda_bali")
    final = Dokumen.objects.get(berita_acara=act, is_final=True).sha256
    return {
        "heads of the log": lambda: head_hashes([aceh, stream]),
        "undecided rows": lambda: undecided_in(sidang),
        "progress": lambda: [(row.jumlah, row.diputuskan) for row in session_rows([sidang])],
        "sessions per desk": lambda: [desk.jumlah_sidang for desk in desks_of(scene.rakortek)],
        "the running session": lambda: running_session_of(target),
        "the next number": lambda: _next_numbers([sidang], clock.now()),
        "public by code": lambda: public_by_code(act.kode),
        "public by file": lambda: public_by_sha256(final),
        "who is behind a penugasan": partial(people_behind, everybody),
        "what they are called": partial(names_of, users),
        "who sits at the desk": lambda: [str(one.penugasan.user) for one in officers_of(desk)],
        "who may approve": lambda: sorted(officials_for([sidang], []).leads),
        "who submitted a set": lambda: [str(one.pengaju.user) for one in pengajuan_of(year)],
        "who works elsewhere": lambda: foreign_people(superior, users),
        "the public page": lambda: public_page(BeritaAcara(pk=act.pk, **_facts(act))).signers,
    }


def _facts(act):
    return {name: getattr(act, name) for name in ("status", "snapshot", "nomor", "kode", "sah_at")}


FIGURES = (
    "heads of the log", "undecided rows", "progress", "sessions per desk",
    "the running session", "the next number", "public by code", "public by file",
    "who is behind a penugasan", "what they are called", "who sits at the desk",
    "who may approve", "who submitted a set", "who works elsewhere", "the public page",
)  # fmt: skip


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_is_the_same_whoever_asks(world, figure):
    ask = _figures(world)[figure]
    truth = ask()
    answers = []

    with asked_by(world, STRANGER):
        answers.append(ask())

    assert answers == [truth]
    assert truth


def test_a_chain_of_which_one_wrote_a_part_is_proven_as_a_whole(world):
    stream = stream_of_rakortek(world.rakortek)  # the K/L wrote its acuan there, and sees that only
    proven = []

    with asked_by(world, "kl"):
        proven.append(first_broken(stream))

    assert proven == [None]


def test_who_signs_locks_the_rows_that_it_does_not_see(world):
    target, actor, seen = world.target(MAKRO), world.actor("kl_sanitasi"), []

    with asked_by(world, "kl_sanitasi"):
        seen.append(Target.objects.filter(pk=target.pk).exists())
        lock_targets(target_ids=[target.pk], actor=actor)
        with as_system():
            seen.append(Target.objects.get(pk=target.pk).kunci)

    assert seen == [False, "TERKUNCI"]


def test_who_refuses_reopens_the_session_and_voids_the_answers_of_others(world):
    made = BeritaAcara.objects.get(sidang__desk__kode="W")
    actor = world.actor("kl_sanitasi")
    approvers = list(Penandatangan.objects.filter(berita_acara=made))
    seen = []

    with asked_by(world, "kl_sanitasi"):
        _void_others(approvers)
        reopen_session(sidang_id=made.sidang_id, alasan="Keliru.", actor=actor)
        with as_system():
            seen.append(set(made.daftar_penandatangan.values_list("status", flat=True)))
            seen.append(Sidang.objects.get(pk=made.sidang_id).status)

    assert seen == [{"GUGUR"}, "BERLANGSUNG"]


def test_a_version_is_held_by_rows_that_nobody_who_asks_sees(world):
    row = world.row(AKI)
    newer = redefine_apart(AKI, satuan="Kasus")
    ids = {row.indikator_id}
    with as_system():
        facts = versions.keeps_version(row, newer), versions.uses_of_indikator(ids)
        acts = standing.keeps_version(row, newer), standing.uses_of_indikator(ids)
    assert all((*facts, *acts))

    with asked_by(world, STRANGER):
        assert (versions.keeps_version(row, newer), versions.uses_of_indikator(ids)) == facts
        assert (standing.keeps_version(row, newer), standing.uses_of_indikator(ids)) == acts
