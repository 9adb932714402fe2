"""What becomes of each case, drawn from the seed and its number: in every state, over two years, most of it closed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.demo.arrivals import BY_HOUR
from cases.demo.bulk.lives import Life, Promises
from cases.demo.bulk.patterns import Patterns, traits_row
from cases.demo.bulk.people import Team, Teams
from cases.demo.bulk.stories import Account, Story, with_an_end
from cases.demo.fates import draw_fate
from cases.demo.letters import Letters
from cases.demo.telling import Telling
from cases.domain.categorisation import is_blind
from cases.domain.intake import NOT_SORTED, why_read_soon
from cases.enums import CommitmentKind, Lane, Speaker
from cases.models import Account as Officer
from cases.models import Case, Identifier, Voice
from reporting.domain import crockford
from reporting.domain.follow_up_code import SELECTOR_LENGTH
from reporting.domain.submission import told
from reporting.enums import AlarmCause, AlarmOutcome, Channel
from reporting.models import Alarm, Report
from reporting.taxonomy import KINDS, PRIORITIES, with_parents

DAYS = 730
_STATES = {"closed": 855, "working": 55, "waiting": 30, "back": 28, "unread": 32}
_CHANNELS = {Channel.WEB: 78, Channel.PHONE: 10, Channel.COUNTER: 6, Channel.LETTER: 2, Channel.API: 4}
_PAIRS, _LATE, _WRITES, _NOT_SORTED, _NO_CONTACT, _ROUTINE, _HELD = 0.3, 0.05, 0.25, 0.04, 0.05, 0.1, 0.01
_ALARMS = {AlarmOutcome.ENDED: 40, AlarmOutcome.HANDED_OVER: 35, AlarmOutcome.NO_DANGER: 25}
_IN_SERIES = 0.02
_ORDER = list(PRIORITIES)


@dataclass
class Ground:
    """What all lives stand on. `token` begins the secret of each report's code; `taken` are references and selectors in use."""

    stories: list[Story]
    teams: Teams
    promises: Promises
    seed: int
    token: str
    now: datetime
    case_ids: Iterator[int]
    report_ids: Iterator[int]
    message_ids: Iterator[int]
    person_ids: Iterator[int]
    patterns: Patterns
    taken: set[str] = field(default_factory=set)


def lives(number: int, ground: Ground, *, most: int) -> list[Life]:
    """The case of this number; with a second one, emptied, where somebody else told of the same and `most` allows it."""
    rng = Random(f"heard bulk {ground.seed} {number}")  # noqa: S311 (repeatable on purpose)
    state = rng.choices([*_STATES], [*_STATES.values()])[0]
    story, team = rng.choice(ground.stories), ground.teams.draw(rng)
    course = _Course(ground, rng, story, team, _received(state, ground.now, rng), number)
    is_pair = story.second is not None and state not in ("unread", "back") and most > 1 and rng.random() < _PAIRS
    return course.live(state, is_pair=is_pair)


def _received(state: str, now: datetime, rng: Random) -> datetime:
    """Closed ones at any time of the two years, busier by day; open ones not long ago; a few unread ones are late."""
    if state == "closed":
        at = now - timedelta(days=rng.triangular(3, DAYS, 3 + DAYS * 0.3))
        return at.replace(hour=rng.choices(range(24), BY_HOUR)[0], minute=rng.randrange(60))
    oldest, likely = {"working": (45, 6), "waiting": (90, 12), "back": (30, 3), "unread": (1.15, 0.1)}[state]
    return now - timedelta(days=rng.triangular(0.02 if state == "unread" else 1.2, oldest, likely))


