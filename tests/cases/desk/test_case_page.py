"""The case page: each report as it was said, the voices beside it, and no more of a person than is needed."""

import math
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from pytest_django import Settings

from cases.desk.presenters.highlights import Cue, pieces
from cases.desk.presenters.story import line
from cases.domain import closing, deciding, linking
from cases.domain.categorisation import categorise_report
from cases.models import AuditEvent, Case, TimelineEntry
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk, draw_blind

pytestmark = pytest.mark.django_db

SCORE = r"(?:likely|possible) \(0\."


def page_of(client: Client, case: Case) -> str:
    answer = client.get(f"/desk/cases/{case.reference}/")
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_the_words_are_shown_as_they_were_said(cast: Cast) -> None:
    words = '  <b>He</b> said \u202e"go home" & spat\n\n  twice 😢 '
    case = people.case(words)
    categorise_report(case.opened_for_id, now=timezone.now())
    html = page_of(at_the_desk(cast.officer), case)
    shown = re.search(r'data-testid="words">(.*?)</div>', html, re.DOTALL)
    assert shown
    assert re.sub(r"</?mark[^>]*>", "", shown[1]) == escape(words)


def test_the_words_that_drove_the_machine_are_marked_with_why(cast: Cast, settings: Settings) -> None:
    case = people.case("He hit me and called me a dirty Muslim.")
    draw_blind(case, settings, is_hidden=False)
    categorise_report(case.opened_for_id, now=timezone.now())
    client = at_the_desk(cast.officer)
    client.post(f"/desk/cases/{case.reference}/reveal/")
    html = page_of(client, case)
    assert re.search(r'<mark class="heard-cue[^"]*" title="[^"]*Islamophobic[^"]*">[^<]*Muslim', html)


def test_pieces_are_exactly_the_words_whatever_the_cues() -> None:
    words = "abcdefghij"
    cues = [
        Cue(2, 5, "x"),
        Cue(4, 99, "y", True),
        Cue(-1, 3, "bad"),
        Cue(7, 7, "empty"),
        Cue(50, 60, "beyond"),
        Cue(0, 1, "a"),
    ]
    cut = pieces(words, cues)
    assert "".join(piece.text for piece in cut) == words
    assert [(piece.text, piece.why) for piece in cut if piece.why] == [
        ("a", "a"),
        ("cd", "x"),
        ("e", "x; y"),
        ("fghij", "y"),
    ]


def test_voices_stand_side_by_side(cast: Cast) -> None:
    case = people.case("He hit me because I am a Muslim.", because=["race"], because_words="my accent")
    people.take_and_read(case, cast.officer)
    categorise_report(case.opened_for_id, now=timezone.now())
    deciding.record_decision(
        case.pk, recording="intelligence_only", strands=["disability"], by=cast.officer, now=timezone.now()
    )
    text = text_of(page_of(at_the_desk(cast.officer), case))
    assert re.search(r"(?:likely|possible) \(0\.\d\d\) “[^”]*Muslim", text)  # the very words that drove it
    for said in (
        "my accent",
        "Race, ethnicity",
        "version linear-",
        "Kept as intelligence only",
        "Disability",
    ):
        assert said in text


def test_a_blind_suggestion_is_hidden_until_the_officer_has_decided(cast: Cast, settings: Settings) -> None:
    case = people.case("He hit me and called me a dirty Muslim.")
    people.take_and_read(case, cast.officer)
    draw_blind(case, settings)
    categorise_report(case.opened_for_id, now=timezone.now())
    client = at_the_desk(cast.officer)
    before = page_of(client, case)
    assert "Hidden until you have recorded a decision" in before
    assert "<mark" not in before
    assert not re.search(SCORE, before)
    deciding.record_decision(case.pk, recording="intelligence_only", by=cast.officer, now=timezone.now())
    assert re.search(SCORE, page_of(client, case))


def test_why_a_case_is_pressing_is_told_even_where_the_suggestion_is_hidden(cast: Cast, settings: Settings) -> None:
    case = people.case("My husband found out that I am gay. He said that he will kill me.")
    people.take_and_read(case, cast.officer)
    draw_blind(case, settings)
    Case.objects.filter(pk=case.pk).update(priority_reason="Somebody close to them may be the danger.")
    client = at_the_desk(cast.officer)
    for page in (page_of(client, case), client.get("/desk/mine/").content.decode()):
        assert "Somebody close to them may be the danger." in page


