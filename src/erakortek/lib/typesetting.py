"""From plain content to PDF/A-2a and PDF/UA-1: typst, its fonts, and what they can display.

The same content gives the same bytes for the same ``toolchain_facts``: no font of the machine is used,
no clock is read, no network is asked. Characters that no font of ours has would end up as empty
boxes, which the standards forbid, so they are printed by their code and do not fail the document.
"""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from erakortek.lib.hashing import canonical_json

if TYPE_CHECKING:
    from typst import PDFStandard  # exists only in the type stubs of typst

FONTS = Path(__file__).parent / "fonts"
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]

# Text behind the first two, which are set in the template, for signs such as ≥ and →. They come
# inside typst itself, so its version names them.
FALLBACK_FONTS = ("Libertinus Serif", "New Computer Modern Math", "DejaVu Sans Mono")

_ORDINARY = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100)])) | {
    *"–—‘’“”…•−",
    "\n",
}
_LONGEST_WORD = 28
_LONG_WORD = re.compile(rf"[^\s/\u200b-]{{{_LONGEST_WORD},}}")
_ZERO_WIDTH_SPACE = "\u200b"
_PROBE = b"""
#set document(title: "-", date: datetime(year: 2000, month: 1, day: 1))
#set text(lang: "id", font: ("Source Serif 4", ..json(bytes(sys.inputs.huruf_cadangan))))
#sys.inputs.isi
"""


def typeset(
    template: Path, content: Mapping[str, Any], *, drawings: Mapping[str, str] | None = None
) -> bytes:
    """The PDF of ``content``, whose shape is that of ``template``, a typst file.

    ``content`` reaches the template as JSON, so nothing in it can be read as markup; ``drawings``
    are SVG by the name that the template knows.
    """
    compiler = typst.Compiler(
        input=template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={
            "isi": canonical_json(printable(content)),
            "huruf_cadangan": canonical_json(FALLBACK_FONTS),
            **(drawings or {}),
        },
    )
    pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS)
    if not isinstance(pdf, bytes):
        msg = f"typst gave {type(pdf).__name__} instead of one PDF"
        raise TypeError(msg)
    return pdf


@lru_cache(maxsize=8)
def toolchain_facts(template: Path) -> dict[str, Any]:
    """What the bytes depend on besides the content: typst, the template, the fonts (SHA-256)."""
    return {
        "typst": version("typst"),
        "segno": version("segno"),
        "template_sha256": hashlib.sha256(template.read_bytes()).hexdigest(),
        "fonts": {font["file"]: font["sha256"] for font in font_manifest()},
    }


def font_manifest() -> list[dict[str, str]]:
    """The vendored fonts: file, family, version, licence, source and SHA-256 of each."""
    manifest = tomllib.loads((FONTS / "fonts.toml").read_text(encoding="utf-8"))
    return list(manifest["font"])


def printable(content: Any) -> Any:
    """``content`` with every text in it fit for our fonts."""
    if isinstance(content, str):
        return printable_text(content)
    if isinstance(content, Mapping):
        return {key: printable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [printable(value) for value in content]
    return content


def printable_text(text: str) -> str:
    """``text`` that typst can set: composed, without invisible controls, long words breakable.

    Direction controls are dropped, since they could make a signed line read differently.
    """
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    shown = "".join(map(_printable_character, composed))
    return _LONG_WORD.sub(_breakable, shown)


def _printable_character(character: str) -> str:
    if character in _ORDINARY:
        return character
    if unicodedata.category(character) == "Cf":
        return ""
    return character if _is_displayable(character) else f"[U+{ord(character):04X}]"


def _breakable(word: re.Match[str]) -> str:
    """A word that may be broken anywhere, because it would not fit into a column otherwise."""
    return _ZERO_WIDTH_SPACE.join(word[0])


@lru_cache(maxsize=4096)
def _is_displayable(character: str) -> bool:
    """Whether our fonts have ``character``: asked of typst itself, about a millisecond once."""
    compiler = typst.Compiler(
        input=_PROBE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"isi": character, "huruf_cadangan": canonical_json(FALLBACK_FONTS)},
    )
    try:
        compiler.compile(format="pdf", pdf_standards=STANDARDS)
    except typst.TypstError:
        return False
    return True


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)]
    )
