"""The categoriser: an account in, suggestions with their reasons out. It advises; people decide."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from cases.engine.account import read_account
from cases.engine.evidence import Span
from cases.engine.features import Noticed
from cases.engine.held import FormAbuse, score_form_abuse
from cases.engine.model import Model, shipped
from cases.engine.priority import KINDS_THAT_RAISE, Priority, prioritise
from cases.engine.scoring import PARTS, Weighing
from cases.engine.text import LOOKED_AT

TICKED: Final = 1.5
"""Log-odds that the reporter's own tick adds to a strand for which something was found in the words."""
_SELDOM: Final = 50_000
"""Things made before Python looks for rubbish among them: of some fifty accounts."""
_NEAR: Final = 0.1
_LIKELY: Final = 0.5
_TOLD: Final = 0.25  # likely enough, where a list of sure words says that it was done


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One key with its probability, the places [start, end) in the text that drove it, and where listing begins."""

    key: str
    score: float
    evidence: tuple[Span, ...]
    threshold: float

    @property
    def is_listed(self) -> bool:
        """Whether the score is at or above the threshold, and words speak for it: else nobody could say why."""
        return self.score >= self.threshold and bool(self.evidence)


@dataclass(frozen=True, slots=True)
class Categorisation:
    """What the engine says of one account. An empty list of suggestions means "cannot say"."""

    language: str
    strands: tuple[Suggestion, ...]
    kinds: tuple[Suggestion, ...]
    near: tuple[Suggestion, ...]
    priority: Priority
    form_abuse: FormAbuse
    model: str
    looked_at: int
    is_whole: bool

    def as_dict(self, *, details: bool = False) -> dict[str, Any]:
        """Return plain data for JSON. `looked_at` is there only when the text was longer than that.

        With `details` also `near`, the likeliest strand and kind that are not listed, and `form_abuse`.
        """
        found: dict[str, Any] = {
            "language": self.language,
            "strands": [_plain(suggestion) for suggestion in self.strands],
            "kinds": [_plain(suggestion) for suggestion in self.kinds],
            "priority": {
                "level": self.priority.level,
                "reasons": [
                    {"key": reason.key, "text": reason.text, "evidence": [list(span) for span in reason.evidence]}
                    for reason in self.priority.reasons
                ],
            },
            "model": self.model,
        }
        if not self.is_whole:
            found["looked_at"] = self.looked_at
        if details:
            found["near"] = [{**_plain(one), "threshold": one.threshold} for one in self.near]
            found["form_abuse"] = {"score": self.form_abuse.score, "reasons": list(self.form_abuse.reasons)}
        return found


def categorise(
    text: str, *, ticked: Sequence[str] = (), scores: bool = False, near: bool = False, model: Model | None = None
) -> Categorisation:
    """Suggest strands, kinds and a priority for one account.

    `ticked` are the strands that the reporter chose: they give weight to what the words say of that group and are
    never listed without words that speak for them; what was ticked is kept elsewhere, as the reporter's own.
    Only suggestions at or above the model's thresholds are listed, the likeliest first; with `scores` every key is,
    in the order of the taxonomy. With `near` the likeliest strand and kind that are not listed are
    told too. Any string is answered; only its first `LOOKED_AT` characters are looked at.
    `model` None: the one that is shipped. Raises DamagedModelError when that cannot be read.
    """
    model = model or shipped()
    account = read_account(text)
    words, hits, language = account
    noticed = Noticed(account)
    weighing = Weighing(model, account, noticed)
    strands = weighing.strands(dict.fromkeys(ticked, TICKED))
    kinds = weighing.kinds()
    every = {**strands, **kinds}
    thresholds = _with_parents(strands, weighing.thresholds())
    unlisted = [key for found in (strands, kinds) if (key := _nearest(found, thresholds))] if near else []

    def suggest(keys: Iterable[str]) -> list[Suggestion]:
        return [Suggestion(key, every[key], weighing.evidence(key), thresholds[key]) for key in keys]

    def listed(found: dict[str, float]) -> tuple[Suggestion, ...]:
        if scores:
            return tuple(suggest(found))
        likely = [key for key, score in found.items() if score >= thresholds[key]]
        likeliest = sorted(likely, key=found.__getitem__, reverse=True)  # of two as likely the first stays the first
        return tuple([one for one in suggest(likeliest) if one.evidence])

    told_strands, told_kinds = listed(strands), listed(kinds)
    # What words alone speak for, and no list knows of, says nothing: who lost a bus pass writes words too.
    is_incident = any(one.key in noticed.strands for one in told_strands) or any(
        kinds[key] >= (_TOLD if "sure" in found else _LIKELY) for key, found in noticed.kinds.items()
    )
    likely = {key: places for key in KINDS_THAT_RAISE if kinds[key] >= _LIKELY and (places := weighing.evidence(key))}
    priority = prioritise(text, noticed.context, hits, likely, is_incident=is_incident, peril=weighing.peril())
    says_something = is_incident or bool(priority.reasons)
    return Categorisation(
        language=language,
        strands=told_strands,
        kinds=told_kinds,
        near=tuple(suggest(unlisted)),
        priority=priority,
        form_abuse=score_form_abuse(text, words, language, says_something=says_something),
        model=model.version,
        looked_at=min(len(text), LOOKED_AT),
        is_whole=len(text) <= LOOKED_AT,
    )


def categorise_many(
    texts: Iterable[str], *, scores: bool = False, model: Model | None = None
) -> Iterator[Categorisation]:
    """Yield the answer for each text, in order, one at a time: the same as `categorise` gives alone."""
    model = model or shipped()
    with one_after_the_other():
        for text in texts:
            yield categorise(text, scores=scores, model=model)


@contextmanager
def one_after_the_other() -> Iterator[None]:
    """Let Python look less often for rubbish that holds on to itself, while many accounts are read.

    Nothing that an account leaves behind does so, and to look among the hundreds of small things that each makes took a
    tenth of the time.
    """
    often, *rest = gc.get_threshold()
    gc.set_threshold(max(often, _SELDOM) if often else 0, *rest)
    try:
        yield
    finally:
        gc.set_threshold(often, *rest)


def _with_parents(strands: Mapping[str, float], thresholds: Mapping[str, float]) -> Mapping[str, float]:
    """Return thresholds with which a strand is listed wherever a part of it is: it is never less likely than that."""
    lowered = {parent: thresholds[key] for key, parent in PARTS if thresholds[key] <= strands[key] < thresholds[parent]}
    return {**thresholds, **lowered} if lowered else thresholds


def _nearest(found: dict[str, float], thresholds: Mapping[str, float]) -> str | None:
    """Return the likeliest key that is not listed, if it is worth a word."""
    unlisted = [key for key, score in found.items() if _NEAR <= score < thresholds[key]]
    return max(unlisted, key=lambda key: found[key], default=None)


def _plain(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "key": suggestion.key,
        "score": suggestion.score,
        "evidence": [list(span) for span in suggestion.evidence],
    }