def test_with_kinds_alone_the_machine_says_that_it_cannot_say_a_strand(cast: Cast, settings: Settings) -> None:
    case = people.case("He spat at me and punched me.")
    draw_blind(case, settings, is_hidden=False)
    voice = categorise_report(case.opened_for_id, now=timezone.now())
    assert (voice.strands, bool(voice.kinds)) == ([], True)
    text = text_of(page_of(at_the_desk(cast.officer), case))
    assert "It cannot say." in text
    assert "Physical assault" in text


def test_the_next_key_says_why_it_is_not_suggested(cast: Cast, settings: Settings) -> None:
    case = people.case("He stared at my wife by the mosque.")
    draw_blind(case, settings, is_hidden=False)
    voice = categorise_report(case.opened_for_id, now=timezone.now())
    people.take_and_read(case, cast.officer)
    [near, *_] = voice.details["near"]
    assert near["score"] < near["threshold"]
    # Rounded apart, so that it never reads as if it had reached its threshold.
    below, above = math.floor(100 * near["score"]) / 100, math.ceil(100 * near["threshold"]) / 100
    text = text_of(page_of(at_the_desk(cast.officer), case))
    assert f"{below:.2f}, and it is suggested from {above:.2f}" in text


def test_numbers_and_addresses_stay_sealed_until_somebody_says_how_and_why(cast: Cast) -> None:
    case = people.case(
        contact_by=["phone"], contact_phone="020 7946 0123", contact_name="Robin", contact_safe_times="mornings"
    )
    people.take_and_read(case, cast.officer)
    client = at_the_desk(cast.officer)
    html = page_of(client, case)
    assert "Robin" in html
    assert "mornings" in html
    assert "7946 0123" not in html
    address = f"/desk/cases/{case.reference}/contact/{case.persons.get().pk}/"
    refused = client.post(address, {"means": "phone", "reason": " "})
    assert refused.status_code == 422
    assert "7946 0123" not in refused.content.decode()
    shown = client.post(
        address, {"means": "phone", "reason": "to arrange a visit", "at": "now", "time_is_safe": "yes"}, follow=True
    )
    assert "020 7946 0123" in shown.content.decode()
    row = AuditEvent.objects.filter(action="person.contact").latest("pk")
    assert (row.reason, row.details["means"], row.references) == ("to arrange a visit", "phone", [case.reference])


def test_what_must_not_be_given_away_stands_above_the_reply(cast: Cast) -> None:
    case = people.case(do_not_disclose="my family does not know")
    people.take_and_read(case, cast.officer)
    html = page_of(at_the_desk(cast.officer), case)
    # at the top, and where an answer, a note and the words of a hand-over are written
    assert html.count("my family does not know") == 4


def test_a_long_report_says_how_much_is_shown_and_opens_whole(cast: Cast) -> None:
    words = "word " * 30_000 + "the very end"
    case = people.case(words)
    client = at_the_desk(cast.officer)
    html = page_of(client, case)
    assert "These are the first 100000 of 150012 characters." in html
    assert "the very end" not in html
    whole = client.get(f"/desk/cases/{case.reference}/words/{case.opened_for_id}/")
    assert "the very end" in whole.content.decode()


def test_another_units_case_opens_with_a_reason_for_reading_only(cast: Cast) -> None:
    case = people.case("Words of the other unit's case.")
    client = at_the_desk(cast.outsider)
    asked = page_of(client, case)
    assert 'name="reason"' in asked
    assert "Words of the other" not in asked
    client.post(f"/desk/cases/{case.reference}/reason/", {"reason": "the same suspect in our case"})
    opened = page_of(client, case)
    assert "Words of the other" in text_of(opened)
    assert 'data-action="mark-read"' not in opened
    assert client.post(f"/desk/cases/{case.reference}/take/").status_code == 404
    row = AuditEvent.objects.filter(action="case.open").latest("pk")
    assert (row.username, row.reason, row.references) == ("outsider", "the same suspect in our case", [case.reference])


def test_a_reason_holds_for_half_an_hour(cast: Cast) -> None:
    case = people.case("Words of the other unit's case.")
    client = at_the_desk(cast.outsider)
    client.post(f"/desk/cases/{case.reference}/reason/", {"reason": "the same suspect"})
    session = client.session
    session["reasons"] = {case.reference: ["the same suspect", (timezone.now() - timedelta(seconds=1)).isoformat()]}
    session.save()
    assert "Words of the other" not in text_of(page_of(client, case))


