"""Those who tell of one incident: they send reports, and come back with their code to write."""

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.demo.arrivals import Arrival
from cases.demo.telling import WORDS, Telling
from cases.demo.things import spoken, things_for
from cases.domain import categorisation, intake, likeness
from cases.domain.wishes import take_wish
from cases.models import Case
from reporting.domain import draft_files, follow_up, outbox, wishes
from reporting.domain.receipt import Receipt
from reporting.domain.submission import submit_report
from reporting.enums import Helped, WishKind
from reporting.models import Draft, Message, Outbox, Report, Wish

_WORKED_OFF = timedelta(seconds=1)  # what the worker takes for a task
_LETTER = timedelta(days=2)  # how long a letter is on its way
_WITH_FILES, _SPOKEN = 0.28, 0.06


class Reporters:
    """One person, or two who saw the same. `told` keeps words from coming twice; `case_id` is that of the first."""

    def __init__(self, arrival: Arrival, rng: Random, told: set[str], more: Random) -> None:
        self._incident, self._turns, self._more = arrival.incident, arrival.fate.turns, more
        self._telling = Telling(arrival.incident, rng, arrival.received_at, more)
        self._accounts = [self._new_account(told, second=number > 0) for number in range(arrival.fate.reports)]
        self.receipts: list[Receipt] = []
        self.reports: list[Report] = []
        self.files: list[uuid.UUID] = []
        self.case_id = 0

    @property
    def area(self) -> str:
        """Where it happened, as it is told."""
        return self._telling.area

    def report(self, now: datetime, *, since_the_news: str = "") -> None:
        """Somebody sends a report; its case is opened and sorted at once. A second call is the second person's."""
        is_second = bool(self.reports)
        words = f"{self._accounts[is_second]} {since_the_news}".strip()
        channel = "web" if is_second else self._incident.channel
        token = secrets.token_urlsafe(32)
        draft_id = self._files(token, now) if channel == "web" else None
        receipt = submit_report(
            answers=self._telling.answers(
                words, second=is_second, no_contact="no_contact" in self._turns and not is_second
            ),
            channel=channel,
            token=token,
            now=now,
            happened_elsewhere_at=now - _LETTER if channel == "letter" else None,
            files_of=draft_id,
        )
        report = Report.objects.get(reference=receipt.reference)
        Draft.objects.filter(pk=draft_id).delete()
        self.receipts.append(receipt)
        self.reports.append(report)
        opened_at, sorted_at = now + _WORKED_OFF, now + 2 * _WORKED_OFF
        _work_off("cases.open_case", report.pk, lambda pk: intake.open_case(pk, now=opened_at), now=opened_at)
        sort = categorisation.categorise_report
        _work_off("cases.categorise", report.pk, lambda pk: sort(pk, now=sorted_at), now=sorted_at)
        opened = Case.objects.values_list("pk", flat=True).get(opened_for=report)
        _work_off(likeness.TASK, opened, lambda pk: likeness.find_alike(pk, now=sorted_at), now=sorted_at)
        self.case_id = self.case_id or opened

    def write(self, words: str, now: datetime) -> None:
        """The first of them comes back with the code and writes."""
        visit, token = follow_up.open_report(self.receipts[0].code or "", now=now), secrets.token_urlsafe(32)
        if visit is None or follow_up.send_message(visit, words=words, token=token, now=now) is None:
            raise RuntimeError("a code that was just given does not open its report")
        message_id = Message.objects.filter(report=self.reports[0]).latest("pk").pk
        read_at, weighed_at = now + _WORKED_OFF, now + 2 * _WORKED_OFF
        _work_off("cases.take_message", message_id, lambda pk: intake.take_message(pk, now=read_at), now=read_at)
        weigh = categorisation.weigh_message
        _work_off(intake.WEIGH_MESSAGE, message_id, lambda pk: weigh(pk, now=weighed_at), now=weighed_at)

    def wish(self, kind: WishKind, now: datetime) -> None:
        """The first of them comes back with the code and asks for something, or says whether it helped."""
        words = WORDS["answers"]
        visit = follow_up.open_report(self.receipts[0].code or "", now=now)
        if visit is None:
            raise RuntimeError("a code that was just given does not open its report")
        asked: dict[str, Any] = {}
        if kind == WishKind.CONTACT:
            asked = {"answers": {"contact_by": ["website"], "contact_safe_times": self._more.choice(words["new_card"])}}
        elif kind == WishKind.NO_FURTHER:
            asked = {"words": self._more.choice(words["no_further"])}
        elif kind == WishKind.HELPED:
            choice = self._more.choice([*Helped])
            asked = {"choice": choice, "words": self._more.choice(words["helped"][choice])}
        wishes.send_wish(visit, kind=kind, token=secrets.token_urlsafe(32), now=now, **asked)
        wish_id, taken_at = Wish.objects.filter(report=self.reports[0]).latest("pk").pk, now + _WORKED_OFF
        _work_off(wishes.TAKE, wish_id, lambda pk: take_wish(pk, now=taken_at), now=taken_at)
        if asked.get("words"):
            weigh = categorisation.weigh_wish
            _work_off(intake.WEIGH_WISH, wish_id, lambda pk: weigh(pk, now=taken_at), now=taken_at)

    def _files(self, token: str, now: datetime) -> uuid.UUID | None:
        """Every fourth person adds files, some of them a spoken answer; they come in by a draft, as on the website."""
        more = self._more
        things = things_for(self._incident.place, self._incident.kinds, more) if more.random() < _WITH_FILES else []
        if more.random() < _SPOKEN:
            things.append(spoken(more))
        if not things:
            return None
        draft = Draft.objects.create(id=uuid.uuid4(), sealed=b"", updated_at=now, expires_at=now + _LETTER)
        for thing in things:
            file = draft_files.begin_file(
                draft.id,
                token=token,
                name=thing.name,
                size=len(thing.content),
                is_recording=thing.is_recording,
                now=now,
            )
            draft_files.add_piece(file.id, draft.id, token=token, offset=0, piece=thing.content)
            draft_files.caption_files(draft.id, token=token, captions={file.id: thing.caption})
            self.files.append(file.id)
        return draft.id

    def _new_account(self, told: set[str], *, second: bool) -> str:
        for _ in range(30):
            words = self._telling.account(second=second)
            if words not in told:
                break
        told.add(words)
        return words


def _work_off(task: str, subject: int, work: Callable[[int], object], *, now: datetime) -> None:
    """Do what the worker would do for this outbox row, so that it is finished before anybody else can see it."""
    row_id = Outbox.objects.values_list("pk", flat=True).get(task=task, subject=subject, finished_at=None)

    def done(pk: int) -> None:
        work(pk)

    if not outbox.finish(row_id, done, now=now):
        raise RuntimeError(f"{task} could not be done")
