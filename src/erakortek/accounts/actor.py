"""In whose name something is done: a user, under one penugasan, with its scope."""

from dataclasses import dataclass, field

from erakortek.accounts.enums import Role
from erakortek.lib.dates_id import Zona


@dataclass(frozen=True, slots=True)
class Actor:
    """Read once per request, so that a verdict per row costs no query.

    ``daerah_id`` is the wilayah of an office of a region and ``provinsi_id`` the province that
    wilayah lies in (itself for a province); both None for an office of the centre. ``bidang_ids``
    are the bidang urusan the penugasan reaches: those of the PD, of the K/L, or of the penugasan
    itself where it names some. ``pengampu_of`` are the ids of the indikator the instansi is in
    charge of today. ``zona`` is the zone in which this person reads a deadline. ``is_narrowed``
    tells that the penugasan itself names the bidang urusan it reaches.
    """

    user_id: int
    penugasan_id: int
    role: Role
    instansi_id: int
    instansi_nama: str
    nama: str
    daerah_id: int | None = None
    provinsi_id: int | None = None
    bidang_ids: frozenset[int] = field(default_factory=frozenset)
    pengampu_of: frozenset[int] = field(default_factory=frozenset)
    is_narrowed: bool = False
    zona: Zona = Zona.WIB

    @property
    def is_superadmin(self) -> bool:
        """Whether this penugasan keeps the master data of everybody."""
        return self.role == Role.SUPERADMIN

    def is_pengampu_of(self, indikator_id: int) -> bool:
        return indikator_id in self.pengampu_of

    def serves(self, bidang_id: int | None) -> bool:
        """Whether the penugasan reaches this bidang urusan; None (makro) is nobody's bidang."""
        return bidang_id in self.bidang_ids
