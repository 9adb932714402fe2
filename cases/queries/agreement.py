"""Whether rows agree with each other: reports with cases, words with fingerprints, work with what is owed."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value

from cases.enums import State
from cases.models import Case, CaseReport
from reporting.models import Complaint, Draft, Evidence, Outbox, Report

GRACE = timedelta(seconds=60)  # what is younger may still be on its way
LONGEST_AHEAD = timedelta(minutes=10)  # no work waits longer than this for its next try


def reports_without_a_case(now: datetime) -> QuerySet[Report]:
    """Reports for which no case was opened within the grace."""
    return Report.objects.filter(received_at__lt=now - GRACE).filter(
        ~Exists(Case.objects.filter(opened_for=OuterRef("pk")))
    )


def reports_in_no_case(now: datetime) -> QuerySet[Report]:
    """Reports whose case was opened and that are now attached to none that officers work on or have closed."""
    live = CaseReport.objects.filter(report=OuterRef("pk"), detached_at=None).exclude(case__state=State.EMPTIED)
    opened = Case.objects.filter(opened_for=OuterRef("pk"))
    return Report.objects.filter(received_at__lt=now - GRACE).filter(Exists(opened) & ~Exists(live))


def reports_with_other_words() -> QuerySet[Report]:
    """Reports whose words are not those of their fingerprint; computed in the database, so that no words leave it.

    A spoken or signed report has no words: its fingerprint is the hash of its recording.
    """
    raw = Func(F("words"), Value("UTF8"), function="convert_to")
    computed = Func(Func(raw, function="sha256"), Value("hex"), function="encode", output_field=TextField())
    recording = Evidence.objects.filter(report=OuterRef("pk"), is_recording=True, sha256=OuterRef("fingerprint"))
    differ = Report.objects.filter(erased_at=None).annotate(computed=computed).exclude(fingerprint=F("computed"))
    return differ.exclude(Q(words="") & Exists(recording))


def reports_that_no_code_opens() -> QuerySet[Report]:
    """Reports whose code was neither stopped nor erased, and yet has nothing to be checked against."""
    return Report.objects.filter(erased_at=None, code_stopped_at=None, verifier=None)


def stuck_work(now: datetime) -> QuerySet[Outbox]:
    """Unfinished work that will not be tried in reasonable time, save what is left to a person."""
    unfinished = Outbox.objects.unfinished().filter(needs_person=False)
    return unfinished.filter(Q(due_at__gt=now + LONGEST_AHEAD) | Q(due_at__lt=now - LONGEST_AHEAD))


def work_for_a_person() -> QuerySet[Outbox]:
    """Work that failed too often."""
    return Outbox.objects.unfinished().filter(needs_person=True)


def drafts_past_their_time(now: datetime) -> QuerySet[Draft]:
    """Answers that were never sent and should have been deleted."""
    return Draft.objects.filter(expires_at__lt=now - LONGEST_AHEAD).order_by("expires_at")


def complaints_that_nobody_was_given(now: datetime) -> QuerySet[Complaint]:
    """Complaints that did not come before the supervisors."""
    return Complaint.objects.filter(received_at__lt=now - GRACE, work=None)
