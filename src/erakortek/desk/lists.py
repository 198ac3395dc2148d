"""The list of sessions: its filter, its counts, its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from erakortek.audit import context
from erakortek.desk.enums import JenisDesk, StatusSidang
from erakortek.desk.models import Sidang
from erakortek.desk.selectors import with_progress


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """What the address asks for."""

    status: str = ""
    cari: str = ""

    def apply(self, sidang: QuerySet[Sidang]) -> QuerySet[Sidang]:
        """Sessions whose desk or daerah is named so."""
        if not self.cari:
            return sidang
        word = self.cari
        return sidang.filter(
            Q(desk__nama__icontains=word) | Q(daerah__nama__icontains=word) | Q(desk__kode=word)
        )

    def chosen(self, sidang: QuerySet[Sidang]) -> QuerySet[Sidang]:
        """Sessions of the chip that was chosen."""
        return sidang.filter(status=self.status) if self.status in StatusSidang.values else sidang

    def parameters(self, **changes: str) -> dict[str, str]:
        """The address of this filter with ``changes``, without what is empty."""
        words = {"status": self.status, "cari": self.cari} | changes
        return {name: value for name, value in words.items() if value}


def filter_of(query: Mapping[str, str]) -> SessionFilter:
    """The filter an address names."""
    return SessionFilter(query.get("status", "")[:20], query.get("cari", "").strip()[:100])


def session_counts(sidang: QuerySet[Sidang]) -> dict[str, int]:
    """How many sessions stand where, and "semua". One query."""
    counts = {
        status.value: Count("pk", filter=Q(status=status), distinct=True) for status in StatusSidang
    }
    return sidang.order_by().aggregate(semua=Count("pk", distinct=True), **counts)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session with how many of its rows are decided; None where rows are not fixed."""

    sidang: Sidang
    status: StatusSidang
    jumlah: int | None
    diputuskan: int | None


def session_rows(page: Iterable[Sidang]) -> list[SessionRow]:
    """The sessions of one page with their progress. One query."""
    return _rows([sidang.pk for sidang in page])


@context.as_system()
def _rows(ids: Sequence[int]) -> list[SessionRow]:
    """Every row of a session counts, whoever reads its progress."""
    sidang = with_progress(
        Sidang.objects.filter(pk__in=ids)
        .select_related("desk", "daerah")
        .order_by("desk__kode", "daerah__kode")
    )
    return [_row(one) for one in sidang]


def _row(sidang: Sidang) -> SessionRow:
    status = StatusSidang(sidang.status)
    match sidang.desk.jenis:
        case JenisDesk.URUSAN:
            return SessionRow(sidang, status, sidang.jumlah, sidang.diputuskan)  # type: ignore[attr-defined]
        case JenisDesk.KEWILAYAHAN:
            return SessionRow(sidang, status, sidang.jumlah_makro, sidang.diputuskan_makro)  # type: ignore[attr-defined]
        case _:
            return SessionRow(sidang, status, None, None)
