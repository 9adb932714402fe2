"""Given files that are cut, empty, disguised, too many or strangely named, when they come, then the words are kept all the same.

Through the real server and its own parser, as the page's script and as a form without scripts send them.
"""

import httpx
import pytest

from tests import files
from tests.faults.uploads import WORDS, Sender
from tests.faults.world import World
from tests.product import Product

MANY = 10_000
NAME = "صور/الشارع ليلاً/../../باب البيت.jpg"


@pytest.fixture
def sender(product: Product) -> Sender:
    return Sender(World(product, row="files", seed=1))


def form(sender: Sender, *chosen: tuple[str, bytes], press: str = "add", limit: float = 120) -> httpx.Response:
    """What a browser without scripts sends."""
    parts = [("files", (name, content, "application/octet-stream")) for name, content in chosen]
    address = f"/report/evidence/?d={sender.draft}"
    return sender.client.post(address, data={**sender.hidden, press: "1"}, files=parts, timeout=limit)


def kept(sender: Sender) -> int:
    """How many files the page shows as received."""
    return sender.client.get(f"/report/evidence/?d={sender.draft}").text.count("data-file=")


def words_are_there(sender: Sender) -> bool:
    return WORDS in sender.client.get(f"/report/what-happened/?d={sender.draft}").text.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("holiday.jpg", files.PROGRAM, "We cannot open this kind of file."),
        ("holiday.jpg", b"#!/bin/sh\nrm -rf /\n\x00", "We cannot open this kind of file."),
        ("door.jpg", b"", "empty"),
        ("page.txt", files.HTML, "We cannot open this kind of file."),
    ],
)
def test_what_is_no_file_for_us_is_refused_with_a_sentence_by_both_ways(
    sender: Sender, name: str, content: bytes, said: str
) -> None:
    answer = form(sender, (name, content), ("good.jpg", files.photo()))
    assert answer.status_code == 422
    assert name in answer.text
    assert said in answer.text
    begun = sender.begin(name, len(content))
    if begun.status_code == 200:
        begun = sender.piece(begun.json()["id"], 0, content)
    assert begun.status_code == 422
    assert said in begun.json()["sentence"]
    assert kept(sender) == 1
    assert words_are_there(sender)
    assert sender.send()


def test_a_name_in_arabic_with_slashes_is_shown_as_a_name_and_goes_nowhere(sender: Sender) -> None:
    begun = sender.begin(NAME, len(files.photo()))
    answer = sender.piece(begun.json()["id"], 0, files.photo())
    assert answer.status_code == 201
    assert "باب البيت.jpg" in answer.text
    shown = form(sender, (NAME, files.picture("PNG"))).text
    assert shown.count("باب البيت.jpg") >= 2
    assert kept(sender) == 2
    assert sender.send()


def test_a_form_that_is_cut_keeps_nothing_of_it_and_the_page_goes_on(sender: Sender) -> None:
    content = files.photo() + bytes(600_000)
    begun = sender.begin("door.jpg", len(content)).json()["id"]
    sender.cut(begun, 0, content, 90_000)
    assert sender.received(begun) == 0
    assert kept(sender) == 0
    assert sender.piece(begun, 0, content).status_code == 201
    assert sender.send()


def test_ten_thousand_files_in_one_form_are_no_reason_to_lose_words(sender: Sender) -> None:
    answer = form(sender, *((f"{place}.txt", b"x%d" % place) for place in range(MANY)), press="send_now", limit=300)
    assert answer.status_code == 200
    assert "follow-up-code" in answer.text
    assert "could not be kept" in answer.text
