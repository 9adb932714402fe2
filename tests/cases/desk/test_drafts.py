"""What an officer types is kept, for each officer apart, until they send or discard it; nobody's save takes another's."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.domain import claiming, complaints, deciding, drafts, duty, recusing, series, translation
from cases.domain.reference import load_reference
from cases.domain.refusals import NotThere, Refused
from cases.models import AuditEvent, Case, Commitment, Draft, ErasureDecision, Review, TimelineEntry
from reporting.enums import WishKind
from reporting.models import Alarm
from tests import cast as people
from tests.cases.desk.test_acts import Desk
from tests.cases.domain.test_wishes import closed, taken
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """A case that the officer has taken and read."""
    case = people.case()
    people.take_and_read(case, cast.officer)
    return Desk(at_the_desk(cast.officer), case)


def keep(desk: Desk, form: str, act: str = "", **given: object) -> dict[str, str]:
    """As the script does: the form as it stands, with what the page put into it."""
    answer = desk.client.post(
        f"/desk/cases/{desk.case.reference}/draft/", {**desk.hidden(act or form), "draft": form, **given}
    )
    assert answer.status_code == 200, answer.content
    told: dict[str, str] = answer.json()
    return told


def shown(html: str, name: str, act: str) -> str:
    form = BeautifulSoup(html, "html.parser").select_one(f'form[action$="/{act}/"]')
    assert form is not None
    return form.select_one(f'[name="{name}"]').get_text()[1:]  # type: ignore[union-attr]


def test_what_was_typed_is_back_in_its_form_when_the_page_is_opened_again(cast: Cast, desk: Desk) -> None:
    told = keep(
        desk, "decide", recording="nothing_recorded", strands=["race", "religion"], reason="  Half a <sentence>\n"
    )
    assert re.fullmatch(r"\d\d:\d\d", told["kept"])
    html = desk.look()
    form = BeautifulSoup(html, "html.parser").select_one('form[action$="/decide/"]')
    assert form is not None
    assert {one["value"] for one in form.select("[checked]")} == {"nothing_recorded", "race", "religion"}
    assert shown(html, "reason", "decide") == "  Half a <sentence>\n"
    assert "Restored from" in form.text
    assert "Half a" not in Desk(at_the_desk(cast.colleague), desk.case).html


def test_a_draft_is_sealed_and_neither_log_nor_timeline_knows_of_it(desk: Desk) -> None:
    before = AuditEvent.objects.count(), TimelineEntry.objects.count()
    keep(desk, "note", note="canarywords")
    draft = Draft.objects.get()
    assert b"canary" not in bytes(draft.sealed or b"")
    assert (AuditEvent.objects.count(), TimelineEntry.objects.count()) == before
    assert drafts.values_of(draft) == {"note": ["canarywords"]}
    Draft.objects.update(about="-1")  # moved to another place it cannot be opened
    assert drafts.values_of(Draft.objects.get()) == {}


def test_ones_own_save_lets_go_of_the_draft_and_a_colleagues_does_not(cast: Cast, desk: Desk) -> None:
    theirs = Desk(at_the_desk(cast.colleague), desk.case)
    keep(desk, "note", note="mine")
    keep(theirs, "note", note="theirs")
    assert theirs.send("note", note="theirs, at last")[0] == 302
    assert shown(desk.look(), "note", "note") == "mine"
    assert desk.send("note", note="mine, at last")[0] == 302
    assert "Restored from" not in desk.look()
    assert not Draft.objects.filter(sealed__isnull=False).exists()


def test_words_that_arrive_after_the_form_was_sent_are_not_kept_again(desk: Desk) -> None:
    old = desk.hidden("note")
    assert desk.send("note", note="The whole note.")[0] == 302
    answer = desk.client.post(
        f"/desk/cases/{desk.case.reference}/draft/", {**old, "draft": "note", "note": "The whole"}
    )
    assert answer.json() == {"kept": ""}
    desk.look()
    assert keep(desk, "note", note="Another")["kept"]


def test_a_refused_form_is_kept_without_any_script(desk: Desk) -> None:
    assert desk.send("close", closing_reason="no_line_left", reason="The camera was broken.")[0] == 422
    assert shown(desk.look(), "reason", "close") == "The camera was broken."


def test_discarding_is_for_ones_own_and_a_form_that_is_emptied_has_no_draft(cast: Cast, desk: Desk) -> None:
    theirs = Desk(at_the_desk(cast.colleague), desk.case)
    keep(desk, "note", note="mine")
    keep(theirs, "note", note="theirs")
    address = f"/desk/cases/{desk.case.reference}/draft/discard/"
    for _ in range(2):
        assert desk.client.post(address, {"draft": "note"}).status_code == 302
    assert "Restored from" not in desk.look()
    assert shown(theirs.look(), "note", "note") == "theirs"
    keep(theirs, "note", note=" ")
    assert "Restored from" not in theirs.look()


@pytest.mark.parametrize("form", ["", "take", "tag", "reply-x", "note'--", "reply-" + "9" * 40, "\x00"])
def test_what_names_no_kept_form_is_refused(desk: Desk, form: str) -> None:
    answer = desk.client.post(f"/desk/cases/{desk.case.reference}/draft/", {"draft": form, "note": "x"})
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_a_draft_has_a_limit_and_is_only_for_who_may_work_on_the_case(cast: Cast, desk: Desk) -> None:
    given = {"form": "note", "about": "", "now": timezone.now()}
    with pytest.raises(Refused):
        drafts.keep_draft(drafts.On(desk.case.pk), values={"note": ["x" * 200_001]}, by=cast.officer, **given)  # type: ignore[arg-type]
    with pytest.raises(NotThere):
        drafts.keep_draft(drafts.On(desk.case.pk), values={"note": ["x"]}, by=cast.outsider, **given)  # type: ignore[arg-type]


def test_rights_that_are_lost_on_the_way_end_keeping_and_give_back_what_was_sent(cast: Cast, desk: Desk) -> None:
    keep(desk, "note", note="typed before")
    recusing.recuse(desk.case.pk, by=cast.officer, now=timezone.now())
    answer = desk.client.post(f"/desk/cases/{desk.case.reference}/draft/", {"draft": "note", "note": "typed after"})
    assert answer.status_code == 404
    status, html = desk.send("note", note="typed after")
    assert (status, "typed after" in html) == (404, True)


def test_words_for_a_form_that_is_gone_are_shown_all_the_same(cast: Cast, desk: Desk) -> None:
    keep(desk, "decide", recording="crime", reason="It was a crime.")
    claiming.hand_back(desk.case.pk, by=cast.colleague, now=timezone.now())
    left = BeautifulSoup(desk.look(), "html.parser").select_one('[data-testid="draft-left"]')
    assert left is not None
    assert "It was a crime." in left.text


def test_a_draft_remembers_what_its_page_showed(cast: Cast, desk: Desk) -> None:
    keep(desk, "decide", recording="nothing_recorded", reason="Mine.")
    deciding.record_decision(desk.case.pk, recording="intelligence_only", by=cast.colleague, now=timezone.now())
    html = desk.look()
    assert "The case has changed since you typed this" in html
    status, html = desk.send("decide", recording="nothing_recorded", reason="Mine.")
    assert (status, desk.case.decisions.count()) == (409, 1)
    assert "since you opened the page on which you began to write this. Nothing was saved." in html
    assert "since you opened this page. Nothing" not in html


def test_a_draft_goes_after_a_week_and_with_the_report_that_is_erased(cast: Cast, desk: Desk) -> None:
    keep(desk, "note", note="old")
    now = timezone.now()
    assert drafts.remove_old(now=now + timedelta(days=6)) == 0
    assert drafts.remove_old(now=now + timedelta(days=8)) == 1
    keep(desk, "note", note="about the report")
    other = Desk(at_the_desk(cast.officer), people.case())
    keep(other, "note", note="about another")
    decision = ErasureDecision.objects.create(
        report=desk.case.opened_for, reason="asked", decided_by=cast.supervisor, decided_at=now,
        approved_by=cast.admin, approved_at=now,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_report(%s, %s)", [desk.case.opened_for_id, decision.pk])
    assert [draft.case for draft in Draft.objects.all()] == [Case.objects.get(pk=other.case.pk)]


def test_a_button_pressed_twice_saves_once(desk: Desk) -> None:
    for _ in range(2):
        assert desk.send("note", note="Once.")[0] == 302
    assert TimelineEntry.objects.filter(what="note").count() == 1
    desk.look()
    desk.send("note", note="Once.")
    assert TimelineEntry.objects.filter(what="note").count() == 2


def test_two_tabs_of_one_form_keep_both_and_the_second_is_told(desk: Desk) -> None:
    first, second = Desk(desk.client, desk.case), Desk(desk.client, desk.case)
    assert "other" not in keep(first, "note", note="typed in the first tab")
    told = keep(second, "note", note="typed in the second tab")
    assert "Both are kept" in told["other"]
    html = desk.look()
    assert shown(html, "note", "note") == "typed in the second tab"
    beside = BeautifulSoup(html, "html.parser").select_one('[data-testid="draft-of-another-tab"]')
    assert beside is not None
    assert "typed in the first tab" in beside.text
    key = beside.select_one("button")["value"]  # type: ignore[index]
    desk.client.post(f"/desk/cases/{desk.case.reference}/draft/discard/", {"draft": key})
    html = desk.look()
    assert "typed in the first tab" not in html
    assert shown(html, "note", "note") == "typed in the second tab"


def test_a_page_that_begins_with_a_draft_goes_on_with_it(desk: Desk) -> None:
    first = Desk(desk.client, desk.case)
    keep(first, "note", note="begun")
    second = Desk(desk.client, desk.case)
    assert "other" not in keep(second, "note", note="begun, and gone on")
    assert Draft.objects.filter(sealed__isnull=False).count() == 1
    assert "Both are kept" in keep(first, "note", note="begun, and typed on here too")["other"]
    assert second.send("note", note="begun, and gone on")[0] == 302
    assert shown(desk.look(), "note", "note") == "begun, and typed on here too"


def test_sending_what_was_restored_lets_go_of_it(desk: Desk) -> None:
    keep(desk, "note", note="typed")
    desk.look()
    assert desk.send("note", note="typed")[0] == 302
    assert not Draft.objects.filter(sealed__isnull=False).exists()


def test_a_refused_form_that_is_typed_on_is_one_draft(desk: Desk) -> None:
    status, desk.html = desk.send("close", closing_reason="no_line_left", reason="The camera")
    assert status == 422
    assert "other" not in keep(desk, "close", closing_reason="no_line_left", reason="The camera was broken.")
    assert Draft.objects.filter(sealed__isnull=False).count() == 1


def test_drafts_of_other_pages_stand_there_and_are_named_on_the_case(cast: Cast) -> None:
    case = people.case(contact_phone="020 7946 0000", contact_by=["phone"])
    people.take_and_read(case, cast.officer)
    client, person = at_the_desk(cast.officer), case.persons.get()
    asked = translation.ask_translation(
        case.pk, case.opened_for_id, from_language="pl", to_language="en", by=cast.officer, now=timezone.now()
    )
    transfer = people.ask_force(case, cast.officer)
    places = {
        f"/desk/cases/{case.reference}/passing-on/": (f"transfer-answer-{transfer.pk}", "note"),
        f"/desk/cases/{case.reference}/pack/": ("pack", "reason"),
        f"/desk/translations/{asked.pk}/": (f"translation-{asked.pk}", "text"),
        f"/desk/cases/{case.reference}/contact/{person.pk}/card/": (f"card-{person.pk}", "not_to"),
    }
    for place, (key, name) in places.items():
        page = BeautifulSoup(client.get(place).content, "html.parser")
        field = page.select_one(f'[data-draft="{key}"]')
        assert field is not None, place
        given = {"draft": key, "page": field["value"], name: f"canary {key}"}
        assert client.post(f"/desk/cases/{case.reference}/draft/", given).json()["kept"], place
        again = BeautifulSoup(client.get(place).content, "html.parser")
        form = again.select_one(f'[data-draft="{key}"]').find_parent("form")  # type: ignore[union-attr]
        assert f"canary {key}" in str(form), place
    named = BeautifulSoup(client.get(f"/desk/cases/{case.reference}/").content, "html.parser")
    links = {one["href"] for one in named.select('[data-testid="drafts"] a')}
    assert links == set(places)


def test_forms_of_contact_translation_moving_and_patterns_on_the_case_page_are_kept(cast: Cast, desk: Desk) -> None:
    for form, act, name in (
        ("promise-update", "promise-update", "due_on"), ("ask-translation", "translate", "note"),
        ("involve", "involve", "reason"), ("open-series", "series", "title"), ("move", "move", "reason"),
    ):  # fmt: skip
        assert keep(desk, form, act, **{name: "1/3/2027"})["kept"], form
        field = BeautifulSoup(desk.look(), "html.parser").select_one(f'form[action$="/{act}/"] [name="{name}"]')
        assert field is not None
        assert "1/3/2027" in str(field), form


def test_a_series_keeps_what_is_typed_for_each_officer_apart(cast: Cast, desk: Desk) -> None:
    found = series.open_series(desk.case.pk, title="A pattern", reason="Same", by=cast.officer, now=timezone.now())
    address = f"/desk/series/{found.pk}/"
    page = BeautifulSoup(desk.client.get(address).content, "html.parser")
    key = page.select_one('[data-draft="series-note"]')["value"]  # type: ignore[index]
    given = {"draft": "series-note", "page": key, "note": "canary on the series"}
    assert desk.client.post(f"{address}draft/", given).json()["kept"]
    assert "canary on the series" in desk.client.get(address).content.decode()
    assert "canary on the series" not in at_the_desk(cast.colleague).get(address).content.decode()
    assert at_the_desk(cast.outsider).post(f"{address}draft/", given).status_code == 404
    assert desk.client.post(f"{address}draft/", {**given, "draft": "note"}).status_code == 422
    assert desk.client.post(f"{address}note/", given).status_code == 302
    assert "Restored from" not in desk.client.get(address).content.decode()
    for _ in range(2):  # pressed twice, it is one note
        desk.client.post(f"{address}note/", given)
    assert found.timeline.filter(what="note").count() == 1
    desk.client.post(f"{address}draft/", {"draft": "rename", "title": "Another"})
    decision = ErasureDecision.objects.create(
        report=desk.case.opened_for, reason="asked", decided_by=cast.supervisor, decided_at=timezone.now(),
        approved_by=cast.admin, approved_at=timezone.now(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_report(%s, %s)", [desk.case.opened_for_id, decision.pk])
    assert not Draft.objects.exists()


def kept_on_desk(client: Client, form: str, **given: object) -> int:
    return client.post("/desk/draft/", {"page": "a-page", "draft": form, **given}).status_code


def typed_into(client: Client, address: str, field: str) -> str:
    """What stands in the field of this id when the page is opened again."""
    box = BeautifulSoup(client.get(address).content, "html5lib").find(id=field)
    assert box is not None, field
    return str(box.get("value") or box.get_text()).strip()


@pytest.mark.parametrize(
    ("section", "field"),
    [("look-on", "done"), ("end-alarm", "done"), ("hand-over-alarm", "note"), ("no-danger", "reason")],
)
def test_an_answer_to_an_alarm_is_kept_as_it_is_typed_on_the_duty_desk_and_on_the_case(
    cast: Cast, section: str, field: str
) -> None:
    case = people.case(in_danger_now="yes")
    alarm = Alarm.objects.get(report=case.opened_for)
    duty.acknowledge(alarm.pk, by=cast.officer, now=timezone.now())
    client, address = at_the_desk(cast.officer), f"/desk/cases/{case.reference}/"
    form, box = f"{section}-{alarm.pk}", f"{section}-{alarm.pk}-{field}"
    assert kept_on_desk(client, form, **{field: "half a sen"}) == 200
    for page in ("/desk/duty/", address):
        assert typed_into(client, page, box) == "half a sen"
    answer = client.post(f"{address}draft/", {"page": "b", "took": "", "draft": form, field: "half a sentence"})
    assert answer.status_code == 200
    assert typed_into(client, "/desk/duty/", box) == "half a sentence"
    assert typed_into(at_the_desk(cast.colleague), "/desk/duty/", box) == ""
    assert kept_on_desk(at_the_desk(cast.outsider), form, **{field: "not mine"}) == 404
    duty.end_alarm(alarm.pk, done="They are safe.", by=cast.colleague, now=timezone.now())
    left = BeautifulSoup(client.get("/desk/duty/").content, "html.parser").select('[data-testid="draft-left"]')
    assert any("half a sentence" in one.text for one in left)  # a colleague's save throws nobody's words away
    client.post("/desk/draft/discard/", {"draft": form, "back": "/desk/duty/"})
    assert "half a sentence" not in client.get("/desk/duty/").content.decode()


def test_an_alarm_that_is_answered_lets_go_of_what_was_typed(cast: Cast) -> None:
    alarm = Alarm.objects.get(report=people.case(in_danger_now="yes").opened_for)
    duty.acknowledge(alarm.pk, by=cast.officer, now=timezone.now())
    client = at_the_desk(cast.officer)
    kept_on_desk(client, f"end-alarm-{alarm.pk}", done="They are")
    assert client.post(f"/desk/alarms/{alarm.pk}/end/", {"done": "They are safe.", "page": "a-page"}).status_code == 302
    assert not Draft.objects.filter(sealed__isnull=False).exists()


def test_a_new_time_is_kept_as_it_is_typed_for_whoever_may_promise_it(cast: Cast) -> None:
    case = people.case()
    owed = Commitment.objects.filter(case=case).order_by("due_at")[0]
    late = timezone.now() - timedelta(hours=1)
    Commitment.objects.filter(pk=owed.pk).update(due_at=late)
    Case.objects.filter(pk=case.pk).update(next_due_at=late, next_due_kind=owed.kind)
    client, form = at_the_desk(cast.supervisor), f"new-time-{owed.pk}"
    assert kept_on_desk(client, form, reason="Nobody could", at="17") == 200
    assert typed_into(client, "/desk/missed/", f"{form}-reason") == "Nobody could"
    assert client.post(f"/desk/missed/{owed.pk}/new-time/", {"reason": "Nobody could read it."}).status_code == 422
    assert typed_into(client, "/desk/missed/", f"{form}-reason") == "Nobody could read it."
    assert kept_on_desk(at_the_desk(cast.officer), form, reason="x") == 404
    assert kept_on_desk(at_the_desk(cast.outsider), form, reason="x") == 404


def test_an_answer_to_a_complaint_is_kept_as_it_is_typed_for_who_has_it_alone(cast: Cast) -> None:
    work = people.complaint()
    client, form = at_the_desk(cast.supervisor), f"answer-complaint-{work.pk}"
    assert kept_on_desk(client, form, answer="We have looked") == 404  # nobody has it yet
    complaints.take_complaint(work.pk, by=cast.supervisor, now=timezone.now())
    assert kept_on_desk(client, form, answer="We have looked") == 200
    address = f"/desk/complaints/{work.pk}/"
    assert typed_into(client, address, "answer-complaint-answer") == "We have looked"
    assert kept_on_desk(at_the_desk(cast.officer), form, answer="x") == 404
    sent = client.post(f"{address}answer/", {"answer": "We have looked at it.", "how": "By e-mail.", "page": "a-page"})
    assert sent.status_code == 302
    assert "We have looked<" not in client.get(address).content.decode()
    assert kept_on_desk(client, f"close-complaint-{work.pk}", reason="Uph") == 200
    assert typed_into(client, address, "close-complaint-reason") == "Uph"


def test_a_form_of_the_desk_is_kept_at_its_own_address_alone(cast: Cast, desk: Desk) -> None:
    assert kept_on_desk(desk.client, "note", note="x") == 422
    assert kept_on_desk(desk.client, "end-alarm-99999999999", done="x") == 404
    with pytest.raises(NotThere):
        drafts.keep_draft(
            drafts.On(), form="end-alarm", about="-1", values={"done": ["x"]}, by=cast.auditor, now=timezone.now()
        )


def test_enhanced_service_is_kept_as_it_is_typed(desk: Desk) -> None:
    person = desk.case.persons.all()[0]
    address = f"/desk/cases/{desk.case.reference}/enhanced/{person.pk}/"
    answer = desk.client.post(
        f"/desk/cases/{desk.case.reference}/draft/", {"page": "p", "draft": f"enhanced-{person.pk}", "reason": "She is"}
    )
    assert answer.status_code == 200
    assert typed_into(desk.client, address, "enhanced-reason") == "She is"
    assert address in desk.look()  # where it is, the case page says
    assert desk.client.post(f"{address}give/", {"reason": "She is afraid."}).status_code == 422
    assert typed_into(desk.client, address, "enhanced-reason") == "She is afraid."


def test_a_record_against_a_named_person_is_kept_as_it_is_typed_and_sealed(cast: Cast, desk: Desk) -> None:
    load_reference()
    client, address = at_the_desk(cast.supervisor), f"/desk/cases/{desk.case.reference}/"
    given = {"draft": "record-person", "page": "p", "name": "A Name", "grounds": "Because"}
    assert client.post(f"{address}draft/", given).status_code == 200
    assert typed_into(client, f"{address}named/", "record-person-name") == "A Name"
    assert typed_into(client, f"{address}named/", "record-person-grounds") == "Because"
    assert "A Name" not in client.get(address).content.decode()
    assert b"Name" not in bytes(Draft.objects.get().sealed or b"")
    assert "A Name" not in at_the_desk(cast.outsider).get(f"{address}named/").content.decode()


def test_that_one_knows_someone_is_kept_as_it_is_typed_and_let_go_once_it_is_said(desk: Desk) -> None:
    keep(desk, "know-someone", note="He is my nei")
    assert "He is my nei" in desk.look()
    assert desk.send("know-someone", note="He is my neighbour.")[0] == 302
    assert not Draft.objects.filter(sealed__isnull=False).exists()


def test_what_a_recording_says_is_kept_as_it_is_written_down(desk: Desk) -> None:
    file = people.file_of(desk.case.opened_for, b"ID3 words", "audio/mpeg", is_recording=True)
    address = f"/desk/cases/{desk.case.reference}/exhibits/{file.pk}/"
    given = {"page": "p", "draft": f"transcript-{file.pk}", "text": "He says: go"}
    assert desk.client.post(f"/desk/cases/{desk.case.reference}/draft/", given).status_code == 200
    assert typed_into(desk.client, address, "transcript-text") == "He says: go"
    assert address in desk.look()
    sent = {"text": "He says: go home.", "language": "en", "page": "p"}
    assert desk.client.post(f"{address}transcript/", sent).status_code == 302
    assert not Draft.objects.filter(sealed__isnull=False).exists()


def test_the_answer_to_a_review_is_kept_as_it_is_typed(cast: Cast) -> None:
    case = taken(closed(cast), WishKind.REVIEW)
    review, address = Review.objects.get(), f"/desk/cases/{case.reference}/"
    client, form = at_the_desk(cast.supervisor), f"answer-review-{review.pk}"
    given = {"message": "I have look", "note": "for us", "outcome": "stands"}
    assert client.post(f"{address}draft/", {"page": "p", "draft": form, **given}).status_code == 200
    assert typed_into(client, address, f"{form}-message") == "I have look"
    assert typed_into(client, address, f"{form}-note") == "for us"
    sent = {**given, "review_id": review.pk, "token": "t", "page": "p"}
    assert client.post(f"{address}review/", sent).status_code == 302
    assert not Draft.objects.filter(sealed__isnull=False).exists()
