"""Which results a list shows, as one typed query over both kinds: our own and imported ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from erakortek.hasil.enums import HasilAkhir
from erakortek.rakortek.enums import TingkatRakortek

EVERY_YEAR = "semua"
MAKRO = "makro"
NAMES = ("tahun", "tingkat", "daerah", "bidang", "indikator", "hasil", "kata")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for. ``daerah`` of a province means its kabupaten and kota, too."""

    tahun: str = ""
    tingkat: str = ""
    daerah: str = ""
    bidang: str = ""
    indikator: str = ""
    hasil: str = ""
    kata: str = ""

    def of_own(self) -> Q:
        """The condition on ``Target``."""
        return (
            self._year("rakortek__tahun")
            & self._chosen("rakortek__tingkat", self.tingkat, TingkatRakortek.values)
            & self._chosen("hasil", self.hasil, HasilAkhir.values)
            & self._daerah("daerah")
            & self._bidang("definisi__bidang")
            & self._exact("indikator__kode", self.indikator)
            & self._words(("definisi__kode", "definisi__nama"))
        )

    def of_imported(self) -> Q:
        """The condition on ``HasilImpor``."""
        return (
            self._year("tahun")
            & self._chosen("tingkat", self.tingkat, TingkatRakortek.values)
            & self._chosen("hasil", self.hasil, HasilAkhir.values)
            & self._daerah("wilayah")
            & self._bidang("bidang")
            & self._exact("indikator__kode", self.indikator)
            & self._words(("kode_asal", "nama_asal"))
        )

    def parameters(self, **changes: str) -> dict[str, str]:
        """The address of this filter with ``changes``, without what is empty."""
        words = {name: getattr(self, name) for name in NAMES}
        return {name: value for name, value in (words | changes).items() if value}

    def _year(self, field: str) -> Q:
        return Q(**{field: int(self.tahun)}) if self.tahun.isdecimal() else Q()

    def _chosen(self, field: str, value: str, known: list[str]) -> Q:
        """A word that nobody knows filters nothing away."""
        return Q(**{field: value}) if value in known else Q()

    def _exact(self, field: str, value: str) -> Q:
        return Q(**{field: value}) if value else Q()

    def _daerah(self, field: str) -> Q:
        if not self.daerah:
            return Q()
        return Q(**{f"{field}__kode": self.daerah}) | Q(**{f"{field}__induk__kode": self.daerah})

    def _bidang(self, field: str) -> Q:
        if self.bidang == MAKRO:
            return Q(**{f"{field}__isnull": True})
        return self._exact(f"{field}__kode", self.bidang)

    def _words(self, fields: tuple[str, ...]) -> Q:
        """Every word stands in the kode or in the name."""
        query = Q()
        for word in self.kata.split():
            here = Q()
            for field in fields:
                here |= Q(**{f"{field}__icontains": word})
            query &= here
        return query


def filter_of(query: Mapping[str, str]) -> Filter:
    """The filter an address names; a year of more than four digits is none."""
    words = {name: (query.get(name) or "").strip()[:200] for name in NAMES}
    tahun = words["tahun"]
    is_year = tahun.isascii() and tahun.isdecimal() and len(tahun) == len("2028")
    return Filter(**words | {"tahun": tahun if is_year or tahun == EVERY_YEAR else ""})
