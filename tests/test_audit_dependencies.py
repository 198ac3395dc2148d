"""The dependency audit: a vulnerability fails, and silence is not called clean."""

import json

import pytest

from tests.audit_dependencies import judge

CLEAN = {"name": "django", "vulns": []}
VULNERABLE = {"name": "jinja2", "vulns": [{"id": "CVE-2024-40404"}]}
SILENT = {"name": "typst", "skip_reason": "Dependency not found on PyPI and could not be audited"}


def judged(*packages, errors=""):
    return judge(json.dumps({"dependencies": packages}), errors)


def test_packages_without_a_known_vulnerability_pass():
    outcome = judged(CLEAN)

    assert outcome.passes
    assert outcome.words == "1 paket diaudit; tidak ada kerentanan yang dikenal."


def test_a_vulnerability_fails_whatever_its_number_looks_like():
    assert judged(CLEAN, VULNERABLE).words == "Kerentanan yang dikenal:\njinja2: CVE-2024-40404"
    assert not judged(CLEAN, VULNERABLE, errors="requests.exceptions.ConnectionError").passes


def test_one_package_that_the_service_does_not_know_fails():
    assert not judged(CLEAN, SILENT).passes


def test_a_service_that_knows_none_of_them_is_no_clean_bill():
    outcome = judged(SILENT)

    assert outcome.passes
    assert outcome.words.startswith("TIDAK DIAUDIT:")


@pytest.mark.parametrize(
    ("errors", "passes"),
    [
        ("requests.exceptions.ConnectionError: Max retries exceeded", True),
        ("Could not connect to PyPI's vulnerability feed", True),
        ("hash mismatch: could not resolve django", False),
        ("", False),
    ],
)
def test_without_an_answer_only_an_unreachable_service_lets_the_build_go_on(errors, passes):
    assert judge("", errors).passes is passes
