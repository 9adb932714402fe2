"""Translation as a voice: asked for, under way, done, by whom, of which words; read means understood."""

import secrets
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.domain import correspondence, reading, translated_answers, translation
from cases.domain.claiming import take_case
from cases.domain.languages import language_of
from cases.domain.refusals import NotThere, Refused
from cases.models import (
    Account,
    Case,
    Commitment,
    ErasureDecision,
    Reading,
    TimelineEntry,
    TranslationRequest,
    Voice,
)
from cases.queries.translations import answers_to_send, open_translations
from reporting.models import Message
from tests.cast import Cast, case, write

pytestmark = pytest.mark.django_db
POLISH = "Sąsiad krzyczał na nas, żebyśmy wracali do siebie."


def polish_case(words: str = POLISH) -> Case:
    """A case whose report the machine takes for Polish."""
    held = case(words)
    Voice.objects.create(speaker="machine", report=held.opened_for, by="t", at=timezone.now(), language="pl", switch=7)
    return held


def hold(account: Account, *languages: str) -> Account:
    account.languages = list(languages)
    account.save(update_fields=["languages"])
    return account


def ask(held: Case, by: Account, **more: object) -> TranslationRequest:
    given = {"from_language": "pl", "to_language": "en", **more}
    return translation.ask_translation(held.pk, held.opened_for_id, **given, by=by, now=timezone.now())


def enter(asked: TranslationRequest, text: str, by: Account, translator: str = "") -> TranslationRequest:
    return translation.enter_translation(asked.pk, text=text, translator=translator, by=by, now=timezone.now())


def read(held: Case, by: Account, **how: str) -> Case:
    return reading.mark_read(held.pk, held.opened_for_id, **how, by=by, now=timezone.now())


def test_a_translation_becomes_a_voice_beside_the_words(cast: Cast) -> None:
    held, kasia = polish_case(), hold(cast.colleague, "en", "pl")
    asked = ask(held, cast.officer)
    translation.start_translation(asked.pk, by=kasia, now=timezone.now())
    done = enter(asked, "The neighbour shouted at us to go back.", kasia)
    voice = Voice.objects.get(speaker="translator")
    assert (voice.text, voice.language, voice.by) == ("The neighbour shouted at us to go back.", "en", "colleague")
    assert done.voice == voice
    held.opened_for.refresh_from_db()
    assert held.opened_for.words == POLISH
    told = TimelineEntry.objects.filter(case=held, what__startswith="translat").order_by("pk")
    assert [one.what for one in told] == ["translation_asked", "translation_started", "translated"]


def test_no_clock_stops_for_a_translation(cast: Cast) -> None:
    held = polish_case()
    before = sorted(Commitment.objects.open().filter(case=held).values_list("kind", "due_at"))
    enter(ask(held, cast.officer), "…", cast.officer, translator="Interpreter 12")
    assert sorted(Commitment.objects.open().filter(case=held).values_list("kind", "due_at")) == before


def test_asking_twice_is_asking_once_until_it_is_done(cast: Cast) -> None:
    held = polish_case()
    first = ask(held, cast.officer)
    assert ask(held, cast.colleague) == first
    enter(first, "One.", cast.officer, translator="A")
    enter(ask(held, cast.colleague), "Another.", cast.colleague, translator="B")
    assert sorted(Voice.objects.filter(speaker="translator").values_list("text", flat=True)) == ["Another.", "One."]


