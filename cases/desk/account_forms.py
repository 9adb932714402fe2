"""The languages of an account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import Several
from cases.desk.forms import DeskForm
from cases.desk.presenters import labels
from cases.engine.language import base_language
from reporting.languages import SOURCE

_ALWAYS = base_language(SOURCE)  # the desk is in English


class HoldingLanguages(DeskForm):
    """Every language that has a name here, but English; `held` are the codes as they stand."""

    section = "languages"
    languages = Several(label=gettext_lazy("Which languages besides English do you hold?"), help_text=gettext_lazy(
        "Tick one only if you read it well enough to decide on what somebody wrote, and can answer in it."
    ))  # fmt: skip

    def __init__(self, data: Any = None, *, held: Sequence[str], **kwargs: Any) -> None:
        self.held = held
        bases = [base_language(one) for one in held]
        super().__init__(data, initial={"languages": bases}, **kwargs)
        named = [one for one in labels.languages() if one[0] not in (_ALWAYS, "und")]
        self.fields["languages"].choices = named  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """Codes as they stood where they stay, such as `pt-br`, then what is new. What has no box stays."""
        field: forms.MultipleChoiceField = self.fields["languages"]  # type: ignore[assignment]
        ticked, offered = self.cleaned_data["languages"], {key for key, _ in field.choices}  # type: ignore[union-attr]
        stay = [one for one in self.held if base_language(one) in ticked or base_language(one) not in offered]
        bases = {base_language(one) for one in stay}
        return {"languages": [*stay, *(one for one in ticked if one not in bases)]}
