"""What an officer can send about passing a case on. Nothing is chosen beforehand."""

from collections.abc import Container, Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.fields import Line, Several, Words
from cases.desk.forms import DeskForm
from cases.desk.presenters import passing_on
from cases.domain.packs import FULL, REDACTED
from cases.enums import OrganisationKind
from cases.models import Organisation

_UNKNOWN = {"invalid_choice": gettext_lazy("Choose from the list.")}


class _Asked(forms.ModelChoiceField):
    """Organisations of a kind that can be asked today."""

    def __init__(self, kind: OrganisationKind, *, empty_label: Any, label: Any) -> None:
        super().__init__(
            Organisation.objects.filter(kind=kind, is_active=True).order_by("name"),
            label=label,
            to_field_name="name",
            empty_label=empty_label,
            required=False,  # what is missing is for the domain to say, with all else that is
            error_messages={"invalid_choice": empty_label},
        )


def _one_of(choices: Iterable[tuple[Any, Any]], *, label: Any) -> forms.ChoiceField:
    """Radios. What is missing is for the domain to say."""
    return forms.ChoiceField(
        choices=list(choices), widget=forms.RadioSelect(), required=False, error_messages=_UNKNOWN, label=label
    )


class _Sharing(DeskForm):
    """Boxes for what may be shared: those that are `offered`, by name."""

    asked_as: ClassVar[dict[str, str]] = {"fields": "shared"}
    shared = Several()

    def __init__(self, data: Any = None, *, offered: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.offer(offered)

    def offer(self, keys: Iterable[str], *, unknown: Container[str] = ()) -> None:
        """What is shown, whatever was typed. `unknown`: they told us nothing of it."""
        keys = list(keys)
        choices = zip(keys, passing_on.fields(keys), strict=True)
        self.fields["shared"].choices = [  # type: ignore[attr-defined]
            (key, _("%s (they told us none)") % label if key in unknown else label) for key, label in choices
        ]


class Consenting(_Sharing):
    """What a person agreed that a partner gets."""

    section = "consent"
    organisation = _Asked(
        OrganisationKind.PARTNER, label=gettext_lazy("Who gets it?"), empty_label=gettext_lazy("Choose an organisation")
    )
    agreed_by = _one_of(passing_on.AGREED_BY.items(), label=gettext_lazy("Who agreed?"))
    how = Line(
        label=gettext_lazy("How did they say so?"),
        max_length=300,
        help_text=gettext_lazy("For example “on the phone on 3 May, after I read the list to them”."),
    )
    field_order = ("organisation", "shared", "agreed_by", "how")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared"].label = gettext_lazy("What did they agree to share?")


class TakingBack(DeskForm):
    """They no longer agree."""

    section = "take-back"
    organisation = forms.ModelChoiceField(Organisation.objects.all(), widget=forms.HiddenInput())
    how = Line(label=gettext_lazy("How did they say so?"), max_length=300)


class Referring(_Sharing):
    """Only what they agreed to is on offer, and none of it is ticked."""

    section = "refer"
    organisation = forms.ModelChoiceField(Organisation.objects.all(), widget=forms.HiddenInput())
    reason = Words(label=gettext_lazy("What do you ask them to do?"))
    field_order = ("organisation", "shared", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared"].label = gettext_lazy("What do you send?")


class AnsweringReferral(DeskForm):
    """What the partner said."""

    section = "referral-answer"
    outcome = _one_of(passing_on.REFERRAL_OUTCOMES.items(), label=gettext_lazy("What came of it?"))
    answered_name = Line(label=gettext_lazy("Who answered there?"), max_length=150, width="20")
    number = Line(label=gettext_lazy("Their number for it, if they gave one"), max_length=60, width="20")
    note = Words(
        label=gettext_lazy("Note"), rows=2, help_text=gettext_lazy("Needed when they decline or you take it back.")
    )


class AskingForce(DeskForm):
    """Whose case it is, and why."""

    section = "transfer"
    force = _Asked(
        OrganisationKind.FORCE, label=gettext_lazy("Which force?"), empty_label=gettext_lazy("Choose a force")
    )
    reason = Words(label=gettext_lazy("Why is the case theirs?"), rows=2)


class AnsweringTransfer(DeskForm):
    """What the force said."""

    section = "transfer-answer"
    outcome = _one_of(passing_on.TRANSFER_OUTCOMES.items(), label=gettext_lazy("What came of it?"))
    answered_name = Line(
        label=gettext_lazy("Who takes it there?"),
        max_length=150,
        width="20",
        help_text=gettext_lazy("Needed when they take it, with their number."),
    )
    number = Line(label=gettext_lazy("Their number"), max_length=60, width="20")
    note = Words(label=gettext_lazy("Note"), rows=2, help_text=gettext_lazy("Needed when they do not take it."))


class Reminding(DeskForm):
    """No answers: the button is all."""

    section = "remind"


class Packing(DeskForm):
    """What goes into the pack, and who receives it."""

    section = "pack"
    form = _one_of(
        [
            (FULL, gettext_lazy("Everything, with names and how to reach people")),
            (REDACTED, gettext_lazy("Redacted: without what identifies people")),
        ],
        label=gettext_lazy("What does the pack hold?"),
    )
    recipient = Line(
        label=gettext_lazy("Who receives it?"),
        max_length=200,
        help_text=gettext_lazy("Name and organisation, for example “the investigating officer, CID”."),
    )
    reason = Words(label=gettext_lazy("Why do they need it?"), rows=2)
    others = Words(
        label=gettext_lazy("Other cases in the same pack"),
        rows=2,
        help_text=gettext_lazy("References of cases of your unit, if there are any. For example those of a series."),
    )

    def clean_others(self) -> list[str]:
        """References as they were typed."""
        return [one for one in self.cleaned_data["others"].replace(",", " ").replace(";", " ").split() if one]
