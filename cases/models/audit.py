"""Who looked at what. Rows are added before the bytes leave; the sealer later adds sequence and MACs, once."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from reporting.models.guards import never_deleted, said_once

_CONTENT = ("at", "account_id", "username", "role", "unit", "action", "address", "references", "reason", "details")


class AuditEvent(models.Model):
    """One reading or act. No foreign keys: the log outlives what it speaks of."""

    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    username = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=15, blank=True)
    unit = models.CharField(max_length=50, blank=True)
    action = models.CharField(max_length=40, help_text="such as case.open, queue.list, admin.view")
    address = models.CharField(max_length=300, help_text="path without query")
    references = ArrayField(models.CharField(max_length=12), default=list, help_text="every case and report shown")
    reason = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict)
    sequence = models.BigIntegerField(null=True, unique=True, help_text="set by the sealer")
    previous_mac = models.BinaryField(null=True)
    mac = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index("at", name="audit_by_time"),
            GinIndex("references", name="audit_by_reference"),
            models.Index("id", name="audit_not_sealed", condition=models.Q(sequence=None)),
        ]
        triggers = [
            said_once("audit_is_kept", "an audit row is never changed", report="NULL", fields=_CONTENT),
            pgtrigger.Trigger(
                name="audit_is_sealed_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.sequence IS NOT NULL"),
                func="RAISE EXCEPTION 'an audit row is sealed once' USING ERRCODE = 'integrity_constraint_violation';",
            ),
            never_deleted("audit_is_never_deleted", "an audit row is never deleted"),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.action}"
