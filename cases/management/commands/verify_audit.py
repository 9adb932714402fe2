"""`manage.py verify_audit`: the log of looking is whole. First form: nothing is sealed yet."""

from collections.abc import Iterator

from django.db.models import Q

from cases.management.proof import Proof
from cases.models import AuditEvent


class Command(Proof):
    """Counts the rows that bear no seal, and names those that bear one that nobody here has set."""

    help = "Check the log of who looked at what. Status 1 names the rows that are wrong. Sealing is not built yet."

    def find(self) -> Iterator[str]:
        sealed = ~Q(sequence=None) | ~Q(mac=None) | ~Q(previous_mac=None)
        for event in AuditEvent.objects.filter(sealed).order_by("pk").iterator():
            yield f"audit row {event.pk} of {event.at:%Y-%m-%d %H:%M:%S %Z}: a seal that this version cannot have set"
        unsealed = AuditEvent.objects.filter(sequence=None).count()
        self.stdout.write(f"{unsealed} rows are not sealed. Sealing with a key outside the database is not built yet.")
