"""Files on the way through the questions: kept at once, never at the cost of a word."""

import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from reporting.domain import evidence, vault, visits
from reporting.models import Draft, DraftFile, Evidence, Outbox, Report
from tests import files
from tests.reporting.views.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_public")]


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


@pytest.fixture
def there(visitor: Visitor, words: str) -> Visitor:
    """On the page with files, words told."""
    visitor.begin().press(what_happened=words)
    return visitor.go(f"/report/evidence/?d={draft_of(visitor)}")


def draft_of(visitor: Visitor) -> str:
    return visitor.address.split("?d=")[1][:32]


def test_the_page_comes_after_before_or_again_and_may_be_left_empty(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words)
    while visitor.step != "told-before":
        visitor.press()
    visitor.press()
    assert visitor.step == "evidence"
    assert "Childline" in visitor.html
    assert "Internet Watch Foundation" in visitor.html
    assert visitor.press().step == "what-you-want"


def test_what_was_typed_about_a_file_is_kept_by_back_and_when_they_come_back_with_a_code(there: Visitor) -> None:
    there.press(files=[upload(files.photo())], add="1")
    (kept,) = re.findall(r'data-file="(\w+)"', there.html)
    draft, page = draft_of(there), there.address
    assert 'name="back"' in there.html
    there.press(back="1", **{f"caption-{kept}": "My door"})
    assert there.step == "told-before"
    assert "My door" in there.go(page).html
    code = there.go(f"/report/save/?d={draft}").press().shown("resume-code")
    other = Visitor(Client()).go("/report/return/").press(code=code)
    assert "My door" in other.go(page).html


def test_a_caption_is_kept_while_it_is_typed_and_the_page_stays(there: Visitor) -> None:
    there.press(files=[upload(files.photo())], add="1")
    (kept,) = re.findall(r'data-file="(\w+)"', there.html)
    typed = {**there.form(), "keep_captions": "1", f"caption-{kept}": "My door"}
    assert there.client.post(there.address, typed).status_code == 204
    assert "My door" in there.go(there.address).html
    there.press(address=f"/exit/?d={draft_of(there)}")
    assert there.client.post(there.address, typed).status_code == 404


def test_files_are_kept_without_scripts_with_captions_and_removed_before_sending(there: Visitor, words: str) -> None:
    there.press(files=[upload(files.photo()), upload(files.document(), "letter.docx")], add="1")
    kept = re.findall(r'data-file="(\w+)"', there.html)
    assert len(kept) == 2
    there.press(**{f"caption-{kept[0]}": "My <b>door</b>", "remove": kept[1]})
    assert re.findall(r'data-file="(\w+)"', there.html) == kept[:1]
    assert "My &lt;b&gt;door&lt;/b&gt;" in there.html
    there.press(send_now="1")
    assert there.step == "sent"
    only = Evidence.objects.get()
    assert (evidence.opened(only).caption, only.report.words) == ("My <b>door</b>", words)
    assert b"".join(evidence.bytes_of(only)) == files.photo()


def test_whichever_button_is_pressed_the_chosen_files_are_kept(there: Visitor) -> None:
    assert there.press(files=[upload(files.photo())]).step == "what-you-want"
    assert DraftFile.objects.get().sha256
    there.go(f"/report/check-answers/?d={draft_of(there)}")
    assert "photo.jpg" in there.html


def test_the_same_file_twice_is_kept_once(there: Visitor) -> None:
    for _ in range(2):
        there.press(files=[upload(files.photo()), upload(files.photo(), "copy.jpg")], add="1")
    assert DraftFile.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "This file is empty"), (files.PROGRAM, "We cannot open this kind"), (files.HTML, "We cannot open this kind"),
     (bytes(1_100_000), "larger than 1\xa0MB")],
)  # fmt: skip
def test_what_cannot_be_kept_is_named_with_what_to_do_and_blocks_nothing(
    there: Visitor, settings: Any, words: str, content: bytes, sentence: str
) -> None:
    settings.EVIDENCE_FILE_LIMIT = 1024 * 1024
    name = "صورة.jpg"
    there.press(files=[upload(files.photo()), upload(content, f"../a/{name}")])
    assert there.page.status_code == 422
    assert sentence in there.html
    assert name in there.html
    assert there.html.count('href="#files"') == 1
    assert DraftFile.objects.count() == 1
    assert there.press().step == "what-you-want"
    there.go(f"/report/evidence/?d={draft_of(there)}").press(files=[upload(content, name)], send_now="1")
    assert there.step == "sent"
    assert "could not be kept" in there.html
    assert Report.objects.get().words == words


