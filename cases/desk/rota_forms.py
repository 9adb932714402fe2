"""A shift as a supervisor enters it."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day, Line
from cases.desk.forms import DeskForm
from cases.enums import Shift
from cases.models import Account

_TIMES = ("%H:%M", "%H.%M", "%H%M", "%H", "%I:%M%p", "%I.%M%p", "%I%p")


class AddingShift(DeskForm):
    """Who, as what, from when until when; nothing is chosen beforehand. Without an end day it ends within a day."""

    section = "shift"
    asked_as: ClassVar[dict[str, str]] = {"starts_at": "from_time", "ends_at": "until_time"}
    account = forms.ModelChoiceField(
        Account.objects.none(),
        label=gettext_lazy("Who?"),
        to_field_name="username",
        error_messages={
            "required": gettext_lazy("Choose who is on duty."),
            "invalid_choice": gettext_lazy("Choose from the list."),
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("As what?"),
        choices=[(Shift.DUTY, gettext_lazy("Duty desk")), (Shift.SUPERVISOR, gettext_lazy("Supervisor on call"))],
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choose what they are.")},
    )
    from_day = Day(label=gettext_lazy("From which day?"), help_text=gettext_lazy("For example 27/3/2027."))
    from_time = Line(label=gettext_lazy("From what time?"), help_text=gettext_lazy("For example 22:00."), width="5")
    until_day = Day(
        label=gettext_lazy("Until which day? (optional)"),
        help_text=gettext_lazy("Empty: the shift ends at the time below, within 24 hours."),
        required=False,
    )
    until_time = Line(label=gettext_lazy("Until what time?"), width="5")

    def __init__(self, data: Any = None, *, people: list[Account], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["account"]
        field.queryset = Account.objects.filter(pk__in=[one.pk for one in people])  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            ("", _("Choose somebody")),
            *((one.username, one.known_as) for one in people),
        ]

    def clean_from_time(self) -> time:
        """Hours and minutes."""
        return _time(self.cleaned_data["from_time"], _("Enter the time at which it begins, like 22:00."))

    def clean_until_time(self) -> time:
        """Hours and minutes."""
        return _time(self.cleaned_data["until_time"], _("Enter the time at which it ends, like 6:00."))

    def shift(self) -> dict[str, Any]:
        """What the domain is told, times in local time."""
        given = self.cleaned_data
        from_day, from_time, until_time = given["from_day"], given["from_time"], given["until_time"]
        ends_next_day = until_time <= from_time
        until_day = given["until_day"] or from_day + timedelta(days=int(ends_next_day))
        return {
            "account": given["account"],
            "kind": given["kind"],
            "starts_at": _at(from_day, from_time),
            "ends_at": _at(until_day, until_time),
        }


def _time(written: str, asked: str) -> time:
    for form in _TIMES:
        try:
            return datetime.strptime(written.replace(" ", ""), form).time()  # noqa: DTZ007 (a time of day)
        except ValueError:
            continue
    raise forms.ValidationError(asked)


def _at(day: Any, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())
