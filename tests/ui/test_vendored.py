import hashlib
import re
import tomllib
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "src/erakortek/ui/static/ui"
FILES = tomllib.loads((STATIC / "vendor/vendor.toml").read_text())["file"]


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["name"])
def test_a_vendored_file_is_the_one_that_was_taken(entry: dict[str, str]) -> None:
    content = (STATIC / entry["file"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["name"])
def test_an_entry_says_where_it_came_from_and_under_which_terms(entry: dict[str, str]) -> None:
    assert all(entry[key] for key in ("name", "version", "licence", "package", "change"))


def test_every_vendored_file_has_an_entry() -> None:
    served = {
        str(path.relative_to(STATIC))
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.is_file() and path.name not in {"LICENSE", "vendor.toml"}
    }

    assert served == {entry["file"] for entry in FILES}


def test_versions_are_those_the_files_name_themselves() -> None:
    version = {entry["name"]: entry["version"] for entry in FILES}
    bootstrap = (STATIC / "vendor/bootstrap/bootstrap.layer.css").read_text()
    htmx = (STATIC / "vendor/htmx/htmx.min.js").read_text()

    assert re.search(r"Bootstrap\s+v([\d.]+)", bootstrap)[1] == version["Bootstrap"]
    assert re.search(r'version:"([\d.]+)"', htmx)[1] == version["htmx"]
