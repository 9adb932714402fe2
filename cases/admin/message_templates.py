"""Message templates: one text for each language, its placeholders checked when it is saved."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from cases.desk.presenters import labels
from cases.domain import message_templates
from cases.enums import Placeholder
from cases.models import MessageTemplate


class TemplateForm(forms.ModelForm):
    """Languages by name; a text that was reviewed does not change under its review."""

    language = forms.ChoiceField()

    class Meta:
        model = MessageTemplate
        fields = ("key", "title", "language", "text", "asks", "acknowledges", "is_reviewed", "reviewed_by", "is_active")
        help_texts = {
            "text": _("Placeholders: %s. The officer writes in the last three; a text with one of them is not offered in a language that the officer does not hold.")  # noqa: E501 (one sentence)
            % ", ".join(f"{{{name}}}" for name in Placeholder),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].choices = [one for one in labels.languages() if one[0] != "und"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One text a key and language; whoever changes a reviewed one says who agreed to the new, or takes the review away."""
        given: dict[str, Any] = super().clean() or {}
        twin = MessageTemplate.objects.filter(key=given.get("key"), language=given.get("language"), replaced_at=None)
        if not self.instance.pk and twin.exists():
            raise forms.ValidationError(_("There is a text of this key in this language already: change that one."))
        was_changed = self.instance.pk and "text" in self.changed_data
        if was_changed and given.get("is_reviewed") and "reviewed_by" not in self.changed_data:
            raise forms.ValidationError(
                {"reviewed_by": _("The text has changed: say who has reviewed the new one, or take the review away.")}
            )
        return given


@admin.register(MessageTemplate)
class MessageTemplates(Page):
    """What officers may start an answer from."""

    adds = changes = deletes = True
    form = TemplateForm
    fixed = ("key", "language")
    list_display = (
        "title", "language_name", "is_reviewed", "reviewed_by", "asks", "acknowledges", "is_active", "in_force_from", "replaced_at",
    )  # fmt: skip
    list_filter = (("replaced_at", admin.EmptyFieldListFilter), "language", "is_reviewed", "is_active")
    ordering = ("key", "language", F("replaced_at").desc(nulls_first=True))
    readonly_fields = ("in_force_from", "replaced_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was replaced is looked at, and stays as it was."""
        return super().has_change_permission(request, obj) and not (obj is not None and obj.replaced_at)

    def save_model(self, request: HttpRequest, obj: MessageTemplate, form: Any, change: bool) -> None:
        """Other words are another text: the one before it is kept, with its dates."""
        if change and "text" in form.changed_data:
            message_templates.replace_template(obj.pk, obj, by=request.user, now=timezone.now())
        else:
            super().save_model(request, obj, form, change)

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, template: MessageTemplate) -> str:
        return labels.language(template.language)
