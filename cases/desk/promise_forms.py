"""What is promised after a missed promise, and besides; and to whom enhanced service is owed."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day, Line, OneOfReports, OneWithHint
from cases.desk.forms import DeskForm

_HOURS = ("%H:%M", "%H.%M", "%H", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I %p")


class NewTimeForm(DeskForm):
    """The new time of one missed commitment, and why it was missed."""

    section = "new-time"
    asked_as: ClassVar[dict[str, str]] = {"due_at": "due_on"}
    due_on = Day(label=gettext_lazy("By which day?"))
    at = forms.TimeField(
        label=gettext_lazy("At what time?"),
        help_text=gettext_lazy("For example 17:30. The new time may lie no further ahead than the promise is long."),
        input_formats=_HOURS,
        widget=forms.TextInput(),
        error_messages={
            "required": gettext_lazy("Enter the time."),
            "invalid": gettext_lazy("Enter the time like 17:30."),
        },
    )
    reason = Line(label=gettext_lazy("Why was it not kept?"), max_length=300)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["at"].width = "5"  # type: ignore[attr-defined]

    @property
    def due_at(self) -> datetime:
        """Day and hour in local time."""
        given = self.cleaned_data
        return datetime.combine(given["due_on"], given["at"], tzinfo=timezone.get_current_timezone())


class PromisingUpdate(DeskForm):
    """An update to the person who reported, by a day."""

    section = "promise-update"
    asked_as: ClassVar[dict[str, str]] = {"due_at": "due_on"}
    of_report = OneOfReports(label=gettext_lazy("To the person who sent which report?"))
    due_on = Day(
        label=gettext_lazy("By which day?"),
        help_text=gettext_lazy("Due at 17:00. They are told the day. For example 27/3/2027."),
    )


class GivingEnhanced(DeskForm):
    """On which ground, and why."""

    section = "enhanced"
    ground = OneWithHint(
        label=gettext_lazy("Why is enhanced service owed to them?"),
        error_messages={
            "required": gettext_lazy("Choose why enhanced service is owed."),
            "invalid_choice": gettext_lazy("Choose from the list."),
        },
    )
    reason = Line(label=gettext_lazy("What makes you say so?"), max_length=300)

    def __init__(self, data: Any = None, *, grounds: list[tuple[str, str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["ground"].offer(grounds or [])  # type: ignore[attr-defined]


class EndingEnhanced(DeskForm):
    """It is not owed after all."""

    section = "enhanced-end"
    reason = Line(label=gettext_lazy("Why is enhanced service not owed to them?"), max_length=300)