def test_a_translation_is_never_overwritten(cast: Cast) -> None:
    held = polish_case()
    asked = ask(held, cast.officer)
    for _ in range(2):
        enter(asked, "One.", cast.officer, translator="A")
    with pytest.raises(Refused, match="translated already"):
        enter(asked, "Another.", cast.officer, translator="A")
    assert Voice.objects.filter(speaker="translator").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(speaker="translator").update(text="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        TranslationRequest.objects.update(to_language="de")


def test_who_does_not_hold_both_languages_names_the_translator(cast: Cast) -> None:
    asked = ask(polish_case(), cast.officer)
    with pytest.raises(Refused, match="do not hold both"):
        translation.start_translation(asked.pk, by=cast.officer, now=timezone.now())
    with pytest.raises(Refused, match="who translated"):
        enter(asked, "One.", cast.officer)
    assert enter(asked, "One.", cast.officer, "Interpreter 12").voice.by == "Interpreter 12"


def test_two_do_not_begin_the_same_translation(cast: Cast) -> None:
    asked = ask(polish_case(), cast.officer)
    hold(cast.colleague, "en", "pl"), hold(cast.supervisor, "en", "pl")
    translation.start_translation(asked.pk, by=cast.colleague, now=timezone.now())
    with pytest.raises(Refused, match="colleague is translating"):
        translation.start_translation(asked.pk, by=cast.supervisor, now=timezone.now())


def test_what_is_not_needed_is_withdrawn_with_a_reason(cast: Cast) -> None:
    asked = ask(polish_case(), cast.officer)
    with pytest.raises(Refused, match="why"):
        translation.withdraw_translation(asked.pk, reason=" ", by=cast.officer, now=timezone.now())
    for _ in range(2):
        translation.withdraw_translation(asked.pk, reason="they read English", by=cast.officer, now=timezone.now())
    with pytest.raises(Refused, match="not needed"):
        enter(asked, "One.", cast.officer, "A")


def test_another_unit_neither_sees_nor_touches_it(cast: Cast) -> None:
    asked = ask(polish_case(), cast.officer)
    hold(cast.outsider, "en", "pl")
    assert open_translations(cast.outsider) == []
    assert [one.pk for one in open_translations(cast.colleague)] == [asked.pk]
    for do in (
        lambda: translation.start_translation(asked.pk, by=cast.outsider, now=timezone.now()),
        lambda: enter(asked, "One.", cast.outsider),
        lambda: translation.withdraw_translation(asked.pk, reason="x", by=cast.outsider, now=timezone.now()),
        lambda: translated_answers.send_translated_answer(asked.pk, by=cast.outsider, now=timezone.now()),
    ):
        with pytest.raises(NotThere):
            do()


def test_only_words_of_this_case_are_translated(cast: Cast) -> None:
    held, other = polish_case(), polish_case()
    write(other, "Znowu.")
    message = Message.objects.get()
    with pytest.raises(Refused, match="not attached"):
        translation.ask_translation(
            held.pk, other.opened_for_id, from_language="pl", to_language="en", by=cast.officer, now=timezone.now()
        )
    with pytest.raises(Refused, match="not on this case"):
        ask(held, cast.officer, message_id=message.pk)
    with pytest.raises(Refused, match="already"):
        ask(held, cast.officer, to_language="pl")
    with pytest.raises(Refused, match="language of the words"):
        ask(held, cast.officer, from_language="und")
    assert ask(other, cast.officer, message_id=message.pk).message == message


def test_reading_with_a_translation_takes_a_translation(cast: Cast) -> None:
    held = polish_case()
    with pytest.raises(Refused, match="no translation"):
        read(held, cast.officer, understood="translation")
    enter(ask(held, cast.officer, to_language="cy"), "Un.", cast.officer, "A")
    with pytest.raises(Refused, match="that you hold"):
        read(held, cast.officer, understood="translation")
    enter(ask(held, cast.officer), "One.", cast.officer, "A")
    read(held, cast.officer, understood="translation")
    assert Reading.objects.get().understood == "translation"


def test_a_translation_of_a_message_is_none_of_the_report(cast: Cast) -> None:
    held = polish_case()
    write(held, "Znowu.")
    enter(ask(held, cast.officer, message_id=Message.objects.get().pk), "Again.", cast.officer, "A")
    with pytest.raises(Refused, match="no translation"):
        read(held, cast.officer, understood="translation")


def test_read_means_understood(cast: Cast) -> None:
    held = polish_case()
    with pytest.raises(Refused, match="Read means understood"):
        read(held, cast.officer)
    assert not Reading.objects.exists()
    read(held, hold(cast.colleague, "en", "pl"))
    assert Reading.objects.get().understood == "language_held"


def test_the_machine_may_be_wrong_about_the_language(cast: Cast) -> None:
    held = polish_case("He told me to go home.")
    with pytest.raises(Refused):
        read(held, cast.officer, in_language="de")  # not one that this officer holds
    read(held, cast.officer, in_language="en")
    assert language_of(held.opened_for_id) == "en"
    assert Voice.objects.get(speaker="machine").language == "pl"
    held.refresh_from_db()
    assert held.language == "en"


def test_a_free_answer_goes_only_to_somebody_who_understands_it(cast: Cast) -> None:
    held = polish_case()
    take_case(held.pk, by=cast.officer, now=timezone.now())

    def reply(by: Account, **how: object) -> None:
        correspondence.reply(
            held.pk, held.opened_for_id, message="Thank you.", token=secrets.token_hex(8), **how, by=by,
            now=timezone.now(),
        )  # fmt: skip

    with pytest.raises(Refused, match="do not hold"):
        reply(cast.officer)
    with pytest.raises(Refused, match="do not hold"):
        reply(cast.officer, in_language="pl")
    reply(cast.officer, in_language="en")
    reply(cast.officer, is_agreed=True)
    reply(hold(cast.colleague, "en", "pl"))
    assert Message.objects.count() == 3


def test_a_translated_answer_is_sent_as_translated_and_the_draft_is_kept(cast: Cast) -> None:
    held = polish_case()
    take_case(held.pk, by=cast.officer, now=timezone.now())
    enter(ask(held, cast.officer), "One.", cast.officer, "A")
    read(held, cast.officer, understood="translation")
    asked = [
        translated_answers.ask_answer_translation(
            held.pk, held.opened_for_id, message="Thank you.", by=cast.officer, now=timezone.now()
        )
        for _ in range(2)
    ]
    assert asked[0] == asked[1]
    assert not Message.objects.exists()
    with pytest.raises(Refused, match="not done yet"):
        translated_answers.send_translated_answer(asked[0].pk, by=cast.officer, now=timezone.now())
    enter(asked[0], "Dziękujemy.", hold(cast.colleague, "en", "pl"))
    assert [one.pk for one in answers_to_send(cast.officer)] == [asked[0].pk]
    for _ in range(2):
        sent = translated_answers.send_translated_answer(asked[0].pk, by=cast.officer, now=timezone.now())
    message = Message.objects.get()
    assert (message.words, message.author, sent.words, sent.sent_as) == (
        "Dziękujemy.",
        "officer",
        "Thank you.",
        message,
    )
    assert not Commitment.objects.open().filter(case=held, kind="answer").exists()
    assert answers_to_send(cast.officer) == []


@pytest.mark.parametrize(("days_until_sent", "waits_until"), [(0, 5), (5, 12)])
def test_the_day_that_a_draft_waits_until_goes_with_its_translation(
    cast: Cast, days_until_sent: int, waits_until: int
) -> None:
    now, today = timezone.now(), timezone.localdate()
    held = polish_case()
    take_case(held.pk, by=cast.officer, now=now)
    enter(ask(held, cast.officer), "One.", cast.officer, "A")
    read(held, cast.officer, understood="translation")
    with pytest.raises(Refused, match="still to come"):
        translated_answers.ask_answer_translation(
            held.pk, held.opened_for_id, message="Which bus?", wait_until=today, by=cast.officer, now=now
        )
    asked = translated_answers.ask_answer_translation(
        held.pk,
        held.opened_for_id,
        message="Which bus?",
        wait_until=today + timedelta(days=5),
        by=cast.officer,
        now=now,
    )
    enter(asked, "Który autobus?", hold(cast.colleague, "en", "pl"))
    assert Case.objects.get(pk=held.pk).state == "in_progress"
    translated_answers.send_translated_answer(asked.pk, by=cast.officer, now=now + timedelta(days=days_until_sent))
    waiting = Case.objects.get(pk=held.pk)
    assert (waiting.state, waiting.waiting_until) == ("waiting", today + timedelta(days=waits_until))


def test_who_holds_the_language_answers_without_a_translator(cast: Cast) -> None:
    held = polish_case()
    take_case(held.pk, by=hold(cast.officer, "en", "pl"), now=timezone.now())
    with pytest.raises(Refused, match="send your answer"):
        translated_answers.ask_answer_translation(
            held.pk, held.opened_for_id, message="Thank you.", by=cast.officer, now=timezone.now()
        )


def test_erasure_reaches_drafts_and_translations(cast: Cast) -> None:
    held = polish_case()
    take_case(held.pk, by=cast.officer, now=timezone.now())
    enter(ask(held, cast.officer), "The neighbour shouted.", cast.officer, "A")
    translated_answers.ask_answer_translation(
        held.pk, held.opened_for_id, message="Thank you.", by=cast.officer, now=timezone.now()
    )
    decision = ErasureDecision.objects.create(
        report=held.opened_for, decided_by=cast.supervisor, decided_at=timezone.now(), reason="asked",
        approved_by=cast.admin, approved_at=timezone.now() + timedelta(minutes=1),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_report(%s, %s)", [held.opened_for_id, decision.pk])
    assert not TranslationRequest.objects.exclude(words="").exists()
    assert not Voice.objects.exclude(text="").exists()
