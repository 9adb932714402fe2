"""What officers and reporters of the demonstration write to each other and note down."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

from cases.demo.incidents import Incident
from cases.demo.telling import fill

WORK: dict[str, Any] = tomllib.loads((Path(__file__).resolve().parent / "work.toml").read_text(encoding="utf-8"))
_AGGRAVATED = ", racially or religiously aggravated"
_FORMS = (
    "physical_assault",
    "criminal_damage",
    "harassment",
    "stalking",
    "verbal_abuse",
    "threats",
)  # law knows them aggravated


class Letters:
    """Texts for one case; the same random source gives the same texts."""

    def __init__(self, incident: Incident, rng: Random) -> None:
        self._incident, self._rng = incident, rng

    def pick(self, group: str, name: str, **slots: str) -> str:
        """One of the texts of a group."""
        chosen = WORK[group][name]
        return fill(chosen if isinstance(chosen, str) else self._rng.choice(chosen), self._rng, slots)

    def answer(
        self, recording: str, actions: Iterable[str], *, is_witness: bool, in_language: bool, **slots: str
    ) -> str:
        """The first answer to the person who reported."""
        incident = self._incident
        if in_language and incident.language in WORK["in_language"]:
            return self.pick("in_language", incident.language)
        if not incident.hateful:
            thanks = "Thank you for writing. I have read it."
        elif is_witness or incident.voice in ("witness", "third_hand", "work", "carer", "family", "clerk"):
            thanks = self.pick("thanks", "other")
        else:
            thanks = self.pick("thanks", "place" if incident.voice in ("place", "organisation") else "self")
        done = " ".join(self.pick("action", action) for action in actions)
        parts = [f"{thanks} {self.pick('outcome', recording, **slots)}", done, self.pick("closing", "default")]
        return "\n\n".join(part for part in parts if part)

    def actions(self) -> list[str]:
        """What suits these kinds: none, one or two."""
        suited = [action for kind in self._incident.kinds for action in WORK["suits"][kind]]
        suited = [
            action for action in dict.fromkeys(suited) if action != "restorative_offer" or self._rng.random() < 0.1
        ]
        chosen = self._rng.sample(suited, min(len(suited), self._rng.choice([0, 1, 1, 2])))
        return [*chosen, "safeguarding_child"] if self._incident.under_18 else chosen

    def offence(self) -> str:
        """The offence under which it is recorded."""
        kind = self._incident.kinds[-1]
        is_aggravated = kind in _FORMS and any(key.startswith(("race", "religion")) for key in self._incident.strands)
        return WORK["offence"][kind] + (_AGGRAVATED if is_aggravated else "")
