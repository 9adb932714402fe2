"""What a row of the fault suite measured: one JSON line, kept in `faults.jsonl` with seed and commit."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "faults.jsonl"


@dataclass(frozen=True)
class Figures:
    """`value` in `unit` over `n` tries. The row passed when no promise is `broken` and nothing was `slow`.

    `slow` names the promises of speed: they are judged where the row has the machine to itself, as under `make faults`,
    and not in the suite, where other tests keep both processors busy.
    """

    name: str
    value: float | None
    unit: str
    n: int
    broken: list[str]
    more: dict[str, object] = field(default_factory=dict)
    slow: list[str] = field(default_factory=list)

    def line(self, *, scale: str, seed: int, commit: str) -> dict[str, object]:
        """The JSON object."""
        head = {"name": self.name, "value": self.value, "unit": self.unit, "n": self.n}
        broken = self.broken + self.slow
        tail = {"pass": not broken, "broken": broken, "scale": scale, "seed": seed, "commit": commit}
        return head | self.more | tail


def keep(line: dict[str, object]) -> None:
    """Append it to `faults.jsonl`."""
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def passed_before(*, scale: str, seed: int, commit: str) -> set[str]:
    """Names of the rows that passed at this scale, with this seed, on this very commit."""
    wanted = {"pass": True, "scale": scale, "seed": seed, "commit": commit}
    return {str(line["name"]) for line in _kept() if wanted.items() <= line.items()}


def commit() -> str:
    """The commit under test, with a plus sign when the tree differs from it; `unknown` outside a repository."""
    head = _git("rev-parse", "--short=12", "HEAD")
    return (head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")) if head else "unknown"


def _git(*arguments: str) -> str:
    try:
        asked = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _kept() -> Iterator[dict[str, object]]:
    if KEPT.exists():
        for line in KEPT.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue  # cut short by a crash: that row simply runs again
