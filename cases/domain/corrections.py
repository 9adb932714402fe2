"""Officers' decisions beside suggestions, taken out so that a model can learn from them: by two people, scrubbed."""

import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.engine.account import read_account
from cases.engine.entities import extract
from cases.engine.model import shipped
from cases.engine.text import read_words
from cases.models import Account, CorrectionsExport
from cases.permissions import may_administer
from cases.queries.held_back import Chosen, chosen_after_shown

FEWEST_REPORTS = 5
"""A word that the shipped model does not know leaves only when so many reports have it."""
_VOICES = 20
_NUMBER = re.compile(r"\d+")


def ask_for_corrections(*, reason: str, by: Account, now: datetime) -> CorrectionsExport:
    """Ask that corrections be taken out, for a reason. Nothing leaves until another person approves."""
    if not may_administer(by):
        raise NotThere
    if not reason.strip():
        raise Refused("Write what the corrections are for.", about="reason")
    with transaction.atomic():
        asked = CorrectionsExport.objects.create(reason=reason.strip(), asked_by=by, asked_at=now)
        _log(asked, "corrections.ask", by, now)
    return asked


def approve_corrections(export_id: int, *, by: Account, now: datetime) -> CorrectionsExport:
    """The second person agrees. A second call changes nothing. Raises `Refused` for the person who asked."""
    if not may_administer(by):
        raise NotThere
    with transaction.atomic():
        asked = CorrectionsExport.objects.select_for_update().get(pk=export_id)
        if asked.asked_by_id == by.pk:
            raise Refused("Somebody else must approve what you asked for.")
        if asked.approved_by_id is None:
            asked.approved_by, asked.approved_at = by, now
            asked.save(update_fields=["approved_by", "approved_at"])
            _log(asked, "corrections.approve", by, now)
    return asked


def make_export(export_id: int, out: Path, *, now: datetime) -> CorrectionsExport:
    """Write the corrections of an approved request to a new file that only its owner can read, once.

    Cases whose suggestion was hidden stay behind: they measure. So do restricted cases and those of sealed units. Every
    name, link and number is taken out, and every word that is neither known to the shipped model nor found in
    `FEWEST_REPORTS` reports. Rows bear no reference. Raises `Refused`, `FileExistsError`, `DamagedModelError`.
    """
    with transaction.atomic():
        asked = CorrectionsExport.objects.select_for_update().filter(pk=export_id).first()
        if asked is None or asked.approved_by_id is None:
            raise Refused("There is no approved request of this number: ask and approve it in the administration.")
        if asked.made_at is not None:
            raise Refused("This request was carried out already: ask anew.")
        rows = _rows([one for one in chosen_after_shown() if one.is_open_to_all])
        content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        asked.made_at, asked.rows, asked.sha256 = now, len(rows), hashlib.sha256(content).hexdigest()
        asked.save(update_fields=["made_at", "rows", "sha256"])
        _log(asked, "corrections.export", None, now)
        _write(out, content)  # last, so that nothing leaves unlogged
    return asked


def _write(out: Path, content: bytes) -> None:
    with out.open("xb") as file:
        try:
            out.chmod(0o600)
            file.write(content)
        except OSError:
            out.unlink()
            raise


def _rows(cases: Sequence[Chosen]) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    for one in cases:
        counts.update({word.forms[0] for word in read_words(one.words)})
    known = shipped().rows
    # Ordered by a keyed hash: nothing of when or by whom a report came is left in the order.
    drawn = sorted((_draw(one.reference), one) for one in cases)
    return [
        {
            "id": number,
            "text": scrub(one.words, lambda word: word in known or counts[word] >= FEWEST_REPORTS),
            "strands": sorted(one.strands),
            "kinds": sorted(one.kinds),
            "suggested_strands": sorted(one.suggested_strands),
            "suggested_kinds": sorted(one.suggested_kinds),
            "language": one.language,
            "voice": f"corrections-{int(draw[:8], 16) % _VOICES}",
        }
        for number, (draw, one) in enumerate(drawn, start=1)
    ]


def _draw(reference: str) -> str:
    return hmac.new(settings.TRACE_KEY, f"corrections {reference}".encode(), hashlib.sha256).hexdigest()


def scrub(text: str, may_stay: Callable[[str], bool]) -> str:
    """Return the words of `text` that may leave: no identifier, no number, no word that `may_stay` refuses.

    A word with a capital inside a sentence is taken for a name, unless the word lists have it.
    """
    words, hits, _ = read_account(text)
    listed = {number for hit in hits for number in range(hit.first, hit.last + 1)}
    marks = {one.start: (one.end, f"[{one.kind}]") for one in extract(text)[1]}
    pieces: list[str] = []
    end, sentence = 0, -1
    for number, word in enumerate(words):
        begins, sentence = word.sentence != sentence, word.sentence
        if word.start < end:
            continue
        start = next((first for first, (last, _) in marks.items() if first <= word.start < last), None)
        if start is not None:
            last, said = marks[start]
            pieces.append(text[end : max(start, end)] + said)
            end = last
            continue
        shown = text[word.start : word.end]
        if not begins and shown.istitle() and number not in listed:
            shown = "[name]"
        elif not may_stay(word.forms[0]):
            shown = "[word]"
        pieces.append(text[end : word.start] + shown)
        end = word.end
    return _NUMBER.sub("0", "".join(pieces) + text[end:])


def _log(asked: CorrectionsExport, action: str, by: Account | None, now: datetime) -> None:
    record_event(
        account=by, action=action, address="", references=(), reason=asked.reason, details={"export": asked.pk}, now=now
    )
