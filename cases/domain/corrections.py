"""Officers' decisions beside suggestions, taken out so that a model can learn from them: by two people, scrubbed."""

import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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
from cases.engine.names import ORDINARY, Ordinary, Sort, sort_of
from cases.engine.terms import Hit
from cases.engine.text import Word, read_words
from cases.models import Account, CorrectionsExport
from cases.permissions import may_administer
from cases.queries.held_back import Chosen, chosen_after_shown
from reporting.taxonomy import STRANDS

FEWEST_REPORTS = 5
"""A word that the shipped model does not know leaves only when so many reports have it, and none writes it like a name."""
_VOICES = 20
_I_AM = ("I'", "I’")
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


def make_export(
    export_id: int, out: Path, *, now: datetime, tell: Callable[[int, int], None] = lambda done, total: None
) -> CorrectionsExport:
    """Write the corrections of an approved request to a new file that only its owner can read, once.

    Cases whose suggestion was hidden stay behind: they measure. So do restricted cases and those of sealed units. Links,
    handles, addresses and numbers are taken out, the names that `scrub` says, and every word that the shipped model does not
    know, unless `FEWEST_REPORTS` reports have it and none writes it like a name. Rows bear no reference. Raises
    `Refused`, `FileExistsError`, `DamagedModelError`.
    """
    with transaction.atomic():
        asked = CorrectionsExport.objects.select_for_update().filter(pk=export_id).first()
        if asked is None or asked.approved_by_id is None:
            raise Refused("There is no approved request of this number: ask and approve it in the administration.")
        if asked.made_at is not None:
            raise Refused("This request was carried out already: ask anew.")
        rows = _rows([one for one in chosen_after_shown() if one.is_open_to_all], tell)
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


def _rows(cases: Sequence[Chosen], tell: Callable[[int, int], None]) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    written_like_names: set[str] = set()
    for one in cases:
        words = read_words(one.words)
        counts.update({word.forms[0] for word in words})
        written_like_names.update(_like_names(one.words, words))
    known = shipped().rows

    def may_stay(word: str) -> bool:
        return word in known or (counts[word] >= FEWEST_REPORTS and word not in written_like_names)

    # Ordered by a keyed hash: nothing of when or by whom a report came is left in the order.
    drawn = sorted((_draw(one.reference), one) for one in cases)
    rows: list[dict[str, Any]] = []
    for number, (draw, one) in enumerate(drawn, start=1):
        rows.append(
            {
                "id": number,
                "text": scrub(one.words, may_stay),
                "strands": sorted(one.strands),
                "kinds": sorted(one.kinds),
                "suggested_strands": sorted(one.suggested_strands),
                "suggested_kinds": sorted(one.suggested_kinds),
                "language": one.language,
                "voice": f"corrections-{int(draw[:8], 16) % _VOICES}",
            }
        )
        tell(number, len(drawn))
    return rows


def _draw(reference: str) -> str:
    return hmac.new(settings.TRACE_KEY, f"corrections {reference}".encode(), hashlib.sha256).hexdigest()


def scrub(text: str, may_stay: Callable[[str], bool]) -> str:
    """Return the words of `text` that may leave: no identifier, no number, no name of the list, no word that `may_stay`
    refuses.

    A name of the list (`cases/engine/data/names`) goes in whatever letters it is written; one that is an ordinary word too
    ("mark", "will") goes with a capital or beside another name, one that names a group ("christian") stays where the
    word lists find the group. Any other word with a capital inside a sentence is taken for a name unless a word list has
    it, or it is one of a reviewed few ("Monday", "in May", "Mr"), beside no name and behind no title. What is promised ends
    there: a rare name in small letters is only kept back by `may_stay`.
    """
    words, hits, _ = read_account(text)
    marks = {one.start: (one.end, f"[{one.kind}]") for one in extract(text)[1]}
    names = _names(text, words, hits)
    pieces: list[str] = []
    end = 0
    for number, word in enumerate(words):
        if word.start < end:
            continue
        start = next((first for first, (last, _) in marks.items() if first <= word.start < last), None)
        if start is not None:
            last, said = marks[start]
            pieces.append(text[end : max(start, end)] + said)
            end = last
            continue
        shown = text[word.start : word.end]
        if number in names:
            shown = "[name]"
        elif not may_stay(word.forms[0]):
            shown = "[word]"
        pieces.append(text[end : word.start] + shown)
        end = word.end
    return _NUMBER.sub("0", "".join(pieces) + text[end:])


