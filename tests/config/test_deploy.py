"""How an installation starts the public's process: not before people can read what happens with what they say."""

import os
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from config.instance import ROOT, environment_for
from tests.product import Product, clean_environment, free_ports

pytestmark = pytest.mark.skipif(not (ROOT / ".venv").is_dir(), reason="an installation has its Python in .venv")
START = str(ROOT / "deploy" / "start")


def environment(product: Product, **more: str) -> dict[str, str]:
    folder = Path(product.folder)
    given = environment_for("public", "public", outer=clean_environment(), instance=product.instance, folder=folder)
    return given | {"PATH": os.environ["PATH"], "WEB_WORKERS": "1"} | more


def test_the_public_is_not_let_in_before_the_operator_has_spoken(product: Product) -> None:
    done = subprocess.run(
        [START, "public"], env=environment(product), cwd="/", capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 78, done.stderr
    assert "The operator has not said on the public pages" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_away_keeps_no_form_closed(product: Product) -> None:
    port, nowhere = free_ports()
    away = environment(product, BIND=f"127.0.0.1:{port}", DATABASE_URL=f"postgresql://x:y@127.0.0.1:{nowhere}/x")
    started = subprocess.Popen([START, "public"], env=away, cwd="/", stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 120
        while True:
            assert started.poll() is None, started.stderr and started.stderr.read()
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert time.monotonic() < until, "nothing listens"
            time.sleep(0.2)
    finally:
        started.terminate()
        started.wait(60)
