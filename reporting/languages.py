"""The languages that the public's pages can be read in: pure data.

Adding one is a line here and a catalogue (`docs/languages.md`). A language without a complete catalogue fails the
tests, so that nobody meets a page that is half in English.
"""

from typing import Final, NamedTuple


class Language(NamedTuple):
    """`name` is its own name, as its readers look for it; `english` is what officers and administrators call it.

    `digits` are those of its prose, nought first, as CLDR has them. References, codes, telephone numbers and what is typed
    stay as they are dialled and typed everywhere.
    """

    code: str
    name: str
    english: str
    is_right_to_left: bool = False
    digits: str = "0123456789"


LANGUAGES: Final = (
    Language("en-gb", "English", "English"),
    Language("ar", "العربية", "Arabic", is_right_to_left=True),
    Language("bn", "বাংলা", "Bengali", digits="০১২৩৪৫৬৭৮৯"),
    Language("he", "עברית", "Hebrew", is_right_to_left=True),
    Language("pl", "Polski", "Polish"),
    Language("so", "Soomaali", "Somali"),
    Language("tr", "Türkçe", "Turkish"),
    Language("ur", "اردو", "Urdu", is_right_to_left=True),
)

SOURCE: Final = LANGUAGES[0].code
"""The language in which the texts are written, and which stands beneath a translation nobody has checked."""