def test_ten_thousand_files_are_no_reason_to_lose_words(there: Visitor, words: str, settings: Any) -> None:
    settings.EVIDENCE_FILES = 5
    there.press(files=[upload(b"x%d" % number, f"{number}.txt") for number in range(10_000)], send_now="1")
    assert there.step == "sent"
    assert Report.objects.get().words == words
    assert Evidence.objects.count() == 5


def test_files_sent_where_none_are_asked_for_are_passed_over(visitor: Visitor, words: str) -> None:
    vault.settings.EVIDENCE_DIR.mkdir(parents=True)
    visitor.begin().press(what_happened=words, files=[upload(files.photo())])
    assert visitor.step == "in-danger-now"
    assert list(vault.settings.EVIDENCE_DIR.glob("*/*")) == []


class Script:
    """What the page's script does."""

    def __init__(self, visitor: Visitor) -> None:
        self.client, self.draft = visitor.client, draft_of(visitor)

    def begin(self, **said: Any) -> Any:
        return self.client.post(f"/report/evidence/files/?d={self.draft}", json.dumps(said), "application/json")

    def piece(self, file_id: str, offset: int, content: bytes, **headers: str) -> Any:
        address = f"/report/evidence/files/{file_id}/?d={self.draft}&offset={offset}"
        return self.client.post(address, content, "application/octet-stream", headers=headers)


def test_pieces_make_a_file_and_a_wrong_offset_says_where_to_go_on(there: Visitor) -> None:
    script, content = Script(there), files.photo() + bytes(vault.PIECE)
    begun = script.begin(name="a.jpg", size=len(content)).json()
    assert script.piece(begun["id"], 0, content[: vault.PIECE]).json() == {"received": vault.PIECE}
    assert script.piece(begun["id"], 0, content[: vault.PIECE]).status_code == 409
    assert script.begin(name="a.jpg", size=len(content)).json() == {"id": begun["id"], "received": vault.PIECE}
    answer = script.piece(begun["id"], vault.PIECE, content[vault.PIECE :])
    assert answer.status_code == 201
    assert "a.jpg" in answer.content.decode()
    assert "a.jpg" in there.go(f"/report/evidence/?d={script.draft}").html


def test_a_piece_that_was_cut_or_changed_on_the_way_is_not_kept(there: Visitor) -> None:
    script = Script(there)
    begun = script.begin(name="a.jpg", size=5000).json()
    for bad in (
        script.piece(begun["id"], 0, bytes(5000), **{"X-Piece-SHA256": "0" * 64}),
        script.piece(begun["id"], 0, bytes(10)),
        script.piece(begun["id"], 0, b""),
        script.client.post(
            f"/report/evidence/files/{begun['id']}/?d={script.draft}&offset=x", b"x", "application/octet-stream"
        ),
    ):
        assert bad.status_code in (400, 422)
        assert bad.json()["sentence"]
    assert script.client.get(f"/report/evidence/files/{begun['id']}/?d={script.draft}").json() == {"received": 0}


def test_a_renamed_program_is_refused_at_its_first_piece(there: Visitor) -> None:
    script = Script(there)
    begun = script.begin(name="holiday.jpg", size=3 * vault.PIECE).json()
    answer = script.piece(begun["id"], 0, (files.PROGRAM + bytes(vault.PIECE))[: vault.PIECE])
    assert (answer.status_code, "photo of your screen" in answer.json()["sentence"]) == (422, True)


@pytest.mark.parametrize(
    "said", [b"", b"[]", b"{}", b'{"name": 1, "size": "x"}', b"\xff", b'{"name": "a", "size": 1e999}']
)
def test_a_beginning_that_cannot_be_read_is_answered_plainly(there: Visitor, said: bytes) -> None:
    answer = there.client.post(f"/report/evidence/files/?d={draft_of(there)}", said, "application/json")
    assert (answer.status_code, bool(answer.json()["sentence"])) == (400, True)


