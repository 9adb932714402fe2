"""The ruler itself: it finds what is lost, altered or stored twice, and accuses nobody wrongly."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from bench.crowd import Pace, address_of, each, percentile
from bench.entries import Entry, LedgerError, duplicates, read_ledger
from bench.ledger import main
from bench.visitor import LoopbackError, loopback_origin
from tests.bench.conftest import Serve


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def run(capsys: pytest.CaptureFixture[str], mode: str, url: str, file: Path, *more: str) -> tuple[int, dict[str, Any]]:
    status = main([mode, "--url", url, "--file", str(file), "--count", "26", "--retries", "0", *more])
    (line,) = capsys.readouterr().out.splitlines()
    return status, json.loads(line)


@pytest.mark.parametrize("faults", [{}, {"multipart": True}])
def test_every_report_sent_is_accepted_and_shows_the_same_fingerprint(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str], faults: dict[str, Any]
) -> None:
    app, url = serve(**faults)
    status, figures = run(capsys, "run", url, file)
    assert (status, figures["name"], figures["value"], figures["n"]) == (0, "ledger_run", 26, 26)
    assert figures["accepted"] == figures["opened"] == len(app.reports) == 26
    assert figures["refused"] == figures["failed"] == figures["wrong_fingerprint"] == figures["duplicates"] == 0
    assert figures["errors"] == []
    assert figures["p50_s"] <= figures["p95_s"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(set(app.addresses)) == 26
    assert app.origins == {url}


def test_the_quick_path_skips_questions_and_the_full_path_walks_all(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quick, url = serve()
    assert run(capsys, "run", url, file)[0] == 0
    assert quick.walked == {"what-happened", "in-danger-now", "sent"}
    full, url = serve()
    assert run(capsys, "run", url, file.with_suffix(".full"), "--path", "full")[0] == 0
    assert full.walked == quick.walked | {"when", "check-answers"}


def test_words_sent_again_as_the_page_shows_them_are_unchanged_and_a_swallowed_newline_is_found(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app, url = serve()
    assert run(capsys, "run", url, file, "--path", "change")[0] == 0
    assert app.hits["POST /report/what-happened/"] == 2 * 26
    _, url = serve(eats_newline=True)
    status, figures = run(capsys, "run", url, file.with_suffix(".eaten"), "--path", "change")
    assert (status, figures["wrong_fingerprint"]) == (1, 1)


def test_a_code_that_no_longer_opens_is_found(serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app, url = serve()
    assert run(capsys, "send", url, file)[0] == 0
    app.faults["forgets"] = {"0003", "0007"}
    status, figures = run(capsys, "prove", url, file)
    assert (status, figures["n"], figures["opened"], figures["failed"], figures["value"]) == (
        1,
        26,
        24,
        2,
        24,
    )
    assert figures["errors"] == [{"kind": "/follow-up/: the code did not open", "n": 2}]


def test_words_altered_by_one_blank_are_found(serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, url = serve(strips=True)
    status, figures = run(capsys, "run", url, file)
    assert status == 1
    assert figures["wrong_fingerprint"] == 4
    assert figures["value"] == 22


@pytest.mark.parametrize("trouble", ["silent", "unavailable"])
@pytest.mark.parametrize(
    "where", ["GET /", "POST /report/what-happened/", "POST /report/in-danger-now/", "GET /report/sent/"]
)
def test_an_answer_that_was_lost_is_asked_for_again_and_makes_no_second_report(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str], trouble: str, where: str
) -> None:
    app, url = serve(**{trouble: where, "times": 1})
    status, figures = run(capsys, "run", url, file, "--retries", "1")
    assert status == 0
    assert len(app.reports) == figures["accepted"] == 26
    assert sum(kind["n"] for kind in figures["tried_again"]) == 1


def test_without_patience_a_lost_answer_counts_as_refused_and_leaves_no_entry(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, url = serve(silent="POST /report/in-danger-now/", times=5)
    status, figures = run(capsys, "send", url, file)
    assert (status, figures["refused"], figures["accepted"], len(read_ledger(file))) == (1, 5, 21, 21)


def test_cut_and_reloaded_forms_make_no_second_report_where_the_token_is_honoured(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app, url = serve()
    status, figures = run(capsys, "run", url, file, "--cut", "0.5", "--reload", "1", "--retries", "1")
    assert (status, figures["doubled"], len(app.reports)) == (0, 0, 26)
    assert "answer thrown away" in {kind["kind"] for kind in figures["tried_again"]}
    assert app.hits["POST /report/in-danger-now/"] > 2 * 26


def test_a_form_that_makes_a_second_report_on_reload_is_found_and_both_codes_are_owed(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app, url = serve(stores_twice=True)
    status, figures = run(capsys, "run", url, file, "--reload", "1")
    assert (status, figures["doubled"], figures["entries"], len(app.reports)) == (1, 26, 52, 52)


def test_people_who_could_not_begin_before_the_deadline_are_counted(
    serve: Serve, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, url = serve()
    status, figures = run(capsys, "send", url, file, "--rate", "1", "--deadline", "0.5")
    assert status == 1
    assert figures["not_sent"] + figures["accepted"] == 26
    assert figures["not_sent"] >= 25


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "http://127.0.0.1.example.org/", "http://10.0.0.1:8000/", "https://127.0.0.1/",
        "http://127.0.0.1@example.org/", "http://0.0.0.0:8000/", "127.0.0.1:8000", "http://127.0.0.1:x/", "file:///etc/",
        "http://[::1", "",
    ],
)  # fmt: skip
def test_no_other_machine_is_ever_spoken_to(url: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LoopbackError):
        loopback_origin(url)
    assert main(["send", "--url", url, "--file", str(file)]) == 2
    assert capsys.readouterr().out == ""
    assert not file.exists()


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000/", "http://[::1]:8000/x"])
def test_this_machine_is_known_by_its_names(url: str) -> None:
    assert loopback_origin(url).endswith(":8000")


def test_an_unreadable_ledger_line_is_named_and_never_passed_over(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = json.dumps({"code": "A", "fingerprint": "f", "reference": "R", "bytes": 1, "at": "2020-01-01T00:00:00Z"})
    for bad in ('{"code": "B', "[]", '{"code": "B"}', ""):
        file.write_text(f"{good}\n{bad}\n")
        with pytest.raises(LedgerError, match="line 2"):
            read_ledger(file)
    assert main(["prove", "--url", "http://127.0.0.1:9", "--file", str(file)]) == 2
    assert "line 2" in capsys.readouterr().err


def test_an_empty_ledger_proves_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.touch()
    assert main(["prove", "--url", "http://127.0.0.1:9", "--file", str(file)]) == 2
    assert "nothing to prove" in capsys.readouterr().err


def test_a_ledger_that_cannot_be_written_stops_the_run(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app, url = serve()
    assert main(["send", "--url", url, "--file", str(tmp_path / "no" / "ledger")]) == 2
    assert app.reports == {}
    assert "No such file" in capsys.readouterr().err


def test_a_code_or_a_reference_seen_before_is_a_duplicate() -> None:
    made = [Entry(seen[0], "f", seen[1], 1, "") for seen in ("AX", "BY", "CX", "AZ", "DW")]
    assert duplicates(made) == 2


def test_no_two_people_share_an_address_nor_an_ipv6_network() -> None:
    addresses = [address_of(person, 7) for person in range(70_000)]
    networks = [address.rpartition("::")[0] or address for address in addresses]
    assert len(set(networks)) == 70_000
    assert set(addresses[:1000]).isdisjoint(address_of(person, 8) for person in range(1, 1000, 2))


def test_an_error_in_one_turn_reaches_the_caller() -> None:
    def turn(number: int, task: int) -> int:
        raise LedgerError("disk full")

    with pytest.raises(LedgerError):
        each([1, 2, 3], turn, Pace(), "x")


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    assert percentile([], 0.5) is None
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95.0
