"""What has come before a case: of the same person, by the blind index of contacts, and of the same pattern."""

from datetime import datetime, timedelta

from cases.enums import Alike
from cases.models import Case, ContactKey, SameSuggestion

_A_DAY = timedelta(days=1)


def same_contact(case_id: int) -> "list[bytes]":
    """Digests of how the person who reported may be reached."""
    keys = ContactKey.objects.filter(person__case=case_id, person__report__opened_case=case_id)
    return [bytes(one) for one in keys.values_list("digest", flat=True)]


def earlier_of_the_same_contact(case: Case, *, since: datetime) -> int:
    """How many cases were opened before this one for reports of the same address or number."""
    digests = same_contact(case.pk)
    if not digests:
        return 0
    before = Case.objects.filter(persons__contact_keys__digest__in=digests, received_at__gte=since)
    return before.filter(received_at__lt=case.received_at).exclude(pk=case.pk).distinct().count()


def earlier_of_the_place(case: Case, *, since: datetime) -> int:
    """How many earlier cases seem to be alike, rejected suggestions left out; other witnesses of one day are not earlier."""
    pairs = SameSuggestion.objects.of(case.pk).not_rejected().exclude(kind=Alike.RELATED)
    others = {a if b == case.pk else b for a, b in pairs.values_list("case_a", "case_b")}
    return Case.objects.filter(pk__in=others, received_at__gte=since, received_at__lt=case.received_at - _A_DAY).count()
