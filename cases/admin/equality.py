"""What the public pages say of the operator, and what they ask about the person."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from reporting.models import EqualityCount, EqualityQuestion, OperatorStatement

FEWEST = 5  # below this a number could be told apart


class StatementForm(forms.ModelForm):
    """Languages by their names."""

    class Meta:
        model = OperatorStatement
        fields = ("about", "language", "text", "in_force_from")
        help_texts = {"language": _("as in the addresses of the pages: en-gb, pl, ur …")}


@admin.register(OperatorStatement)
class OperatorStatements(Page):
    """What only the operator can say. What it says is changed by a new row with its day; a slip is mended in the row."""

    adds = changes = True
    form = StatementForm
    fixed = ("about", "language", "in_force_from")
    list_display = ("about", "language", "in_force_from")
    list_filter = ("about", "language")
    ordering = ("about", "language", "-in_force_from")


class EqualityForm(forms.ModelForm):
    """Answers as lines of text."""

    answers = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8}), help_text=_("one a line: a short key, then = and the words")
    )

    class Meta:
        model = EqualityQuestion
        fields = ("key", "label", "hint", "answers", "place", "in_force_from", "in_force_until", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["answers"] = "\n".join(f"{key} = {label}" for key, label in self.instance.answers)

    def clean_answers(self) -> list[list[str]]:
        """At least two, each with a key of its own that a count can be kept under."""
        lines = [line for line in self.cleaned_data["answers"].splitlines() if line.strip()]
        pairs = [[part.strip() for part in line.split("=", 1)] for line in lines]
        if any(len(pair) != len(("key", "words")) or not all(pair) for pair in pairs):
            raise forms.ValidationError(_("Write each answer as: key = words."))
        keys = [key for key, _words in pairs]
        slug = forms.SlugField(max_length=50)
        for key in keys:
            slug.clean(key)
        if len(set(keys)) != len(keys) or len(keys) < len(("one", "other")):
            raise forms.ValidationError(_("Give at least two answers, each with a key of its own."))
        return pairs


@admin.register(EqualityQuestion)
class EqualityQuestions(Page):
    """What is asked about the person, from a day on. To change a question, end it and add a row."""

    adds = changes = True
    form = EqualityForm
    list_display = ("label", "key", "place", "in_force_from", "in_force_until", "source")
    ordering = ("place", "key", "in_force_from")
    fixed = ("key", "label", "hint", "answers", "in_force_from")  # what was counted keeps its meaning


@admin.register(EqualityCount)
class EqualityCounts(Page):
    """How many gave which answer in a month; small numbers are not shown."""

    list_display = ("month", "question", "answer", "counted")
    list_filter = ("question",)
    ordering = ("-month", "question", "answer")
    list_display_links = None
    fields = ("month", "question", "answer", "counted")
    readonly_fields = ("counted",)

    @admin.display(description=_("people"))
    def counted(self, row: EqualityCount) -> Any:
        return row.number if row.number >= FEWEST else _("fewer than 5")
