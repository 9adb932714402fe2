"""What counts as an answer to somebody who reported."""

from django.db.models import QuerySet

from reporting.enums import Sender
from reporting.models import Message


def answers() -> QuerySet[Message]:
    """Messages of officers that say more than that the report has come in."""
    return Message.objects.filter(sender=Sender.OFFICER, acknowledgement=None)
