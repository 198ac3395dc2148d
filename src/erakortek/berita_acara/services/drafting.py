"""From a closed session to a frozen draft."""

from datetime import datetime

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import services as audit
from erakortek.berita_acara import permissions
from erakortek.berita_acara.models import BeritaAcara, Penandatangan
from erakortek.berita_acara.parties import approvers_for
from erakortek.berita_acara.short_code import new_short_code
from erakortek.berita_acara.snapshot import Approver, freeze
from erakortek.desk.models import Sidang
from erakortek.desk.selectors import peran_of, sidang_for
from erakortek.lib import clock
from erakortek.lib.dates_id import Zona, roman_month
from erakortek.lib.errors import DomainError
from erakortek.lib.hashing import canonical_json, sha256_hex
from erakortek.rakortek.models import Rakortek
from erakortek.berita_acara.enums import VOID


def stream_of(berita_acara: BeritaAcara) -> str:
    """The audit chain of a Berita Acara is that of its session."""
    return f"sidang:{berita_acara.sidang_id}"


@transaction.atomic
def draft_berita_acara(*, sidang_id: int, actor: Actor) -> BeritaAcara:
    """Freeze the closed session into a snapshot and name its approvers.

    The snapshot is canonical JSON and never changes; what it says wrongly is mended by refusing
    it (which reopens the session) or, once sah, by an adendum. Raises ``DomainError`` when the
    session has a Berita Acara already or a party has nobody who could approve.
    """
    Sidang.objects.select_for_update().only("pk").get(pk=sidang_id)
    sidang = sidang_for(actor).get(pk=sidang_id)
    permissions.can_draft(actor, sidang, peran_of(actor, sidang.desk)).enforce()
    _refuse_second(sidang)
    approvers = approvers_for(sidang)
    at = clock.now()
    nomor, kode = _next_nomor(sidang, at), new_short_code()
    facts = freeze(sidang, nomor=nomor, kode=kode, approvers=approvers, actor=actor, at=at)
    text = canonical_json(facts)
    berita_acara = BeritaAcara.objects.create(
        sidang=sidang,
        nomor=nomor,
        kode=kode,
        snapshot=text,
        sha256=sha256_hex(text),
        created_at=at,
    )
    Penandatangan.objects.bulk_create(_rows(berita_acara, approvers))
    audit.record(
        by=actor,
        event="berita_acara.disusun",
        obj=berita_acara,
        stream=stream_of(berita_acara),
        after={"nomor": nomor, "sha256": berita_acara.sha256},
    )
    return berita_acara


def _refuse_second(sidang: Sidang) -> None:
    current = BeritaAcara.objects.filter(sidang=sidang).exclude(status__in=VOID).first()
    if current:
        message = f"Sidang ini sudah mempunyai {current}; buka yang ada."
        raise DomainError(message)


def _next_nomor(sidang: Sidang, at: datetime) -> str:
    """The next number of the Rakortek, by its pattern; its row is locked meanwhile."""
    rakortek = Rakortek.objects.select_for_update(of=("self",)).get(pk=sidang.desk.rakortek_id)
    urut = BeritaAcara.objects.filter(sidang__desk__rakortek=rakortek).count() + 1
    day = at.astimezone(Zona(rakortek.zona).tz).date()
    return rakortek.pola_nomor.format(
        urut=urut,
        kode_desk=sidang.desk.kode,
        kode_daerah=sidang.daerah.kode,
        bulan_romawi=roman_month(day),
        tahun=day.year,
        tahun_rencana=rakortek.tahun,
    )


def _rows(berita_acara: BeritaAcara, approvers: list[Approver]) -> list[Penandatangan]:
    return [
        Penandatangan(
            berita_acara=berita_acara,
            urutan=approver.urutan,
            pihak=approver.pihak,
            instansi_id=approver.instansi_id,
            penugasan_id=approver.penugasan_id,
            nama=approver.nama,
            jabatan=approver.jabatan,
            nip=approver.nip,
        )
        for approver in approvers
    ]
