"""What an officer has typed on a case and not sent."""

from collections.abc import Collection

from django.db.models import Q

from cases.models import Account, Case, Draft, Series
from cases.queries.prepared import Prepared


def drafts_of(case: Case, account: Account, *, forms: Collection[str] = (), about: Collection[str] = ()) -> list[Draft]:
    """One's own on this case, the newest first; nobody sees a colleague's. With those of `forms` of the desk about these
    things (alarms) that its page shows too: one query either way."""
    if about:
        of_the_desk = Q(case=None, series=None, form__in=forms, about__in=about)
        own = Draft.objects.filter(Q(case=case) | of_the_desk, account=account, sealed__isnull=False)
        found = list(own.order_by("-saved_at", "pk"))
    else:
        found = _OF_A_CASE.of(account.pk, case.pk)
    for one in found:
        if one.case_id is not None:
            one.case = case  # known already
    return found


def drafts_on_series(series: Series, account: Account) -> list[Draft]:
    """The same on a series."""
    return list(Draft.objects.filter(account=account, series=series, sealed__isnull=False).order_by("-saved_at", "pk"))


def drafts_of_the_desk(account: Account, *forms: str, about: str = "") -> list[Draft]:
    """One's own of these forms, which stand on no case and no series (about one thing, where it is said), newest first."""
    found = Draft.objects.filter(account=account, case=None, series=None, form__in=forms, sealed__isnull=False)
    return list((found.filter(about=about) if about else found).order_by("-saved_at", "pk"))


_OF_A_CASE = Prepared[Draft](
    lambda account, case: Draft.objects.filter(account=account, case=case, sealed__isnull=False).order_by(
        "-saved_at", "pk"
    )
)
