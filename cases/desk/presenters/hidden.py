"""Words that hurt to read, hidden until somebody asks: what leaves the server then does not hold them."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from cases.engine.evidence import Span
from cases.engine.hard_words import MASK, hard_spans, mask
from cases.enums import Speaker
from cases.models import Account
from cases.queries.case_file import CaseFile, ReportFile

_MARKS = re.compile(f"{MASK}+")
_SHOWN = "████\N{NO-BREAK SPACE}(%d)"


@dataclass
class Veil:
    """What one page hides. `is_lifted`: always for this account, or because it asked. `count` grows as places are found."""

    is_lifted: bool
    count: int = 0

    def places(self, words: str, known: Sequence[Span] | None = None) -> tuple[Span, ...]:
        """The places of `words` that are hidden: none where the veil is lifted. `known` saves looking again."""
        spans = hard_spans(words) if known is None else tuple(span for span in known if span[0] < len(words))
        self.count += len(spans)
        return () if self.is_lifted else spans

    def over(self, words: str) -> str:
        """Words of a line or an answer, with a mark and its number of characters for each hidden place."""
        return marked(mask(words, self.places(words))) if words else words

    def cut_up(self, texts: Sequence[str]) -> list[str]:
        """Words that stand in pieces, one behind the other, each as `over` gives it: a hidden place may lie across them."""
        masked, at, cut = mask(whole := "".join(texts), self.places(whole)), 0, []
        for text in texts:
            cut.append(marked(masked[at : at + len(text)]))
            at += len(text)
        return cut

    @property
    def sentence(self) -> str:
        """How much is hidden, or shown."""
        said = (
            ngettext("%d place with words that hurt is shown.", "%d places with words that hurt are shown.", self.count)
            if self.is_lifted
            else ngettext("%d place is hidden: slurs, or words that are hard to read.",
                          "%d places are hidden: slurs, or words that are hard to read.", self.count)
        )  # fmt: skip
        return said % self.count


class Veils:
    """Of a list of cases: a veil for each, lifted where its words were asked for."""

    def __init__(self, account: Account, asked: Container[str]) -> None:
        self._account, self._asked = account, asked
        self._of: dict[str, Veil] = {}

    def of(self, reference: str) -> Veil:
        """The veil of one case, the same each time."""
        if reference not in self._of:
            self._of[reference] = veil_for(self._account, has_asked=reference in self._asked)
        return self._of[reference]

    @property
    def hidden(self) -> list[str]:
        """Cases of which words are hidden."""
        return [reference for reference, veil in self._of.items() if veil.count and not veil.is_lifted]

    @property
    def shown(self) -> int:
        """Places that are shown."""
        return sum(veil.count for veil in self._of.values() if veil.is_lifted)

    @property
    def sentence(self) -> str:
        """How much is hidden on the page."""
        return Veil(is_lifted=False, count=sum(self._of[reference].count for reference in self.hidden)).sentence


def veil_for(account: Account, *, has_asked: bool) -> Veil:
    """The veil of one page for one account."""
    return Veil(is_lifted=has_asked or account.sees_hard_words)


def hard_places(file: CaseFile) -> int:
    """How many places with words that hurt a pack of this case holds: in reports, messages and notes."""
    veil = Veil(is_lifted=True)
    for one in file.reports:
        veil.places(one.words, known_places(one))
        for message in one.messages:
            veil.places(message.words)
    for entry in file.timeline:
        veil.places(entry.note)
    return veil.count


def marked(masked: str) -> str:
    """Each run of masked characters as one short mark with its length."""
    return _MARKS.sub(lambda run: _SHOWN % len(run[0]), masked)


def known_places(report: ReportFile) -> list[Span] | None:
    """What was found when the machine looked at the report; None where it has not."""
    for voice in reversed(report.voices):
        if voice.speaker == Speaker.MACHINE and "hard" in voice.details:
            return [(int(start), int(end)) for start, end in voice.details["hard"]]
    return None
