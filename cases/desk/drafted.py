"""Which forms of the case page are kept as they are typed, and reading one as it was sent."""

import re

from django import forms as django_forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from cases.desk import forms
from cases.desk.fields import number_in
from cases.desk.forms import DeskForm
from cases.desk.risk_forms import AssessingRisk
from cases.desk.task_forms import AddingTask, FinishingTask
from cases.domain.sending import Sent

_KEY = re.compile(r"([a-z][a-z-]*[a-z])(-[0-9]{1,18})?")
FORMS: dict[str, type[DeskForm]] = {
    one.section: one
    for one in (
        forms.Deciding, forms.SettingPriority, forms.NextAction, forms.Waiting, forms.HandingOver, forms.HandingBack,
        forms.Attaching, forms.Detaching, forms.Noting, forms.Replying, forms.Closing, forms.Reopening, AssessingRisk,
        AddingTask, FinishingTask,
    )
}  # fmt: skip
NAMES = {
    "decide": gettext_lazy("Decision"), "priority": gettext_lazy("Priority"), "next-action": gettext_lazy("Next action"),
    "wait": gettext_lazy("Waiting"), "hand-over": gettext_lazy("Hand over"), "hand-back": gettext_lazy("Hand back"),
    "attach": gettext_lazy("Attach a report"), "detach": gettext_lazy("Detach a report"), "note": gettext_lazy("Note"),
    "reply": gettext_lazy("Answer"), "close": gettext_lazy("Closing"), "reopen": gettext_lazy("Open again"),
    "risk": gettext_lazy("Risk"), "add-task": gettext_lazy("New task"), "finish-task": gettext_lazy("Finished task"),
}  # fmt: skip


def named(key: str) -> tuple[str, str] | None:
    """Form and what it is about, of a key like `reply-12`; None for one that names no form."""
    match = _KEY.fullmatch(key)
    return (match[1], match[2] or "") if match and match[1] in FORMS else None


def sent_as(request: HttpRequest, action: str, form: str, about: str) -> Sent:
    """The form of this request, with what its page showed of the case."""
    entry = number_in(request.POST.get("entry", ""))
    return Sent(
        action=action,
        form=form,
        about=about,
        values={name: request.POST.getlist(name) for name in FORMS[form]().fields if name in request.POST},
        page=request.POST.get("page", "").replace("\x00", "")[:40],
        version=min(number_in(request.POST.get("version", "")) or 0, 2**31 - 1),
        entry=entry,
    )


def typed(sent: Sent) -> dict[str, list[str]]:
    """What somebody typed or chose of it: nothing that the page itself put in."""
    hidden = {
        name for name, field in FORMS[sent.form]().fields.items() if isinstance(field.widget, django_forms.HiddenInput)
    }
    return {name: list(said) for name, said in sent.values.items() if name not in hidden}
