"""Bringing a table to what a data file says: adds, changes, leaves alone, and counts each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Change:
    """What a load did to one table."""

    nama: str
    baru: int
    berubah: int
    sama: int

    def __str__(self) -> str:
        return f"{self.nama}: {self.baru} baru, {self.berubah} berubah, {self.sama} sama"


def upsert(
    nama: str,
    rows: Iterable[Row],
    *,
    key: Sequence[str],
    fields: Sequence[str],
    within: QuerySet[Row] | None = None,
) -> Change:
    """Store ``rows``: new ones by ``key`` are added, others changed in ``fields`` where they differ.

    They are compared with ``within``, by default with the whole table. Rows that the file no
    longer names stay: what was used is retired by a person, not by a load.
    """
    wanted = list(rows)
    if not wanted:
        return Change(nama, 0, 0, 0)
    manager = type(wanted[0])._default_manager  # noqa: SLF001 -- Django's documented Model API
    before_load = manager.all() if within is None else within
    have = {_values(row, key): row for row in before_load}
    new, changed = [], []
    for row in wanted:
        before = have.get(_values(row, key))
        if before is None:
            new.append(row)
        elif _values(before, fields) != _values(row, fields):
            row.pk = before.pk
            changed.append(row)
    if changed:  # first, so that what ends makes room for what begins
        manager.bulk_update(changed, list(fields), batch_size=500)
    manager.bulk_create(new, batch_size=2000)
    return Change(nama, len(new), len(changed), len(wanted) - len(new) - len(changed))


def ids_by_kode(model: type[Model]) -> dict[str, int]:
    """The ids of a table with official codes, by kode."""
    return dict(model._default_manager.values_list("kode", "pk"))  # noqa: SLF001 -- documented API


def _values(row: Model, fields: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, field) for field in fields)
