"""From a template to the words of one answer, and back: what is still open, and what is as it was agreed."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from cases.enums import Placeholder
from cases.models import MessageTemplate
from reporting.domain.words import canonical
from reporting.models import Report

# What the officer has to write in its place. A message that still holds one of these is not sent.
_GAPS = {
    Placeholder.DONE: "[write here: what we did]",
    Placeholder.REASON: "[write here: the reason]",
    Placeholder.PASSED_TO: "[write here: whom we passed it to]",
}
_GAP = re.compile(r"\[write here: [^\]\n]*\]")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def fill(template: MessageTemplate, report: Report, *, answer_by: date | None = None) -> str:
    """The template's text for this report: what Heard knows is filled in, the rest stands as a gap to write in."""
    known = {
        Placeholder.REFERENCE: report.reference,
        Placeholder.RECEIVED_ON: _day(report.received_at, template.language),
        Placeholder.ANSWER_BY: _day(answer_by, template.language) if answer_by else "[write here: the day]",
        **_GAPS,
    }
    return _PLACEHOLDER.sub(lambda found: known[Placeholder(found[1])], template.text)


def has_gaps(template: MessageTemplate) -> bool:
    """Whether the officer has to write something into it, which takes the language."""
    return any(f"{{{name}}}" in template.text for name in _GAPS)


def first_gap(words: str) -> str:
    """The first place where something is still to be written; empty when there is none."""
    found = _GAP.search(words)
    return found[0] if found else ""


def is_as_agreed(words: str, template: MessageTemplate, report: Report, *, answer_by: date | None = None) -> bool:
    """Whether these words are the reviewed template and nothing else: what may go out in a language that nobody holds."""
    if not (template.is_reviewed and template.is_active) or has_gaps(template):
        return False
    return canonical(words).strip() == fill(template, report, answer_by=answer_by).strip()


def is_agreed_text(words: str, report: Report, language: str, *, answer_by: date | None = None) -> bool:
    """Whether these words are one of the texts that were agreed for this language."""
    agreed = MessageTemplate.objects.filter(language=language, is_reviewed=True, is_active=True)
    return any(is_as_agreed(words, one, report, answer_by=answer_by) for one in agreed)


def _day(at: datetime | date, language: str) -> str:
    on = timezone.localtime(at).date() if isinstance(at, datetime) else at
    return date_format(on, "j F Y") if language == "en" else f"{on:%d/%m/%Y}"
