"""What the forms of the desk carry unseen. A case page gives it to its forms, of which it has dozens, once."""

from dataclasses import dataclass
from html import escape
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString, mark_safe

from cases.desk.forms import DeskForm


@dataclass(frozen=True)
class Carried:
    """The token against forgery, what the page showed of the case, and the page's own key for what is typed on it.

    `entry` is None where the page did not show how far the case has come; `page` is empty where nothing is kept.
    """

    token: str
    version: int
    entry: int | None
    page: str

    def by(self, form: DeskForm) -> SafeString:
        """All of one form that is not seen."""
        known: list[tuple[str, str | int]] = [("csrfmiddlewaretoken", self.token)]
        if self.entry is not None:
            version, entry = self.version, self.entry
            if form.restored:
                version, entry = form.restored.version or version, form.restored.entry or entry
            known += [("version", version), ("entry", entry)]
        written = "".join(f'<input type="hidden" name="{name}" value="{escape(str(value))}">' for name, value in known)
        if form.is_kept and self.page:
            written += f'<input type="hidden" name="page" value="{escape(self.page)}" data-draft="{escape(form.key)}">'
            written += f'<input type="hidden" name="took" value="{escape(form.took)}">' if form.took else ""
        written += "".join(field.unseen for field in form.hidden_fields())  # type: ignore[attr-defined]
        return mark_safe(written)  # noqa: S308 (escaped)


def carried_by(request: HttpRequest, *, version: int, entry: int, page: str) -> Carried:
    """Of one page."""
    return Carried(get_token(request), version, entry, page)


def carried_in(context: Any) -> Carried:
    """Of the page that is being written; what it does not know of the case its forms do not say."""
    case, entry = context.get("case"), context.get("last_entry")
    return Carried(get_token(context["request"]), case.version if case else 0, entry, context.get("page_key", ""))
