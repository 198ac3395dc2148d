"""Files that only we may read: generated passwords and keys."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Write ``path`` (0600) whole or not at all, even when we are killed meanwhile."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """What ``path`` holds; the first time it is made."""
    if not path.exists():
        write_private(path, make())
    return path.read_text()
