"""From a template to the words of one answer, and back: what is still open, and what is as it was agreed."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from cases.domain.audit import record_event
from cases.domain.refusals import Refused
from cases.enums import Placeholder
from cases.models import Account, MessageTemplate
from reporting.domain.words import canonical
from reporting.models import Report

# What the officer has to write in its place. A message that still holds one of these is not sent.
_GAPS: dict[str, str] = {
    Placeholder.DONE: "[write here: what we did]",
    Placeholder.REASON: "[write here: the reason]",
    Placeholder.PASSED_TO: "[write here: whom we passed it to]",
}
_GAP = re.compile(r"\[write here: [^\]\n]*\]")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_A_DAY = r"(\d{1,2} [^\W\d_]+ \d{4}|\d{2}/\d{2}/\d{4})"  # as `_day` writes one
_NO_DAY = "[write here: the day]"
_A_FEW_LETTERS = 6
_SENTENCE = re.compile(r"[^\n.!?۔।]*\{answer_by\}[^\n.!?۔।]*")


def fill(template: MessageTemplate, report: Report, *, answer_by: date | None = None) -> str:
    """The template's text for this report: what Heard knows is filled in, the rest stands as a gap to write in."""
    known = _known(template, report)
    known[Placeholder.ANSWER_BY] = _day(answer_by, template.language) if answer_by else _NO_DAY
    return _PLACEHOLDER.sub(lambda found: known[Placeholder(found[1])], template.text)


def replace_template(template_id: int, newer: MessageTemplate, *, by: Account, now: datetime) -> MessageTemplate:
    """Put a newer text in the place of one: both are kept, with the moment at which the one follows the other.

    What officers start from changes at once. Raises `Refused` for a text that has been replaced already.
    """
    with transaction.atomic():
        older = MessageTemplate.objects.select_for_update().get(pk=template_id)
        if older.replaced_at is not None:
            raise Refused("This text has been replaced already: change the newest one.")
        older.replaced_at = now
        older.save(update_fields=["replaced_at"])
        newer.pk, newer.in_force_from, newer.replaced_at = None, now, None
        newer.save(force_insert=True)
        details = {"key": newer.key, "language": newer.language, "before": older.pk, "after": newer.pk}
        record_event(
            account=by, action="message_template.replaced", address="", references=[], details=details, now=now
        )
    return newer


def has_gaps(template: MessageTemplate) -> bool:
    """Whether the officer has to write something into it, which takes the language."""
    return any(f"{{{name}}}" in template.text for name in _GAPS)


def first_gap(words: str) -> str:
    """The first place where something is still to be written; empty when there is none."""
    found = _GAP.search(words)
    return found[0] if found else ""


def is_as_agreed(words: str, template: MessageTemplate, report: Report) -> bool:
    """Whether these words are the reviewed template and nothing else, with whatever day: what may go out in a language
    that nobody holds."""
    if not (template.is_reviewed and template.is_active) or has_gaps(template):
        return False
    return _is_filled(words, template, report)


def is_agreed_text(words: str, report: Report, language: str) -> bool:
    """Whether these words are one of the texts that were agreed for this language."""
    agreed = MessageTemplate.objects.on_offer().filter(language=language, is_reviewed=True)
    return any(is_as_agreed(words, one, report) for one in agreed)


def is_unedited(words: str, report: Report) -> bool:
    """Whether these words are exactly what a template gave, its gaps still open, with whatever day: nobody wrote them.

    Texts that were replaced or switched off since count too: an officer may have started from one of them before.
    """
    return any(_is_filled(words, one, report, gap=True) for one in MessageTemplate.objects.all())


def asks_for_more(words: str, report: Report, templates: Iterable[MessageTemplate]) -> bool:
    """Whether these words began from a text that asks for more: a line stands in them that only such texts have.

    `templates`: all there are, those that were replaced or switched off too, since an officer may have started from one.
    """
    lines = [(line.strip(), one) for one in templates for line in one.text.split("\n")]
    others, said = {line for line, one in lines if not one.asks}, canonical(words)
    return any(
        re.search(_pattern(line, one, report, gap=True), said)
        for line, one in lines
        if one.asks and line not in others and _says_something(line)
    )


def other_day_named(words: str, report: Report, day: date) -> str:
    """The day, as it is written, by which a sentence of a template asks for an answer, where that is another than `day`.

    Empty where there is no such sentence as a template has it: what an officer wrote of a day nobody can tell.
    """
    said = canonical(words)
    for template in MessageTemplate.objects.filter(text__contains=f"{{{Placeholder.ANSWER_BY}}}"):
        for sentence in _SENTENCE.findall(template.text):
            for found in re.finditer(_pattern(sentence.strip(), template, report), said):
                if found[1] != _day(day, template.language):
                    return found[1]
    return ""


def check_day(words: str, report: Report, day: date | None, *, days_differ: bool) -> None:
    """Raise `Refused` where these words name another day for the answer than the one until which the case would wait,
    unless that is meant: `days_differ`. Neither is changed here, because somebody wrote it."""
    if day is None or days_differ:
        return
    if named := other_day_named(words, report, day):
        raise Refused(
            f"Your words ask for an answer by {named}, and the case would wait until {_day(day, 'en')}. Change one of "
            "them, or say that both are meant.",
            about="days_differ",
        )


def only_acknowledges(words: str, report: Report) -> bool:
    """Whether these words are texts that only say that the report has come in, in one language or several, and no more.

    Texts that were replaced or switched off since count too: an officer may have started from one of them before.
    """
    left, was_found = _squeezed(words), False
    for template in MessageTemplate.objects.filter(acknowledges=True):
        filled = _squeezed(fill(template, report))
        was_found = was_found or filled in left
        left = left.replace(filled, "")
    return was_found and not left.strip()


def _known(template: MessageTemplate, report: Report) -> dict[str, str]:
    """What stands in place of each placeholder save the day of the answer, which the officer chooses."""
    return {
        Placeholder.REFERENCE: report.reference,
        Placeholder.RECEIVED_ON: _day(report.received_at, template.language),
        **_GAPS,
    }


def _is_filled(words: str, template: MessageTemplate, report: Report, *, gap: bool = False) -> bool:
    """Whether `fill` may have given these words, for some day; with `gap` for none too."""
    pattern = _pattern(template.text.strip(), template, report, gap=gap)
    return re.fullmatch(pattern, canonical(words).strip()) is not None


def _pattern(text: str, template: MessageTemplate, report: Report, *, gap: bool = False) -> str:
    """What `fill` makes of this much of a template, with a group for the day of the answer."""
    known = {name: re.escape(said) for name, said in _known(template, report).items()}
    known[Placeholder.ANSWER_BY] = rf"(?:{_A_DAY}|{re.escape(_NO_DAY)})" if gap else _A_DAY
    parts = _PLACEHOLDER.split(text)  # what stands between placeholders, and their names
    return "".join(known[Placeholder(part)] if at % 2 else re.escape(part) for at, part in enumerate(parts))


def _says_something(line: str) -> bool:
    """More than a placeholder and a word beside it, which may stand anywhere."""
    return sum(map(str.isalpha, _PLACEHOLDER.sub("", line))) >= _A_FEW_LETTERS


def _squeezed(words: str) -> str:
    return " ".join(canonical(words).split())


def _day(at: datetime | date, language: str) -> str:
    on = timezone.localtime(at).date() if isinstance(at, datetime) else at
    return date_format(on, "j F Y") if language == "en" else f"{on:%d/%m/%Y}"
