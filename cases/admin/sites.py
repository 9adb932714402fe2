"""Protected sites, for administrators who are marked for it; and how many people live in each borough."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.admin.page import Page
from cases.domain import sites
from cases.models import BoroughPopulation, ProtectedSite
from cases.permissions import may_keep_sites
from cases.queries.boroughs import boroughs
from reporting.places import district_of
from reporting.taxonomy import STRANDS


def _boroughs() -> list[tuple[str, str]]:
    return [("", "---------"), *((key, one.name) for key, one in boroughs().items())]


class SiteForm(forms.ModelForm):
    """The contact is kept sealed: it stands in no list and is found by no search."""

    borough = forms.ChoiceField(choices=_boroughs)
    strands = forms.MultipleChoiceField(
        choices=[(key, one.label) for key, one in STRANDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "heard-many"}),
        help_text=_("what people there are likely attacked for; none stands for all"),
    )
    contact = forms.CharField(max_length=300, help_text=_("who is to be warned, and how, as agreed with them"))

    class Meta:
        model = ProtectedSite
        fields = ("kind", "name", "place", "postcode", "borough", "strands", "contact", "agreed_on", "is_active")

    def clean_postcode(self) -> str:
        """Whole, and in capitals."""
        postcode = str(self.cleaned_data["postcode"]).strip().upper()
        if district_of(postcode) is None or len(postcode) < 5:
            raise forms.ValidationError(_("Enter a whole postcode, such as E8 2BT."))
        return postcode

    def clean(self) -> dict[str, Any]:
        """The district is that of the postcode."""
        given: dict[str, Any] = super().clean() or {}
        if postcode := given.get("postcode"):
            self.instance.district = "".join(district_of(postcode) or ())
        return given


@admin.register(ProtectedSite)
class ProtectedSites(Page):
    """Places of worship, schools and community centres. Nothing of the list is public, and none of it leaves in bulk."""

    adds = changes = True
    is_for = staticmethod(may_keep_sites)
    form = SiteForm
    fixed = ("name", "postcode")
    list_display = ("name", "kind", "district", "borough", "agreed_on", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "district", "borough")
    ordering = ("name",)
    list_per_page = 20
    list_max_show_all = 0
    actions = None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None:
            form.base_fields["contact"].initial = sites.contact_of(obj, by=request.user)  # type: ignore[arg-type]
        else:
            form.base_fields["contact"].initial = ""
        return form

    def save_model(self, request: HttpRequest, obj: ProtectedSite, form: Any, change: bool) -> None:
        """Through the domain, which seals the contact."""
        sites.keep_site(obj, contact=form.cleaned_data["contact"], by=request.user, now=timezone.now())  # type: ignore[arg-type]


@admin.register(BoroughPopulation)
class BoroughPopulations(Page):
    """Rates on the map of boroughs are made with these once every borough has one."""

    adds = changes = deletes = True
    list_display = ("borough", "people", "year", "source")
    ordering = ("borough",)
