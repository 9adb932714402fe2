"""Looking is logged in the administration too: the row names every case shown, before bytes leave."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cases.desk.consultation import READING, Mark, acting, reading, shows_no_case
from cases.domain.audit import record_event
from cases.models import Account

View = Callable[..., HttpResponse]
_LONGEST = 200


def logged(view: View, name: str) -> View:
    """A page that shows something; what is posted to it is written down before it is done."""
    looked = reading("admin.list" if name.endswith("_changelist") else "admin.view")(_naming(view))
    changed = acting("admin.change")(_written_down(_naming(view)))

    @functools.wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (changed if request.method == "POST" else looked)(request, *args, **kwargs)

    page.consultation = Mark(READING, "admin.view")  # type: ignore[attr-defined]
    return page


def shows_nothing(view: View, name: str) -> View:
    """Words of the date picker, the way in, the way out."""
    return shows_no_case("log-out" if name == "logout" else "administration")(view)


def _naming(view: View) -> View:
    """Tell the consultation which cases and reports the page shows."""

    @functools.wraps(view)
    def named(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        model_admin = getattr(view, "model_admin", None)
        references_of = getattr(model_admin, "references_of", None)
        if references_of is not None:
            request.consultation.shows(*(key for row in _rows(context) for key in references_of(row)))  # type: ignore[attr-defined]
        if asked := {key: value[:_LONGEST] for key, value in request.GET.items() if value}:
            request.consultation.details["asked"] = asked  # type: ignore[attr-defined]
        return response

    return named


def _rows(context: dict[str, Any]) -> list[Any]:
    if "cl" in context:
        return list(context["cl"].result_list)
    if "shown" in context:
        return list(context["shown"])
    found = context.get("original") or context.get("object")
    return [] if found is None else [found]


def _written_down(view: View) -> View:
    """The act's row comes first; of the form it holds only which action was asked for and on which rows."""

    @functools.wraps(view)
    def written(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        details = {
            "act": request.POST.get("action", "save")[:40],
            "rows": request.POST.getlist("_selected_action")[:1000],
        }
        record_event(
            account=request.user if isinstance(request.user, Account) else None,
            action="admin.change",
            address=request.path,
            references=[],
            details=details,
            now=timezone.now(),
        )
        return view(request, *args, **kwargs)

    return written
