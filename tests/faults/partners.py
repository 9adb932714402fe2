"""Row 27: the partner API under fuzzing, against the real web process with its own database role."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.figures import Figures
from tests.faults.world import World

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
NEW_KEY = """
from django.utils import timezone
from reporting.domain.partners import issue_key
from reporting.models import Partner
partner, _ = Partner.objects.get_or_create(name="fuzz", defaults={"agreed_on": timezone.localdate()})
print("key", issue_key(partner.pk, label="fuzz", per_minute=100_000, per_day=10_000_000, by="faults", now=timezone.now()))
"""


def api_fuzzed(world: World, *, examples: int) -> Figures:
    """Every call, with what its description allows and what it does not. No answer may be a fault of ours."""
    made = world.product.manage("shell", stdin=NEW_KEY)
    key = next(line.split()[1] for line in made.stdout.splitlines() if line.startswith("key "))
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            sys.executable, "-m", "schemathesis.cli", "run", f"{world.product.public_url}/api/v1/openapi.json",
            "--header", f"Authorization: Bearer {key}", "--checks", CHECKS, "--max-examples", str(examples),
            "--seed", str(world.seed), "--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--no-color",
            "--suppress-health-check", "all", "--report-ndjson-path", str(report),
        ]  # fmt: skip
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1800, check=False)
        asked, faults = _counted(report)
    broken = [f"{faults} answers were faults of ours"] if faults else []
    if done.returncode:
        broken.append("an answer was not as described: " + " ".join(done.stdout.split())[-400:])
    if asked < examples:
        broken.append(f"only {asked} requests were sent")
    return Figures("fault_27_api_fuzzed", faults, "server errors", asked, broken, {"examples_a_call": examples})


def _counted(report: Path) -> tuple[int, int]:
    """Requests sent, and how many of them were answered with 500 or above."""
    asked = faults = 0

    def look(value: object) -> None:
        nonlocal asked, faults
        if isinstance(value, dict):
            status = value.get("status_code")
            if isinstance(status, int):
                asked += 1
                faults += status >= 500
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    if report.exists():
        for line in report.read_text().splitlines():
            look(json.loads(line))
    return asked, faults