def _names(text: str, words: Sequence[Word], hits: Sequence[Hit]) -> set[int]:
    """Return the numbers of the words that are taken for names."""
    listed = {number for hit in hits for number in range(hit.first, hit.last + 1)}
    like = set(_like_numbers(text, words))
    sorts = [sort_of(*word.forms) for word in words]
    groups = [range(hit.first, hit.last + 1) for hit in hits if hit.label.key in STRANDS]
    # A name alone names nobody but its bearer, whatever the lists make of it; "star of David" is no person.
    of_groups = {n for places in groups if any(sorts[n] != Sort.ALWAYS for n in places) for n in places}
    names: set[int] = set()
    for number, word in enumerate(words):
        sort, shown = sorts[number], text[word.start : word.end]
        if _is_titled(number, text, words):
            is_name = True
        elif _is_ordinary(number, text, words, sorts):
            is_name = False
        elif sort == Sort.NONE:
            is_name = number in like and number not in listed
        elif number in of_groups:
            is_name = shown[:1].isupper() and _is_beside_name(number, words, sorts)
        elif sort == Sort.ALWAYS or (sort == Sort.CAPITAL and shown[:1].isupper()):
            is_name = True
        else:
            is_name = number in like or _is_beside_name(number, words, sorts)
        if is_name:
            names.add(number)
    return names


def _is_titled(number: int, text: str, words: Sequence[Word]) -> bool:
    """Tell whether a word with a capital stands behind a title; the full stop of a short one ends no sentence."""
    if not number or not text[words[number].start].isupper():
        return False
    title, word = words[number - 1], words[number]
    kind = Ordinary.TITLES if title.sentence == word.sentence else Ordinary.SHORTENED
    shown = text[word.start : word.end]
    is_i = shown == "I" or shown[:2] in _I_AM
    return title.forms[0] in ORDINARY[kind] and word.forms[0] not in ORDINARY[Ordinary.TITLES] and not is_i


def _is_ordinary(number: int, text: str, words: Sequence[Word], sorts: Sequence[Sort]) -> bool:
    """Tell whether a word is one of those that look like a name and name nobody where they stand."""
    word, said = words[number], words[number].forms[0]
    if said in ORDINARY[Ordinary.TITLES]:
        return True
    near = [
        (other, words[other]) if 0 <= other < len(words) and words[other].sentence == word.sentence else None
        for other in (number - 1, number + 1)
    ]
    around = [text[one.start : one.end] for _, one in filter(None, near)]
    for other, one in filter(None, near):
        if sorts[other] == Sort.ALWAYS or (sorts[other] != Sort.NONE and text[one.start].isupper()):
            return False
    before, after = (one[1].forms[0] if one else "" for one in near)
    is_counted = before[:1].isdigit() or after[:1].isdigit()
    if said in ORDINARY[Ordinary.DAYS]:
        return is_counted or before in ORDINARY[Ordinary.BEFORE_DAYS] or after in ORDINARY[Ordinary.AFTER_DAYS]
    if said in ORDINARY[Ordinary.MONTHS]:
        return is_counted or before in ORDINARY[Ordinary.BEFORE_MONTHS]
    if said in ORDINARY[Ordinary.CAPITALS]:
        return text[word.start : word.end].isupper() and any(not one.isupper() for one in around)
    if said in ORDINARY[Ordinary.BEGINS]:
        return not before and after != "" and around[0].islower()
    return said in ORDINARY[Ordinary.WORDS]


def _is_beside_name(number: int, words: Sequence[Word], sorts: Sequence[Sort]) -> bool:
    """Tell whether the word next to this one, in the same sentence, is a name and nothing else."""
    return any(
        0 <= other < len(words) and words[other].sentence == words[number].sentence and sorts[other] == Sort.ALWAYS
        for other in (number - 1, number + 1)
    )


def _like_names(text: str, words: Sequence[Word]) -> set[str]:
    return {words[number].forms[0] for number in _like_numbers(text, words)}


def _like_numbers(text: str, words: Sequence[Word]) -> Iterator[int]:
    """Yield the numbers of the words with a capital and small letters inside a sentence; "I" is none."""
    sentence = -1
    for number, word in enumerate(words):
        begins, sentence = word.sentence != sentence, word.sentence
        shown = text[word.start : word.end]
        if begins or not shown[:1].isupper() or shown == "I" or shown[:2] in _I_AM:
            continue
        if len(shown) == 1 or not shown.isupper():
            yield number


def _log(asked: CorrectionsExport, action: str, by: Account | None, now: datetime) -> None:
    record_event(
        account=by, action=action, address="", references=(), reason=asked.reason, details={"export": asked.pk}, now=now
    )
