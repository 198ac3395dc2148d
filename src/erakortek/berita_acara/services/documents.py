"""The PDF: rendered from the snapshot, stored once it is sah."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from erakortek.berita_acara.document import Approval, render_berita_acara, toolchain
from erakortek.berita_acara.enums import StatusBA, StatusPersetujuan
from erakortek.berita_acara.models import BeritaAcara, Dokumen
from erakortek.berita_acara.selectors import approvers_of, snapshot_of
from erakortek.lib import clock
from erakortek.lib.errors import DomainError
from erakortek.lib.hashing import sha256_hex


def preview(berita_acara: BeritaAcara) -> bytes:
    """The PDF as it stands: the snapshot with the approvals so far. A pure function of both."""
    approvals = [
        Approval(urutan=row.urutan, at=row.at, nama=row.nama, status=row.status)
        for row in approvers_of(berita_acara)
        if row.status == StatusPersetujuan.SETUJU and row.at
    ]
    return render_berita_acara(
        snapshot_of(berita_acara),
        sha256=berita_acara.sha256,
        approvals=approvals,
        verification_url=verification_url(berita_acara),
    )


def verification_url(berita_acara: BeritaAcara) -> str:
    """Where anyone with the paper checks it."""
    path = reverse("berita_acara:verifikasi", args=[berita_acara.kode])
    return f"{settings.PUBLIC_URL}{path}"


RENDER_TASK = "berita_acara.render_document"


def queue_document(berita_acara_id: int) -> None:
    """Let the worker render the final PDF; queued in the transaction that made it sah."""
    app.configure_task(RENDER_TASK, queue="dokumen").defer(berita_acara_id=berita_acara_id)


@transaction.atomic
def store_document(*, berita_acara_id: int) -> Dokumen:
    """Render and keep the PDF of a Berita Acara that is sah; the one that is there stays."""
    berita_acara = BeritaAcara.objects.select_for_update().get(pk=berita_acara_id)
    if berita_acara.status != StatusBA.SAH:
        message = f"{berita_acara} belum sah, jadi dokumen akhirnya belum ada."
        raise DomainError(message)
    existing = Dokumen.objects.filter(berita_acara=berita_acara, is_final=True).first()
    if existing:
        return existing
    pdf = preview(berita_acara)
    return Dokumen.objects.create(
        berita_acara=berita_acara,
        sha256=sha256_hex(pdf),
        isi=pdf,
        toolchain=toolchain(),
        is_final=True,
        created_at=clock.now(),
    )
