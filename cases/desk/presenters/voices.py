"""The voices side by side: what each said this is, none overwriting another."""

import math
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters import labels, times
from cases.desk.presenters.hidden import Veil, marked
from cases.domain.languages import is_translation
from cases.enums import Speaker
from cases.models import RecordingDecision, Voice
from cases.queries.case_file import CaseFile, ReportFile
from reporting.taxonomy import STRANDS

SURE, LIKELY = 0.85, 0.65
MOST_QUOTED = 3
MOST_TOLD = 6
_BESIDE = gettext_lazy("The translation stands beside the report.")


@dataclass
class Said:
    """One card. `lines` are name and value; `hidden` says why there is nothing to see."""

    speaker: str
    who: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    hidden: str = ""


def voices_of(file: CaseFile, report: ReportFile, words: str, veil: Veil) -> list[Said]:
    """Reporter, machine and translators of one report, in that order; a voice that said nothing says so.

    `words` are the report's, with whatever is hidden masked: the machine quotes from them.
    """
    said = [_reporter(report, veil)]
    machine = [voice for voice in report.voices if voice.speaker == Speaker.MACHINE]
    if not machine:
        said.append(Said(_("Machine"), "", text=_("The machine has said nothing about this report yet.")))
    for voice in machine[-1:]:
        is_hidden = voice.is_blind and not file.decisions
        said.append(_hidden(voice) if is_hidden else _machine(voice, words))
    for voice in report.voices:
        if voice.speaker == Speaker.OFFICER:
            said.append(Said(_("Officer"), voice.by, [(_("Language"), labels.language(voice.language))]))
        elif is_translation(voice):
            said.append(Said(_("Translator"), voice.by, [(_("Language"), labels.language(voice.language))], _BESIDE))
    return said


def officers_said(file: CaseFile, veil: Veil) -> Said | None:
    """The decision in force, as the officer's voice."""
    decision = file.decision
    if decision is None:
        return None
    said_by, reason = f"{decision.by}, {times.moment(decision.at)}", veil.over(decision.reason)
    return Said(_("Officer"), said_by, decided(decision), reason)


def decided(decision: RecordingDecision) -> list[tuple[str, str]]:
    """A decision, line by line."""
    lines = [
        (_("Decision"), labels.recording(decision.recording)),
        (_("Because of"), ", ".join(labels.strands(decision.strands)) or _("none of the strands")),
        (_("What"), ", ".join(labels.kinds(decision.kinds))),
        (_("System"), decision.system),
        (_("Crime number"), decision.number),
        (_("Offence"), decision.offence),
        (_("Whose matter"), decision.body),
    ]
    return [(name, value) for name, value in lines if value]


def score_words(score: float) -> str:
    """A score from 0 to 1 as a word and the number itself."""
    word = _("very likely") if score >= SURE else _("likely") if score >= LIKELY else _("possible")
    return f"{word} ({score:.2f})"


def _reporter(report: ReportFile, veil: Veil) -> Said:
    given = report.report
    lines = [(_("Because of"), ", ".join(labels.strands(given.perceived_strands)))] if given.perceived_strands else []
    text = veil.over(str(given.answers.get("because_words", "")))
    return Said(_("Reporter"), _("as they see it"), lines, text or ("" if lines else _("They did not say why.")))


def _hidden(voice: Voice) -> Said:
    why = _(
        "Hidden until you have recorded a decision. In a few cases, drawn at random, people decide before they see "
        "what the machine suggests. Only so can we tell whether it is right."
    )
    return Said(_("Machine"), _("version %s") % voice.by, hidden=why)


def _machine(voice: Voice, words: str) -> Said:
    lines = []
    if not voice.details.get("strands"):
        lines.append((_("Because of"), _("It cannot say.")))
    for name, kind, label in ((_("Because of"), "strands", labels.strands), (_("What"), "kinds", labels.kinds)):
        for one in voice.details.get(kind, []):
            said = f"{label([one['key']])[0]}: {score_words(float(one.get('score', 0)))}"
            lines.append((name, " ".join([said, *_quoted(one, words)])))
    for one in voice.details.get("near", []):
        label = labels.strands if one["key"] in STRANDS else labels.kinds
        # Rounded apart: a score below its threshold never reads as if it had reached it.
        said = _("%(key)s: %(score).2f, and it is suggested from %(threshold).2f") % {
            "key": label([one["key"]])[0],
            "score": math.floor(round(100 * one["score"], 6)) / 100,
            "threshold": math.ceil(round(100 * one["threshold"], 6)) / 100,
        }
        lines.append((_("Not suggested"), " ".join([said, *_quoted(one, words)])))
    reasons = [_(reason.get("text", "")) for reason in voice.details.get("priority", {}).get("reasons", [])]
    lines.append((_("Priority"), " ".join([labels.priority(voice.priority) + ("." if not reasons else ":"), *reasons])))
    if voice.language:
        lines.append((_("Language"), labels.language(voice.language)))
    lines += _told(voice.details.get("entities", []), words)
    looked_at = voice.details.get("looked_at")
    text = [_("It looked at the first %d characters only.") % looked_at] if looked_at else []
    if voice.details.get("near"):
        text.append(
            _("From where something is suggested is measured for each strand and kind: some are surer than others.")
        )
    return Said(_("Machine"), _("version %s") % voice.by, lines, "\n".join(text))


def _told(entities: list[dict[str, Any]], words: str) -> list[tuple[str, str]]:
    """Where, when and on which platform, in the report's own words."""
    lines = []
    for kind, name in (("place", _("Places")), ("time", _("Times")), ("platform", _("Platforms"))):
        said = dict.fromkeys(words[one["start"] : one["end"]] for one in entities if one["kind"] == kind)
        if quoted := [_in_quotes(" ".join(one.split())) for one in said if one.strip()]:
            lines.append((name, ", ".join(quoted[:MOST_TOLD])))
    return lines


def _quoted(suggestion: dict[str, Any], words: str) -> list[str]:
    """The very words that drove a suggestion, a few of them; the others are marked in the report."""
    spans = [words[int(span[0]) : int(span[1])] for span in suggestion.get("evidence", []) if len(span) == 2]
    found = list(dict.fromkeys(" ".join(span.split()) for span in spans if span.strip()))
    return [_in_quotes(span) for span in found[:MOST_QUOTED]]


def _in_quotes(words: str) -> str:
    """Isolated, so that words written from right to left leave the marks where they belong."""
    return f"“\u2068{marked(words)}\u2069”"
