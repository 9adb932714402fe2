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
from cases.queries.boroughs import boroughs
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
    """One of a list, or any. `says_by_key`: a choice of the same key always has the same words."""

    def __init__(
        self, choices: Iterable[tuple[str, Any]], *, label: Promise, says_by_key: bool = True, **kwargs: Any
    ) -> None:
        self.says_by_key = says_by_key
        given = [("", gettext_lazy("Any")), *choices]
        unknown = {"invalid_choice": gettext_lazy("Choose from the list.")}
        super().__init__(choices=given, label=label, required=False, error_messages=unknown, **kwargs)


class _Several(forms.MultipleChoiceField):
    """Any number of a list; several are chosen in one `<select>`, so that it stays one stop of the tab key."""

    says_by_key = True

    def __init__(self, choices: Iterable[tuple[str, Any]], *, label: Promise) -> None:
        unknown = {"invalid_choice": gettext_lazy("Choose from the list.")}
        super().__init__(
            choices=list(choices), label=label, required=False, error_messages=unknown, widget=forms.SelectMultiple()
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        """Each once, in the order of the list."""
        given = set(super().clean(value))
        return tuple(key for key, _ in self.choices if key in given)  # type: ignore[misc,union-attr]


class Filters(DeskForm):
    """Every filter of the queue. What is not on the list of its field is an error beside that field alone."""

    section = "f"
    priority = _Several(
        [(key, gettext_lazy(one.label)) for key, one in PRIORITIES.items()], label=gettext_lazy("Priority")
    )
    due = _Chosen([(LATE, gettext_lazy("Late"))], label=gettext_lazy("Due"))
    state = _Several([], label=gettext_lazy("State"))
    unit = _Chosen([], label=gettext_lazy("Unit"), says_by_key=False)
    officer = _Chosen([], label=gettext_lazy("Officer"), says_by_key=False)
    strand = _Several(
        [(key, gettext_lazy(one.label)) for key, one in STRANDS.items()], label=gettext_lazy("Because of")
    )
    kind = _Several([(key, gettext_lazy(one.label)) for key, one in KINDS.items()], label=gettext_lazy("What was done"))
    borough = _Several([(one.key, one.name) for one in boroughs().values()], label=gettext_lazy("Borough"))
    place = Line(label=gettext_lazy("Place, as it was written"), max_length=60)
    language = _Several([], label=gettext_lazy("Language"))
    channel = _Several([], label=gettext_lazy("Came by"))
    repeat = _Chosen([("yes", gettext_lazy("It happened before"))], label=gettext_lazy("Repeat"))
    series = _Chosen([("yes", gettext_lazy("In a series"))], label=gettext_lazy("Series"))
    evidence = _Chosen([("yes", gettext_lazy("Has files"))], label=gettext_lazy("Evidence"))
    tag = Line(label=gettext_lazy("Tag"), max_length=40)
    age = _Chosen(_AGES, label=gettext_lazy("Time since it was received"))
    received_from = Day(label=gettext_lazy("Received from"), required=False)
    received_to = Day(label=gettext_lazy("Received up to"), required=False)

    def __init__(self, data: Any = None, *, account: Account, officers: Iterable[Account], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        named = [(one.username, one.known_as) for one in officers]
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
        """Fields that leave a choice: of units there is mostly one, which would narrow nothing."""
        has_units = len(self.fields["unit"].choices) > 2  # type: ignore[attr-defined]
        return [one for one in self if has_units or one.name != "unit"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices if isinstance(field, _Several) else [("", _("Any")), *choices]


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

    def query(self, *, tab: Tab | None = None, without: tuple[str, str] = ("", ""), **more: str) -> str:
        """The address's query: tab, filters but for one value, and what else is given."""
        kept = [(name, value) for name, value in self._values if (name, value) != without]
        return urlencode([("tab", tab or self.tab), *kept, *more.items()])

    @property
    def in_force(self) -> dict[str, str | list[str]]:
        """Each filter that narrows something, with its value, or its values where there are several."""
        found: dict[str, list[str]] = {}
        for name, value in self._values:
            found.setdefault(name, []).append(value)
        return {name: values[0] if len(values) == 1 else values for name, values in found.items()}

    @property
    def chips(self) -> list[Chip]:
        """The values in force, each with the way out of it."""
        return [
            Chip(str(self.form[name].label), self._in_words(name, value), self.query(without=(name, value)))
            for name, value in self._values
        ]

    @property
    def _values(self) -> list[tuple[str, str]]:
        """Name and value as the address writes them."""
        found: list[tuple[str, str]] = []
        for one in fields(self.wanted):
            value = getattr(self.wanted, one.name)
            found += [(one.name, str(each)) for each in (value if isinstance(value, tuple) else (value,)) if each]
        return found

    def _in_words(self, name: str, value: str) -> str:
        asked: Any = self.form.fields[name]
        if isinstance(asked, Day):
            return times.day(getattr(self.wanted, name))
        return str(dict(asked.choices)[value]) if isinstance(asked, _Chosen | _Several) else value


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
