"""Which forms are kept as they are typed and on which page they stand, and reading one as it was sent."""

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from cases.desk import (
    complaint_forms,
    contact_forms,
    duty_forms,
    exhibit_forms,
    forms,
    named_forms,
    passing_forms,
    promise_forms,
    recusing_forms,
    routing_forms,
    series_forms,
    translation_forms,
    wish_forms,
)  # fmt: skip
from cases.desk.fields import number_in
from cases.desk.forms import DeskForm
from cases.desk.opening import account_of
from cases.desk.risk_forms import AssessingRisk
from cases.desk.task_forms import AddingTask, FinishingTask
from cases.domain import drafts, sending
from cases.domain.drafts import On, Took
from cases.domain.refusals import Refused
from cases.domain.sending import Done, Sent

CASE, PASSING, PACK, TRANSLATION, ATTEMPT, CARD = "case", "passing_on", "pack", "translation", "attempt", "contact_card"
NAMED, ENHANCED, EXHIBIT, DUTY, MISSED, COMPLAINT = "named", "enhanced", "exhibit", "duty", "missed", "complaint"
_KEY = re.compile(r"([a-z][a-z-]*[a-z])((?:-[0-9]{1,11}){0,2})")
Forms = dict[str, type[DeskForm]]


def _by_section(*several: type[DeskForm]) -> Forms:
    return {one.section: one for one in several}


PAGES: dict[str, Forms] = {
    CASE: _by_section(
        forms.Deciding, forms.SettingPriority, forms.NextAction, forms.Waiting, forms.HandingOver, forms.HandingBack,
        forms.Attaching, forms.Detaching, forms.Noting, forms.Replying, forms.Closing, forms.Reopening, AssessingRisk,
        AddingTask, FinishingTask, contact_forms.ReachingOut, translation_forms.AskingTranslation,
        promise_forms.PromisingUpdate, routing_forms.MovingUnit, routing_forms.Involving, routing_forms.Lifting,
        series_forms.AnsweringAlike, series_forms.OpeningSeries, wish_forms.AnsweringReview, wish_forms.StoppingCode,
        recusing_forms.Recusing, recusing_forms.Lifting,
    ),
    PASSING: _by_section(
        passing_forms.Consenting, passing_forms.TakingBack, passing_forms.Referring, passing_forms.AnsweringReferral,
        passing_forms.AskingForce, passing_forms.AnsweringTransfer,
    ),
    PACK: _by_section(passing_forms.Packing),
    TRANSLATION: _by_section(translation_forms.EnteringTranslation, translation_forms.Withdrawing),
    ATTEMPT: _by_section(contact_forms.Outcome),
    CARD: _by_section(contact_forms.KeepingCard),
    NAMED: _by_section(named_forms.RecordingPerson, named_forms.AddingStep),
    ENHANCED: _by_section(promise_forms.GivingEnhanced, promise_forms.EndingEnhanced),
    EXHIBIT: _by_section(exhibit_forms.WritingDown),
    DUTY: _by_section(
        duty_forms.LookingOn, duty_forms.EndingAlarm, duty_forms.HandingOverAlarm, duty_forms.NoDanger
    ),
    MISSED: _by_section(promise_forms.NewTimeForm),
    COMPLAINT: _by_section(complaint_forms.AnsweringComplaint, complaint_forms.ClosingComplaint),
}  # fmt: skip
PAGE_OF = {section: page for page, several in PAGES.items() for section in several}
OF_THE_DESK = {section: page for page in (DUTY, MISSED, COMPLAINT) for section in PAGES[page]}  # on no case
FORMS: Forms = {section: one for several in PAGES.values() for section, one in several.items()}
ON_SERIES = _by_section(
    series_forms.AddingCase, series_forms.TakingOut, series_forms.Splitting, series_forms.Rejoining,
    series_forms.Renaming, series_forms.SettingOwner, series_forms.SeriesAction, series_forms.SeriesReview,
    series_forms.NotingOnSeries,
)  # fmt: skip
NAMES = {
    "decide": gettext_lazy("Decision"), "priority": gettext_lazy("Priority"), "next-action": gettext_lazy("Next action"),
    "wait": gettext_lazy("Waiting"), "hand-over": gettext_lazy("Hand over"), "hand-back": gettext_lazy("Hand back"),
    "attach": gettext_lazy("Attach a report"), "detach": gettext_lazy("Detach a report"), "note": gettext_lazy("Note"),
    "reply": gettext_lazy("Answer"), "close": gettext_lazy("Closing"), "reopen": gettext_lazy("Open again"),
    "risk": gettext_lazy("Risk"), "add-task": gettext_lazy("New task"), "finish-task": gettext_lazy("Finished task"),
    "contact": gettext_lazy("Reaching somebody"), "outcome": gettext_lazy("What came of a contact"),
    "card": gettext_lazy("Contact card"), "ask-translation": gettext_lazy("Asking for a translation"),
    "promise-update": gettext_lazy("Promise of an update"), "translation": gettext_lazy("Translation"),
    "withdraw": gettext_lazy("Withdrawing a translation"), "move": gettext_lazy("Move to another unit"),
    "involve": gettext_lazy("Restriction"), "lift": gettext_lazy("End of the restriction"),
    "alike": gettext_lazy("Answer to a suggestion"), "open-series": gettext_lazy("New series"),
    "consent": gettext_lazy("What they agreed to share"), "take-back": gettext_lazy("They no longer agree"),
    "refer": gettext_lazy("Referral"), "referral-answer": gettext_lazy("Answer to a referral"),
    "transfer": gettext_lazy("Transfer"), "transfer-answer": gettext_lazy("Answer to a transfer"),
    "pack": gettext_lazy("Hand-over pack"), "add": gettext_lazy("Add a case"), "take-out": gettext_lazy("Take out a case"),
    "split": gettext_lazy("Split the series"), "rejoin": gettext_lazy("Join again"), "rename": gettext_lazy("Title"),
    "owner": gettext_lazy("Who looks after it"), "review": gettext_lazy("Review"), "series-note": gettext_lazy("Note"),
    "answer-review": gettext_lazy("Answer to a review"), "stop-code": gettext_lazy("Stopping a code"),
    "record-person": gettext_lazy("Record of a person"), "step": gettext_lazy("What became of a record"),
    "enhanced": gettext_lazy("Enhanced service"), "enhanced-end": gettext_lazy("End of enhanced service"),
    "look-on": gettext_lazy("Looking after an alarm"), "end-alarm": gettext_lazy("End of an alarm"),
    "hand-over-alarm": gettext_lazy("Alarm to the control room"), "no-danger": gettext_lazy("Alarm without danger"),
    "know-someone": gettext_lazy("Knowing someone"), "lift-recusal": gettext_lazy("Showing the case again"),
    "transcript": gettext_lazy("What a recording says"), "new-time": gettext_lazy("New time"),
    "answer-complaint": gettext_lazy("Answer to a complaint"),
    "close-complaint": gettext_lazy("Closing a complaint"),
}  # fmt: skip


