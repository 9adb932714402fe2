"""`manage.py take_bounce`: what a mail server sends back is handed in, one message on standard input."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.domain.notices import take_bounce
from cases.engine.bounces import read_bounce

_MOST = 1024 * 1024


class Command(BaseCommand):
    """Takes everything and answers nothing, so that no server sends a bounce of a bounce."""

    help = (
        "Hand in one message that came back to the sender of Heard's e-mails (NOTICE_FROM), on standard input: for an alias of "
        "the mail server, |“manage.py take_bounce”. What came back for good is put before the case's officer and a supervisor; "
        "every other message is let go of, unread."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """One message."""
        found = read_bounce(sys.stdin.buffer.read(_MOST))
        if found is None:
            self.stdout.write("No letter of ours that came back for good: nothing was done.")
        elif take_bounce(found, now=timezone.now()):
            self.stdout.write("Put before the officers.")
        else:
            self.stdout.write("Known already, or a letter that nobody waits for.")
