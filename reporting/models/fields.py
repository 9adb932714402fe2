"""Column types that keep what a person typed."""

from typing import Any

from django.db import models


class WordsField(models.TextField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Words as a person typed them, in canonical form. Django's own form field would strip blanks and refuse NUL."""

    def formfield(self, **kwargs: Any) -> None:
        """No form edits this column; the journey has its own field."""
