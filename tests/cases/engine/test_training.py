"""Training: what may be learnt from, that it is the same each time, and that no rare word gets in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cases.engine import train
from cases.engine.categorise import categorise
from cases.engine.evaluate import table
from cases.engine.model import Model, load_model
from cases.engine.training.build import NAME
from cases.engine.training.corpus import BadTrainingDataError, read_corpus, read_corrections, read_posts

RARE = "quixotopia"


def row(number: int, text: str, strands: list[str]) -> dict[str, Any]:
    return {"id": number, "text": text, "strands": strands, "kinds": ["verbal_abuse"] if strands else []}


def small_corpus(folder: Path) -> Path:
    """Three voices that learn and one that measures; one word stands in four texts only."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    voices = []
    for voice in range(4):
        rows = []
        for number in range(12):
            rare = f" near {RARE}" if voice == 0 and number < 4 else ""
            rows.append(row(2 * number, f"Number {number}: he called me a paki at stop {number}{rare}.", ["race"]))
            rows.append(row(2 * number + 1, f"Number {number}: I lost my umbrella at stop {number}.", []))
        (corpus / f"v{voice}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
        split = "test" if voice == 3 else "train"
        voices.append(f'[v{voice}]\nsplit = "{split}"\nform = "account"\nlanguage = "en"\nregister = "plain"\n')
    (corpus / "voices.toml").write_text("\n".join(voices), encoding="utf-8")
    return corpus


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = small_corpus(tmp_path)
    monkeypatch.setattr(train, "CORPUS", folder)
    return folder


def trained(out: Path, *arguments: str) -> Model:
    assert train.main(["--out", str(out), *arguments]) == 0
    return load_model(out)


def test_training_twice_gives_the_same_bytes_and_a_model_that_has_learnt(corpus: Path, tmp_path: Path) -> None:
    model = trained(tmp_path / "a.npz")
    trained(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    found = categorise("He called me a paki at stop 99.", model=model)
    assert [one.key for one in found.strands] == ["race"]
    assert model.inputs["corpus"]["texts"] == 96
    assert model.header["learnt_from"] == 72


def test_a_word_of_fewer_than_five_texts_never_enters(corpus: Path, tmp_path: Path) -> None:
    assert RARE not in trained(tmp_path / "a.npz").rows
    more = tmp_path / "corrections.jsonl"
    said = {
        "id": "c-1",
        "text": f"At {RARE} he called me a paki.",
        "strands": ["race"],
        "kinds": [],
        "voice": "c",
        "language": "en",
    }
    more.write_text(json.dumps(said) + "\n", encoding="utf-8")
    model = trained(tmp_path / "b.npz", "--with-corrections", str(more))
    assert RARE in model.rows  # the fifth
    assert model.inputs["corrections"]["texts"] == 1
    assert len(model.inputs["corrections"]["sha256"]) == 64


def test_posts_join_under_a_checksum_and_unknown_strands_stay_unknown(corpus: Path, tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    said = {"id": 1, "text": "those people again", "source": "s", "known_strands": ["race"], "strands": ["race"]}
    posts.write_text(json.dumps(said) + "\n", encoding="utf-8")
    [text] = read_posts(posts)
    assert text.known_strands == {"race"}
    assert trained(tmp_path / "a.npz", "--posts", str(posts)).inputs["posts"]["file"] == "posts.jsonl"


def test_a_model_is_measured_on_the_voices_that_it_has_not_heard(corpus: Path, tmp_path: Path) -> None:
    texts = [text for text in read_corpus(corpus) if text.split == "test"]
    assert {text.voice for text in texts} == {"v3"}
    lines = list(table(trained(tmp_path / "a.npz"), texts))
    assert lines[0].startswith(f"Model {NAME}.")
    [line] = [line for line in lines if line.startswith("| voice v3 ")]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[1] == "24"
    assert float(cells[2]) > 0.9
    assert cells[4] == "0 of 12"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{bad", "line 2: not a line of JSON."),
        ('{"id": 1}', 'line 2: not an object with a "text".'),
        ('{"id": 1, "text": "x", "strands": ["green"], "kinds": []}', "line 2: green is no key of the taxonomy."),
    ],
)
def test_what_cannot_be_learnt_from_is_named(
    corpus: Path, tmp_path: Path, line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = corpus / "v0.jsonl"
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n" + line + "\n", encoding="utf-8")
    assert train.main(["--out", str(tmp_path / "none.npz")]) == 2
    assert capsys.readouterr().err == f"Cannot train: v0.jsonl, {said}\n"
    assert not (tmp_path / "none.npz").exists()


def test_corrections_without_their_fields_are_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text('{"id": 1, "text": "x"}\n', encoding="utf-8")
    with pytest.raises(BadTrainingDataError, match=r"c\.jsonl, line 1: "):
        read_corrections(file)


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("/proc/nope/x.npz", "/proc/nope/x.npz cannot be written: No such file or directory."),
        ("/proc", "/proc is a folder: name a file."),
        ("model.sha256", "model.sha256 is no name for a model file: let it end with .npz."),
    ],
)
def test_where_it_cannot_be_written_is_said_before_the_work(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str, said: str
) -> None:
    monkeypatch.setattr(train, "read_inputs", lambda *_: pytest.fail("the work has begun"))
    assert train.main(["--out", out]) == 2
    assert capsys.readouterr().err == f"Cannot train: {said}\n"


def test_posts_that_are_cut_short_are_told_in_one_sentence(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posts = tmp_path / "posts.jsonl.gz"
    posts.write_bytes(gzip.compress(b'{"id": 1}' * 1000)[:-12])
    assert train.main(["--out", str(tmp_path / "a.npz"), "--posts", str(posts)]) == 2
    assert capsys.readouterr().err == ("Cannot train: posts.jsonl.gz is damaged or cut short: it cannot be unpacked.\n")


def test_a_training_that_breaks_off_leaves_the_model_that_was_there(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.npz"
    trained(out)
    before = out.read_bytes()

    def half_a_file(texts: object, inputs: object, path: Path, say: object) -> str:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("cases.engine.training.build.build", half_a_file)
    with pytest.raises(KeyboardInterrupt):
        train.main(["--out", str(out)])
    assert out.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"a.npz", "a.sha256", "corpus"}