def test_an_emptied_case_leads_to_the_one_that_holds_its_report(cast: Cast) -> None:
    case, second = people.case(), people.case()
    people.take_and_read(case, cast.officer)
    linking.attach_report(case.pk, second.reference, reason="the same bus", by=cast.officer, now=timezone.now())
    answer = at_the_desk(cast.officer).get(f"/desk/cases/{second.reference}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.reference}/")


def test_the_case_page_takes_the_same_statements_for_one_report_and_for_fifty(cast: Cast) -> None:
    case = people.case("He hit me because I am a Muslim.", in_danger_now="yes")
    people.take_and_read(case, cast.officer)
    client = at_the_desk(cast.officer)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            page_of(client, case)
        return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    one = statements()
    for _ in range(49):
        linking.attach_report(
            case.pk,
            people.case(in_danger_now="yes").reference,
            reason="the same bus",
            by=cast.officer,
            now=timezone.now(),
        )
    assert statements() == one
    assert one <= 32


def closed(cast: Cast, **answers: object) -> Case:
    """Read, decided, answered and closed."""
    case = people.take_and_read(people.case(**answers), cast.officer)
    people.decide_and_answer(case, cast.officer)
    closing.close_case(case.pk, closing_reason="no_line_left", reason="x", by=cast.officer, now=timezone.now())
    return case


def test_a_case_that_the_reporters_message_opened_again_says_so(cast: Cast) -> None:
    case = closed(cast)
    people.write(case, "One thing more.")
    case.refresh_from_db()
    assert case.state == "new"
    lines = text_of(page_of(at_the_desk(cast.officer), case))
    assert lines.count("Opened again: the person who reported has written") == 1
    assert lines.index("Opened again:") < lines.index("The person who reported has written", lines.index("Opened") + 60)
    people.write(case, "And another.")
    assert case.timeline.filter(what="reopened").count() == 1


def test_who_wants_no_contact_is_not_said_to_be_answered(cast: Cast) -> None:
    case = people.take_and_read(people.case(contact_by=["no_contact"]), cast.officer)
    client = at_the_desk(cast.officer)

    def steps() -> str:
        found = re.search(r'data-testid="steps">(.*?)</ul>', page_of(client, case), re.DOTALL)
        assert found
        return " ".join(text_of(found[1]).split())

    assert "Not needed: the person does not want to be contacted" in steps()
    assert "Answer everybody" not in steps()
    people.decide_and_answer(case, cast.officer)
    assert "Done Answer everybody who reported" in steps()
    second = people.case(contact_by=["no_contact"])
    linking.attach_report(case.pk, second.reference, reason="the same bus", by=cast.officer, now=timezone.now())
    assert "Answer everybody who reported" in steps()
    assert f"Not needed for report {second.reference}: the person" in steps()


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"step": 0, "told": 2}, "Alarm: passed to the duty desk"),
        ({"step": 1, "told": 1}, "Alarm: passed to the supervisor on call"),
        ({"step": 2, "told": 1}, "Alarm: passed to the control room"),
        ({"step": 1, "told": 0}, "Alarm: there was no address of a supervisor on call to tell"),
    ],
)
def test_the_timeline_says_whom_an_alarm_told(details: dict[str, int], words: str) -> None:
    assert line(TimelineEntry(what="alarm_step", at=timezone.now(), details=details)).what == words


def test_no_decision_is_named_twice_over(cast: Cast) -> None:
    case = people.take_and_read(people.case(), cast.officer)
    crime = {"system": "A", "number": "1", "offence": "assault", "strands": ["race"]}
    deciding.record_decision(case.pk, recording="crime", **crime, by=cast.officer, now=timezone.now())
    text = text_of(page_of(at_the_desk(cast.officer), case))
    assert "Decision: Recorded as a crime" in text
    assert "Recorded: Recorded" not in text


@pytest.mark.parametrize("written", ["", "x", "asdfghjklmno", "because because because", "... --- ..."])
def test_a_reason_for_another_units_case_has_to_say_something(cast: Cast, written: str) -> None:
    case, client = people.case(), at_the_desk(cast.outsider)
    answer = client.post(f"/desk/cases/{case.reference}/reason/", {"reason": written})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write in a sentence what you are working on" in page
    assert f"\n{written}</textarea>" in page
    assert "headscarf" not in client.get(f"/desk/cases/{case.reference}/").content.decode()
