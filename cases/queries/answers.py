"""What counts as an answer to somebody who reported, and who still waits for one."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.enums import PersonRole
from cases.models import Person
from reporting.enums import Sender
from reporting.models import Message, Wish


def answers() -> QuerySet[Message]:
    """Messages of officers that say more than that the report has come in."""
    return Message.objects.filter(sender=Sender.OFFICER, acknowledgement=None)


def waiting_messages() -> QuerySet[Message]:
    """Messages of those who reported that no answer came after.

    By number, not by time: the clocks of two machines may differ.
    """
    after = answers().filter(report=OuterRef("report"), pk__gt=OuterRef("pk"))
    return Message.objects.filter(~Exists(after), sender=Sender.REPORTER)


def wants_no_contact() -> Exists:
    """Of a link between case and report: whoever reported wishes not to be contacted."""
    return Exists(
        Person.objects.filter(
            case=OuterRef("case"), report=OuterRef("report"), role=PersonRole.REPORTER, wants_no_contact=True
        )
    )


def is_answered() -> Q:
    """Of a link between case and report: nobody waits for an answer. `case_must_have_answered` asks the same in SQL.

    The wish not to be contacted stands for an answer to what was said before it. Whoever writes after it is answered in
    the thread, which reaches nobody until they come for it.
    """
    waiting = waiting_messages().filter(report=OuterRef("report"))
    wished_since = Wish.objects.about_contact().filter(report=OuterRef("report"), sent_at__gte=OuterRef("sent_at"))
    unwanted = wants_no_contact()
    return (
        (Exists(answers().filter(report=OuterRef("report"))) | Q(unwanted))
        & ~Exists(waiting.filter(~Exists(wished_since)))
        & (~Exists(waiting) | Q(unwanted))
    )
