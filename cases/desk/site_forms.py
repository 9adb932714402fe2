"""That a site was warned."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.desk.fields import Line, Token
from cases.desk.forms import DeskForm


class WarningSite(DeskForm):
    """Who was told, and what."""

    section = "warn"
    told = Line(label=gettext_lazy("Who was told, and what?"), max_length=300)
    notice = forms.IntegerField(required=False, widget=forms.HiddenInput())
    token = Token()
