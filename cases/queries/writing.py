"""What writing to a reporter starts from."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from cases.engine.language import base_language
from cases.enums import CommitmentKind
from cases.models import Case, Commitment, ContactAttempt, MessageTemplate
from cases.models.case import CaseQuerySet
from cases.queries.languages import in_language
from reporting.models import Report


def templates_in(languages: Iterable[str]) -> list[MessageTemplate]:
    """Templates on offer in these languages, whatever the country, in the order in which they are usually sent."""
    wanted = reduce(or_, (in_language(base_language(one)) for one in set(languages)))
    offered = MessageTemplate.objects.on_offer().filter(wanted)
    return list(offered.order_by("pk"))


def all_templates() -> list[MessageTemplate]:
    """Those too that were replaced or switched off: what an officer may have started from at any time."""
    return list(MessageTemplate.objects.order_by("pk"))


def is_answer_owed(case: Case, report: Report) -> bool:
    """Whether whoever sent this report is owed an answer."""
    return Commitment.objects.open().filter(case=case, report=report, kind=CommitmentKind.ANSWER).exists()


def report_written_to(case: Case, report_id: int) -> Report | None:
    """The report, without its words, where it is attached to this case."""
    attached = Report.objects.filter(pk=report_id, links__case=case, links__detached_at=None)
    return attached.defer("words").first()


def contacts_to_review(cases: CaseQuerySet, *, most: int = 100) -> list[ContactAttempt]:
    """Attempts of these cases that went against a contact card and that no supervisor has looked at, oldest first."""
    open_ones = ContactAttempt.objects.filter(needs_review=True, reviewed_at=None, case__in=cases)
    return list(open_ones.select_related("case", "by", "outcome_by", "person").order_by("at", "pk")[:most])


def attempt_of(case: Case, attempt_id: int) -> ContactAttempt | None:
    """One attempt of this case, with its person."""
    return ContactAttempt.objects.select_related("person", "by").filter(pk=attempt_id, case=case).first()
