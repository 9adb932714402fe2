"""What every form of a case page carries unseen: written once a page, since a page has twenty forms."""

from dataclasses import dataclass
from html import escape

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString, mark_safe

from cases.desk.forms import DeskForm


@dataclass(frozen=True)
class Carried:
    """The token against forgery, what the page showed of the case, and the page's own key for what is typed on it."""

    token: str
    version: int
    entry: int
    page: str

    def by(self, form: DeskForm) -> SafeString:
        """All of one form that is not seen."""
        version, entry = self.version, self.entry
        if form.restored:
            version, entry = form.restored.version or version, form.restored.entry or entry
        known = [("csrfmiddlewaretoken", self.token), ("version", version), ("entry", entry)]
        written = "".join(f'<input type="hidden" name="{name}" value="{escape(str(value))}">' for name, value in known)
        if form.is_kept:
            written += f'<input type="hidden" name="page" value="{escape(self.page)}" data-draft="{escape(form.key)}">'
            written += f'<input type="hidden" name="took" value="{escape(form.took)}">' if form.took else ""
        written += "".join(field.unseen for field in form.hidden_fields())  # type: ignore[attr-defined]
        return mark_safe(written)  # noqa: S308 (escaped)


def carried_by(request: HttpRequest, *, version: int, entry: int, page: str) -> Carried:
    """Of one page."""
    return Carried(get_token(request), version, entry, page)
