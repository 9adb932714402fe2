"""Messages of officers that only say that a report has come in: they are owed an answer as before."""

import pgtrigger
from django.db import models

from reporting.models.guards import append_only

# Of every case that holds the report: a message that was an answer until now may not turn out to be none behind a closing.
_HOLDS_RULES = """
    PERFORM case_must_hold(l.case_id), case_must_have_answered(l.case_id) FROM cases_casereport l
    JOIN reporting_message m ON m.report_id = l.report_id WHERE m.id = NEW.message_id AND l.detached_at IS NULL;
    RETURN NULL;
"""


class Acknowledgement(models.Model):
    """“We have it”, and no more. Such a message meets no commitment, and no case closes on it."""

    message = models.OneToOneField(
        "reporting.Message", models.PROTECT, primary_key=True, related_name="acknowledgement"
    )

    class Meta:
        triggers = [
            *append_only("mark of acknowledgement"),
            pgtrigger.Trigger(
                name="acknowledgement_holds_rules",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=_HOLDS_RULES,
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} only acknowledges"
