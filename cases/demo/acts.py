"""What is done to one case, each act through the product's own domain at its own time."""

import secrets
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from cases.demo.arrivals import Arrival
from cases.demo.letters import Letters
from cases.demo.officers import Officers
from cases.demo.reporters import Reporters
from cases.domain import (
    claiming,
    closing,
    commitments,
    correspondence,
    deciding,
    duty,
    linking,
    notices,
    reading,
    translation,
)  # fmt: skip
from cases.domain.audit import record_event
from cases.enums import CommitmentKind, Understood
from cases.models import Account, Commitment
from reporting.models import Alarm, Report


class Acts:
    """What the officer who has the case does, and those around; `reporters` are the other side of it."""

    def __init__(self, arrival: Arrival, reporters: Reporters, officers: Officers, rng: Random) -> None:
        self.incident, self.fate, self.reporters = arrival.incident, arrival.fate, reporters
        self._officers, self._rng = officers, rng
        self._letters = Letters(arrival.incident, rng)
        pool = officers.named if arrival.incident.police else []
        self.officer = rng.choice(pool) if pool else self._suited_officer()
        self.has_reader = bool(pool) or not arrival.incident.police
        self._actions: list[str] = []
        self._slots: dict[str, str] = {}

    @property
    def case_id(self) -> int:
        """Of the case that the first report opened."""
        return self.reporters.case_id

    @property
    def reports(self) -> list[Report]:
        """What the case holds, the first report first."""
        return self.reporters.reports

    @property
    def alarm(self) -> Alarm | None:
        """Its alarm that nobody has answered."""
        return Alarm.objects.ringing().filter(report__in=self.reports).first()

    def answer_alarm(self, now: datetime, outcome: str) -> None:
        """The alarm of the case is acknowledged, handed over, answered with why there is no danger, or ended."""
        alarm_id = Alarm.objects.values_list("pk", flat=True).get(report=self.reports[0])
        if outcome == "acknowledged":
            duty.acknowledge(alarm_id, by=self.officer, now=now)
        elif outcome == "handed_over":
            number = f"{self._rng.randint(1000, 9999)}/{now:%d%b}".upper()
            note = self._letters.pick("reasons", "handed_over")
            duty.hand_over_alarm(alarm_id, log_number=number, note=note, by=self.officer, now=now)
        elif outcome == "ended":
            duty.end_alarm(alarm_id, done=self._letters.pick("reasons", "ended"), by=self.officer, now=now)
        else:
            duty.no_danger(alarm_id, reason=self._letters.pick("reasons", "no_danger"), by=self.officer, now=now)

    def open_and_read(self, now: datetime) -> None:
        """The officer takes the case, opens it and reads the report."""
        claiming.take_case(self.case_id, by=self.officer, now=now)
        self._look(self.officer, now)
        self._read(self.reports[0], now)

    def attach_second(self, now: datetime) -> None:
        """The second report is found to tell of the same incident, and is read."""
        reason = self._letters.pick("reasons", "same_incident")
        linking.attach_report(self.case_id, self.reports[1].reference, reason=reason, by=self.officer, now=now)
        self._look(self.officer, now)
        self._read(self.reports[1], now)

    def detach_second(self, now: datetime) -> None:
        """It was another incident after all: the second report gets its own case back."""
        reason = self._letters.pick("reasons", "not_the_same")
        linking.detach_report(self.case_id, self.reports[1].pk, reason=reason, by=self.officer, now=now)
        self.reports.pop()

    def decide(self, now: datetime) -> None:
        """The recording decision, with what is done."""
        rng, recording, letters = self._rng, self.fate.recording, self._letters
        self._actions = letters.actions() if self.incident.hateful else []
        given: dict[str, str] = {}
        if recording == "crime":
            self._slots["number"] = f"{rng.randint(10, 99)}{rng.randint(100_000, 999_999)}/{now:%y}"
            given = {"system": "Crime recording system", "number": self._slots["number"], "offence": letters.offence()}
        elif recording == "another_body":
            self._slots["body"] = given["body"] = self.incident.passed_to or letters.pick("elsewhere", "body")
        reason = letters.pick("reasons", "decision")
        if recording == "nothing_recorded":
            reason = letters.pick("reasons", "abuse" if self.incident.abuse else "nothing_recorded")
        deciding.record_decision(
            self.case_id, recording=recording, actions=self._actions, reason=reason, strands=self.incident.strands,
            kinds=self.incident.kinds if self.incident.hateful else (),
            perceived_by=rng.choice(["victim", "victim", "witness", "officer"]),
            victim_agrees="restorative_offer" in self._actions,
            by=self.officer, now=now, **given,
        )  # fmt: skip

    def answer_everybody(self, now: datetime) -> None:
        """Each reporter who wishes it gets an answer."""
        in_language = self.incident.language in self.officer.languages
        for number, report in enumerate(self.reports):
            if number == 0 and "no_contact" in self.fate.turns:
                continue
            words = self._letters.answer(
                self.fate.recording, self._actions if number == 0 else [], is_witness=number > 0,
                in_language=in_language and number == 0, **self._slots,
            )  # fmt: skip
            self._reply(report, words, now)

    def hear_from_reporter(self, now: datetime, *, again: bool = False) -> None:
        """The reporter writes in the thread."""
        self.reporters.write(self._letters.pick("reporter", "again" if again else "first"), now)

    def reply_to_message(self, now: datetime, *, again: bool = False) -> None:
        """The officer answers what the reporter wrote; after a reopening the case is taken first."""
        claiming.take_case(self.case_id, by=self.officer, now=now)
        self._reply(self.reports[0], self._letters.pick("reporter", "again_answer" if again else "answer"), now)

    def prioritise(self, now: datetime, priority: str) -> None:
        """The officer sets the priority, with a reason."""
        reason = self._letters.pick("reasons", priority)
        deciding.set_priority(self.case_id, priority=priority, reason=reason, by=self.officer, now=now)

    def hand_over(self, now: datetime) -> None:
        """A colleague goes on with the case."""
        to = self._officers.colleague_of(self.officer, self._rng, is_restricted=self.incident.police)
        if to is None:
            return
        claiming.hand_over(self.case_id, to=to, note=self._letters.pick("notes", "hand_over"), by=self.officer, now=now)
        self.officer = to

    def hand_back(self, now: datetime) -> None:
        """The case goes back to the queue."""
        claiming.hand_back(self.case_id, note=self._letters.pick("notes", "hand_back"), by=self.officer, now=now)

    def go_on(self, now: datetime, *, days: float) -> None:
        """A note on what was done, and what is to be done within so many days."""
        deciding.add_note(self.case_id, note=self._letters.pick("notes", "note"), by=self.officer, now=now)
        for asked in Commitment.objects.open().filter(case=self.case_id, kind="next_action", report__isnull=False):
            commitments.finish_action(self.case_id, asked.pk, by=self.officer, now=now)
        what = self._letters.pick("notes", "next_action")
        commitments.set_next_action(
            self.case_id, what=what, due_at=now + timedelta(days=days), by=self.officer, now=now
        )

    def wait(self, now: datetime, *, days: int) -> None:
        """The case waits until a day to come."""
        until = (timezone.localtime(now) + timedelta(days=days)).date()
        claiming.wait(self.case_id, until=until, reason=self._letters.pick("notes", "wait"), by=self.officer, now=now)

    def resume(self, now: datetime) -> None:
        """The wait is over."""
        claiming.resume(self.case_id, by=self.officer, now=now)

    def look_from_outside(self, now: datetime) -> None:
        """An officer of another unit opens the case, for a reason that is kept."""
        if self._officers.outsiders and not self.incident.police:
            by = self._rng.choice(self._officers.outsiders)
            self._look(by, now, reason=self._letters.pick("notes", "opened_by_other_unit"))

    def close(self, now: datetime) -> None:
        """A last message, and the case is closed; for abuse of the form this officer proposes it."""
        closing_reason, letters, details = self.fate.closing, self._letters, {}
        if closing_reason == "transferred":
            details = {"force": letters.pick("elsewhere", "force"), "number": f"{self._rng.randint(100_000, 999_999)}"}
        elif closing_reason == "not_hate_related":
            details = {"passed_to": self.incident.passed_to or letters.pick("elsewhere", "passed_to")}
        if "no_contact" not in self.fate.turns:
            for report in self.reports:
                self._reply(report, letters.pick("farewell", closing_reason, **details), now)
        reason = {"no_line_left": "no_line_left", "form_abuse": "abuse"}.get(closing_reason)
        closing.close_case(
            self.case_id, closing_reason=closing_reason, reason=letters.pick("reasons", reason) if reason else "",
            details=details, by=self.officer, now=now,
        )  # fmt: skip

    def confirm_abuse(self, now: datetime) -> None:
        """A second person closes what the officer proposed to close as abuse of the form."""
        by = self._officers.supervisor
        self._look(by, now)
        reason = self._letters.pick("reasons", "abuse")
        closing.close_case(self.case_id, closing_reason="form_abuse", reason=reason, by=by, now=now)

    def promised_until(self) -> datetime:
        """By when the first report is to be read."""
        owed = Commitment.objects.filter(case=self.case_id, kind=CommitmentKind.READ, report=self.reports[0])
        return owed.latest("pk").due_at

    def _suited_officer(self) -> Account:
        is_held = self.incident.language == "en" or "translated" not in self.fate.turns
        return self._officers.for_language(self.incident.language, self._rng, is_held=is_held)

    def _look(self, by: Account, now: datetime, *, reason: str = "") -> None:
        reference = self.reports[0].reference
        shown = [reference, *(report.reference for report in self.reports)]
        record_event(
            account=by,
            action="case.open",
            address=f"/desk/cases/{reference}/",
            references=shown,
            reason=reason,
            now=now,
        )

    def _read(self, report: Report, now: datetime) -> None:
        is_held = self.incident.language in self.officer.languages
        if not is_held:
            self._translate(report, now)
        reading.mark_read(
            self.case_id, report.pk, understood=Understood.LANGUAGE_HELD if is_held else Understood.TRANSLATION,
            in_language=self._own_language() if is_held else "", by=self.officer, now=now,
        )  # fmt: skip

    def _translate(self, report: Report, now: datetime) -> None:
        asked = translation.ask_translation(
            self.case_id, report.pk, from_language=self.incident.language, to_language="en", by=self.officer,
            now=now,
        )  # fmt: skip
        text = self.incident.english.replace("{area}", self.reporters.area)
        interpreter = f"Interpreter {self._rng.randint(100, 999)}"
        translation.enter_translation(asked.pk, text=text, translator=interpreter, by=self.officer, now=now)

    def _own_language(self) -> str:
        """What the officer says the words are in: the machine may take them for another language."""
        return self.incident.language if self.incident.language in self.officer.languages else self.officer.languages[0]

    def _reply(self, report: Report, words: str, now: datetime) -> None:
        token = secrets.token_urlsafe(32)
        correspondence.reply(
            self.case_id, report.pk, message=words, token=token, in_language=self._own_language(), by=self.officer,
            now=now,
        )  # fmt: skip
        notices.tell_nobody(report.pk, now=now)
