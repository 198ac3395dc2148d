"""Typed events, delivered after commit: how a low room causes something in a high one.

The low room publishes a frozen dataclass; the high room subscribes in ``AppConfig.ready()``. A
subscriber runs after the transaction has committed, so it never sees, nor undoes, half a change.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

Event = TypeVar("Event")

_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Call ``handler`` with every ``kind`` that is published from now on, once per event."""
    if handler not in _subscribers[kind]:
        _subscribers[kind].append(handler)


def publish(event: object) -> None:
    """Hand ``event`` to its subscribers once the running transaction has committed."""
    for handler in _subscribers[type(event)]:
        transaction.on_commit(lambda handler=handler: handler(event))  # type: ignore[misc]
