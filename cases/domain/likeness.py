"""Which cases may be of one incident or one pattern: found in the background, kept as suggestions, decided by people."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from cases.domain.persons import identity, sealed_answers
from cases.domain.repeats import raise_for_repeats
from cases.engine import similarity
from cases.engine.contacts import plain_contact
from cases.engine.nearest import MOST_KEYS, share
from cases.engine.similarity import INCIDENT, RELATED, VERSION, Likeness, Reason
from cases.engine.traits import Traits, keys_of, read_traits
from cases.enums import PersonRole, Speaker
from cases.models import Case, CaseTraits, ContactKey, Person, SameSuggestion, Voice
from cases.queries.candidates import candidates, incident_partners
from reporting.domain import outbox, sealing
from reporting.places import area_of

TASK = "cases.find_alike"
_MOST_RELATED = 5
_EPOCH_DAY = date(1970, 1, 1).toordinal()


def owe_finding(case_id: int, *, now: datetime) -> None:
    """Owe the looking for cases like this one; part of the caller's transaction."""
    outbox.owe(TASK, case_id, now=now)


def find_alike(case_id: int, *, now: datetime) -> int:
    """Keep what of a case is compared, and suggest what it is alike to; return how many suggestions are new.

    Guarantees: a pair is suggested once at each version, so what was rejected does not come back; nothing is linked;
    priority is only ever raised (`raise_for_repeats`). A second call changes nothing. The number of cases that are looked
    at does not grow with how many there are.
    """
    case = Case.objects.select_related("opened_for").get(pk=case_id)
    with transaction.atomic():
        traits, digests = keep_traits(case, now=now)
        found = candidates(case.pk, list(digests.values()))
        near = {**_unsealed(found.rows), case.pk: traits}
        linked = incident_partners(near.keys(), version=VERSION)
        new = _keep(similarity.find_alike(case.pk, near, linked, share_here=_share(digests, found.holders, found.all_cases)),
                    case.pk, now=now)  # fmt: skip
        raise_for_repeats(case.pk, now=now)
    return new


def keep_traits(case: Case, *, now: datetime) -> tuple[Traits, dict[str, int]]:
    """Keep what of a case is compared, and by what it is found; part of the caller's transaction. Made anew each time."""
    traits = traits_of(case)
    digests = {key: key_digest(key) for key in keys_of(traits)[:MOST_KEYS]}
    row = kept_traits(case, traits, list(digests.values()), now=now)
    fresh = {name: getattr(row, name) for name in ("keys", "sealed", "version", "made_at")}
    CaseTraits.objects.update_or_create(case=case, defaults=fresh)
    keep_contact_keys(case)
    return traits, digests


def kept_traits(case: Case, traits: Traits, digests: Sequence[int], *, now: datetime) -> CaseTraits:
    """The row that is kept of a case, not saved."""
    return CaseTraits(
        case=case, keys=sorted(digests[:MOST_KEYS]), sealed=_seal(case, traits.as_dict()), version=VERSION, made_at=now
    )


def traits_of(case: Case) -> Traits:
    """What of the report that opened a case is compared. Who did it is not looked at; names are cut out."""
    report = case.opened_for
    answers = report.answers
    where = str(sealed_answers(report).get("where", ""))
    voice = Voice.objects.filter(report=report, speaker=Speaker.MACHINE).order_by("-at", "-pk").first()
    themes = {*(voice.strands if voice else ()), *(voice.kinds if voice else ()), *report.perceived_strands}
    return read_traits(
        report.words,
        place=f"{area_of(answers)}\n{where}",
        when=str(answers.get("happened_when", "")),
        stated_day=_ordinal(answers.get("happened_on")),
        received=_minutes(report.received_at),
        language=voice.language if voice else "und",
        themes=themes - {"religion"},
    )


def reasons_of(suggestion: SameSuggestion) -> list[Reason]:
    """Why two cases are taken to be alike; empty once a report of theirs was erased."""
    if suggestion.sealed_reasons is None:
        return []
    place = f"{suggestion.case_a_id}-{suggestion.case_b_id}"
    kept = sealing.unseal(suggestion.sealed_reasons, table="suggestion", row=place, field="reasons")
    return [Reason(key, tuple(words), number) for key, words, number in kept]


