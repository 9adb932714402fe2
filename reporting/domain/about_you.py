"""What people say about themselves, for fairness: counted apart from every report, or also told to whoever helps them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

ABOUT_YOU = "about_you"
"""The name under which it lies among the sealed answers of a report."""


@dataclass(frozen=True)
class AboutYou:
    """Each question with its answer, both as key and as the words that were shown. `for_helper`: the officers may see it."""

    answers: tuple[tuple[str, str, str, str], ...] = ()
    for_helper: bool = False

    def told(self) -> list[list[str]]:
        """Question and answer in the words that were shown, where the person helping them may know."""
        return [[question, answer] for _key, question, _chosen, answer in self.answers] if self.for_helper else []


def count(about: AboutYou, *, now: datetime) -> None:
    """Add one to the number of each answer this month: nothing that leads back to a person or a report is kept.

    Part of the caller's transaction, which sees to it that nobody is counted twice.
    """
    if about.answers:
        _add({(key, chosen) for key, _question, chosen, _answer in about.answers}, timezone.localtime(now).date())


def _add(chosen: Iterable[tuple[str, str]], on: date) -> None:
    pairs = sorted(chosen)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count_equality(%s, %s, %s)",
            [on.replace(day=1), [key for key, _answer in pairs], [answer for _key, answer in pairs]],
        )
