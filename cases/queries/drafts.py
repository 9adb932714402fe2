"""What an officer has typed on a case and not sent."""

from cases.models import Account, Case, Draft


def drafts_of(case: Case, account: Account) -> list[Draft]:
    """One's own on this case, the newest first; nobody sees a colleague's."""
    return list(Draft.objects.filter(account=account, case=case, sealed__isnull=False).order_by("-saved_at", "pk"))