class _Course:
    """One case in time. `_at` is the hand of its clock, which never passes now."""

    def __init__(self, ground: Ground, rng: Random, story: Story, team: Team, received: datetime, number: int) -> None:
        self._ground, self._rng, self._story, self._team, self._number = ground, rng, story, team, number
        self._letters = Letters(story.incident, rng)
        self._at = self._received = received
        self._pace = min(1.0, (ground.now - received) / timedelta(hours=1) / 1_500)

    def live(self, state: str, *, is_pair: bool) -> list[Life]:
        """Report, reading, decision, answer, and what comes after, as far as the state wants it."""
        first = self._opened(self._story.first, self._received, "a")
        born = [first]
        officer = self._team.for_case(self._story.incident.language, self._rng, is_restricted=first.case.is_restricted)
        if state == "unread":
            self._leave_unread(first, officer)
        else:
            self._read(first, officer)
            if is_pair and self._story.second:
                second = self._opened(self._story.second, self._received + timedelta(minutes=20 * self._pace), "b")
                born.append(second)
                self._attach(first, second, officer)
            fate = draw_fate(self._story.incident, self._rng)
            self._decide(first, officer, fate.recording, is_open=state != "closed")
            if self._rng.random() < _IN_SERIES and not first.case.is_restricted:
                self._put_into_series(first, officer)
            self._end(first, officer, state, fate.closing or "no_line_left")
        for life in born:
            life.finish(self._at)
        return born

    def _opened(self, account: Account, at: datetime, mark: str) -> Life:
        rng, ground, incident = self._rng, self._ground, self._story.incident
        words = with_an_end(account.words, incident, rng)
        telling = Telling(incident, rng, at)
        telling.area = self._story.area
        answers = telling.answers(words, second=mark == "b", no_contact=rng.random() < _NO_CONTACT)
        cause = AlarmCause.REPORTER if answers.get("in_danger_now") == "yes" else None
        cause = cause or (AlarmCause.WORDS if account.rings else None)
        report = told(
            words, answers, rng.choices([*_CHANNELS], [*_CHANNELS.values()])[0], "en-gb",
            f"{ground.token} {self._number}{mark}", at, cause=cause, reference=self._reference(mark),
            selector=self._selector(mark),
        )  # fmt: skip
        report.pk = next(ground.report_ids)
        case = Case(
            pk=next(ground.case_ids), reference=report.reference, opened_for=report, unit=self._team.unit,
            is_restricted=answers.get("about_police") == "yes", strands=with_parents(report.perceived_strands),
            area=str(report.answers.get("area", ""))[:200], received_at=at, opened_at=at + timedelta(seconds=2),
        )  # fmt: skip
        if cause:
            case.priority, case.priority_reason = "immediate", "Somebody may be in danger now."
        elif reason := why_read_soon(report):
            case.priority, case.priority_reason = "high", reason
        life = Life(case, self._story, self._team, rng, ground.promises, ground.message_ids, ground.person_ids)
        life.note("opened", case.opened_at, report=report.reference, priority=case.priority)
        if report.perceived_strands or report.answers.get("because_words"):
            life.rows.append(
                Voice(
                    speaker=Speaker.REPORTER, report=report, at=at, strands=report.perceived_strands,
                    text=str(report.answers.get("because_words", "")), language=report.language,
                )
            )  # fmt: skip
        self._suggest(life, report, account)
        self._ring(life, report, cause)
        life.attach(report, case.opened_at)
        for kind in (CommitmentKind.READ, CommitmentKind.RECORDING_DECISION):
            life.owe(kind, case.opened_at, report=report, since=at)
        return life

    def _suggest(self, life: Life, report: Report, account: Account) -> None:
        """The machine's voice, or its failing."""
        case, at = life.case, life.case.opened_at + timedelta(seconds=3)
        if self._rng.random() < _NOT_SORTED:
            case.needs_person = NOT_SORTED
            life.note("needs_person", at, note=NOT_SORTED)
            return
        life.rows.append(
            Voice(
                speaker=Speaker.MACHINE, report=report, by=account.model, at=at, strands=account.strands,
                kinds=account.kinds, priority=account.priority, language=account.language, details=account.details,
                is_blind=is_blind(report.reference),
            )
        )  # fmt: skip
        life.rows.append(traits_row(case, report.words, account, case.area, at))
        life.rows.extend(
            Identifier(report=report, kind=kind, start=start, end=end, digest=digest)
            for kind, start, end, digest in account.identifiers
        )
        case.language = account.language
        case.strands = with_parents({*account.strands, *report.perceived_strands})
        case.kinds = [key for key in KINDS if key in account.kinds]
        if _ORDER.index(account.priority) < _ORDER.index(case.priority):
            case.priority, case.priority_reason = account.priority, account.priority_reason
        life.note("categorised", at, report=report.reference, model=account.model, priority=case.priority)
        if account.is_abuse or self._rng.random() < _HELD:
            case.lane = Lane.HELD
            life.note(
                "held", at, note=" ".join(account.details.get("form_abuse", {}).get("reasons", [])), model=account.model
            )

    def _ring(self, life: Life, report: Report, cause: AlarmCause | None) -> None:
        """What is immediate has rung, and somebody has seen to it until it ended."""
        if life.case.priority != "immediate":
            return
        raised_at = report.received_at
        by = self._team.for_case("en", self._rng, is_restricted=life.case.is_restricted)
        outcome = self._rng.choices([*_ALARMS], [*_ALARMS.values()])[0]
        number = f"{self._rng.randint(1000, 9999)}/{raised_at:%d%b}".upper() if outcome == "handed_over" else ""
        alarm = Alarm(
            report=report, cause=cause or AlarmCause.MACHINE, raised_at=raised_at, answered_by=by.username,
            outcome=outcome, log_number=number, reason=self._letters.pick("reasons", outcome),
            answered_at=min(raised_at + timedelta(minutes=self._rng.uniform(1, 25)), self._ground.now),
        )  # fmt: skip
        life.rows.append(alarm)
        details = {"outcome": outcome} | ({"log_number": number} if number else {})
        life.note("alarm_answered", alarm.answered_at, by, note=alarm.reason, **details)

    def _put_into_series(self, life: Life, officer: Officer) -> None:
        """It is taken to be of one pattern with others of the unit."""
        at = self._in(0.1, 2)
        series, reason, rows = self._ground.patterns.put(life.case, at, officer, self._rng)
        life.rows.extend(rows)
        life.note("in_series", at, officer, reason, series=series)

    def _leave_unread(self, life: Life, officer: Officer) -> None:
        """Nobody has read it; one in four has an officer already."""
        if self._rng.random() < 0.25:
            life.take(self._in(0.2, 5), officer)

    def _read(self, life: Life, officer: Officer) -> None:
        """Mostly within the promise, in the first half of it; now and then late."""
        rng = self._rng
        within = self._ground.promises[CommitmentKind.READ, life.case.priority][0]
        share = rng.uniform(1.1, 1.6) if rng.random() < _LATE else rng.triangular(0.05, 0.97, 0.25)
        half = self._received + (self._ground.now - self._received) / 2
        self._at = min(self._received + within * share, half)
        life.take(self._at - timedelta(seconds=40), officer)
        life.read(life.reports[0], self._at, officer)

    def _attach(self, first: Life, second: Life, officer: Officer) -> None:
        """A second report turns out to tell of the same incident, and is read."""
        at, reason = self._in(0.05, 1), self._letters.pick("reasons", "same_incident")
        report = second.give_away(at, officer, first.case, reason)
        first.attach(report, at, officer, reason)
        first.owe(CommitmentKind.READ, at, report=report, since=report.received_at)
        first.note("attached", at, officer, reason, report=report.reference)
        first.read(report, self._in(0.05, 1), officer)

    def _decide(self, life: Life, officer: Officer, recording: str, *, is_open: bool) -> None:
        """Decision and answers. Of what is open one in five still lacks them."""
        if is_open and self._rng.random() < 0.2:
            return
        life.decide(self._in(0.1, 5), officer, self._letters, recording)
        if life.case.priority == "standard" and self._rng.random() < _ROUTINE:
            life.put_last(self._in(0.1, 2), officer, self._letters.pick("reasons", "routine"))
        if is_open and self._rng.random() < 0.2:
            return
        for report in life.reports:
            if report.pk not in life.no_contact:
                life.answer(report, self._in(0.3, 40), officer, self._letters.pick("reporter", "answer"))
        if self._rng.random() < _WRITES and life.reports[0].pk not in life.no_contact:
            life.hear(life.reports[0], self._in(1, 48), self._letters.pick("reporter", "first"))
            if not is_open or self._rng.random() < 0.6:
                life.answer(life.reports[0], self._in(1, 50), officer, self._letters.pick("reporter", "answer"))

    def _end(self, life: Life, officer: Officer, state: str, closing: str) -> None:
        """Notes on the way, and then where the case stands."""
        rng, letters, now = self._rng, self._letters, self._ground.now
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            life.note("note", self._in(5, 100), officer, letters.pick("notes", "note"))
        if state == "closed":
            self._close(life, officer, closing)
            return
        due_at = now + timedelta(days=rng.uniform(-1, 12))
        life.owe(CommitmentKind.NEXT_ACTION, self._at, due_at=due_at, what=letters.pick("notes", "next_action"))
        if state == "waiting":
            until = (now + timedelta(days=rng.randint(1, 25))).date()
            life.wait(self._in(1, 30), officer, until, letters.pick("notes", "wait"))
        elif state == "back":
            life.hand_back(self._in(1, 20), officer, letters.pick("notes", "hand_back"))

    def _close(self, life: Life, officer: Officer, closing: str) -> None:
        letters, rng, details = self._letters, self._rng, dict[str, Any]()
        if closing == "transferred":
            details = {"force": letters.pick("elsewhere", "force"), "number": f"{rng.randint(100_000, 999_999)}"}
        elif closing == "not_hate_related":
            details = {"passed_to": self._story.incident.passed_to or letters.pick("elsewhere", "passed_to")}
        for report in life.reports:
            if report.pk not in life.no_contact:
                life.answer(report, self._in(24, 700), officer, letters.pick("farewell", closing, **details))
        reason = {"no_line_left": "no_line_left", "form_abuse": "abuse"}.get(closing)
        life.close(self._in(2, 20), officer, closing, letters.pick("reasons", reason) if reason else "", details)

    def _in(self, fewest: float, most: float) -> datetime:
        """Some hours on, closer together where time is short."""
        self._at = min(self._at + timedelta(hours=self._rng.uniform(fewest, most) * self._pace), self._ground.now)
        return self._at

    def _selector(self, mark: str) -> str:
        """One that is not in use; it says nothing of the code's other half."""
        rng = Random(f"{self._ground.token} {self._number}{mark} selector")  # noqa: S311
        while True:
            selector = crockford.encode(rng.randbytes(SELECTOR_LENGTH), SELECTOR_LENGTH)
            if selector not in self._ground.taken:
                self._ground.taken.add(selector)
                return selector

    def _reference(self, mark: str) -> str:
        """One that is not in use, from a source of its own: what else is drawn does not depend on it."""
        rng = Random(f"heard bulk {self._ground.seed} {self._number}{mark} reference")  # noqa: S311
        while True:
            body = crockford.encode(rng.randbytes(5), 8)
            check = crockford.check_character(body)
            reference = f"{body[:4]}-{body[4:]}{check}"
            if check in crockford.ALPHABET and reference not in self._ground.taken:
                self._ground.taken.add(reference)
                return reference
