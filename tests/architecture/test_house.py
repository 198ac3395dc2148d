"""What the house promises, held against its own files."""

import ast
import importlib
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import TextChoices

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/erakortek"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
WRITES = re.compile(
    r"\.objects\.(create|bulk_create|bulk_update|update_or_create|get_or_create|update)\(|\.save\(|\.delete\("
)
READS_ONLY = (
    "views",
    "selectors",
    "permissions",
    "api",
    "forms",
    "pages",
    "rows",
    "rooms",
    "lists",
)


def name_of(path):
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_script_style_or_handler_of_its_own(path):
    text = path.read_text()

    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "<style" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_what_is_wrong_in_a_form_is_said_by_us_and_not_by_the_browser_in_its_language(path):
    forms = re.findall(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", path.read_text())
    posted = [one for one in forms if 'method="post"' in one or "hx-post" in one]

    assert [one for one in posted if " novalidate" not in one] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_knows_no_role_and_no_status_code(path):
    quoted = set(re.findall(r"""["']([A-Z][A-Z_]{2,})["']""", path.read_text()))

    assert quoted & codes_of_every_enum() == set()


@cache
def codes_of_every_enum():
    """Every value that a role, a status, a kind or a stage can have."""
    modules = [
        importlib.import_module(f"erakortek.{path.parent.name}.enums")
        for path in SOURCE.glob("*/enums.py")
    ]
    return {
        code
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, TextChoices)
        for code in kind.values
    }


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem in READS_ONLY], ids=name_of)
def test_only_services_write(path):
    lines = [line for line in path.read_text().splitlines() if WRITES.search(line)]

    assert lines == []


def test_targets_and_versions_are_written_in_one_room():
    writers = {
        name_of(path).split("/")[0]
        for path in MODULES
        if re.search(
            r"\b(TargetVersion|AcuanVersion|Target)\.objects\.(?:\w+\([^)]*\)\s*\.)*(create|bulk|update)",
            path.read_text(),
        )
        or re.search(r"\b(TargetVersion|AcuanVersion)\(\s*$", path.read_text(), re.MULTILINE)
    }

    assert writers <= {"target"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_too_long_and_none_is_named_for_its_kind(path):
    assert len(path.read_text().splitlines()) <= 400
    assert path.stem not in {"utils", "helpers", "common", "misc", "util", "helper"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_is_longer_than_60_lines(path):
    long = [
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 60
    ]

    assert long == []


@pytest.mark.parametrize(
    "path",
    [one for one in MODULES if one.stem == "views" or one.parent.name == "views"],
    ids=name_of,
)
def test_no_view_is_longer_than_25_lines(path):
    long = [
        node.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 25
    ]

    assert long == []


def test_every_word_of_the_models_is_in_the_glossary():
    glossary = tomllib.loads((ROOT / "docs/glossary.toml").read_text())
    known = {row["kata"] for row in glossary["term"]}
    ours = [config for config in apps.get_app_configs() if config.name.startswith("erakortek.")]
    words = {
        word
        for config in ours
        for model in config.get_models()
        for word in (model.__name__, *(field.name for field in model._meta.fields))
    } - {"id", "password", "last_login"}

    assert words - known == set()


def test_no_word_to_avoid_is_used():
    glossary = tomllib.loads((ROOT / "docs/glossary.toml").read_text())
    avoided = {word for row in glossary["term"] for word in row.get("hindari", [])}
    names = {
        node.id if isinstance(node, ast.Name) else node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name | ast.ClassDef | ast.FunctionDef)
    }

    assert {name for name in names if name.lower() in avoided} == set()


def test_no_page_of_ours_or_of_allauth_comes_from_the_django_engine():
    from django.template import engines
    from django.template.exceptions import TemplateDoesNotExist

    for name in ("account/login.html", "account/logout.html"):
        assert engines["jinja2"].get_template(name)
    with pytest.raises(TemplateDoesNotExist):
        engines["jinja2"].get_template("account/signup.html")


def test_nothing_names_a_registry_or_a_folder_of_a_machine():
    files = [
        path
        for pattern in ("*.md", "*.toml", "*.txt", "Makefile", "src/**/*.py", "docs/**/*.md")
        for path in ROOT.glob(pattern)
        if ".venv" not in path.parts
    ]
    found = [
        str(path)
        for path in files
        if re.search(
            r"https?://(?!127\.0\.0\.1|localhost|\{)[\w.]*(pypi|npmjs|debian)\.|/root/|/work/",
            path.read_text(),
        )
    ]

    assert found == []


# Not the end of a form: a paper's code that was typed leads to its page.
LEADS_ON = {"berita_acara/views.py": 1}


def test_a_page_that_follows_a_form_says_what_was_done():
    """``done`` redirects with a sentence; a view that redirects in silence leaves people to guess.

    An upload leads to the page of its reading, which says it.
    """
    views = [*SOURCE.glob("*/views.py"), *SOURCE.glob("*/views/*.py")]
    silent = {name_of(path): path.read_text().count(" redirect(") for path in views}

    found = {name: count for name, count in silent.items() if count}
    assert {name: one for name, one in found.items() if name != "intake/views.py"} == LEADS_ON
