"""The to-do list of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Day, Line
from cases.desk.forms import DeskForm
from cases.models import Account


class AddingTask(DeskForm):
    """What, for whom, by when: only the first is needed."""

    section = "add-task"
    what = Line(label=gettext_lazy("What is to be done?"), max_length=300)
    assigned_to = forms.ModelChoiceField(
        Account.objects.none(),
        label=gettext_lazy("By whom?"),
        required=False,
        to_field_name="username",
        empty_label=gettext_lazy("Whoever has the case"),
        error_messages={"invalid_choice": gettext_lazy("Choose a colleague from the list.")},
    )
    due_on = Day(label=gettext_lazy("By which day? (optional)"), required=False)

    def __init__(self, data: Any = None, *, colleagues: list[Account] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["assigned_to"]
        several = colleagues or []
        field.queryset = Account.objects.filter(pk__in=[one.pk for one in several])
        field.choices = [
            ("", _("Whoever has the case")),
            *((one.username, one.known_as) for one in several),
        ]


class FinishingAction(DeskForm):
    """A next action is done."""

    section = "finish-action"
    commitment_id = forms.IntegerField(widget=forms.HiddenInput())


class FinishingTask(DeskForm):
    """Done, or needless: what came of it."""

    section = "finish-task"
    task_id = forms.IntegerField(widget=forms.HiddenInput())
    outcome = Line(label=gettext_lazy("What came of it? (optional)"), max_length=500)
