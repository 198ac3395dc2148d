"""Ask the advisory service about every locked package, and never call silence a clean bill.

``python -m tests.audit_dependencies`` fails on a known vulnerability, and on a package about which
the service alone keeps silent. Where the service cannot be used at all (no network, or it knows
none of our packages) it says so and goes on: that says nothing about the packages.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass

LOCKED = "requirements/dev.txt"  # the runtime set is part of it
UNREACHABLE = re.compile(
    r"Could not connect to .* vulnerability feed"
    r"|requests\.exceptions\.(ConnectionError|Timeout|ReadTimeout|ProxyError|SSLError)"
    r"|pip_audit\._service\.interface\.(ServiceError|ConnectionError)"
)


@dataclass(frozen=True)
class Outcome:
    """Whether the audit lets the build go on, and what it has to say."""

    passes: bool
    words: str


def judge(output: str, errors: str) -> Outcome:
    """What pip-audit's JSON and its stderr mean."""
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        if UNREACHABLE.search(errors):
            return Outcome(
                passes=True, words="TIDAK DIAUDIT: layanan audit dependensi tidak terjangkau."
            )
        return Outcome(passes=False, words=f"Audit dependensi gagal:\n{errors}")
    known = [f"{p['name']}: {v['id']}" for p in packages for v in p.get("vulns", ())]
    if known:
        return Outcome(passes=False, words="Kerentanan yang dikenal:\n" + "\n".join(known))
    silent = [p["name"] for p in packages if "skip_reason" in p]
    if len(silent) == len(packages):
        words = (
            f"TIDAK DIAUDIT: layanan audit tidak mengenal satu pun dari {len(packages)} paket,"
            " jadi tidak diketahui apakah ada kerentanan."
        )
        return Outcome(passes=True, words=words)
    if silent:
        return Outcome(
            passes=False, words="Paket yang tidak dikenal layanan audit: " + ", ".join(silent)
        )
    return Outcome(
        passes=True, words=f"{len(packages)} paket diaudit; tidak ada kerentanan yang dikenal."
    )


def main() -> int:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--format", "json"),
            *("--disable-pip", "--require-hashes", "--requirement", LOCKED),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    outcome = judge(done.stdout, done.stderr)
    print(outcome.words)  # noqa: T201 -- a command
    return 0 if outcome.passes else 1


if __name__ == "__main__":
    sys.exit(main())
