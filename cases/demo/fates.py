"""What becomes of a report: how its case ends, as far as time allows, and what turns it takes on the way."""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from cases.demo.incidents import Incident


class Ending(StrEnum):
    """Where a case stands in the end, if the end of the history does not come first."""

    RINGING = "ringing"
    UNREAD = "unread"
    READ = "read"
    WORKING = "working"
    WAITING = "waiting"
    HANDED_BACK = "handed_back"
    PROPOSED = "proposed"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Fate:
    """`wants` names the kind of incident; `ages` are hours before the end between which the report comes in.

    A `certain` one is reached before the end: its steps are closer together where time is short.
    """

    ending: Ending
    closing: str = ""
    recording: str = "crime"
    alarm: str = ""
    turns: frozenset[str] = frozenset()
    wants: str = "hateful"
    ages: tuple[float, float] | None = None
    certain: bool = False

    @property
    def reports(self) -> int:
        """How many reports tell of it."""
        return 2 if "pair" in self.turns else 1


def _turns(*names: str) -> frozenset[str]:
    return frozenset(names)


_CERTAIN = (
    Fate(Ending.CLOSED, "with_investigators"),
    Fate(Ending.UNREAD, wants="calm", ages=(20.5, 23.2)),
    Fate(Ending.RINGING, wants="danger", ages=(0.05, 0.08)),
    Fate(Ending.WORKING, recording="incident", ages=(70, 200)),
    Fate(Ending.WAITING, ages=(120, 300)),
    Fate(Ending.UNREAD, wants="pressing", ages=(5, 9)),
    Fate(Ending.CLOSED, "no_line_left", turns=_turns("pair")),
    Fate(Ending.CLOSED, "with_investigators", alarm="handed_over", wants="danger"),
    Fate(Ending.CLOSED, "person_wants_no_more", "antisocial_behaviour", turns=_turns("late", "writes")),
    Fate(Ending.CLOSED, "not_hate_related", "nothing_recorded", wants="elsewhere"),
    Fate(Ending.CLOSED, "transferred"),
    Fate(Ending.CLOSED, "form_abuse", "nothing_recorded", wants="abuse"),
    Fate(Ending.WORKING, recording="another_body", wants="police", ages=(40, 200)),
    Fate(Ending.READ, ages=(9, 16)),
    Fate(Ending.UNREAD, ages=(0.2, 3)),
    Fate(Ending.WORKING, recording="intelligence_only", alarm="ended", wants="danger", ages=(24, 150)),
    Fate(Ending.CLOSED, "no_line_left", alarm="no_danger", wants="danger"),
    Fate(Ending.HANDED_BACK, recording="incident", ages=(50, 150)),
    Fate(Ending.PROPOSED, "form_abuse", "nothing_recorded", wants="abuse", ages=(30, 100)),
    Fate(Ending.REOPENED, "no_line_left", ages=(150, 400)),
    Fate(Ending.WORKING, turns=_turns("pair"), ages=(20, 90)),
    Fate(Ending.WORKING, turns=_turns("pair", "detached"), ages=(10, 20)),
    Fate(Ending.WORKING, turns=_turns("immediate"), ages=(30, 200)),
    Fate(Ending.WORKING, turns=_turns("handed_over"), ages=(80, 240)),
    Fate(Ending.WORKING, turns=_turns("writes"), ages=(60, 240)),
    Fate(Ending.WORKING, turns=_turns("waits_for_us"), ages=(20, 60)),
    Fate(Ending.WORKING, recording="intelligence_only", turns=_turns("routine"), wants="third_hand", ages=(60, 300)),
    Fate(Ending.CLOSED, "no_line_left", "incident", turns=_turns("no_contact")),
    Fate(Ending.UNREAD, wants="calm", ages=(21, 23.5)),
    Fate(Ending.UNREAD, wants="calm", ages=(24.3, 27)),
    Fate(Ending.UNREAD, wants="police", ages=(2, 8)),
    Fate(Ending.UNREAD, wants="foreign", ages=(1, 6)),
    Fate(Ending.WORKING, "", "incident", turns=_turns("translated"), wants="foreign", ages=(40, 200)),
    Fate(Ending.WAITING, recording="antisocial_behaviour", turns=_turns("high"), ages=(100, 250)),
    Fate(Ending.UNREAD, wants="online", ages=(1, 5)),
)


def certain_fates(*, quiet: bool) -> list[Fate]:
    """What every history of a few dozen reports shows, most telling first. `quiet`: nothing rings in the end."""
    fates = [replace(fate, certain=True) for fate in _CERTAIN]
    calmed = {"ending": Ending.WORKING, "alarm": "handed_over", "ages": (2.0, 5.0)}
    return [replace(fate, **calmed) if quiet and fate.ending == Ending.RINGING else fate for fate in fates]  # type: ignore[arg-type]


def draw_fate(incident: Incident, rng: Random) -> Fate:
    """What officers will most likely make of this incident."""
    turns = {name for name, share in _CHANCES.items() if rng.random() < share}
    if incident.abuse:
        return Fate(Ending.CLOSED, "form_abuse", "nothing_recorded")
    if not incident.hateful:
        return Fate(
            Ending.CLOSED, "not_hate_related", rng.choice(["nothing_recorded", "another_body"]), turns=frozenset(turns)
        )
    if incident.second and rng.random() < 0.5:
        turns.add("pair")
    is_civil = incident.kinds[:1] == ("discrimination",)
    recording = rng.choices([*_RECORDINGS], [6, 10, 15, 8, 50, 11] if is_civil else [*_RECORDINGS.values()])[0]
    closings = {"with_investigators": 55, "no_line_left": 25} if recording == "crime" else {"no_line_left": 35}
    closings |= {"person_wants_no_more": 15 if recording == "crime" else 45, "transferred": 4}
    return Fate(
        ending=Ending.WORKING if rng.random() < 0.06 else Ending.CLOSED,
        closing=rng.choices([*closings], [*closings.values()])[0],
        recording=recording,
        alarm=rng.choice(["ended", "handed_over", "no_danger"]),
        turns=frozenset(turns),
    )


_CHANCES = {
    "late": 0.05, "waits": 0.18, "handed_over": 0.1, "writes": 0.3, "no_contact": 0.06, "routine": 0.06, "high": 0.06,
    "again": 0.05, "other_unit": 0.04, "translated": 0.3,
}  # fmt: skip
_RECORDINGS = {
    "crime": 48, "antisocial_behaviour": 12, "incident": 16, "intelligence_only": 8, "another_body": 6,
    "nothing_recorded": 10,
}  # fmt: skip
