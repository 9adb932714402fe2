"""Files on their way to a report that was sent: in a draft without answers, which the report's code opens as well.

The browser that adds them holds the draft's key, as of any draft. The key also lies in the row, encrypted under the right
to follow the report and a key outside the database: whoever comes back with the code finds what has arrived.
"""

import hashlib
import hmac
import uuid
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from reporting.domain import crockford, draft_seal, drafts, resuming
from reporting.domain.follow_up_code import SELECTOR_LENGTH
from reporting.domain.visits import Visit
from reporting.models import Draft, DraftFile


def reopened(visit: Visit, *, key: str, now: datetime) -> drafts.OpenDraft | None:
    """The draft of this visit's report, moved to the browser that holds `key`; None where nobody has begun one."""
    return resuming.moved(_lock_of(visit), key=key, now=now)


def begun(visit: Visit, *, key: str, now: datetime) -> drafts.OpenDraft:
    """The draft in which files wait until they are sent, a new one where there is none. A second call gives the same."""
    lock = _lock_of(visit)
    there = resuming.moved(lock, key=key, now=now)
    if there is not None:
        return there
    try:
        with transaction.atomic():
            Draft.objects.filter(selector=lock.selector, expires_at__lte=now).delete()
            draft = drafts.keep_answers(
                uuid.uuid4(), key=key, token=drafts.new_token(), answers={}, begins=True, now=now
            )
            lock.put_on(Draft.objects.get(pk=draft.id), draft_seal.key_of(draft.id, key), now=now)
    except IntegrityError:  # pressed twice at the same moment
        there = resuming.moved(lock, key=key, now=now)
        if there is None:
            raise
        return there
    return draft


def are_waiting(visit: Visit, *, now: datetime) -> bool:
    """Whether whole files have arrived that were not sent."""
    lock = _lock_of(visit)
    found = Draft.objects.filter(selector=lock.selector, verifier=lock.verifier, expires_at__gt=now, sent_at=None)
    return DraftFile.objects.filter(draft_id__in=found.values("pk")).exclude(sha256="").exists()


def _lock_of(visit: Visit) -> resuming.Lock:
    """Of the right to follow the report, so that a code that was replaced opens nothing; it does not name the report."""
    right = f"added files\n{visit.selector}\n{visit.verifier.hex()}"
    mac = hmac.digest(settings.VERIFY_KEY, right.encode(), hashlib.sha256)
    selector = crockford.encode(mac, SELECTOR_LENGTH)
    return resuming.Lock(selector, mac, draft_seal.key_of_code(selector, right, settings.CODE_KEY))
