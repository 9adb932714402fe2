"""In which language a person speaks, and whether an officer understands them and is understood."""

from collections.abc import Iterable

from cases.domain.refusals import Refused
from cases.engine.language import base_language
from cases.enums import Speaker, TranslationOf, Understood
from cases.models import Account, Voice

UNKNOWN = ("", "und")


def language_in(voices: Iterable[Voice]) -> str:
    """The language of a report by its voices, oldest first: as an officer last said, else the machine; empty for unknown."""
    said = [one for one in voices if one.speaker in (Speaker.OFFICER, Speaker.MACHINE) and one.language not in UNKNOWN]
    by_officer = [one for one in said if one.speaker == Speaker.OFFICER]
    return (by_officer or said)[-1].language if said else ""


def language_of(report_id: int) -> str:
    """The same, read from the database."""
    return language_in(Voice.objects.filter(report_id=report_id).order_by("at", "pk"))


def holds(account: Account, language: str) -> bool:
    """Whether an account holds a language; `pt` is held by whoever holds `pt-br`, and the other way round."""
    return any(is_same(one, language) for one in account.languages)


def is_same(one: str, other: str) -> bool:
    """Whether two codes are of one language, in whatever country or script."""
    return base_language(one) == base_language(other)


def is_translation(voice: Voice) -> bool:
    """Whether a voice is a translation of a report's own words."""
    return voice.speaker == Speaker.TRANSLATOR and voice.details.get("of", TranslationOf.REPORT) == TranslationOf.REPORT


def check_understood(report_id: int, *, understood: Understood, in_language: str, by: Account) -> None:
    """Read means understood: in a language that `by` holds, or with a translation into one.

    `in_language` is what `by` says the report is in, where the machine thinks otherwise. Raises `Refused`.
    """
    voices = list(Voice.objects.filter(report_id=report_id).order_by("at", "pk"))
    if understood == Understood.TRANSLATION:
        if not any(is_translation(one) and holds(by, one.language) for one in voices):
            raise Refused("There is no translation of this report into a language that you hold: ask for one.")
        return
    language = language_in(voices)
    if language and not holds(by, language) and not (in_language and holds(by, in_language)):
        raise Refused("Read means understood: ask for a translation, or say in which of your languages it is written.")


def check_answerable(language: str, *, in_language: str, is_agreed: bool, by: Account) -> None:
    """A free answer goes to somebody in whose `language` `by` writes, or who reads `in_language`, which `by` holds.

    `is_agreed`: the words come from a translator or an agreed template in the person's language. Raises `Refused`.
    """
    if is_agreed:
        return
    if language and not holds(by, language) and not (in_language and holds(by, in_language)):
        raise Refused(
            "The person writes in a language that you do not hold: ask for a translation of your answer, use an agreed "
            "template, or say in which of your languages they read it.",
            about="message",
        )
