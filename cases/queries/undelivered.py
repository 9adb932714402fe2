"""E-mails and texts that did not get there."""

from cases.models import Account, Case, Notice
from cases.models.notice import NoticeQuerySet

MOST = 50  # on one page


def lost_notices(account: Account) -> NoticeQuerySet:
    """Of cases that the account may see, newest first."""
    lost = Notice.objects.lost().filter(person__case__in=Case.objects.visible_to(account))
    return lost.select_related("person__case").order_by("-changed_at", "-pk")
