"""The ruler on the product itself: what is sent through the public form comes back unchanged."""

import json
from pathlib import Path

import pytest

from bench.ledger import main
from tests.product import Product


@pytest.mark.slow
@pytest.mark.parametrize("path", ["quick", "full", "change"])
def test_each_report_is_accepted_once_and_its_code_shows_the_words_that_were_sent(
    product: Product, path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ledger.jsonl"
    options = ["--count", "10", "--path", path, "--cut", "0.3", "--reload", "0.3", "--retries", "2"]
    status = main(["run", "--url", product.public_url, "--file", str(file), *options])
    figures = json.loads(capsys.readouterr().out)
    assert (status, figures["value"], figures["errors"], figures["prove_errors"]) == (0, 10, [], [])
