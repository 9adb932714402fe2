"""Suggestions about a case in words: why they are made, and what can be said to them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.forms import DeskForm
from cases.desk.presenters import labels, times
from cases.desk.presenters.drafts import Drafts
from cases.desk.series_forms import AnsweringAlike, OpeningSeries
from cases.domain.likeness import reasons_of
from cases.engine.similarity import Reason
from cases.enums import Alike, Answer
from cases.models import SameSuggestion
from cases.queries.likeness import Beside, Neighbourhood
from reporting.domain.sealing import CannotOpen


@dataclass
class Other:
    """Another case as the page shows it."""

    reference: str
    received: str
    area: str
    state: str
    reasons: list[str]
    said: str = ""
    form: DeskForm | None = None


@dataclass
class AlikeSection:
    """What stands on the case page beside the case."""

    incident: list[Other] = field(default_factory=list)
    pattern: list[Other] = field(default_factory=list)
    related: list[Other] = field(default_factory=list)
    decided: list[Other] = field(default_factory=list)
    series: list[tuple[int, str]] = field(default_factory=list)
    open_series: DeskForm | None = None
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing was found, and nothing can be done."""
        return not (self.incident or self.pattern or self.related or self.decided or self.series or self.open_series)


def alike_section(
    found: Neighbourhood, *, may_act: bool, failed: DeskForm | None, drafts: Drafts | None = None
) -> AlikeSection:
    """Suggestions that are open come with their form where the account may act; what is only related has none."""
    section = AlikeSection(series=found.series, is_cut=found.is_cut)
    if may_act:
        section.open_series = failed if isinstance(failed, OpeningSeries) else OpeningSeries()
    for one in found.beside:
        _put(section, one, may_act=may_act, failed=failed)
    if drafts is not None:
        others = (*section.incident, *section.pattern, *section.related, *section.decided)
        for form in (section.open_series, *(one.form for one in others)):
            if form is not None:
                drafts.give(form)
    return section


def _put(section: AlikeSection, one: Beside, *, may_act: bool, failed: DeskForm | None) -> None:
    suggestion, reasons = one.suggestion, _reasons(one)
    other = Other(
        one.case.reference, times.moment(one.case.received_at), one.case.area, labels.state(one.case.state), reasons
    )
    if suggestion is None or suggestion.kind == Alike.RELATED:
        section.related.append(other)
        return
    if suggestion.state != Answer.OPEN:
        other.said = _said(suggestion)
        section.decided.append(other)
    else:
        (section.incident if suggestion.kind == Alike.INCIDENT else section.pattern).append(other)
    if may_act and suggestion.state != Answer.ACCEPTED:
        suffix = f"-{suggestion.pk}"
        is_failed = isinstance(failed, AnsweringAlike) and failed.suffix == suffix
        other.form = failed if is_failed else AnsweringAlike(suffix=suffix, initial={"suggestion_id": suggestion.pk})


def _said(suggestion: SameSuggestion) -> str:
    said = {
        (Alike.INCIDENT, Answer.ACCEPTED): _("%(who)s: the same incident. %(why)s"),
        (Alike.INCIDENT, Answer.REJECTED): _("%(who)s: not the same incident. %(why)s"),
        (Alike.PATTERN, Answer.ACCEPTED): _("%(who)s: the same pattern. %(why)s"),
        (Alike.PATTERN, Answer.REJECTED): _("%(who)s: not the same pattern. %(why)s"),
    }
    key = (Alike(suggestion.kind), Answer(suggestion.state))
    return said[key] % {"who": suggestion.by, "why": suggestion.reason}


def _reasons(one: Beside) -> list[str]:
    said = [_("The same address or number for contact")] if one.shares_contact else []
    try:
        found = reasons_of(one.suggestion) if one.suggestion else []
    except CannotOpen:
        found = []
    return said + [sentence for reason in found if (sentence := reason_words(reason))]


def reason_words(reason: Reason) -> str:
    """One reason as a person reads it; empty for a key that has no words."""
    words = ", ".join(word.upper() if any(char.isdigit() for char in word) else word for word in reason.words)
    named: dict[str, Any] = {"words": words, "number": reason.number}
    sentences = {
        "said_by_reporter": _("The person who reported says that this belongs together"),
        "postcode": _("The same postcode"),
        "named": _("Both name a place spelt like: %(words)s"),
        "number": _("Both tell of number %(words)s there"),
        "route": _("The same bus: %(words)s"),
        "district": _("The same postcode district: %(words)s"),
        "borough": _("The same borough: %(words)s"),
        "animal": _("Both tell of an animal called %(words)s"),
        "words": _("Both use words that few people use: %(words)s"),
        "same_day": _("On the same day"),
        "may_be_same_day": _("It may have been the same day"),
        "word_for_word": _("Told word for word alike"),
    }
    if reason.key in sentences:
        return sentences[reason.key] % named
    return _counted(reason.key, reason.number)


def _counted(key: str, number: int) -> str:
    if key == "near":
        return ngettext("About %d kilometre apart", "About %d kilometres apart", number) % number
    if key == "same_time":
        return ngettext("On the same day, within %d minute", "On the same day, within %d minutes", number) % number
    if key == "received_close":
        return (
            ngettext("Received within %d hour of each other", "Received within %d hours of each other", number) % number
        )
    if key == "between":
        return ngettext("%d other case tells the same as both", "%d other cases tell the same as both", number) % number
    return ""
