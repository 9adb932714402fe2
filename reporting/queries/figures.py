"""Figures as they were published, the newest first."""

from reporting.models import PublishedFigure
from reporting.models.published import BULLETIN, MONTH, PROMISE

MONTHS, DAYS = 12, 366


def promise_figures() -> PublishedFigure | None:
    """The newest; None where none was ever published."""
    return PublishedFigure.objects.filter(key=PROMISE).order_by("-day").first()


def what_happened() -> list[PublishedFigure]:
    """The last twelve months that have figures."""
    return list(PublishedFigure.objects.filter(key=MONTH).order_by("-day")[:MONTHS])


def bulletins() -> list[PublishedFigure]:
    """Days of which a bulletin was published, a year and a day of them at most."""
    return list(PublishedFigure.objects.filter(key=BULLETIN).order_by("-day")[:DAYS])
