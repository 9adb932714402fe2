"""What is asked before something is done to several cases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import Role
from cases.models import Account
from cases.queries.readers import working_units
from reporting.taxonomy import CLOSING


class AssignForm(forms.Form):
    """To whom the cases go."""

    officer = forms.ModelChoiceField(
        label=_("Officer"),
        queryset=Account.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.SUPERVISOR]).order_by("username"),
    )


class HandBackForm(forms.Form):
    """What the next officer should know."""

    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class MoveForm(forms.Form):
    """To which unit the cases go, and why."""

    to = forms.ModelChoiceField(label=_("Unit"), queryset=working_units().order_by("name"))
    reason = forms.CharField(label=_("Reason, in your words"), max_length=300)


class CloseForm(forms.Form):
    """Why the cases are closed; nothing is chosen beforehand."""

    closing_reason = forms.ChoiceField(
        label=_("Closing reason"), choices=[("", ""), *((key, choice.label) for key, choice in CLOSING.items())]
    )
    reason = forms.CharField(
        label=_("Reason, in your words"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    passed_to = forms.CharField(label=_("Passed to whom (not hate related)"), required=False, max_length=200)
    force = forms.CharField(label=_("Force (transferred)"), required=False, max_length=200)
    number = forms.CharField(label=_("Its number (transferred)"), required=False, max_length=60)
