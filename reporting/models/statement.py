"""What only the operator can say: texts of the public pages that must be true of the police service that runs Heard."""

from django.db import models
from django.db.models import Q


class StatementAbout(models.TextChoices):
    """What the operator must say before the public may use the pages."""

    IMMIGRATION = "immigration", "what happens with information about somebody’s immigration status"


class OperatorStatement(models.Model):
    """A statement in one language, as it stands from a day on. Earlier ones stay, so that it is known what was promised."""

    about = models.CharField(max_length=20, choices=StatementAbout)
    language = models.CharField(max_length=12, default="en-gb")
    text = models.TextField(
        help_text="plain words, as the public pages show them; an empty line begins a new paragraph"
    )
    in_force_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint("about", "language", "in_force_from", name="one_statement_a_day"),
            models.CheckConstraint(name="known_statement", condition=Q(about__in=list(StatementAbout))),
            models.CheckConstraint(name="a_statement_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()} ({self.language}, {self.in_force_from})"
