"""The files of a hand-over pack, one after another, so that no more than one text is in memory."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.archive import Archive, csv_lines, safe_name
from cases.desk.pack_exhibits import exhibit_files
from cases.desk.presenters import times
from cases.desk.presenters.pack import SHOWN, Packed, not_included
from cases.domain import packs
from cases.domain.redaction import Redaction, redaction_for
from cases.engine.text import LOOKED_AT
from cases.models import Account, Case
from cases.queries.case_file import CaseFile, case_file
from cases.queries.pack_file import first_words, looks_at, words_of
from cases.queries.passing_on import passing_of

_END = "</main></body></html>\n"


@dataclass(frozen=True)
class Order:
    """What is handed over, to whom, why, by whom."""

    cases: Sequence[Case]
    form: str
    recipient: str
    reason: str
    by: Account
    now: datetime

    @property
    def is_redacted(self) -> bool:
        """Without what identifies somebody."""
        return self.form == packs.REDACTED

    @property
    def references(self) -> list[str]:
        """Of its cases."""
        return [case.reference for case in self.cases]


def stream(order: Order) -> Iterator[bytes]:
    """The whole archive. When its last byte is made the log keeps the manifest's hash."""
    archive = Archive(now=timezone.localtime(order.now))
    pages: list[tuple[Packed, dict[str, Any]]] = []
    for case in order.cases:
        packed, words = _packed(order, case), {}
        base = f"case-{safe_name(case.reference)}"
        for one in packed.file.reports:
            folder = f"{base}/report-{safe_name(one.report.reference)}"
            first, pieces = _words(order, packed, one.report.pk)
            path = f"{folder}/words{'-redacted' if order.is_redacted else ''}.txt"
            words[one.report.pk] = (first, path)
            yield from archive.add(path, pieces)
            for number, message in enumerate(one.messages, start=1):
                text = packed.cut(message.words).encode()
                yield from archive.add(f"{folder}/message-{number:03d}-{safe_name(message.sender)}.txt", [text])
            yield from exhibit_files(archive, packed, one, folder)
        told = packed.told(words)
        told["messages"] = _messages(packed)
        told["history"] = [(_iso(at), *rest) for at, *rest in packed.history()]
        yield from archive.add(f"{base}/history.csv", csv_lines(_history_head(), told["history"]))
        yield from archive.add(f"{base}/who-looked.csv", csv_lines(_looks_head(), _looks(packed)))
        pages.append((packed, told))
    missing = not_included(packed for packed, _told in pages)
    about = _about(order)
    yield from archive.add("pack.css", [render_to_string("desk/pack.css").encode()])
    yield from archive.add("index.html", _page(order, about, missing, [told for _packed_, told in pages]))
    yield from archive.add(
        "pack.json", [_json({**about, "not_included": missing, "cases": [_bare(told) for _p, told in pages]})]
    )
    yield from archive.add("not-included.txt", ["".join(f"- {line}\n" for line in missing).encode()])
    yield from archive.end()
    packs.note_pack_sent(
        order.references, manifest=archive.manifest, files=len(archive.hashes), by=order.by, now=order.now
    )


def _packed(order: Order, case: Case) -> Packed:
    file = case_file(case, order.by)
    cut = _redaction(file).cut if order.is_redacted else str
    return Packed(file, passing_of(case), cut, is_redacted=order.is_redacted, now=order.now)


def _redaction(file: CaseFile) -> Redaction:
    persons = [person for one in file.reports for person in one.persons]
    return redaction_for([one.report for one in file.reports], persons)


def _words(order: Order, packed: Packed, report_id: int) -> tuple[str, Iterable[bytes]]:
    """The first words for the page, and the bytes of the file: as they were said, so that their hash is theirs."""
    if order.is_redacted:
        text = packed.cut(first_words(report_id, LOOKED_AT + 1))
        return text, [text.encode()]
    return first_words(report_id, SHOWN + 1), (piece.encode() for piece in words_of(report_id))


def _messages(packed: Packed) -> list[dict[str, Any]]:
    return [
        {
            "report": one.report.reference,
            "from": message.author or message.sender,
            "at": times.moment(message.sent_at),
            "in_danger": message.is_in_danger,
            "words": packed.cut(message.words)[:SHOWN],
            "is_cut": len(message.words) > SHOWN,
        }
        for one in packed.file.reports
        for message in one.messages
    ]


def _looks(packed: Packed) -> Iterator[list[object]]:
    for at, who, role, unit, action, reason in looks_at(packed.file.references):
        yield [_iso(timezone.localtime(at)), who, role, unit, action, packed.cut(str(reason))]  # type: ignore[arg-type]


def _about(order: Order) -> dict[str, Any]:
    return {
        "pack": "redacted" if order.is_redacted else "full",
        "made_at": timezone.localtime(order.now).isoformat(timespec="seconds"),
        "made_by": order.by.username,
        "received_by": order.recipient,
        "reason": order.reason,
        "references": order.references,
    }


def _page(order: Order, about: dict[str, Any], missing: list[str], cases: list[dict[str, Any]]) -> Iterator[bytes]:
    yield render_to_string(
        "desk/_pack_head.html", {"order": order, "about": about, "missing": missing, "made": times.moment(order.now)}
    ).encode()
    for told in cases:
        yield render_to_string("desk/_pack_case.html", {"told": told, "is_redacted": order.is_redacted}).encode()
    yield _END.encode()


def _bare(told: dict[str, Any]) -> dict[str, Any]:
    """Without the words, which have files of their own."""
    reports = [{key: value for key, value in one.items() if key not in ("words", "is_cut")} for one in told["reports"]]
    messages = [
        {key: value for key, value in one.items() if key not in ("words", "is_cut")} for one in told["messages"]
    ]
    return {**told, "reports": reports, "messages": messages}


def _iso(at: datetime) -> str:
    return at.isoformat(sep=" ", timespec="seconds")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _history_head() -> list[str]:
    return [_("When"), _("Who"), _("What"), _("Note")]


def _looks_head() -> list[str]:
    return [_("When"), _("Who"), _("Role"), _("Unit"), _("What"), _("Reason")]
