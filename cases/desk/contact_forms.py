"""Forms of safe contact: reaching somebody, what came of it, their card, and a supervisor's review."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Affirmed, Line, Words
from cases.desk.forms import DeskForm
from cases.desk.presenters import contact as said
from cases.domain.contact import DAYS, Card
from cases.enums import DangerTo, Means

_CHOOSE = {"invalid_choice": gettext_lazy("Choose from the list.")}


class Clock(forms.TimeField):
    """A time of day, such as 10:00."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, input_formats=("%H:%M", "%H.%M", "%H"), widget=forms.TextInput(),
            error_messages={"invalid": gettext_lazy("Enter the time like 14:30.")}, **kwargs,
        )  # fmt: skip
        self.width = "5"


class ReachingOut(DeskForm):
    """By which means, and why: only then, and only as the contact card allows, a number or address is shown."""

    section = "contact"
    offers_danger = False  # until the card has refused
    asked_as: ClassVar[dict[str, str]] = {"planned_for": "at"}
    means = forms.ChoiceField(
        label=gettext_lazy("How will you contact them?"),
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choose how you will contact them."), **_CHOOSE},
    )
    at = Line(
        label=gettext_lazy("When?"),
        max_length=100,
        help_text=gettext_lazy("The card is checked for this moment: ask when you are about to do it."),
    )
    reason = Line(label=gettext_lazy("Why?"), max_length=300)
    time_is_safe = Affirmed(gettext_lazy("Now is such a time"), label=gettext_lazy("They said when it is safe"))
    number_is_withheld = Affirmed(
        gettext_lazy("My number is withheld"), label=gettext_lazy("The card says: withhold your number")
    )
    danger_to = forms.ChoiceField(
        label=gettext_lazy("Who is in danger?"), required=False, widget=forms.RadioSelect(), error_messages=_CHOOSE,
        choices=[
            (DangerTo.LIFE, gettext_lazy("Somebody’s life is in danger")),
            (DangerTo.CHILD, gettext_lazy("A child is in danger")),
        ],
    )  # fmt: skip
    danger_reason = Words(label=gettext_lazy("What is the danger?"), rows=2)
    safest_means = Words(label=gettext_lazy("Why is this the safest way to reach them?"), rows=2)

    def __init__(
        self, data: Any = None, *, means: list[tuple[str, str]] | None = None, card: Card | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["means"].choices = means or []  # type: ignore[attr-defined]
        card = card or Card()
        if not card.safe_times or card.has_hours:
            del self.fields["time_is_safe"]
        else:
            self.fields["time_is_safe"].label = _("They said when it is safe: “%s”") % card.safe_times
        if not card.withhold_number:
            del self.fields["number_is_withheld"]

    def clean_reason(self) -> str:
        """Asked for every time."""
        reason: str = self.cleaned_data["reason"]
        if not reason:
            raise forms.ValidationError(_("Write why you need to contact them."))
        return reason

    @property
    def asked_first(self) -> list[forms.BoundField]:
        """What everybody answers; the rest is about danger."""
        return [field for field in self.visible_fields() if field.name not in _ABOUT_DANGER]

    @property
    def about_danger(self) -> list[forms.BoundField]:
        """Offered once the card has refused."""
        return [self[name] for name in _ABOUT_DANGER] if self.offers_danger or self.data.get("danger_to") else []


_ABOUT_DANGER = ("danger_to", "danger_reason", "safest_means")


class Outcome(DeskForm):
    """What came of it."""

    section = "outcome"
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"), widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choose what came of it."), **_CHOOSE},
    )  # fmt: skip
    note = Words(label=gettext_lazy("In a sentence or two (optional)"), rows=3)

    def __init__(self, data: Any = None, *, means: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["outcome"].choices = said.may_come_of(means)  # type: ignore[attr-defined]


class KeepingCard(DeskForm):
    """What was agreed with them about reaching them."""

    section = "card"
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("By which ways may we reach them?"), required=False, widget=forms.CheckboxSelectMultiple(),
        choices=[(one, said.MEANS[one]) for one in Means], error_messages=_CHOOSE,
    )  # fmt: skip
    safe_times = Line(label=gettext_lazy("When is it safe, in their words?"), max_length=500)
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Safe days"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple(),
        choices=[(number, gettext_lazy(name)) for number, name in enumerate(DAYS)], error_messages=_CHOOSE,
        help_text=gettext_lazy("With days or hours the clock checks each call by itself. No tick means any day."),
    )  # fmt: skip
    earliest = Clock(label=gettext_lazy("Safe from"))
    latest = Clock(label=gettext_lazy("Safe until"))
    voicemail = forms.ChoiceField(
        label=gettext_lazy("May we leave a voice message?"), required=False, widget=forms.RadioSelect(),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))], error_messages=_CHOOSE,
    )  # fmt: skip
    withhold_number = Affirmed(gettext_lazy("Withhold our number"), label=gettext_lazy("Our number"))
    no_visit = Affirmed(gettext_lazy("Do not visit"), label=gettext_lazy("Visits"))
    who_might_see = Line(label=gettext_lazy("Who else might see or hear?"), max_length=1_000)
    not_to = Line(label=gettext_lazy("Whom must we not speak to?"), max_length=500)
    code_word = Line(label=gettext_lazy("Code word"), max_length=60, width="20")
    address = Words(label=gettext_lazy("Address for letters and visits"), rows=3)
    agreed_how = Line(
        label=gettext_lazy("How do you know?"), max_length=300,
        help_text=gettext_lazy("For example “she wrote it in the messages today”."),
    )  # fmt: skip


class Reviewing(DeskForm):
    """A supervisor's word on an attempt against a card."""

    section = "review"
    note = Words(label=gettext_lazy("What do you think of it, and what is to be done?"), rows=2)
