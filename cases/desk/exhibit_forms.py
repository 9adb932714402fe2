"""Taking an original, and writing down what is said or signed."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import Words
from cases.desk.forms import DeskForm
from cases.desk.presenters import labels


class TakingOriginal(DeskForm):
    """With a reason."""

    section = "original"
    reason = Words(label=gettext_lazy("Why do you need the original?"), rows=2)


class WritingDown(DeskForm):
    """What a recording says."""

    section = "transcript"
    text = Words(label=gettext_lazy("What is said or signed, word for word"), rows=8)
    language = forms.ChoiceField(
        label=gettext_lazy("Language in which you write it down"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"].choices = [("", ""), *labels.languages()]  # type: ignore[attr-defined]
