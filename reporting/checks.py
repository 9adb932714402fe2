"""What must be so before the public may use an instance: `manage.py check --deploy` fails without it."""

from typing import Any

from django.core import checks
from django.db import DatabaseError
from django.utils import timezone

from reporting.queries.statements import statements_missing


@checks.register(checks.Tags.security, deploy=True)
def operator_has_spoken(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Whoever is afraid for their status must be able to read, before the first word, what happens with what they say."""
    try:
        missing = statements_missing(timezone.localdate())
    except DatabaseError:
        return [
            checks.Error(
                "The database does not answer: whether the operator's statements are there is not known.",
                id="heard.E002",
            )
        ]
    return [
        checks.Error(
            f"The operator has not said on the public pages {about}.",
            hint="Write it in /admin/ under “Operator statements”, in English at least.",
            id="heard.E001",
        )
        for about in missing
    ]
