"""Keeps the catalogues of translations: `python -m config.catalogues` (make messages).

Reads every text that the public can meet, brings `locale/<code>/LC_MESSAGES/django.po` up to date (new texts come in
empty, those no longer used go) and compiles the `.mo` that the product reads. Exit 1 names each language with texts
missing. The officers' desk is in English and has no catalogue.

Babel does it, so that no gettext has to be installed on the machine.
"""

import hashlib
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize

from reporting.languages import LANGUAGES, SOURCE
from reporting.questions import QUESTIONS, SAFETY, Question

BASE = Path(__file__).resolve().parent.parent
SOURCES = (
    "templates/*.html",
    "templates/gds/**/*.html",
    "templates/reporting/**/*.html",
    "templates/emails/notice*.txt",
    "reporting/**/*.py",
)
"""Where the texts stand that the public can meet."""
ENGLISH_ONLY = ("templates/reporting/api/", "reporting/api/")
"""For those who write programs."""
FROM_PACKAGES = ("There is a problem", "Day", "Month", "Year", "Back")
"""Texts of crispy-forms-gds, which brings no translations."""
NOT_IN_DJANGO = {
    "so": (
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December"),
    ),
    "pl": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ur": ("Saturday",),
}
"""Names of days and months, where Django brings none, or one that is misspelt or has a capital that it never has in a date."""
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "he": "nplurals=3; plural=(n == 1) ? 0 : ((n == 2) ? 1 : 2);",
    "pl": (
        "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : "
        "n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);"
    ),
    "tr": "nplurals=2; plural=(n > 1);",
}
"""As in Django's own catalogues: a catalogue of ours with other plurals would not be joined to them."""
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
            "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
            "safe_words": None, "safe_words_lazy": None}  # fmt: skip
REFERENCE = {
    "cases/reference/emergency_lines.json": ("safety", ("label", "contact", "hint")),
    "cases/reference/support_organisations.json": (None, ("helps_with", "area", "other_ways")),
}
"""Texts of the data that a new instance begins with, shown in translation for as long as nobody words them anew."""
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # a catalogue says what it says, whenever it was compiled
_SAFETY = re.compile(r"""\{%\s*safety\s+"([^"]+)"(?:\s+as\s+\w+)?\s*%\}""")
Message = tuple[str, str | None, str | None]  # text, plural, context


def messages(code: str = SOURCE) -> list[Message]:
    """Every text of the public's pages, once, in the order of its first place, and the days where Django has none."""
    found: dict[Message, None] = dict.fromkeys(
        (text, None, None) for text in FROM_PACKAGES + NOT_IN_DJANGO.get(code, ())
    )
    for path in files():
        found |= dict.fromkeys(in_file(path))
    found |= dict.fromkeys((text, None, "safety") for name in sorted(SAFETY) for text in texts_of(QUESTIONS[name]))
    for name, (context, fields) in REFERENCE.items():
        rows = json.loads((BASE / name).read_text(encoding="utf-8"))
        found |= dict.fromkeys((row[field], None, context) for row in rows for field in fields if row.get(field))
    return list(found)


def files() -> Iterator[Path]:
    """Every file with texts that the public can meet."""
    for pattern in SOURCES:
        for path in sorted(BASE.glob(pattern)):
            if not path.relative_to(BASE).as_posix().startswith(ENGLISH_ONLY):
                yield path


def texts_of(question: Question) -> Iterator[str]:
    """What `reporting/journey/safety.py` looks up of a question."""
    yield from filter(
        None, (question.label, question.short, question.label_to_me, question.label_to_others, question.label_to_child,
               question.hint, question.hint_to_child)
    )  # fmt: skip
    for choice in question.choices:
        yield from filter(None, (choice.label, choice.label_to_others, choice.hint))


def in_file(path: Path) -> Iterator[Message]:
    """The texts of one file, as often as they stand in it."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        for text in _SAFETY.findall(source):
            yield text, None, "safety"
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, function, texts, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, (), {}):
        yield from _as_message(function or "", texts if isinstance(texts, tuple) else (texts,))


def _as_message(function: str, texts: tuple[str | None, ...]) -> Iterator[Message]:
    match function.removesuffix("_lazy"), texts:
        case "ngettext", (str(one), str(many), *_rest):
            yield one, many, None
        case "pgettext", (str(context), str(text), *_rest):
            yield text, None, context
        case "npgettext", (str(context), str(one), str(many), *_rest):
            yield one, many, context
        case "safe_words", (str(text), *_rest) if text:
            yield text, None, "safety"
        case "_" | "gettext", (str(text), *_rest) if text:
            yield text, None, None


def path_of(code: str) -> Path:
    """Where the catalogue of a language lies: `locale/<code>/LC_MESSAGES/django.po`."""
    return BASE / "locale" / code / "LC_MESSAGES" / "django.po"


def read(code: str) -> Catalog:
    """The catalogue as it stands, empty where there is none yet."""
    path = path_of(code)
    if not path.exists():
        return _empty(code)
    with path.open("rb") as file:
        catalogue = read_po(file)
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    return catalogue


def updated(code: str) -> Catalog:
    """The catalogue with exactly the texts in use; a translation stays with its text and its context."""
    old, new = read(code), _empty(code)
    for text, plural, context in messages(code):
        kept = old.get(text, context)
        same = kept is not None and (kept.id[1] if isinstance(kept.id, tuple) else None) == plural
        new.add((text, plural) if plural else text, kept.string if kept and same else None, context=context)
    return new


def missing(catalogue: Catalog) -> list[str]:
    """The texts that have no translation, in one of their plural forms at least, or an unsure one."""
    return [
        message.id[0] if isinstance(message.id, tuple) else message.id
        for message in catalogue
        if message.id and (message.fuzzy or not all(_strings(message.string)))
    ]


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the `.mo`."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def safety_digest(catalogue: Catalog) -> str:
    """SHA-256 (hex) of the words of safety and what they are translated as: what a reader signs for."""
    words = sorted((message.id, message.string) for message in catalogue if message.context == "safety")
    return hashlib.sha256(repr(words).encode()).hexdigest()


def _strings(string: object) -> list[str]:
    return [str(one or "") for one in string] if isinstance(string, list | tuple) else [str(string or "")]


def _empty(code: str) -> Catalog:
    return read_po(io.BytesIO(_header(code).encode()))


def _header(code: str) -> str:
    """Without dates and names, so that the same texts are the same file."""
    lines = (
        f"Language: {code}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS.get(code, 'nplurals=2; plural=(n != 1);')}",
    )
    quoted = "\n".join(f'"{line}\\n"' for line in lines)
    return f'msgid ""\nmsgstr ""\n{quoted}\n\n'


def main() -> int:
    """Bring all catalogues up to date."""
    incomplete = 0
    for language in LANGUAGES:
        if language.code == SOURCE:
            continue
        catalogue = updated(language.code)
        path = path_of(language.code)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(_header(language.code).encode())
            write_po(file, catalogue, width=120, omit_header=True, no_location=True)
        catalogue = read(language.code)
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        (path.parents[1] / "safety.sha256").write_text(safety_digest(catalogue) + "\n", encoding="ascii")
        empty = missing(catalogue)
        incomplete += bool(empty)
        print(f"{language.english}: {len(catalogue)} texts, {len(empty)} to translate")
    return int(bool(incomplete))


if __name__ == "__main__":
    sys.exit(main())