def named(key: str, known: Forms = FORMS) -> tuple[str, str] | None:
    """Form and what it is about, of a key like `reply-12`; None for one that names no form."""
    match = _KEY.fullmatch(key)
    return (match[1], match[2] or "") if match and match[1] in known else None


def sent_as(request: HttpRequest, action: str, form: str, about: str, known: Forms = FORMS) -> Sent:
    """The form of this request, with what its page showed of the case."""
    entry = number_in(request.POST.get("entry", ""))
    return Sent(
        action=action,
        form=form,
        about=about,
        values={name: request.POST.getlist(name) for name in known[form].base_fields if name in request.POST},
        page=page_of(request.POST.get("page", "")),
        version=min(number_in(request.POST.get("version", "")) or 0, 2**31 - 1),
        entry=entry,
        took=_took(request.POST.get("took", "")),
    )


def page_of(typed: str) -> str:
    """The key of a page, as a request may hold it."""
    return typed.replace("\x00", "")[:40]


def typed(sent: Sent, known: Forms = FORMS) -> dict[str, list[str]]:
    """What somebody typed or chose of it: nothing that the page itself put in."""
    hidden = {
        name
        for name, field in known[sent.form].base_fields.items()
        if isinstance(field.widget, django_forms.HiddenInput)
    }
    return {name: list(said) for name, said in sent.values.items() if name not in hidden}


def send_once(
    request: HttpRequest,
    on: On,
    form: DeskForm,
    action: str,
    do: Callable[[], Any],
    known: Forms = FORMS,
    *,
    minds: Collection[str] = (),
) -> Done:
    """Make the one call `do` for a form of a page beside the case page: once a press, its draft let go with it.

    With `minds` it raises `Overtaken` where others have changed the case since the page was shown, or anybody has done
    one of these things on it.
    """
    key = named(form.key, known)
    if key is None:  # a suffix that names no row
        return Done(do())
    sent = sent_as(request, action, *key, known)
    return sending.send(on, do, sent=sent, minds=minds, by=account_of(request), now=timezone.now())


def let_go(request: HttpRequest, on: On, form: DeskForm) -> None:
    """Empty the draft of what was just done, where doing it again is no mistake: a pack may be downloaded twice."""
    key = named(form.key)
    if key is not None:
        drafts.discard_draft(
            on, form=key[0], about=key[1], typed_on=page_of(request.POST.get("page", "")), by=account_of(request),
            now=timezone.now(),
        )  # fmt: skip


def keep_refused(request: HttpRequest, on: On, form: DeskForm, known: Forms = FORMS) -> None:
    """Keep what was refused, in case the page that goes back is lost."""
    key = named(form.key, known)
    if key is not None:
        keep_sent(request, on, sent_as(request, "", *key, known), known)


def keep_sent(request: HttpRequest, on: On, sent: Sent, known: Forms = FORMS) -> None:
    """As a draft of the page that it was typed on; what is too long for one stays in the page that goes back."""
    with suppress(Refused):
        drafts.keep_draft(
            on, form=sent.form, about=sent.about, values=typed(sent, known), page=sent.page, took=sent.took,
            version=sent.version, entry=sent.entry or 0, by=account_of(request), now=timezone.now(),
        )  # fmt: skip


def as_took(page: str, at: datetime) -> str:
    """How a page names the draft that it began with."""
    return f"{page}@{at.isoformat()}"


def _took(text: str) -> Took | None:
    page, _, at = text.replace("\x00", "")[:100].rpartition("@")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    return Took(page_of(page), moment) if moment is not None and moment.tzinfo else None
