"""What a file is, is read from its bytes."""

import pytest

from reporting import media
from tests import files


def kind(content: bytes, *, step: int = 1000) -> str:
    sniffer = media.Sniffer()
    for at in range(0, len(content), step):
        sniffer.feed(content[at : at + step])
    return sniffer.media_type()


@pytest.mark.parametrize("wanted", sorted(files.ALL))
def test_each_kind_of_the_list_is_known_by_its_content(wanted: str) -> None:
    assert kind(files.ALL[wanted]) == kind(files.ALL[wanted], step=7) == wanted


def test_every_kind_of_the_list_has_a_file_in_these_tests() -> None:
    assert set(files.ALL) == set(media.KINDS)


@pytest.mark.parametrize(
    "content",
    [files.HTML, b"  " + files.HTML, files.SVG, b"\xef\xbb\xbf" + files.HTML, b'<?xml version="1.0"?><x/>', files.PROGRAM,
     b"\x7fELF" + bytes(40), files.archive(("a.txt", b"x")), files.archive(("word/a.xml", b"x")), b"abc\x00def",
     b"\xff\xfe\xfd", b"", b"OggS\0\x02" + bytes(20) + b"\x01*\x80theora", b"\x1aE\xdf\xa3\x9fB\x82\x84some" + bytes(9)],
)  # fmt: skip
def test_what_is_on_no_list_has_no_kind(content: bytes) -> None:
    assert kind(content) == ""


@pytest.mark.parametrize("text", ["Ein Satz.", "🙂" * 300, "كتب لي هذا\n", "a\tb\r\n"])
def test_plain_words_of_any_script_are_a_text_however_they_are_cut(text: str) -> None:
    assert {kind(text.encode(), step=step) for step in (1, 3, 5000)} == {"text/plain"}
    assert kind(text.encode("utf-16")) == "text/plain"


def test_the_first_piece_says_whether_sending_on_is_in_vain() -> None:
    for content, is_worth_it in ((files.PROGRAM, False), (files.HTML, False), (files.photo(), True), (b"words", True)):
        sniffer = media.Sniffer()
        sniffer.feed(content)
        assert sniffer.may_be_something() is is_worth_it
