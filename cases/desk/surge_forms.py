"""What was done about a surge."""

from django.utils.translation import gettext_lazy

from cases.desk.fields import Line
from cases.desk.forms import DeskForm


class NotingOnSurge(DeskForm):
    """Who was told, what was done."""

    section = "surge"
    note = Line(label=gettext_lazy("Who was told, and what was done?"), max_length=300)
