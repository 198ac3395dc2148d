"""What is installed is locked with hashes, names no registry, and is declared once more nowhere."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements"


def declared(name):
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    return {line for line in lines if line and not line.startswith(("#", "-r"))}


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.glob("*.txt")), ids=lambda path: path.name)
def test_every_package_is_pinned_by_hash_and_no_address_is_recorded(path):
    text = path.read_text()

    packages = re.findall(
        r"^[a-z0-9._-]+(?:\[[\w,-]+\])?==.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"https?:|file:|--(?:extra-)?index|--find-links", text) == []


def test_pyproject_and_the_requirement_files_name_the_same_packages():
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert set(pyproject["project"]["dependencies"]) == declared("runtime")
    assert set(pyproject["dependency-groups"]["dev"]) == declared("dev")
