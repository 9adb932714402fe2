"""The form for coming back to a report that was not sent yet."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.journey.forms.follow_up import CodeForm


class ResumeForm(CodeForm):
    """The code to come back, typed as freely; whether it opens anything is asked later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Your code to come back")
