"""Which key chooses what: one table for the forms, the page of keys and the tests."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.taxonomy import KINDS, RECORDING, STRANDS

# Live on the whole page of a case while nobody types, so that what is read can be ticked in sight of the words. Each
# choice has exactly one key, so that none is nearer than its opposite; `n`, `r` and `v` are left for what they do.
DECISION = {
    "recording": {key: str(number) for number, key in enumerate(RECORDING, start=1)},
    "strands": {
        "race": "e", "religion": "b", "religion:antisemitic": "j", "religion:anti-muslim": "m", "religion:christian": "c",
        "religion:hindu": "h", "religion:sikh": "s", "religion:other": "o", "sexual_orientation": "g",
        "transgender": "t", "disability": "d", "sex": "x", "age": "a",
    },
    "kinds": {
        "verbal_abuse": "q", "threats": "w", "physical_assault": "p", "sexual_offence": "z", "criminal_damage": "k",
        "arson_danger": "f", "harassment": "l", "stalking": "y", "online_abuse": "i", "outing_doxxing": "u",
        "hate_mail": "7", "theft_robbery": "8", "exploitation": "9", "discrimination": "0",
    },
}  # fmt: skip
YES_OR_NO = {"yes": "1", "no": "2"}
_LABELS: dict[str, Any] = {"recording": RECORDING, "strands": STRANDS, "kinds": KINDS}


class Key(NamedTuple):
    """What is pressed, and what it does."""

    pressed: str
    does: Any


_EVERYWHERE = [
    Key("?", gettext_lazy("Show this list")),
    Key("n", gettext_lazy("Take the next case, unless words on the page are not sent")),
    Key("/", gettext_lazy("Go to search")),
    Key("Ctrl + Enter", gettext_lazy("Send the form that you are in")),
    Key("Esc", gettext_lazy("Leave the box; what you typed stays")),
]
_LISTS = [
    Key("j", gettext_lazy("Next case of the list")),
    Key("k", gettext_lazy("Case before")),
    Key("Enter", gettext_lazy("Open it")),
]
_CASE = [
    Key("r", gettext_lazy("I have read and understood it: the first report that is unread, once its end is in sight")),
    Key("v", gettext_lazy("Show the hidden words")),
    Key("Shift + T", gettext_lazy("Ask for a translation")),
    Key("Shift + D", gettext_lazy("Go to the decision")),
    Key("Shift + M", gettext_lazy("Go to the answer")),
    Key("Shift + S", gettext_lazy("Go to the next suggestion that is not answered")),
    Key("Shift + X", gettext_lazy("On the page of an exhibit: seal it")),
    Key("1", gettext_lazy("In a suggestion: yes")),
    Key("2", gettext_lazy("In a suggestion: no")),
    Key(
        "Ctrl + Enter",
        gettext_lazy("In the decision: send it, and say that the report is read where the button says so"),
    ),
    Key("Ctrl + Alt + Enter", gettext_lazy("In the answer: send it as “we have it” only; the answer stays owed")),
    Key("Ctrl + Shift + Enter", gettext_lazy("Send the form that you are in, and take the next case")),
]


def lists_of_keys() -> list[tuple[str, list[Key]]]:
    """Every key by the place where it is live."""
    return [
        (_("On every page"), _EVERYWHERE),
        (_("In a list of cases"), _LISTS),
        (_("On a case"), _CASE),
        *(
            (title, [Key(pressed, _(_LABELS[field][key].label)) for key, pressed in DECISION[field].items()])
            for field, title in (
                ("recording", _("On a case: how it is recorded")),
                ("strands", _("On a case: because of")),
                ("kinds", _("On a case: what was done")),
            )
        ),
    ]
