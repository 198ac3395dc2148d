"""What a leaver has left in the room of imports, which knows no penugasan: told and passed on."""

from collections.abc import Iterator

from erakortek.accounts.handover import OpenWork
from erakortek.accounts.models import Penugasan
from erakortek.intake import selectors, services
from erakortek.intake.services import Uploader
from erakortek.intake.sheets import find_sheet


def _uploads_of(penugasan: Penugasan) -> Iterator[str]:
    for batch in selectors.undecided_of(penugasan.pk):
        sheet = find_sheet(batch.lembar)
        yield (
            f"Unggahan “{batch.nama_berkas}” di lembar {sheet.judul if sheet else batch.lembar} belum "
            "diputuskan."
        )


def _pass_on(source: Penugasan, successor: Penugasan) -> None:
    to = Uploader(successor.user_id, successor.pk)
    services.pass_on(penugasan_id=source.pk, to=to)


UPLOADS = OpenWork(tell=_uploads_of, move=_pass_on)
