"""Which way the arrows run: imports read from the source, held against the layers of docs/architecture.md."""

import ast
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("reporting", "cases")
ENGINE = "cases.engine"

LAYERS = {
    "reporting.enums": 0, "reporting.questions": 0, "reporting.taxonomy": 0, "reporting.danger": 0,
    "reporting.languages": 0, "reporting.places": 0, "reporting.equality": 0,
    "reporting.media": 0, "cases.copying": 0,
    "cases.enums": 0, "cases.engine": 0, "cases.demo": 4,
    "reporting.traces": 0, "reporting.apps": 0, "cases.apps": 0, "reporting": 0, "cases": 0,
    "reporting.models": 1, "cases.models": 1, "cases.grants": 1,
    "reporting.queries": 2, "cases.queries": 2, "cases.permissions": 2,
    "reporting.domain": 3, "cases.domain": 3,
    "reporting.journey": 4, "reporting.views": 4, "reporting.middleware": 4, "reporting.tasks": 4, "reporting.urls": 4,
    "reporting.management": 4, "reporting.checks": 4, "reporting.templatetags": 4, "reporting.api": 4,
    "cases.desk": 4, "cases.admin": 4, "cases.tasks": 4, "cases.urls": 4, "cases.management": 4, "cases.templatetags": 4,
    "cases.papers": 4,
    "reporting.migrations": 4, "cases.migrations": 4,
}  # fmt: skip
EDGES_MAY = {  # which edge may import which other one
    "reporting.urls": {"reporting.api", "reporting.views"},
    "reporting.views": {"reporting.journey"},
    "reporting.api": {"reporting.journey"},
    "reporting.templatetags": {"reporting.journey"},
    "reporting.middleware": {"reporting.views"},
    "cases.urls": {"cases.desk"},
    "cases.templatetags": {"cases.desk"},
    "cases.desk": {"reporting.journey", "reporting.views", "cases.papers"},
    "cases.admin": {"cases.desk", "reporting.views"},
    "cases.management": {"reporting.journey", "cases.demo", "cases.tasks", "cases.papers"},
    "cases.demo": {"cases.tasks"},
}
CASES_MAY = {
    "enums", "languages", "taxonomy", "media", "danger", "questions", "places", "equality", "models", "queries", "domain",
    "journey",
}  # fmt: skip
SHARED_EDGES = {"reporting.views.failures"}  # pages for what went wrong look the same on both surfaces


def modules() -> dict[str, Path]:
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[dotted.removesuffix(".__init__")] = path
    return found


MODULES = modules()


def imports_of(path: Path) -> set[str]:
    """Modules of ours that a file imports, `from package import module` resolved to the module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in inner}
    return {name for name in found if name.split(".")[0] in (*APPS, "config")}


IMPORTS = {name: imports_of(path) for name, path in MODULES.items()}
ARROWS = [(source, target) for source, targets in IMPORTS.items() for target in sorted(targets)]


def room(module: str) -> str:
    """The part of the house a module stands in: its first two names."""
    return ".".join(module.split(".")[:2])


def test_every_module_has_its_layer() -> None:
    assert {room(name) for name in MODULES} - set(LAYERS) == set()


def test_reporting_never_imports_cases() -> None:
    assert [(a, b) for a, b in ARROWS if a.startswith("reporting") and b.split(".")[0] == "cases"] == []


def test_nothing_imports_config() -> None:
    assert [(a, b) for a, b in ARROWS if b.split(".")[0] == "config"] == []


def test_cases_uses_only_the_open_parts_of_reporting() -> None:
    used = [(a, b) for a, b in ARROWS if a.startswith("cases") and b.startswith("reporting.") and b not in SHARED_EDGES]
    assert [(a, b) for a, b in used if b.split(".")[1] not in CASES_MAY] == []


def test_arrows_run_down() -> None:
    up = [(a, b) for a, b in ARROWS if b in MODULES and LAYERS[room(a)] < LAYERS[room(b)]]
    assert up == []


def test_edges_do_not_import_each_other() -> None:
    across = [
        (a, b)
        for a, b in ARROWS
        if LAYERS[room(a)] == 4
        and LAYERS.get(room(b)) == 4
        and room(a) != room(b)
        and room(b) not in EDGES_MAY.get(room(a), set())
    ]
    assert across == []


def test_admin_takes_only_presenters_and_the_reading_log_from_the_desk() -> None:
    taken = {b for a, b in ARROWS if room(a) == "cases.admin" and room(b) == "cases.desk"}
    assert {one for one in taken if not one.startswith(("cases.desk.presenters", "cases.desk.consultation"))} == set()


def test_no_cycles() -> None:
    state: dict[str, int] = defaultdict(int)
    cycle: list[str] = []

    def visit(module: str, path: list[str]) -> None:
        if state[module] == 1:
            cycle.extend([*path[path.index(module) :], module])
        if state[module] or cycle:
            return
        state[module] = 1
        for target in sorted(IMPORTS.get(module, ())):
            is_package_of = module.startswith(f"{target}.")  # a package that gathers its modules is no cycle with them
            if target in MODULES and target != module and not is_package_of:
                visit(target, [*path, module])
        state[module] = 2

    for module in sorted(MODULES):
        visit(module, [])
    assert cycle == []


def test_the_engine_is_pure() -> None:
    foreign = {
        (name, line)
        for name, path in MODULES.items()
        if name.startswith(ENGINE)
        for line in (alias for node in ast.walk(ast.parse(path.read_text())) for alias in _imported(node))
        if line.split(".")[0] in ("django", "celery", "psycopg2", "datetime", "time")
        and line not in ("time.perf_counter", "datetime.timedelta", "datetime.date")
    }
    assert foreign == set()
    clocks = {
        (name, node.attr)
        for name, path in MODULES.items()
        if name.startswith(ENGINE)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow")
    }
    assert clocks == set()


def test_domain_and_engine_have_no_clock() -> None:
    clocks = ("timezone.now(", "datetime.now(", "datetime.today(", "date.today(", "time.time(", "utcnow(")
    guilty = [
        name
        for name, path in MODULES.items()
        if (".domain" in name or name.startswith(ENGINE)) and any(clock in path.read_text() for clock in clocks)
    ]
    assert guilty == []


@pytest.mark.parametrize("surface", ["public"])
def test_the_public_surface_loads_no_case_and_resolves_no_desk(surface: str) -> None:
    program = """
import django, sys
django.setup()
from django.urls import get_resolver, resolve, Resolver404
import reporting.urls
get_resolver().url_patterns
for address in ("/desk/", "/desk/queue/", "/desk/log-in/", "/admin/"):
    try:
        resolve(address)
    except Resolver404:
        continue
    raise SystemExit(f"{address} resolves")
loaded = sorted(name for name in sys.modules if name.split(".")[0] == "cases")
raise SystemExit(f"loaded: {loaded}" if loaded else 0)
"""
    environment = {
        **os.environ,
        "HEARD_SURFACE": surface,
        "HEARD_ROLE": "public",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr.strip()) == (0, "")


def test_no_meta_ordering_and_no_signals() -> None:
    text = {name: path.read_text() for name, path in MODULES.items() if ".migrations" not in name}
    assert [name for name, source in text.items() if "    ordering = " in source and ".models" in name] == []
    assert [name for name, source in text.items() if "django.db.models.signals" in source] == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []
