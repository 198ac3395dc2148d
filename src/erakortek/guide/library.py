"""The guides under ``guides/`` and the glossary under ``docs/``, read as they stand."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from markdown_it import MarkdownIt
from markupsafe import Markup

ROOT = Path(settings.PACKAGE).parent.parent
GUIDES = ROOT / "guides"
PICTURES = GUIDES / "gambar"
GLOSSARY = ROOT / "docs/glossary.toml"


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: its address, its title, and its text as HTML of our own Markdown."""

    slug: str
    title: str
    html: Markup


@cache
def guides() -> tuple[Guide, ...]:
    """Every guide, in the order of the file names."""
    return tuple(_read(path) for path in sorted(GUIDES.glob("*.md")))


def _read(path: Path) -> Guide:
    text = path.read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    # Our own files, reviewed like code; HTML inside them is switched off all the same.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    slug = path.stem.split("-", 1)[1]
    return Guide(slug, first.lstrip("# ").strip(), Markup(markdown.render(rest)))  # noqa: S704 -- our own files


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the glossary."""

    kata: str
    arti: str
    sumber: str


@cache
def terms() -> tuple[Term, ...]:
    """The glossary by word."""
    data = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))
    rows = [
        Term(row.get("istilah") or row["kata"], row["arti"], row.get("sumber", ""))
        for row in data["term"]
        if row.get("tampil", True)
    ]
    return tuple(sorted(rows, key=lambda term: term.kata.lower()))
