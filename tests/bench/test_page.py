"""Pages are understood as a browser without JavaScript understands them."""

import pytest

from bench.page import Page, PageError, encode, encode_multipart


def page(body: str) -> Page:
    return Page("http://127.0.0.1:8000/report/x/?d=1", f"<!doctype html><main>{body}</main>")


def test_only_successful_controls_are_sent() -> None:
    (form,) = page(
        """<form method="POST"><input type="hidden" name="token" value="a&amp;b"><input name="plain" value=" x ">
        <input name="off" disabled value="1"><fieldset disabled><input name="inside" value="1"></fieldset>
        <input type="checkbox" name="c" value="1"><input type="checkbox" name="d" checked>
        <input type="radio" name="r" value="no" checked><input type="radio" name="r" value="yes">
        <select name="s"><option disabled selected>Pick</option><option value="1">One</option></select>
        <select name="m" multiple><option>a</option></select><input type="file" name="f"><input value="nameless">
        <textarea name="t"></textarea><button name="go" value="1">Go</button></form>"""
    ).forms()
    assert form.controls == [
        ("token", "a&b"), ("plain", " x "), ("d", "on"), ("r", "no"), ("s", "1"), ("f", None), ("t", "")
    ]  # fmt: skip
    assert form.method == "POST"
    assert form.action == "http://127.0.0.1:8000/report/x/?d=1"


def test_the_first_newline_of_a_text_box_is_eaten_and_only_the_first() -> None:
    held = page('<form><textarea name="t">\n\n  a\r\nb &lt;b&gt; </textarea></form>')
    assert held.text_of("t") == "\n  a\nb <b> "
    assert held.forms()[0].controls == [("t", "\n  a\nb <b> ")]


def test_controls_outside_a_form_belong_to_the_form_they_name() -> None:
    (form,) = page(
        '<form id="f" action="/to/" method="post"></form><input form="f" name="a" value="1">'
        '<button class="govuk-button" form="f" formaction="/other/">Go</button><input name="stray">'
    ).forms()
    assert form.names == ["a"]
    assert form.buttons[0].action == "http://127.0.0.1:8000/other/"


def test_a_step_has_exactly_one_primary_button_and_it_is_not_the_secondary_one() -> None:
    second = '<button class="govuk-button govuk-button--secondary" name="send_now">Send</button>'
    first = '<button class="govuk-button">Continue</button>'
    _, button = page(f"<form>{second}{first}</form>").primary()
    assert button.label == "Continue"
    for wrong in (second, first + first):
        with pytest.raises(PageError, match="/report/x/"):
            page(f"<form>{wrong}</form>").primary()


def test_send_now_is_found_by_name_or_by_words_and_absent_when_absent() -> None:
    for button in (
        '<button name="send_now">Envoyer</button>',
        "<button>Send what  I have\nwritten now</button>",
    ):
        assert page(f"<form>{button}</form>").send_now() is not None
    assert page("<form><button>Continue</button></form>").send_now() is None


def test_marked_words_lose_their_layout() -> None:
    assert page('<p data-testid="code">\n AB  <b>CD</b>\n</p>').marked("code") == "AB CD"
    assert page("<p>AB</p>").marked("code") is None


def test_a_text_box_that_would_cut_the_words_is_refused_counting_as_browsers_count() -> None:
    (form,) = page('<form><textarea name="t" maxlength="3"></textarea></form>').forms()
    form.fill("t", "a😀")
    with pytest.raises(PageError, match="cuts words"):
        form.fill("t", "😀😀")


def test_both_encodings_are_those_of_browsers() -> None:
    pairs: list[tuple[str, str | None]] = [("a b", "1+2=3&é~*\r\n\0"), ("f", None)]
    assert encode(pairs) == b"a+b=1%2B2%3D3%26%C3%A9%7E*%0D%0A%00&f="
    assert encode_multipart([('q"', "é\r\nx"), ("f", None)], "B") == (
        b'--B\r\nContent-Disposition: form-data; name="q%22"\r\n\r\n\xc3\xa9\r\nx\r\n'
        b'--B\r\nContent-Disposition: form-data; name="f"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n--B--\r\n"
    )
