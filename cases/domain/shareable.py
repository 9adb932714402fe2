"""What of a person can be given to a partner, and of what of it they told us nothing."""

from dataclasses import replace

from cases.domain import contact_card, persons
from cases.domain.contact import Card
from cases.enums import OF_THE_REPORT, PersonRole, Shareable
from cases.models import Person
from reporting.domain.sealing import CannotOpen

WHEN = ("happened_on", "day_known", "part_of_day", "happened_when")
WHERE = ("place_kind", "area", "borough", "transport_kind", "transport_line", "online_platform")
BECAUSE = ("because", "because_words")


def shareable(person: Person) -> list[Shareable]:
    """What can be asked of this person: the words of a report are those of whoever sent it."""
    own_report = person.role == PersonRole.REPORTER
    return [field for field in Shareable if own_report or field not in OF_THE_REPORT]


def untold(person: Person) -> list[Shareable]:
    """What they told us nothing of, so that nobody promises or sends it; the words of a report are always there.

    Nothing without the key: then nobody can tell.
    """
    answers = person.report.answers
    try:
        known, card = persons.identity(person), contact_card.card_of(person)
        where = persons.sealed_answers(person.report).get("where")
    except CannotOpen:
        return []
    told = {
        Shareable.NAME: known.get("name"),
        Shareable.PHONE: known.get("phone"),
        Shareable.EMAIL: known.get("email"),
        Shareable.SAFE_CONTACT: replace(card, address="") != Card(),
        Shareable.NEEDS: person.needs,
        Shareable.WORDS: True,
        Shareable.WHEN: any(name in answers for name in WHEN),
        Shareable.WHERE: where or any(name in answers for name in WHERE),
        Shareable.BECAUSE: any(name in answers for name in BECAUSE),
    }
    return [field for field in Shareable if not told[field]]
