"""What may be asked of a case besides its words: `field:value`."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache

from django.conf.locale import LANG_INFO
from django.db.models import Q

from cases.engine.asked import Term, Unclear
from cases.enums import OPEN_STATES, Lane, State
from cases.models import Account, CaseReport, ContactKey
from cases.queries.blind import is_blind
from cases.queries.days import midnight
from reporting.enums import Channel
from reporting.taxonomy import KINDS, PRIORITIES, STRANDS

_STATES = {**{one.value: [one] for one in State if one != State.EMPTIED}, "open": list(OPEN_STATES)}
_SEALED = ("name", "address", "postcode", "who", "contact", "handle", "registration")
_CODE = re.compile(r"[a-z]{2,3}(-[a-z]+)?")  # of a language


def field_condition(term: Term, account: Account) -> Q:
    """The cases that `field:value` asks for. Raises `Unclear` for a field or a value that there is not."""
    if term.field in _SEALED:
        raise Unclear("Names, postal addresses and who did it are sealed: search does not look for them.")
    if term.field not in FIELDS:
        raise Unclear(
            "“%(field)s:” cannot be asked for. There are: %(fields)s.",
            field=term.field,
            fields=", ".join(f"{name}:" for name in FIELDS),
        )
    return FIELDS[term.field](term.text, account)


def _state(value: str, account: Account) -> Q:
    return Q(state__in=_STATES[_one_of(value, _STATES, "state")])


def _priority(value: str, account: Account) -> Q:
    return Q(priority=_one_of(value, PRIORITIES, "priority"))


def _lane(value: str, account: Account) -> Q:
    return Q(lane=_one_of(value, list(Lane), "lane"))


def _channel(value: str, account: Account) -> Q:
    key = _one_of(value, list(Channel), "channel")
    return Q(pk__in=CaseReport.objects.filter(detached_at=None, report__channel=key).values("case"))


def _strand(value: str, account: Account) -> Q:
    """“religion” is every religion; “anti-muslim” is that one. While the machine's is hidden, what the reporter ticked."""
    short = {key.partition(":")[2]: key for key in STRANDS if ":" in key}
    key = _one_of(value, [*STRANDS, *short], "strand")
    key = short.get(key, key)
    keys = [one for one in STRANDS if one == key or one.startswith(f"{key}:")]
    ticked = Q(opened_for__perceived_strands__overlap=keys)
    return (Q(strands__overlap=keys) & ~is_blind()) | (ticked & is_blind())


def _kind(value: str, account: Account) -> Q:
    return Q(kinds__contains=[_one_of(value, KINDS, "kind")]) & ~is_blind()


def _language(value: str, account: Account) -> Q:
    """A code, or the language's name in English or in itself."""
    named = value.casefold()
    code = _codes_by_name().get(named, named if _CODE.fullmatch(named) else "")
    if not code:
        raise Unclear(
            "“language:%(value)s” is no language known here: write a code of two letters, such as language:pl, or the "
            "name, such as language:polish.",
            value=value[:60],
        )
    return Q(language=code) | Q(language__startswith=f"{code}-")


@cache
def _codes_by_name() -> dict[str, str]:
    known = [(code, info) for code, info in LANG_INFO.items() if "name" in info]
    names = {info[name].casefold(): code for code, info in known for name in ("name", "name_local")}
    return {**names, "chinese": "zh", "punjabi": "pa", "farsi": "fa", "somali": "so"}


def _area(value: str, account: Account) -> Q:
    return Q(area__unaccent__icontains=value)


def _officer(value: str, account: Account) -> Q:
    if value.casefold() == "me":
        return Q(officer=account)
    return Q(officer=None) if value.casefold() == "nobody" else Q(officer__username__iexact=value)


def _contact(value: str, account: Account) -> Q:
    """Cases with a report of whoever may be reached so. `value` is the digest in hexadecimal, never the words."""
    persons = ContactKey.objects.filter(digest=bytes.fromhex(value))
    told = CaseReport.objects.filter(detached_at=None, report__in=persons.values("person__report"))
    return Q(pk__in=told.values("case"))


def _from(value: str, account: Account) -> Q:
    return Q(received_at__gte=midnight(_day(value, "from")))


def _until(value: str, account: Account) -> Q:
    return Q(received_at__lt=midnight(_day(value, "until") + timedelta(days=1)))


FIELDS: dict[str, Callable[[str, Account], Q]] = {
    "state": _state, "priority": _priority, "strand": _strand, "kind": _kind, "language": _language, "area": _area,
    "officer": _officer, "channel": _channel, "lane": _lane, "from": _from, "until": _until,
    "email": _contact, "phone": _contact,
}  # fmt: skip


def _one_of(value: str, known: Iterable[str], field: str) -> str:
    """The key that was meant; blanks and dashes may stand for what joins its words."""
    meant = {_bare(key): key for key in known}
    if _bare(value) not in meant:
        raise Unclear(
            "“%(field)s:%(value)s” means nothing here. There are: %(known)s.",
            field=field,
            value=value[:60],
            known=", ".join(meant.values()),
        )
    return meant[_bare(value)]


def _bare(key: str) -> str:
    return key.casefold().replace("-", "_").replace(" ", "_")


def _day(value: str, field: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            found = datetime.strptime(value, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if 1900 < found.year < 2200:
            return found
    raise Unclear(
        "“%(field)s:%(value)s” is not a day: write it like %(field)s:27/3/2027.", field=field, value=value[:60]
    )
