"""What every test stands on: a database with its two roles, closed sockets, no skipped browser."""

import socket
from ipaddress import ip_address

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

from tests.both_roles import as_owner, ensure_server, use_server


def pytest_configure(config):
    settings.SECRET_KEY = "only-for-tests"
    if getattr(config.option, "numprocesses", None):
        ensure_server()  # once, before the workers inherit the environment


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request):
    use_server()
    # Only now, because it derives the name of each worker's database from the settings.
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """Build the test database as owner, hand it over to the app role, drop it as owner."""
    with django_db_blocker.unblock():
        with as_owner():
            built = setup_databases(verbosity=0, interactive=False)
        yield
        with as_owner():
            teardown_databases(built, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner():
    """The app role may not TRUNCATE; who flushes after a transactional test is the owner."""
    original = TransactionTestCase._fixture_teardown

    def flush(case):
        with as_owner():
            original(case)
            with connection.cursor() as cursor:
                # Not Django's models, so Django's flush leaves them.
                cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def _closed_sockets():
    """Nothing leaves this machine: a connection to another one is an error of the test."""
    original = socket.socket.connect

    def connect(self, address):
        if self.family != socket.AF_UNIX and not ip_address(address[0]).is_loopback:
            message = f"a test tried to reach {address[0]}"
            raise RuntimeError(message)
        return original(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and item.get_closest_marker("browser"):
        # A browser test that did not run proves nothing; green would be a lie.
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must not be skipped: {report.longrepr}"
    return report
