"""Who has signed for the translations of the public's pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from reporting.domain.translations import sign_translation
from reporting.languages import LANGUAGES, SOURCE
from reporting.models import SignedTranslation
from reporting.queries.translations import digest_of


class SigningForm(forms.ModelForm):
    """Which language, who read it and why they can tell."""

    language = forms.ChoiceField(
        choices=[(one.code, f"{one.english} ({one.name})") for one in LANGUAGES if one.code != SOURCE],
        help_text=_("Note it only when this person has read every text marked “safety” of that language."),
    )

    class Meta:
        model = SignedTranslation
        fields = ("language", "reader", "qualification")


@admin.register(SignedTranslation)
class SignedTranslations(Page):
    """The English stands beneath the words of safety until somebody has signed for them as they are now."""

    adds = True
    form = SigningForm
    title = _("Signed translations")
    list_display = ("language", "reader", "qualification", "signed_at", "noted_by", "is_current")
    ordering = ("-signed_at",)

    @admin.display(description=_("for the words as they are now"), boolean=True)
    def is_current(self, signed: SignedTranslation) -> bool:
        return signed.digest == digest_of(signed.language)

    def save_model(self, request: HttpRequest, obj: SignedTranslation, form: Any, change: bool) -> None:
        """Through the domain, which knows what is signed for."""
        signed = sign_translation(
            language=obj.language,
            reader=obj.reader,
            qualification=obj.qualification,
            by=request.user.get_username(),
            now=timezone.now(),
        )
        obj.__dict__.update(signed.__dict__)
