"""A session held to its Berita Acara, for tests that need one to be there."""

from collections.abc import Callable
from decimal import Decimal

from erakortek.berita_acara import services as berita_acara
from erakortek.berita_acara.models import BeritaAcara
from erakortek.desk import services as desk
from erakortek.lib.nilai import Nilai
from erakortek.target.enums import HasilTarget
from erakortek.target.services import Shown
from tests.scene import MAKRO, Scene


def drafted(
    scene: Scene,
    daerah: str,
    desk_kode: str,
    indikator: str,
    lead: str = "fasilitator",
    before_sending: Callable[[BeritaAcara], None] = lambda _: None,
) -> BeritaAcara:
    """A Berita Acara that waits for its first approval."""
    actor = scene.actor(lead)
    sidang = scene.sidang(desk_kode, daerah)
    desk.start_session(sidang_id=sidang.pk, tempat="Ruang 1", actor=actor)
    desk.decide_row(
        sidang_id=sidang.pk,
        target_id=scene.target(indikator, daerah).pk,
        hasil=HasilTarget.SEPAKAT,
        shown=Shown(0 if indikator == MAKRO else 1, 0),
        actor=actor,
        nilai=Nilai(Decimal(5), Decimal(6)) if indikator == MAKRO else Nilai.of_number(Decimal(50)),
    )
    desk.close_session(sidang_id=sidang.pk, actor=actor)
    made = berita_acara.draft_berita_acara(sidang_id=sidang.pk, actor=actor)
    before_sending(made)
    return berita_acara.send(berita_acara_id=made.pk, actor=actor)
