"""What a person asks for with their code after they have reported: rows beside the report, which stays as it is."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from reporting.domain import follow_up_code, outbox, sealing
from reporting.domain.drafts import OpenDraft, keep_answers
from reporting.domain.follow_up import stop_code
from reporting.domain.own_code import draw_selector, masked, new_code, replace_code
from reporting.domain.visits import Visit, report_of
from reporting.domain.words import canonical
from reporting.enums import Helped, WishKind
from reporting.models import Wish

TAKE = "cases.take_wish"


class NothingWished(ValueError):
    """Nothing was chosen or written."""


@dataclass(frozen=True)
class WishReceipt:
    """`new_code` opens the report from now on: it was asked for, or the old one stood in the words. Shown while it opens."""

    at: datetime
    new_code: str | None
    visit: Visit


def send_wish(
    visit: Visit,
    *,
    kind: WishKind,
    choice: str = "",
    words: str = "",
    answers: Mapping[str, Any] | None = None,
    token: str,
    now: datetime,
) -> WishReceipt | None:
    """Keep a wish and owe the officers' side its taking, in one transaction; None once the code has stopped.

    A second call with the same `token` adds nothing and returns the same receipt. The report's own code is masked
    where it stands in what was typed, and another one then opens the report. `answers` are those of the contact card,
    by name of question, and are kept encrypted. Raises `NothingWished` for an empty card and for no known choice.
    """
    said = {name: value for name, value in (answers or {}).items() if value not in ("", None, [], {})}
    if (kind == WishKind.CONTACT and not said) or (kind == WishKind.HELPED and choice not in list(Helped)):
        raise NothingWished
    wish = Wish(kind=kind, choice=choice, words=canonical(words), sent_at=now)
    return _once(visit, wish, said, token)


def begin_again(visit: Visit, *, key: str, token: str, now: datetime) -> OpenDraft | None:
    """A draft for another report that belongs to this one by the person's own word; None once the code has stopped.

    The wish keeps a hash of the draft's token, so that it is found when the report comes, and says nothing until then.
    """
    with transaction.atomic():
        if send_wish(visit, kind=WishKind.AGAIN, token=token, now=now) is None:
            return None
        return keep_answers(uuid.uuid4(), key=key, token=token, answers={}, begins=True, now=now)


def replace_own_code(visit: Visit, *, token: str, now: datetime) -> WishReceipt | None:
    """Somebody else may have the code: it stops, and another one opens the report; None where it had stopped already.

    A second call with the same `token` shows the same new code.
    """
    return _once(visit, Wish(kind=WishKind.NEW_CODE, sent_at=now), {}, token)


def stop_own_code(visit: Visit, *, token: str, now: datetime) -> bool:
    """The same, and no code opens the report any more; False where it had stopped already. A second call does nothing."""
    # A token of its own: the same page, come back to, may have given a new code before.
    return _once(visit, Wish(kind=WishKind.CODE_STOPPED, sent_at=now), {}, f"{token} stopped") is not None


def stop_notices(report_id: int, *, said_in: str = "", now: datetime) -> bool:
    """Send no more e-mails and texts that something waits for this report. A second call changes nothing, and is False.

    `said_in` names the answer to a text by which they asked for it: another answer later counts anew.
    """
    wish = Wish(report_id=report_id, kind=WishKind.NO_NOTICES, sent_at=now)
    by = f" by {said_in}" if said_in else ""
    wish.token_hash = follow_up_code.token_hash(f"no notices for {report_id}{by}")
    with suppress(IntegrityError), transaction.atomic():
        wish.save(force_insert=True)
        outbox.owe(TAKE, wish.pk, now=now)
        return True
    return False


def card_of_wish(wish: Wish) -> dict[str, Any]:
    """The answers of a contact card that was filled in anew, by name of question; raises `CannotOpen`."""
    if wish.sealed_answers is None:
        return {}
    answers: dict[str, Any] = sealing.unseal(wish.sealed_answers, table="wish", row=str(wish.seal_id), field="answers")
    return answers


def _once(visit: Visit, wish: Wish, answers: dict[str, Any], token: str) -> WishReceipt | None:
    sent = _sent_before(visit, token)
    if sent is not None:
        return sent
    try:
        with transaction.atomic():
            return _keep(visit, wish, answers, token)
    except IntegrityError:
        return _sent_before(visit, token)


def _keep(visit: Visit, wish: Wish, answers: dict[str, Any], token: str) -> WishReceipt | None:
    report_id = report_of(visit)
    if report_id is None:
        return None
    wish.report_id, wish.token_hash = report_id, follow_up_code.token_hash(token)
    wish.words, gives_away = masked(wish.words, visit)
    for name, answer in answers.items():
        if isinstance(answer, str):
            answers[name], found = masked(canonical(answer), visit)
            gives_away = gives_away or found
    if answers:
        wish.sealed_answers = sealing.seal(answers, table="wish", row=str(wish.seal_id), field="answers")
    if gives_away or wish.kind == WishKind.NEW_CODE:
        wish.new_selector = draw_selector()
    wish.save(force_insert=True)
    if wish.kind != WishKind.AGAIN:  # which is taken together with the report that it announces
        outbox.owe(TAKE, wish.pk, now=wish.sent_at)
    if wish.kind == WishKind.CODE_STOPPED:
        stop_code(visit, now=wish.sent_at)
    if not wish.new_selector:
        return WishReceipt(wish.sent_at, None, visit)
    new, code = new_code(wish.new_selector, token)
    replace_code(visit, new)
    return WishReceipt(wish.sent_at, code, new)


def _sent_before(visit: Visit, token: str) -> WishReceipt | None:
    kept = Wish.objects.filter(token_hash=follow_up_code.token_hash(token)).values_list("new_selector", "sent_at")
    found = kept.first()
    if found is None:
        return None
    new_selector, sent_at = found
    if not new_selector:
        return WishReceipt(sent_at, None, visit)
    new, code = new_code(new_selector, token)
    return WishReceipt(sent_at, code if report_of(new) is not None else None, new)