def test_another_browser_gets_nowhere(there: Visitor) -> None:
    begun = Script(there).begin(name="a.jpg", size=5000).json()
    other = Script(there)
    other.client = Client()
    assert other.begin(name="a.jpg", size=5000).status_code == 404
    assert other.piece(begun["id"], 0, bytes(5000)).status_code == 404
    assert other.client.get(f"/report/evidence/?d={other.draft}").status_code == 404


def test_nothing_can_be_added_once_it_is_sent(there: Visitor) -> None:
    script = Script(there)
    there.press(send_now="1")
    assert script.begin(name="a.jpg", size=5000).status_code == 422
    assert "already sent" in there.go(f"/report/evidence/?d={script.draft}").html


def test_speaking_stands_for_writing(visitor: Visitor) -> None:
    visitor.begin().press(what_happened="", record="1")
    assert visitor.step == "record"
    assert visitor.page["Permissions-Policy"].count("(self)") == 2
    assert "blob:" in visitor.page["Content-Security-Policy"]
    assert "Record your answer" in visitor.press().html
    assert "not a sound or video" in visitor.press(files=[upload(files.photo())]).html
    assert visitor.press(files=[upload(files.sound(), "me.wav")]).step == "in-danger-now"
    assert "(self)" not in visitor.page["Permissions-Policy"]
    visitor.go(f"/report/what-happened/?d={draft_of(visitor)}")
    assert "We have your recording" in visitor.html
    assert visitor.press().step == "in-danger-now"
    visitor.go(f"/report/check-answers/?d={draft_of(visitor)}").press()
    assert visitor.step == "sent"
    report, code = Report.objects.get(), visitor.shown("follow-up-code")
    visitor.go("/follow-up/").press(code=code)
    assert visitor.shown("fingerprint") == report.fingerprint == Evidence.objects.get().sha256


def test_words_typed_before_speaking_are_kept(visitor: Visitor, words: str) -> None:
    visitor.begin().press(what_happened=words, record="1")
    assert visitor.press().step == "in-danger-now"
    assert visitor.press(send_now="1").step == "sent"
    assert Report.objects.get().words == words


def test_more_is_added_with_the_code_and_officers_are_told_once(quick: Visitor) -> None:
    code = quick.shown("follow-up-code")
    quick.go("/follow-up/").press(code=code).go("/follow-up/evidence/")
    assert not DraftFile.objects.exists()
    quick.press()
    page = quick.address
    assert "?d=" in page
    quick.press(files=[upload(files.photo())], add="1")
    quick.press()
    assert "1 file was added" in quick.html
    assert Evidence.objects.get().number == 1
    quick.go(page)
    assert "An officer is told that there is something new" in quick.html
    assert Outbox.objects.filter(task="cases.take_evidence").count() == 1


def test_without_the_code_nothing_is_added(client: Client) -> None:
    for answer in (client.get("/follow-up/evidence/"), client.post("/follow-up/evidence/")):
        assert answer.url.startswith("/follow-up/?ended=1")


@pytest.fixture
def adding(quick: Visitor) -> Visitor:
    """On the page that takes more files, with the code entered."""
    code = quick.shown("follow-up-code")
    quick.go("/follow-up/").press(code=code).go("/follow-up/evidence/").press()
    quick.code = code  # type: ignore[attr-defined]
    return quick


def half_an_hour_on(visitor: Visitor, *, minutes: int = 31) -> None:
    """Nobody pressed anything for a while: the visit that the browser holds is that much older."""
    name = settings.FOLLOW_UP_COOKIE_NAME
    visit = visits.unseal_visit(visitor.client.cookies[name].value, now=timezone.now())
    assert visit
    visitor.client.cookies[name] = visits.seal_visit(visit, now=timezone.now() - timedelta(minutes=minutes))


def sending(visitor: Visitor) -> tuple[str, Script]:
    """The address to which the page's script sends, and the script."""
    (begin,) = re.findall(r'data-begin="([^"?]+)\?', visitor.html)
    return begin, Script(visitor)


def test_each_piece_of_a_long_upload_renews_the_visit(adding: Visitor) -> None:
    begin, script = sending(adding)
    content = files.photo() + bytes(2 * vault.PIECE)
    said = json.dumps({"name": "a.jpg", "size": len(content)})
    begun = adding.client.post(f"{begin}?d={script.draft}", said, "application/json").json()
    for offset in range(0, len(content), vault.PIECE):
        half_an_hour_on(adding, minutes=25)
        there = f"{begin}{begun['id']}/?d={script.draft}&offset={offset}"
        answer = adding.client.post(there, content[offset : offset + vault.PIECE], "application/octet-stream")
        assert answer["X-Visit-Seconds"] == "1800"
    assert "1 file was added" in adding.press().html


