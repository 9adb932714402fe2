"""What a person makes of the risk: one row each time it is asked, the newest in force."""

from django.db import models
from django.db.models import Q

from cases.enums import RiskLevel, RiskQuestion
from reporting.models.guards import append_only


class RiskAssessment(models.Model):
    """Eight questions, each answered yes, no or not known, with a note; a level, a plan and when to look again."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="assessments")
    by = models.ForeignKey("cases.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answers = models.JSONField(help_text="by question: yes, no or not_known")
    notes = models.JSONField(default=dict, help_text="by question, in the officer's words")
    level = models.CharField(max_length=10)
    plan = models.TextField(blank=True)
    review_on = models.DateField()

    class Meta:
        indexes = [models.Index("case", "at", name="assessments_of_a_case")]
        constraints = [
            models.CheckConstraint(name="known_risk_level", condition=Q(level__in=list(RiskLevel))),
            models.CheckConstraint(
                name="every_question_of_risk_is_answered",
                condition=Q(answers__has_keys=[question.value for question in RiskQuestion]),
            ),
            models.CheckConstraint(name="a_raised_risk_has_a_plan", condition=Q(level="standard") | ~Q(plan="")),
        ]
        triggers = append_only("risk assessment")

    def __str__(self) -> str:
        return f"{self.level} {self.at:%Y-%m-%d %H:%M}"
