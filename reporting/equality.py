"""The questions about the person that a new instance begins with. From then on they are rows, changed in the administration.

Pure data. Labels are marked for translation; a question that an operator words anew is shown as it was written.
After the harmonised questions of the Office for National Statistics (2021 census), shortened.
"""

from typing import Final, NamedTuple


class Asked(NamedTuple):
    """One question and its answers, each a key and its words."""

    key: str
    label: str
    hint: str
    answers: tuple[tuple[str, str], ...]


def _(text: str) -> str:
    """Mark a text for translators, and change nothing."""
    return text


SOURCE: Final = "After the 2021 census of England and Wales, shortened; to be confirmed by the operator."

FIRST_SET: Final = (
    Asked(
        "age",
        _("How old are you?"),
        "",
        (
            ("under-18", _("Under 18")), ("18-24", _("18 to 24")), ("25-34", _("25 to 34")), ("35-49", _("35 to 49")),
            ("50-64", _("50 to 64")), ("65-or-over", _("65 or over")),
        ),
    ),
    Asked(
        "ethnic-group",
        _("What is your ethnic group or background?"),
        "",
        (
            ("asian", _("Asian or Asian British")), ("black", _("Black, Black British, Caribbean or African")),
            ("mixed", _("Mixed or multiple ethnic groups")), ("white", _("White")),
            ("gypsy-roma-traveller", _("Gypsy, Roma or Irish Traveller")), ("arab", _("Arab")),
            ("other", _("Another ethnic group")),
        ),
    ),
    Asked(
        "religion",
        _("What is your religion or belief?"),
        "",
        (
            ("none", _("No religion")), ("buddhist", _("Buddhist")), ("christian", _("Christian")), ("hindu", _("Hindu")),
            ("jewish", _("Jewish")), ("muslim", _("Muslim")), ("sikh", _("Sikh")), ("other", _("Another religion or belief")),
        ),
    ),
    Asked(
        "sex",
        _("What is your sex?"),
        "",
        (("female", _("Female")), ("male", _("Male")), ("other", _("I say it in another way"))),
    ),
    Asked(
        "gender",
        _("Is your gender the same as the sex you were registered with at birth?"),
        "",
        (("same", _("Yes")), ("different", _("No"))),
    ),
    Asked(
        "sexual-orientation",
        _("Which of these are you?"),
        "",
        (
            ("straight", _("Straight or heterosexual")), ("gay-lesbian", _("Gay or lesbian")), ("bi", _("Bisexual")),
            ("other", _("I say it in another way")),
        ),
    ),
    Asked(
        "disability",
        _("Do you have an illness or a disability that has lasted, or will last, a year or more?"),
        "",
        (("limited-a-lot", _("Yes, and it limits me a lot")), ("limited-a-little", _("Yes, and it limits me a little")),
         ("not-limited", _("Yes, but it does not limit me")), ("no", _("No"))),
    ),
)  # fmt: skip
