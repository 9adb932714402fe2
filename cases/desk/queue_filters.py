"""The queue's filters: read from the address, said in words, written back to an address."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day, Line
from cases.desk.forms import DeskForm
from cases.desk.presenters import labels, times
from cases.enums import State
from cases.models import Account
from cases.queries.queue import Tab
from cases.queries.queue_filter import LATE, NOBODY, SOMEBODY, QueueFilter
from reporting.enums import Channel
from reporting.taxonomy import KINDS, PRIORITIES, STRANDS

TABS = {
    Tab.NEXT: gettext_lazy("Next"),
    Tab.MINE: gettext_lazy("Mine"),
    Tab.WAITING: gettext_lazy("Waiting"),
    Tab.HELD: gettext_lazy("Held"),
    Tab.PERSON: gettext_lazy("Needs a person"),
    Tab.ALL: gettext_lazy("All"),
}
_NOT_FILTERS = {"tab", "after", "choose"}
_MOST_NAMED = 5  # of what was left out
_AGES = [
    ("1", gettext_lazy("Less than a day")),
    ("1-7", gettext_lazy("1 to 7 days")),
    ("7-30", gettext_lazy("7 to 30 days")),
    ("30", gettext_lazy("30 days and more")),
]


class _Chosen(forms.ChoiceField):
    """One of a list, or any."""

    def __init__(self, choices: Iterable[tuple[str, Any]], *, label: Promise, **kwargs: Any) -> None:
        given = [("", gettext_lazy("Any")), *choices]
        unknown = {"invalid_choice": gettext_lazy("Choose from the list.")}
        super().__init__(choices=given, label=label, required=False, error_messages=unknown, **kwargs)


class Filters(DeskForm):
    """Every filter of the queue. What is not on the list of its field is an error beside that field alone."""

    section = "f"
    priority = _Chosen(
        [(key, gettext_lazy(one.label)) for key, one in PRIORITIES.items()], label=gettext_lazy("Priority")
    )
    due = _Chosen([(LATE, gettext_lazy("Late"))], label=gettext_lazy("Due"))
    state = _Chosen([], label=gettext_lazy("State"))
    unit = _Chosen([], label=gettext_lazy("Unit"))
    officer = _Chosen([], label=gettext_lazy("Officer"))
    strand = _Chosen([(key, gettext_lazy(one.label)) for key, one in STRANDS.items()], label=gettext_lazy("Because of"))
    kind = _Chosen([(key, gettext_lazy(one.label)) for key, one in KINDS.items()], label=gettext_lazy("What was done"))
    borough = Line(label=gettext_lazy("Borough or place"), max_length=60)
    language = _Chosen([], label=gettext_lazy("Language"))
    channel = _Chosen([], label=gettext_lazy("Came by"))
    repeat = _Chosen([("yes", gettext_lazy("It happened before"))], label=gettext_lazy("Repeat"))
    series = _Chosen([("yes", gettext_lazy("In a series"))], label=gettext_lazy("Series"))
    evidence = _Chosen([("yes", gettext_lazy("Has files"))], label=gettext_lazy("Evidence"))
    tag = Line(label=gettext_lazy("Tag"), max_length=40)
    age = _Chosen(_AGES, label=gettext_lazy("Time since it was received"))
    received_from = Day(label=gettext_lazy("Received from"), required=False)
    received_to = Day(label=gettext_lazy("Received up to"), required=False)

    def __init__(self, data: Any = None, *, account: Account, officers: Iterable[Account], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        named = [(one.username, one.get_full_name() or one.username) for one in officers]
        self._offer("officer", [(NOBODY, _("Nobody")), (SOMEBODY, _("Somebody")), *named])
        self._offer("unit", [(account.unit.key, account.unit.name)] if account.unit else [])
        self._offer("state", [(one.value, labels.state(one)) for one in State if one != State.EMPTIED])
        self._offer("language", labels.languages())
        self._offer("channel", [(one.value, labels.channel(one).capitalize()) for one in Channel])

    def clean(self) -> dict[str, Any]:
        """A last day before the first means nothing."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("received_from"), given.get("received_to")
        if first and last and last < first:
            self.add_error("received_to", _("The last day is before the first."))
        return given

    @property
    def shown(self) -> list[forms.BoundField]:
        """Fields that leave a choice: a list with one entry besides “any” would narrow nothing.

        Series are chosen on their own page; here the filter is shown once it is in force, for the page's weight.
        """
        left_out = set()
        if len(self.fields["unit"].choices) <= 2:  # type: ignore[attr-defined]
            left_out.add("unit")
        if not self.data.get("series"):
            left_out.add("series")
        return [one for one in self if one.name not in left_out]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Chip:
    """One filter in force, in words, and the address's query without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Chosen:
    """Tab and filters as an address asks for them. `left_out`: what was asked for and means nothing here."""

    tab: Tab
    wanted: QueueFilter
    form: Filters
    left_out: list[str] = field(default_factory=list)

    def query(self, *, tab: Tab | None = None, without: str = "", **more: str) -> str:
        """The address's query: tab, filters, and what else is given."""
        kept = {name: value for name, value in self.in_force.items() if name != without}
        return urlencode({"tab": tab or self.tab, **kept, **more})

    @property
    def in_force(self) -> dict[str, str]:
        """Each filter that narrows something, as the address writes it."""
        values = {one.name: getattr(self.wanted, one.name) for one in fields(self.wanted)}
        return {name: str(value) for name, value in values.items() if value}

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, each with the way out of it."""
        return [
            Chip(str(self.form[name].label), self._in_words(name), self.query(without=name)) for name in self.in_force
        ]

    def _in_words(self, name: str) -> str:
        value, asked = getattr(self.wanted, name), self.form.fields[name]
        if isinstance(asked, Day):
            return times.day(value)
        return str(dict(asked.choices)[value]) if isinstance(asked, _Chosen) else value


def read_query(query: QueryDict, *, account: Account, officers: Iterable[Account], first: Tab = Tab.NEXT) -> Chosen:
    """What an address asks for, `first` where it names no tab. What it asks for in vain is left out and named."""
    form = Filters(query, account=account, officers=officers)
    form.is_valid()
    wanted = QueueFilter(**{name: value for name, value in form.cleaned_data.items() if value})
    asked = query.get("tab", "")
    unknown = [key for key in query if key not in form.fields and key not in _NOT_FILTERS]
    left_out = [str(form[name].label) for name in form.errors if name in form.fields] + [key[:40] for key in unknown]
    if asked and asked not in list(Tab):
        left_out.append("tab")
    return Chosen(Tab(asked) if asked in list(Tab) else first, wanted, form, left_out[:_MOST_NAMED])
