"""Looking for whoever reported by how they may be reached: by keyed digest alone, so that no query holds the words."""

from dataclasses import replace

from cases import permissions
from cases.domain.likeness import contact_digest
from cases.engine.asked import Search, Term, Unclear
from cases.engine.contacts import EMAIL, plain_contact
from cases.models import Account

_NOT_WHOLE = {
    EMAIL: "“email:” takes a whole address, such as email:name@example.org.",
    "phone": "“phone:” takes a whole number, in quotation marks where it has blanks: phone:“020 7946 0018”.",
}


def blinded(search: Search, *, by: Account) -> Search:
    """The search with each address and number as its digest: only the very same one is found.

    Raises `Unclear` for what is no whole address or number, and where `by` may not look by contact.
    """
    if search.contacts and not permissions.may_look_by_contact(by):
        raise Unclear("Addresses and numbers are sealed: search does not look for them.")
    return Search(
        tuple(tuple(_blinded(term) if term.is_contact else term for term in group) for group in search.groups)
    )


def digests(search: Search) -> list[str]:
    """Of a blinded search: what the log keeps instead of the words, the same for the same address or number."""
    return sorted({term.text for term in search.contacts})


def _blinded(term: Term) -> Term:
    plain = plain_contact(term.field, term.text)
    if not plain or (term.field == EMAIL and " " in plain):
        raise Unclear(_NOT_WHOLE[term.field])
    return replace(term, text=contact_digest(term.field, plain).hex())
