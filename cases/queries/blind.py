"""What the machine suggests stays hidden of one case in twenty, until the officer has chosen."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.enums import Speaker
from cases.models import CaseReport, RecordingDecision, Voice


def blind_reports() -> "QuerySet[Voice]":
    """Suggestions that stay hidden until the officer has chosen."""
    return Voice.objects.filter(speaker=Speaker.MACHINE, is_blind=True)


def is_blind() -> Q:
    """Of a case: what the machine suggests for one of its reports is hidden, and no officer has chosen yet."""
    hidden = CaseReport.objects.filter(
        case=OuterRef("pk"), detached_at=None, report__in=blind_reports().values("report")
    )
    return Q(Exists(hidden)) & ~Q(Exists(RecordingDecision.objects.filter(case=OuterRef("pk"))))


def hidden_from_choice() -> "QuerySet[CaseReport]":
    """Links of every case of which something is hidden: a few hundred, looked up once where many cases are gone through."""
    chosen = RecordingDecision.objects.filter(case=OuterRef("case"))
    hidden = CaseReport.objects.filter(detached_at=None, report__in=blind_reports().values("report"))
    return hidden.filter(~Exists(chosen))
