"""Which templates may be chosen for an answer: those the officer can read, and those agreed for languages they do not hold."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.desk.presenters import labels
from cases.domain.languages import holds, is_same
from cases.domain.message_templates import has_gaps
from cases.models import Account, MessageTemplate

ENGLISH = "en"


def on_offer(templates: Iterable[MessageTemplate], account: Account, language: str) -> list[tuple[int, str]]:
    """Id and label, the language of the report first.

    In a language that the officer does not hold only reviewed texts are offered, and none that has to be written in.
    """
    theirs, english = [], []
    for template in templates:
        if is_same(template.language, language) and not is_same(language, ENGLISH):
            if holds(account, language):
                theirs.append((template.pk, _label(template, reviewed=template.is_reviewed)))
            elif template.is_reviewed and not has_gaps(template):
                theirs.append((template.pk, _label(template, reviewed=True)))
        elif template.language == ENGLISH:
            english.append((template.pk, template.title))
    return theirs + english


def _label(template: MessageTemplate, *, reviewed: bool) -> str:
    said = _("%(title)s, in %(language)s (agreed)") if reviewed else _("%(title)s, in %(language)s (not yet reviewed)")
    return said % {"title": _(template.title), "language": labels.language(template.language)}
