"""Translations beside the words that they are of, and where those that were asked for stand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from cases.desk.presenters import labels, times
from cases.desk.presenters.hidden import Veil
from cases.domain.languages import UNKNOWN, holds, is_same, is_translation
from cases.domain.translation import is_outlived
from cases.enums import Speaker, TranslationOf
from cases.models import Account, Case, TranslationRequest, Voice
from cases.queries.case_file import CaseFile, ReportFile
from reporting.enums import Sender
from reporting.languages import SOURCE
from reporting.models import Message

Outlived = Callable[[TranslationRequest], str]
_FROM_THE_RIGHT = frozenset({"ar", "fa", "he", "ur", "ps", "ug", "yi", "ckb", "sd", "dv"})


@dataclass(frozen=True)
class Text:
    """Words in a language: `title` says whose they are."""

    title: str
    words: str
    language: str
    direction: str


@dataclass(frozen=True)
class Standing:
    """A request that is not settled: asked, under way, or ready to be sent."""

    id: int
    what: str
    state: str
    is_ready: bool
    asked_by: int
    outlived: str = ""  # the language that whoever asked holds since


@dataclass
class Beside:
    """What stands beside one message; `language` is that of the message, empty where nobody has said it.

    `words` are the message's as they may be shown.
    """

    texts: list[Text] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    asks: bool = False
    language: str = ""
    words: str = ""

    @property
    def direction(self) -> str:
        """Which way the message is written."""
        return direction(self.language)


@dataclass
class Translations:
    """Of one report: what stands beside its words and messages, and what can be asked for.

    `held` are code and name of the reader's languages; `written_in` is the one that an answer goes out in where the
    reader does not hold the person's, empty where they do. `answer_in`: the person's, where the reader holds it and it
    is not that of the desk.
    """

    is_foreign: bool
    language: str
    held: list[tuple[str, str]]
    written_in: str
    answer_in: str = ""
    texts: list[Text] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    answers: list[Standing] = field(default_factory=list)
    has_readable: bool = False
    asks: bool = False
    thread: list[tuple[Message, Beside]] = field(default_factory=list)


def of_report(
    file: CaseFile, one: ReportFile, language: str, account: Account, veil: Veil, *, may_act: bool
) -> Translations:
    """All about one report; `language` is that of its words, empty where nobody can say."""
    requests = [request for request in file.translations if request.report_id == one.report.pk]
    is_foreign = bool(language) and not holds(account, language)
    told = [voice for voice in one.voices if is_translation(voice)]

    def outlived(request: TranslationRequest) -> str:
        return outlived_by(request, file.case, account) if may_act else ""

    may_ask = may_act and file.is_open and is_foreign
    part = Translations(
        is_foreign=is_foreign,
        language=labels.language(language) if language else "",
        held=[(code, labels.language(code)) for code in account.languages],
        written_in=account.languages[0] if is_foreign and account.languages else "",
        answer_in=labels.language(language) if language and not is_foreign and not is_same(language, SOURCE) else "",
        texts=[_told(voice, veil) for voice in told],
        standing=_standing(requests, TranslationOf.REPORT, outlived),
        answers=_standing(requests, TranslationOf.ANSWER, outlived),
        has_readable=any(holds(account, voice.language) for voice in told),
    )
    part.asks = may_ask and not part.standing and not part.has_readable
    for message in one.messages:
        beside = _beside(message, requests, one.voices, veil, outlived, may_ask=may_ask)
        beside.words = veil.over(message.words)
        part.thread.append((message, beside))
    return part


def text(title: str, words: str, language: str) -> Text:
    """Words with the language and direction that the page states for them."""
    return Text(title, words, "" if language in UNKNOWN else language, direction(language))


def direction(language: str) -> str:
    """Which way a language is written, “auto” for one that is not known."""
    if language in UNKNOWN:
        return "auto"
    return "rtl" if language.split("-")[0] in _FROM_THE_RIGHT else "ltr"


def state_words(request: TranslationRequest) -> str:
    """Asked for, under way, done, sent or not needed: by whom and when."""
    for at, by, said in (
        (request.withdrawn_at, None, _("Not needed any more, %(when)s")),
        (request.done_at, request.done_by, _("Done, %(when)s")),
        (request.started_at, request.started_by, _("Under way: %(who)s, since %(when)s")),
    ):
        if at:
            return said % {"who": _named(by), "when": times.moment(at)}
    return _("Asked for by %(who)s, %(when)s") % {
        "who": _named(request.asked_by),
        "when": times.moment(request.asked_at),
    }


def outlived_by(request: TranslationRequest, case: Case, account: Account) -> str:
    """The language that `account`, who asked for this translation, holds since; empty while it is needed."""
    return labels.language(request.from_language) if is_outlived(request, case, account) else ""


def languages_of(request: TranslationRequest) -> str:
    """“Polish into English”."""
    return _("%(from)s into %(to)s") % {
        "from": labels.language(request.from_language), "to": labels.language(request.to_language),
    }  # fmt: skip


def _told(voice: Voice, veil: Veil) -> Text:
    how = _("%(language)s, written down by %(who)s, %(when)s") if "recording" in voice.details else ""
    title = (how or _("%(language)s, translated by %(who)s, %(when)s")) % {
        "language": labels.language(voice.language), "who": voice.by, "when": times.moment(voice.at),
    }  # fmt: skip
    return text(title, veil.over(voice.text), voice.language)


def _standing(
    requests: list[TranslationRequest], of: TranslationOf, outlived: Outlived, message_id: int | None = None
) -> list[Standing]:
    found = []
    for request in requests:
        is_ready = of == TranslationOf.ANSWER and request.done_at is not None and request.sent_as_id is None
        is_open = request.done_at is None and request.withdrawn_at is None
        if request.of == of and request.message_id == message_id and (is_open or is_ready):
            state = _("Translated: ready to be sent") if is_ready else state_words(request)
            found.append(
                Standing(request.pk, languages_of(request), state, is_ready, request.asked_by_id, outlived(request))
            )
    return found


def _beside(
    message: Message,
    requests: list[TranslationRequest],
    voices: list[Voice],
    veil: Veil,
    outlived: Outlived,
    *,
    may_ask: bool,
) -> Beside:
    if message.sender == Sender.OFFICER:
        drafts = [one for one in requests if one.sent_as_id == message.pk]
        told = [text(_draft(one), veil.over(one.words), one.from_language) for one in drafts]
        return Beside(told, language=drafts[0].to_language if drafts else "")
    told = [
        _told(one, veil)
        for one in voices
        if one.speaker == Speaker.TRANSLATOR and one.details.get("message") == message.pk
    ]
    standing = _standing(requests, TranslationOf.MESSAGE, outlived, message.pk)
    return Beside(told, standing, asks=may_ask and bool(message.words) and not told and not standing)


def _draft(request: TranslationRequest) -> str:
    return _("%(language)s, as %(who)s wrote it; sent in %(sent)s, translated by %(translator)s") % {
        "language": labels.language(request.from_language), "who": _named(request.asked_by),
        "sent": labels.language(request.to_language), "translator": request.voice.by if request.voice else "",
    }  # fmt: skip


def _named(account: Account | None) -> str:
    return account.known_as if account else ""


def waiting_since(at: datetime, now: datetime) -> str:
    """“for 3 hours”."""
    return _("for %s") % times.waited_words(now - at)
