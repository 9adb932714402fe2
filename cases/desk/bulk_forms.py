"""What is asked before something is done with many cases; nothing is chosen beforehand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day, Line, OneOf, Words
from cases.desk.forms import DeskForm
from cases.domain.bulk_acts import CLOSING_TOGETHER
from cases.enums import BulkAct
from cases.models import Account


class Planning(DeskForm):
    """`title` heads it, `button` is pressed; what it demands is said by the domain."""

    title: Promise
    button: Promise

    @property
    def given(self) -> dict[str, str]:
        """The answers as words, as they are kept."""
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else str(value)
            for name, value in self.cleaned_data.items()
            if value
        }


class Assigning(Planning):
    """To somebody of the unit."""

    section = "bulk-assign"
    title = gettext_lazy("Assign them to an officer")
    to = forms.ChoiceField(label=gettext_lazy("To whom?"), required=False)

    def __init__(self, data: Any = None, *, officers: Iterable[Account] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        named = [(one.username, one.known_as) for one in officers]
        self.fields["to"].choices = [("", _("Choose an officer")), *named]  # type: ignore[attr-defined]


class Returning(Planning):
    """Whoever is free takes them."""

    section = "bulk-return"
    title = gettext_lazy("Return them to the queue")
    note = Line(label=gettext_lazy("What should the next officer know? (optional)"), max_length=300)


class Tagging(Planning):
    """A word of the unit's own."""

    section = "bulk-tag"
    title = gettext_lazy("Put a tag on them")
    name = Line(
        label=gettext_lazy("Tag"),
        max_length=40,
        width="20",
        help_text=gettext_lazy("A word or two that your unit uses, such as “station underpass”. No names of people."),
    )


class Untagging(Planning):
    """Taken off all of them."""

    section = "bulk-untag"
    title = gettext_lazy("Take a tag off them")
    name = Line(label=gettext_lazy("Which tag?"), max_length=40, width="20")


class WaitingTogether(Planning):
    """For the same thing."""

    section = "bulk-wait"
    title = gettext_lazy("Let them wait")
    reason = Line(label=gettext_lazy("What are they waiting for?"), max_length=300)
    until = Day(label=gettext_lazy("Until which day?"), help_text=gettext_lazy("For example 27/3/2027."))


class Linking(Planning):
    """They tell of one incident."""

    section = "bulk-link"
    title = gettext_lazy("Attach their reports to one case")
    reference = Line(label=gettext_lazy("Reference of that case"), max_length=40, width="10")
    reason = Line(label=gettext_lazy("Why is it the same incident?"), max_length=300)


class ClosingTogether(Planning):
    """Only what is read, decided and answered."""

    section = "bulk-close"
    title = gettext_lazy("Close them")
    closing_reason = OneOf(CLOSING_TOGETHER, label=gettext_lazy("Why are they closed?"))
    passed_to = Line(label=gettext_lazy("Passed to whom?"), max_length=200)
    force = Line(label=gettext_lazy("Which force?"), max_length=200)
    number = Line(label=gettext_lazy("Their number"), max_length=60, width="20")
    reason = Words(label=gettext_lazy("Reason"), help_text=gettext_lazy("Needed when no line of enquiry is left."))


FORMS: dict[BulkAct, type[Planning]] = {
    BulkAct.ASSIGN: Assigning,
    BulkAct.RETURN: Returning,
    BulkAct.TAG: Tagging,
    BulkAct.UNTAG: Untagging,
    BulkAct.WAIT: WaitingTogether,
    BulkAct.LINK: Linking,
    BulkAct.CLOSE: ClosingTogether,
}


def form_of(act: BulkAct, officers: Iterable[Account], data: Any = None) -> Planning:
    """The form of an act, empty or as it was sent."""
    return Assigning(data, officers=officers) if act == BulkAct.ASSIGN else FORMS[act](data)
