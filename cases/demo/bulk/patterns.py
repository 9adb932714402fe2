"""What likeness and series keep of a loaded case: traits, contact keys, and a few cases put together as one pattern."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from django.db.models import Model

from cases.demo.bulk.stories import Account as Told
from cases.domain.likeness import contact_digests, kept_traits, key_digest
from cases.engine.moments import moment_of
from cases.engine.traits import DAY, Traits, keys_of, read_traits
from cases.enums import SeriesWork
from cases.models import Account, Case, ContactKey, Person, Series, SeriesCommitment, SeriesEntry, SeriesLink

_TITLES = (
    "Same street, same words",
    "One man on the line",
    "Stickers by night",
    "Calls from one number",
    "Doors of one block",
)
_REASON = "Same place and same words."
_SIZES = (2, 3, 3, 4, 5, 8)


@dataclass
class Patterns:
    """Series that are being filled, one for each unit at a time."""

    ids: Iterator[int]
    now: datetime
    _open: dict[int, tuple[Series, int]] = field(default_factory=dict)

    def put(self, case: Case, at: datetime, by: Account, rng: Random) -> tuple[int, str, list[Model]]:
        """One more case of a series, or the first of another: its id, the reason, and the rows."""
        rows: list[Model] = []
        series, left = self._open.pop(case.unit_id, (None, 0))
        if series is None:
            left = rng.choice(_SIZES)
            series = Series(
                pk=next(self.ids), unit_id=case.unit_id, title=rng.choice(_TITLES), owner=by, opened_at=at,
                opened_by=by.username,
            )  # fmt: skip
            what, due_at = "Ask for pictures of the place.", self.now + timedelta(days=rng.uniform(-1, 20))
            owed = SeriesCommitment(
                series=series, kind=SeriesWork.NEXT_ACTION, what=what, opened_at=min(at, due_at), due_at=due_at
            )
            rows += [series, owed, SeriesEntry(series=series, at=at, by=by.username, what="opened")]
        added = {"series": series, "added_at": at, "added_by": by.username, "reason": _REASON}
        entry = SeriesEntry(series=series, at=at, by=by.username, what="added", note=_REASON, details={"case": case.pk})
        if left > 1:
            self._open[case.unit_id] = series, left - 1
        return series.pk, _REASON, [*rows, SeriesLink(case=case, **added), entry]


def traits_row(case: Case, words: str, told: Told, area: str, at: datetime) -> Model:
    """As `cases.domain.likeness` keeps them; what does not change with the day is read once for each story."""
    minute = int(at.timestamp() // 60) + date(1970, 1, 1).toordinal() * DAY
    base = _read(told.words, area, told.language, tuple(sorted({*told.strands, *told.kinds} - {"religion"})))
    traits = base._replace(received=minute, moment=moment_of(told.words, received=minute // DAY, stated=None))
    return kept_traits(case, traits, [_digest(key) for key in keys_of(traits)], now=at)


def contact_rows(person: Person) -> list[Model]:
    """The blind index of whoever told us how to reach them."""
    return [ContactKey(person=person, digest=digest) for digest in contact_digests(person)]


@lru_cache(maxsize=5_000)
def _read(words: str, area: str, language: str, themes: tuple[str, ...]) -> Traits:
    return read_traits(words, place=area, received=0, language=language, themes=themes)


@lru_cache(maxsize=200_000)
def _digest(key: str) -> int:
    return key_digest(key)
