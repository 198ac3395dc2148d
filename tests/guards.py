"""A pytest plugin: no test leaves this machine, and no browser test is quietly skipped."""

import socket
from ipaddress import ip_address

import pytest


@pytest.fixture(scope="session", autouse=True)
def _closed_sockets():
    """Only loopback and local sockets; everything else is an error of the test that tried."""
    original = socket.socket.connect

    def connect(self, address):
        if self.family != socket.AF_UNIX and not _is_here(address[0]):
            message = f"a test tried to reach {address[0]}"
            raise RuntimeError(message)
        return original(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


def _is_here(host):
    return host == "localhost" or ip_address(host).is_loopback


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.skipped and item.get_closest_marker("browser"):
        # A browser test that did not run proves nothing; green would be a lie.
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must not be skipped: {report.longrepr}"
    return report
