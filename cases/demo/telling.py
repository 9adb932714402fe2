"""How somebody tells of an incident: the account with its slots filled, and the other answers that they give."""

import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from cases.demo.incidents import Incident
from cases.queries.boroughs import boroughs

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).resolve().parent / "words.toml").read_text(encoding="utf-8"))
_DAYS = [
    (0, ["today", "earlier today"]), (1, ["yesterday"]), (2, ["two days ago", "the day before yesterday"]),
    (3, ["three days ago", "the other day"]), (5, ["five days ago", "a few days ago"]), (9, ["last week"]),
    (25, ["last month", "some weeks ago"]),
]  # fmt: skip
_JUST_NOW = ["about an hour ago", "less than an hour ago", "two hours ago"]
_LANGUAGES = {
    "pl": "Polski", "ar": "العربية", "ur": "اردو", "tr": "Türkçe", "so": "Soomaali", "bn": "বাংলা", "he": "עברית",
}  # fmt: skip
_BRACKETS, _BRACES = re.compile(r"\[([^\[\]]*)\]"), re.compile(r"\{(\w+)\}")
# Voice → who it happened to, how the writer knows, who they are to them.
_VOICES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "victim": ("me", (), ""), "victims": ("me_and_others", (), ""), "teen": ("me", (), ""),
    "terse": ("me", (), ""), "angry": ("me_and_others", ("saw_or_heard",), ""), "online": ("me", ("online",), ""),
    "witness": ("someone_else", ("saw_or_heard",), "witness"),
    "family": ("someone_else", ("told_by_person",), "family_or_friend"),
    "carer": ("someone_else", ("saw_or_heard", "told_by_person"), "carer_or_support"),
    "work": ("someone_else", ("saw_or_heard",), "work"), "third_hand": ("someone_else", ("told_by_other",), "work"),
    "clerk": ("someone_else", ("told_by_person",), "work"),
    "organisation": ("place_or_group", ("found_afterwards",), "organisation"),
    "place": ("place_or_group", ("found_afterwards",), ""),
}  # fmt: skip


def fill(text: str, rng: Random, slots: dict[str, str]) -> str:
    """Choose in each pair of brackets, then fill the braces. A slot once filled stays the same in `slots`."""
    text = _BRACKETS.sub(lambda found: rng.choice(found[1].split("|")), text)
    return _BRACES.sub(lambda found: _slot(found[1], rng, slots), text)


def outside_brackets(text: str) -> str:
    """What of a text is said whatever is drawn."""
    return _BRACKETS.sub(" ", text)


