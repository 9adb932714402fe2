"""From a template to the words of one answer, and back: what is still open, and what is as it was agreed."""

import re
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


def is_as_agreed(words: str, template: MessageTemplate, report: Report, *, answer_by: date | None = None) -> bool:
    """Whether these words are the reviewed template and nothing else: what may go out in a language that nobody holds."""
    if not (template.is_reviewed and template.is_active) or has_gaps(template):
        return False
    return canonical(words).strip() == fill(template, report, answer_by=answer_by).strip()


def is_agreed_text(words: str, report: Report, language: str, *, answer_by: date | None = None) -> bool:
    """Whether these words are one of the texts that were agreed for this language."""
    agreed = MessageTemplate.objects.on_offer().filter(language=language, is_reviewed=True)
    return any(is_as_agreed(words, one, report, answer_by=answer_by) for one in agreed)


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


def _squeezed(words: str) -> str:
    return " ".join(canonical(words).split())


def _day(at: datetime | date, language: str) -> str:
    on = timezone.localtime(at).date() if isinstance(at, datetime) else at
    return date_format(on, "j F Y") if language == "en" else f"{on:%d/%m/%Y}"
