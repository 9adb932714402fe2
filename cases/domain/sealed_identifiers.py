"""Finding by what points at somebody in the words of a report: exact, by keyed hash, with a permission and a reason."""

from cases import permissions
from cases.domain.extraction import digest_of
from cases.domain.reasons import check_reason
from cases.domain.refusals import NotThere, Refused
from cases.engine.entities import normal_form
from cases.models import Account

LONGEST = 300
KINDS = ("name", "handle", "phone", "registration", "email", "url")
_TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr")
_NO_VALUE = {
    "phone": "Write the whole number, with the country’s code where it is not British.",
    "registration": "Write the whole registration, such as AB12 CDE.",
    "email": "Write the whole address, such as name@example.org.",
}


def digests_to_find(kind: str, value: str, *, reason: str, by: Account) -> list[bytes]:
    """The digests under which a report's words would hold this name, handle or number; writes nothing.

    Guarantees that `by` may ask and has given a reason; the caller logs both with what is shown, before it is shown.
    Raises `NotThere` for whoever may not, and `Refused` without a kind, a whole value or a reason.
    """
    if not permissions.may_find_sealed(by):
        raise NotThere
    if kind not in KINDS:
        raise Refused("Choose what you look for.", about="kind")
    value = " ".join(value.split())[:LONGEST]
    if not value:
        raise Refused("Write what you look for.", about="value")
    normal = normal_form(kind, value)
    if not normal or not _is_whole(kind, normal):
        raise Refused(_NO_VALUE.get(kind, "Write what you look for."), about="value")
    check_reason(reason)
    return [digest_of(kind, one) for one in _forms(kind, normal)]


def _is_whole(kind: str, normal: str) -> bool:
    if kind == "registration":
        return normal.isalnum() and any(map(str.isdigit, normal)) and 4 <= len(normal) <= 8
    return "@" in normal if kind == "email" else any(map(str.isalnum, normal))


def _forms(kind: str, normal: str) -> list[str]:
    """A name stands in a report with a title or without."""
    if kind != "name":
        return [normal]
    first, _, rest = normal.partition(" ")
    bare = rest if first.rstrip(".") in _TITLES and rest else normal
    titled = [f"{title}{dot} {bare}" for title in _TITLES for dot in ("", ".")]
    return list(dict.fromkeys([normal, bare, *titled]))
