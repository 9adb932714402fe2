"""Suspicion of abuse of the form: a number and its reasons, never for what a report is about."""

import pytest

from cases.engine.categorise import categorise


@pytest.mark.parametrize(
    "text",
    [
        "asdkjh qwlkej zxmncb lkjhg sdfkjh",
        "Buy now! Casino bonus http://a.example http://b.example http://c.example limited offer",
        "<script>alert(1)</script> ' or '1'='1 union select " * 20,
    ],
)
def test_robots_and_keys_at_random_are_suspected_with_a_reason(text: str) -> None:
    found = categorise(text).form_abuse
    assert found.is_likely
    assert found.reasons


@pytest.mark.parametrize(
    "text",
    [
        "test",
        "He shouted at me near the station",
        "They keep calling me paki paki paki paki paki paki paki paki paki paki paki paki paki paki paki " * 3,
        "Krzyczał na mnie sąsiad",
        "رجل صرخ في وجهي",
        "My phone https://example.org has the video, he spat at me because I am gay",
        "",
    ],
)
def test_what_somebody_tells_is_not_suspected(text: str) -> None:
    assert not categorise(text).form_abuse.is_likely
