"""Dependencies: a bill of materials, and no version with a known vulnerability where advisories can be reached."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data.model.settings import ROOT

pytestmark = pytest.mark.slow
PINS = ROOT / "requirements.txt"
BILL = ROOT / "tests" / "artefacts" / "sbom.cdx.json"


def _run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name(name)), *arguments], capture_output=True, text=True, timeout=300, check=False
    )


def test_the_bill_of_materials_names_every_pin_with_its_digests() -> None:
    """CycloneDX 1.6, written beside the other results of a test run."""
    BILL.parent.mkdir(parents=True, exist_ok=True)
    done = _run("cyclonedx-py", "requirements", str(PINS), "--sv", "1.6", "--output-reproducible", "-o", str(BILL))
    assert done.returncode == 0, done.stderr
    listed = {(one["name"].lower(), one["version"]): one for one in json.loads(BILL.read_text())["components"]}
    pins = re.findall(r"^([a-z0-9][\w.-]*)(?:\[[^]]*\])?==([^\s;\\]+)", PINS.read_text(), re.M)
    assert len(pins) > 80
    assert {(name.lower(), version) for name, version in pins} == set(listed)
    for (name, version), one in listed.items():
        assert one["purl"] == f"pkg:pypi/{name}@{version}"
        assert "SHA-256" in json.dumps(one), name


def test_no_pinned_version_has_a_known_hole() -> None:
    """Asks the advisories of the package index. Where the index has none to give, as offline, nothing can be said."""
    done = _run("pip-audit", "-r", str(PINS), "--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json")
    if not done.stdout.startswith("{"):
        pytest.skip(f"advisories are out of reach: {done.stderr.strip().splitlines()[-1:]}")
    found = json.loads(done.stdout)["dependencies"]
    audited = [one for one in found if "skip_reason" not in one]
    if not audited:
        pytest.skip("the package index gives no advisories here")
    holes = {f"{one['name']} {one['version']}": [hole["id"] for hole in one["vulns"]] for one in audited if one["vulns"]}
    assert holes == {}
