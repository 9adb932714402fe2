"""Background tasks of the public's side."""

from celery import shared_task
from django.utils import timezone

from reporting.domain import draft_files, drafts, outbox, webhooks
from reporting.domain.heartbeat import record_heartbeat


@shared_task(name="reporting.sweep")
def sweep() -> None:
    """Sent by beat every ten seconds: what is owed and overdue is published again, expired drafts go and their files.

    It is also the worker's sign of life: it runs only when broker, beat and worker all do.
    """
    now = timezone.now()
    record_heartbeat("worker", now=now)
    outbox.sweep(now=now)
    drafts.forget_expired(now=now)
    draft_files.forget_left(now=now)


@shared_task(name=webhooks.TELL)
def tell_partner(outbox_id: int) -> None:
    """Tell a partner that a report of theirs stands differently."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda event_id: webhooks.tell_partner(event_id, now=now), now=now)