def keep_contact_keys(case: Case) -> None:
    """Keep the blind index of whoever told us how to reach them; part of the caller's transaction."""
    keys: list[ContactKey] = []
    for person in Person.objects.filter(case=case, report=case.opened_for, role=PersonRole.REPORTER):
        keys += [ContactKey(person=person, digest=digest) for digest in contact_digests(person)]
    ContactKey.objects.bulk_create(keys, ignore_conflicts=True)


def contact_digests(person: Person) -> list[bytes]:
    """Of the e-mail address and the number that a person gave."""
    known = identity(person)
    plain = {kind: plain_contact(kind, known.get(kind, "")) for kind in ("email", "phone")}
    return [contact_digest(kind, one) for kind, one in plain.items() if one]


def contact_digest(kind: str, normal: str) -> bytes:
    """HMAC-SHA-256 of a normalised address or number, under a key of its own: only the same one has the same digest."""
    key = hmac.digest(settings.TRACE_KEY, b"contact of persons", hashlib.sha256)
    return hmac.digest(key, f"{kind}\0{normal}".encode(), hashlib.sha256)


def key_digest(key: str) -> int:
    """63 bits of a keyed hash: enough to find by, nothing to read."""
    own = hmac.digest(settings.TRACE_KEY, b"traits of cases", hashlib.sha256)
    return int.from_bytes(hmac.digest(own, key.encode(), hashlib.sha256)[:8]) >> 1


def _share(digests: Mapping[str, int], holders: Mapping[int, int], all_cases: int) -> Any:
    return lambda word: share(holders.get(digests.get(f"w:{word}", -1), 0), all_cases)


def _keep(found: Mapping[tuple[int, int], Likeness], new: int, *, now: datetime) -> int:
    related = sorted((pair for pair, one in found.items() if one.kind == RELATED), key=lambda pair: -found[pair].score)
    left_out = set(related[_MOST_RELATED:])
    left_out |= {pair for pair in related if new not in pair}
    rows = [_suggestion(pair, one, now=now) for pair, one in found.items() if pair not in left_out]
    before = SameSuggestion.objects.of(new).filter(version=VERSION).count()
    SameSuggestion.objects.bulk_create(rows, ignore_conflicts=True)
    _promote(found, now=now)
    return SameSuggestion.objects.of(new).filter(version=VERSION).count() - before


def _promote(found: Mapping[tuple[int, int], Likeness], *, now: datetime) -> None:
    """What was only related, or a pattern, may turn out to be one incident when others tell of it too."""
    firsts = {pair[0] for pair, one in found.items() if one.kind == INCIDENT}
    kept = SameSuggestion.objects.filter(case_a__in=firsts, version=VERSION, state="open").exclude(kind=INCIDENT)
    for row in kept.select_for_update().order_by("pk"):
        now_found = found.get((row.case_a_id, row.case_b_id))
        if now_found is not None and now_found.kind == INCIDENT:
            fresh = _suggestion((row.case_a_id, row.case_b_id), now_found, now=now)
            row.kind, row.score, row.sealed_reasons = fresh.kind, fresh.score, fresh.sealed_reasons
            row.save(update_fields=["kind", "score", "sealed_reasons"])


def _suggestion(pair: tuple[int, int], one: Likeness, *, now: datetime) -> SameSuggestion:
    sealed = sealing.seal(
        [list(reason) for reason in one.reasons], table="suggestion", row=f"{pair[0]}-{pair[1]}", field="reasons"
    )
    return SameSuggestion(
        case_a_id=pair[0], case_b_id=pair[1], kind=one.kind, score=one.score, sealed_reasons=sealed, version=VERSION,
        made_at=now,
    )  # fmt: skip


def _seal(case: Case, traits: dict[str, Any]) -> bytes:
    return sealing.seal(traits, table="traits", row=case.reference, field="sealed")


def _unsealed(rows: Iterable[tuple[int, str, bytes]]) -> dict[int, Traits]:
    return {
        case_id: Traits.from_dict(sealing.unseal(sealed, table="traits", row=reference, field="sealed"))
        for case_id, reference, sealed in rows
    }


def _minutes(at: datetime) -> int:
    """Minutes from day 0 of the calendar, UTC."""
    since = at.timestamp()
    return int(since // 60) + _EPOCH_DAY * 24 * 60


def _ordinal(day: object) -> int | None:
    """The day that was answered, where the whole of it was."""
    try:
        return date.fromisoformat(str(day)).toordinal() if day else None
    except ValueError:
        return None