class Telling:
    """One incident as it is told: by one person, or by a second one who saw the same."""

    def __init__(self, incident: Incident, rng: Random, received_at: datetime, more: Random | None = None) -> None:
        """`more` draws what people tell besides, in a row of its own; without it they tell no more."""
        self.incident, self._rng, self._more = incident, rng, more
        self.area = rng.choice(WORDS["areas"])
        self.day, day, time = _when(rng, received_at)
        at_time = time if time in _JUST_NOW else f"at {time}"
        self._slots = {"area": self.area, "day": day, "time": time, "at_time": at_time}

    def account(self, *, second: bool = False) -> str:
        """The words of the first or the second person; another draw at each call, of the same place and time."""
        return fill(self.incident.second if second else self.incident.words, self._rng, self._slots).strip()

    def answers(self, words: str, *, second: bool = False, no_contact: bool = False) -> dict[str, Any]:
        """All answers by name of question. Four in ten send only their words; nobody answers everything."""
        rng, incident = self._rng, self.incident
        voice = "witness" if second else incident.voice
        given: dict[str, Any] = {"what_happened": words}
        if incident.danger:
            given["in_danger_now"] = rng.choice(["yes", "yes", ""])
        elif rng.random() < 0.6:
            given["in_danger_now"] = "no"
        if incident.police:
            given["about_police"] = "yes"
        if incident.under_18 and rng.random() < 0.7:
            given["under_18"] = "yes"
        if incident.hateful and rng.random() < 0.55:
            given["because"] = [*incident.strands]
        if rng.random() < 0.6:
            more = {**self._about(voice), **self._contact()}
            given |= {name: answer for name, answer in more.items() if answer and rng.random() < 0.75}
            if self._more is not None:
                given |= self._besides(given, self._more)
        if incident.secret and not second:
            given["do_not_disclose"] = incident.secret
        if no_contact:
            given["contact_by"] = ["no_contact"]
        return given

    def _about(self, voice: str) -> dict[str, Any]:
        rng, incident, words = self._rng, self.incident, WORDS["answers"]
        happened_to, how, role = _VOICES[voice]
        return {
            "happened_to": happened_to,
            "how_you_know": [*how],
            "your_role": role,
            "person_agrees": ""
            if happened_to != "someone_else"
            else rng.choice(["yes", "yes", "not_sure", "no", "does_not_want"]),
            "happened_on": self.day,
            "happened_when": rng.choice(words["happened_when"]),
            "place_kind": incident.place,
            "where": rng.choice(words["online_where" if incident.place == "online" else "where"]),
            "area": self.area,
            "because_words": rng.choice(words["because_words"]) if incident.hateful and rng.random() < 0.4 else "",
            "who_did_it": rng.choice(words["who_did_it"]),
            "know_them": "neighbour"
            if incident.place == "near_home"
            else rng.choice(["stranger", "stranger", "not_sure", "other_known"]),
            "about_police": "yes" if incident.police else "no",
            "happened_before": incident.before or rng.choice(["no", "no", "once_or_twice", "not_sure"]),
            "may_happen_again": rng.choice(["yes", "no", "not_sure"]),
            "before_words": rng.choice(words["before_words"]) if incident.before else "",
        }

    def _besides(self, given: dict[str, Any], rng: Random) -> dict[str, Any]:
        """What fewer people answer: only what the pages would have asked them, given the rest."""
        words = WORDS["answers"]
        told: dict[str, Any] = {
            "day_known": rng.choice(["exact", "exact", "about", "ongoing"]) if "happened_on" in given else "",
            "borough": _borough_of(self.area) if self.incident.place != "online" else "",
            "part_of_day": rng.choice(["morning", "afternoon", "evening", "evening", "night", "not_sure"]),
            "injured": "yes" if "assault" in " ".join(self.incident.kinds) else rng.choice(["no", "no", "not_sure"]),
            "seen_by_others": rng.choice(["yes", "no", "not_sure"]),
            "told_before": rng.choice([["no"], ["no"], ["police"], ["other"]]),
            "communication_needs": rng.choice([["none"], ["none"], ["easy_read"], ["woman"], ["bsl"], ["relay"]]),
        }
        if self.incident.language != "en":
            told |= {
                "language_wanted": _LANGUAGES.get(self.incident.language, ""),
                "communication_needs": ["interpreter"],
            }
        if told["injured"] == "yes":
            told["injuries"] = rng.choice(words["injuries"])
        if told["seen_by_others"] == "yes":
            told["witnesses"] = rng.choice(words["witnesses"])
        if given.get("place_kind") == "transport":
            kind = rng.choice([*words["lines"]])
            told |= {"transport_kind": kind, "transport_line": rng.choice(words["lines"][kind])}
        if given.get("place_kind") == "online":
            told |= {"online_platform": rng.choice(words["platforms"]), "online_handle": rng.choice(words["handles"])}
        told |= self._wishes_about_contact(given, rng)
        return {name: answer for name, answer in told.items() if answer and name not in given and rng.random() < 0.7}

    @staticmethod
    def _wishes_about_contact(given: dict[str, Any], rng: Random) -> dict[str, Any]:
        """How to reach somebody without harm; of those who may be reached outside the website."""
        words, channels = WORDS["answers"], set(given.get("contact_by", ()))
        told: dict[str, Any] = {}
        if set(given.get("support_wanted", ())) - {"none"}:
            told["may_pass_on"] = rng.choice([["name", "safe_contact", "needs"], ["email", "needs"], ["nothing"]])
        if not channels & {"email", "phone", "text", "letter"}:
            return told
        told |= {
            "contact_not_to": rng.choice(words["not_to"]),
            "contact_code_word": rng.choice(words["code_words"]),
            "contact_no_visit": rng.choice(["ask_first", "no_visit", "no_visit"]),
        }
        if channels & {"phone", "text"}:
            told["contact_withhold_number"] = rng.choice(["yes", "yes", "no"])
        return told

    def _contact(self) -> dict[str, Any]:
        rng, words = self._rng, WORDS["answers"]
        channels = rng.choice([["website"], ["website"], ["email"], ["phone", "text"], ["email", "website"], []])
        by_phone = "phone" in channels
        return {
            "outcome_wanted": rng.sample(
                ["make_it_stop", "be_safe", "investigate", "talk", "know_only"], rng.randint(1, 2)
            ),
            "outcome_words": rng.choice(words["outcome_words"]) if rng.random() < 0.3 else "",
            "contact_by": channels,
            "contact_name": rng.choice(words["initials"]),
            "contact_email": f"reporter{rng.randint(1, 9999)}@example.org" if "email" in channels else "",
            "contact_phone": f"07700 900{rng.randint(0, 999):03}" if by_phone else "",  # numbers kept free for fiction
            "contact_safe_times": rng.choice(words["safe_times"]) if by_phone else "",
            "contact_voicemail": rng.choice(["yes", "no", "no"]) if by_phone else "",
            "contact_who_might_see": rng.choice(words["who_might_see"]) if by_phone else "",
            "do_not_disclose": rng.choice(words["secret"]) if rng.random() < 0.12 else "",
            "support_wanted": rng.choice(
                [["someone_to_talk_to"], ["safe_at_home"], ["rights"], ["someone_with_me"], ["none"]]
            ),
            "support_words": rng.choice(words["support_words"]) if rng.random() < 0.2 else "",
        }


def _borough_of(area: str) -> str:
    return next((key for key, one in boroughs().items() if area == one.name or area in one.places), "")


def _slot(name: str, rng: Random, slots: dict[str, str]) -> str:
    key = name.lower()
    if key not in slots:
        slots[key] = rng.choice(WORDS[key])
    filled = slots[key]
    return filled[:1].upper() + filled[1:] if name[0].isupper() else filled


def _when(rng: Random, received_at: datetime) -> tuple[str, str, str]:
    """The day it happened as a date, and day and time as people say them."""
    days, phrases = rng.choices(_DAYS, [30, 35, 12, 8, 6, 5, 4])[0]
    happened_on = (timezone.localtime(received_at) - timedelta(days=days)).date().isoformat()
    time = rng.choice(_JUST_NOW) if days == 0 else _spoken(rng, rng.randint(7, 21))
    return happened_on, rng.choice(phrases), time


def _spoken(rng: Random, hour: int) -> str:
    clock = hour % 12 or 12
    part = "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"
    half = "am" if hour < 12 else "pm"
    minutes = rng.choice(["10", "15", "30", "40"])
    return rng.choice([f"about {clock} {part}", f"around {clock}{half}", f"{clock}.{minutes}{half}"])
