"""The state diagrams of ``docs/developer/states.md``, generated from the workflow tables."""

import os
from pathlib import Path

PATH = Path(__file__).parents[2] / "docs/developer/states.md"


def text() -> str:
    from tests.architecture.test_workflows import TABLES

    parts = [
        "# States\n\nGenerated from the `workflow.py` tables by `make diagrams`; do not edit.\n"
    ]
    for name, (table, start, _) in TABLES.items():
        lines = [f"    [*] --> {start.value}"]
        for (source, to), move in table.items():
            event = move if isinstance(move, str) else move.event
            lines.append(f"    {source.value} --> {to.value}: {event.split('.')[1]}")
        body = "\n".join(lines)
        parts.append(f"\n## {name}\n\n```mermaid\nstateDiagram-v2\n{body}\n```\n")
    return "".join(parts)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erakortek.settings")
    os.environ.setdefault("ERAKORTEK_DEMO", "1")
    import django

    django.setup()
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(text())
