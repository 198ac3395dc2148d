import re
from pathlib import Path

import pytest

from erakortek.ui.tones import Tone

STATIC = Path(__file__).parents[2] / "src/erakortek/ui/static/ui"
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
MOST_LINES = 200


def name_of(path: Path) -> str:
    return path.name


def declarations(css: str, selector: str) -> list[str]:
    block = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", css)
    assert block, f"{selector} is missing"
    return [line.strip() for line in block[1].splitlines() if line.strip()]


def test_dark_by_system_equals_dark_by_choice() -> None:
    css = (STATIC / "css/tokens.css").read_text()

    by_system = declarations(css, ':root:not([data-bs-theme="light"])')
    by_choice = declarations(css, ':root[data-bs-theme="dark"]')

    assert by_system == by_choice


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_a_style_sheet_imports_nothing(path: Path) -> None:
    assert "@import" not in path.read_text()


@pytest.mark.parametrize("path", STYLES + SCRIPTS, ids=name_of)
def test_nothing_is_fetched_from_another_host(path: Path) -> None:
    text = path.read_text().replace(SVG_NAMESPACE, "")

    assert not re.search(r"https?://", text)


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_files_a_style_sheet_names_exist(path: Path) -> None:
    named = re.findall(r'url\("([^"#:]+)"\)', path.read_text())

    assert [name for name in named if not (path.parent / name).resolve().is_file()] == []


@pytest.mark.parametrize("tone", list(Tone))
def test_a_tone_has_chip_mark_and_icon(tone: Tone) -> None:
    css = (STATIC / "css/app.css").read_text()

    assert re.search(rf"\.ek-status--{tone}\s*\{{", css)
    assert re.search(rf"\.m-{tone}\s*\{{", css)
    assert f'id="i-{tone}"' in (STATIC / "icons.svg").read_text()


def test_colours_are_decided_in_the_tokens_alone() -> None:
    css = (STATIC / "css/app.css").read_text()

    assert re.findall(r":[^;{}]*#[0-9A-Fa-f]{3,8}\b[^;{}]*;", css) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_is_short_and_evaluates_no_text(path: Path) -> None:
    text = path.read_text()

    assert len(text.splitlines()) < MOST_LINES
    assert not re.search(r"\beval\(|\bnew Function\(|\bon[a-z]+\s*=\s*[\"']", text)