def test_a_report_that_is_being_written_renews_no_visit(adding: Visitor) -> None:
    half_an_hour_on(adding, minutes=25)
    before = adding.client.cookies[settings.FOLLOW_UP_COOKIE_NAME].value
    Script(adding).begin(name="a.jpg", size=5000)
    assert adding.client.cookies[settings.FOLLOW_UP_COOKIE_NAME].value == before


def test_files_that_arrive_after_the_visit_has_ended_are_found_again_with_the_code(
    adding: Visitor,
) -> None:
    half_an_hour_on(adding)
    adding.press(files=[upload(files.photo(), "door.jpg")])  # the form began before the visit ended
    assert adding.address == "/follow-up/?ended=files"
    assert "The files that you added are still with us." in adding.html
    adding.press(code=adding.code)  # type: ignore[attr-defined]
    assert adding.address.startswith("/follow-up/evidence/?d=")
    assert "door.jpg" in adding.html
    assert "1 file was added" in adding.press().html
    assert Evidence.objects.get().sha256 == hashlib.sha256(files.photo()).hexdigest()


def test_another_browser_finds_them_with_the_code_too_and_the_first_does_not_lose_its_way(adding: Visitor) -> None:
    adding.press(files=[upload(files.photo(), "door.jpg")], add="1")
    code: str = adding.code  # type: ignore[attr-defined]
    phone = Visitor(Client()).go("/follow-up/").press(code=code)
    assert "You have added files that you have not sent yet." in phone.html
    assert "door.jpg" in phone.go("/follow-up/evidence/").html
    assert "door.jpg" in adding.go("/follow-up/evidence/").html
    assert "1 file was added" in adding.press().html
    assert "not sent yet" not in phone.go("/follow-up/status/").html
    assert "An officer is told" in phone.go("/follow-up/evidence/").html


def test_a_code_that_was_replaced_finds_nothing_and_gives_no_visit_back(adding: Visitor) -> None:
    adding.press(files=[upload(files.photo(), "door.jpg")], add="1")
    begin, script = sending(adding)
    old = adding.client.cookies[settings.FOLLOW_UP_COOKIE_NAME].value
    adding.go("/follow-up/stop-code/").press()
    new = adding.client.cookies[settings.FOLLOW_UP_COOKIE_NAME].value
    assert new != old
    adding.client.cookies[settings.FOLLOW_UP_COOKIE_NAME] = old
    said = json.dumps({"name": "b.jpg", "size": 5000})
    answer = adding.client.post(f"{begin}?d={script.draft}", said, "application/json")
    assert "X-Visit-Seconds" not in answer
    assert settings.FOLLOW_UP_COOKIE_NAME not in answer.cookies
    phone = Visitor(Client()).go("/follow-up/").press(code=adding.code)  # type: ignore[attr-defined]
    assert phone.address == "/follow-up/"


def test_what_waits_for_the_code_is_sealed_and_goes_after_a_week(adding: Visitor) -> None:
    adding.press(files=[upload(files.photo(), "door.jpg")], add="1")
    row = Draft.objects.get(selector__isnull=False)
    report = Report.objects.get()
    assert report.selector not in (row.selector, "")
    assert row.expires_at - row.updated_at == timedelta(days=7)
    past = timezone.now() - timedelta(minutes=1)
    Draft.objects.update(updated_at=past - timedelta(days=7), expires_at=past)
    assert "An officer is told" in adding.go("/follow-up/evidence/").html
    assert "door.jpg" not in adding.press().html
    assert Draft.objects.get(selector=row.selector).pk != row.pk


def test_files_that_wait_for_the_follow_up_code_are_given_no_other(adding: Visitor) -> None:
    adding.press(files=[upload(files.photo(), "door.jpg")], add="1")
    adding.press(f"/report/save/?d={draft_of(adding)}")
    assert 'data-testid="resume-code"' not in adding.html
    assert "door.jpg" in adding.go("/follow-up/evidence/").html
