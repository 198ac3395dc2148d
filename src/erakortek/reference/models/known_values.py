"""The constraint that a field holds one of the values that are known."""

from django.db import models
from django.db.models import Q


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The constraint that ``field`` holds one of ``choices``; the database refuses the rest."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": choices.values}))
