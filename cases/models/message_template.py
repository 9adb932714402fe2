"""Words that officers may start an answer from: one text for each key and language, earlier ones kept with their dates."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.enums import Placeholder

_OPEN = re.compile(r"\{([^{}\n]*)\}")
_KNOWN = "|".join(Placeholder)
_NO_OTHER_BRACES = rf"^([^{{}}]|\{{({_KNOWN})\}})*$"


class MessageTemplateQuerySet(models.QuerySet["MessageTemplate"]):
    """Reads in the words of the desk."""

    def on_offer(self) -> "MessageTemplateQuerySet":
        """Switched on, and not replaced by a newer text."""
        return self.filter(is_active=True, replaced_at=None)


class MessageTemplate(models.Model):
    """Anybody may start from it who holds its language; for languages that nobody holds only what was reviewed counts."""

    key = models.SlugField(max_length=40, help_text="the same for every language of one message")
    title = models.CharField(max_length=80, help_text="what officers choose it by, in English")
    language = models.CharField(max_length=12, help_text="code, such as en or pl")
    text = models.TextField(help_text="plain words; {reference} and the like are filled in")
    asks = models.BooleanField(default=False, help_text="asks for an answer, so that the case can wait for it")
    acknowledges = models.BooleanField(
        default=False, help_text="only says that the report has come in: sent as it stands it is no answer"
    )
    is_reviewed = models.BooleanField(
        default=False, help_text="somebody who holds the language has read it and agrees with every word"
    )
    reviewed_by = models.CharField(max_length=150, blank=True, help_text="who that was")
    in_force_from = models.DateTimeField(null=True, editable=False, help_text="empty: since it was delivered")
    replaced_at = models.DateTimeField(
        null=True, editable=False, help_text="a newer text stands in its place since then"
    )
    is_active = models.BooleanField(default=True, help_text="offered to officers")

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "message template"
        constraints = [
            models.UniqueConstraint(
                name="one_template_a_key_and_language", fields=["key", "language"], condition=Q(replaced_at=None)
            ),
            models.CheckConstraint(
                name="placeholders_of_a_template_are_known",
                condition=Q(text__regex=_NO_OTHER_BRACES),
                violation_error_message="The text has a placeholder that does not exist.",
            ),
            models.CheckConstraint(
                name="a_review_says_whose_it_was",
                condition=Q(is_reviewed=False) | ~Q(reviewed_by=""),
                violation_error_message="Say who has reviewed the text.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    def clean(self) -> None:
        """Raises ValidationError for a placeholder that does not exist, with its name and those that do."""
        wrong = placeholder_fault(self.text or "")
        if wrong:
            raise ValidationError({"text": wrong})


def placeholder_fault(text: str) -> str:
    """One sentence for the first placeholder or brace that is not right; empty where all are."""
    exist = ", ".join(f"{{{name}}}" for name in Placeholder)
    for found in _OPEN.finditer(text):
        if found[1] not in list(Placeholder):
            return _("%(wrong)s is not a placeholder; those that exist are %(exist)s.") % {
                "wrong": found[0], "exist": exist,
            }  # fmt: skip
    if "{" in (rest := _OPEN.sub("", text)) or "}" in rest:
        return _("A brace stands alone; placeholders look like these: %s.") % exist
    return ""
