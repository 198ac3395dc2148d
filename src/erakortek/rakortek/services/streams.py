"""The audit chain of what concerns a Rakortek as a whole."""

from erakortek.rakortek.models import Rakortek


def stream_of(rakortek: Rakortek) -> str:
    """The audit chain of what concerns a Rakortek as a whole."""
    return f"rakortek:{rakortek.kunci}"
