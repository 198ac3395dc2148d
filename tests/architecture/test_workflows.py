"""Every table of states is sound, and every state has a tone."""

import pytest

from erakortek.berita_acara import workflow as berita_acara
from erakortek.berita_acara.enums import StatusBA, StatusPersetujuan
from erakortek.desk import workflow as desk
from erakortek.desk.enums import StatusSidang
from erakortek.rakortek import workflow as rakortek
from erakortek.rakortek.enums import StatusPengajuan, StatusRakortek
from erakortek.target import workflow as target
from erakortek.target.enums import HasilTarget, KunciTarget, StatusTarget
from erakortek.ui.tones import Tone

TABLES = {
    "rakortek": (rakortek.STATUS, StatusRakortek.DRAF, {StatusRakortek.ARSIP}),
    "susunan": (
        rakortek.SUSUNAN,
        StatusPengajuan.DIAJUKAN,
        {StatusPengajuan.DISETUJUI, StatusPengajuan.DIKEMBALIKAN},
    ),
    "target.status": (target.STATUS, StatusTarget.KOSONG, set()),
    "target.hasil": (target.HASIL, HasilTarget.BELUM, set()),
    "target.kunci": (target.KUNCI, KunciTarget.TERBUKA, set()),
    "sidang": (desk.STATUS, StatusSidang.DIJADWALKAN, set()),
    "berita_acara": (
        berita_acara.STATUS,
        StatusBA.DRAF,
        {StatusBA.DITOLAK, StatusBA.DIBUANG, StatusBA.DICABUT, StatusBA.DIGANTIKAN},
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_state_is_reached_and_only_ends_have_no_way_out(name):
    table, start, ends = TABLES[name]
    reached, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for source, to in table:
            if source == here and to not in reached:
                reached.add(to)
                todo.append(to)

    assert reached == set(type(start))
    assert {state for state in type(start) if not any(s == state for s, _ in table)} == ends


@pytest.mark.parametrize(
    "kind",
    [
        StatusRakortek,
        StatusPengajuan,
        StatusTarget,
        HasilTarget,
        KunciTarget,
        StatusSidang,
        StatusBA,
        StatusPersetujuan,
    ],
)
def test_every_state_has_a_tone(kind):
    assert all(isinstance(state.tone, Tone) for state in kind)


def test_the_diagrams_are_those_of_the_tables():
    from tests.architecture.diagrams import PATH, text

    assert PATH.read_text() == text()
