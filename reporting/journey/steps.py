"""Which question is on which page, in which order, and when a page is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from reporting.journey.safety import safe_words_lazy
from reporting.questions import QUESTIONS, TO_OTHERS, WAYS, Question, is_child_reporting

Answers = Mapping[str, Any]


def _always(answers: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One page. Its heading is its `title`, or where it has none its first question.

    `inset` names a fragment of `templates/reporting/` shown above the questions. `only_if` names the
    questions of it that are asked only where the answers call for them. `leads_on`: the next page comes in with it.
    """

    slug: str
    names: tuple[str, ...]
    title: Any = ""
    is_asked: Callable[[Answers], bool] = _always
    inset: str = ""
    leads_on: bool = False
    only_if: Mapping[str, Callable[[Answers], bool]] = field(default_factory=dict)

    @property
    def questions(self) -> list[Question]:
        return [QUESTIONS[name] for name in self.names]

    def asks(self, answers: Answers) -> list[Question]:
        """The questions of the page that these answers call for."""
        return [QUESTIONS[name] for name in self.names if name not in self.only_if or self.only_if[name](answers)]


def _danger(answers: Answers) -> bool:
    return answers.get("in_danger_now") == "yes"


def _for_somebody_else(answers: Answers) -> bool:
    return answers.get("happened_to") in TO_OTHERS


def _for_another_person(answers: Answers) -> bool:
    return answers.get("happened_to") == "someone_else"


def _about_a_person(answers: Answers) -> bool:
    return answers.get("happened_to") != "place_or_group"


def _not_a_child(answers: Answers) -> bool:
    return not is_child_reporting(answers)


def wants_no_contact(answers: Answers) -> bool:
    """The wish not to be contacted outweighs whatever else was ticked beside it."""
    return "no_contact" in answers.get("contact_by", ())


def _reachable_outside(answers: Answers) -> bool:
    return not wants_no_contact(answers) and bool(_OUTSIDE & set(answers.get("contact_by", ())))


def _by(*means: str) -> Callable[[Answers], bool]:
    """Asked of somebody who chose one of these means."""
    return lambda answers: bool(set(means) & set(answers.get("contact_by", ())))


def _where(*kinds: str) -> Callable[[Answers], bool]:
    """Asked where it happened in one of these kinds of place."""
    return lambda answers: answers.get("place_kind") in kinds


def _in_london_perhaps(answers: Answers) -> bool:
    return _not_a_child(answers) and answers.get("place_kind") != "online"


def _wants_support(answers: Answers) -> bool:
    return bool(set(answers.get("support_wanted", ())) - {"none"})


FIRST: Final = "what-happened"
_OUTSIDE: Final = frozenset({"email", "phone", "text", "letter"})

STEPS: Final = (
    Step(FIRST, ("what_happened",)),
    Step("in-danger-now", ("in_danger_now",)),
    Step("get-help-now", ("where_now",), safe_words_lazy("Get help now"), _danger),
    Step("who-it-happened-to", ("happened_to",), inset="_you_can_stop.html"),
    Step("how-you-know", ("how_you_know", "your_role", "person_agrees"), is_asked=_for_somebody_else),
    Step(
        "under-18",
        ("under_18", "reporter_under_18"),
        only_if={"under_18": _about_a_person, "reporter_under_18": _for_somebody_else},
    ),
    Step(
        "someone-you-trust",
        ("trusted_adult", "trusted_adult_who", "parents_may_know"),
        _("You are not alone"),
        is_child_reporting,
        inset="_for_children.html",
    ),
    Step("when", ("happened_on", "day_known", "part_of_day", "happened_when"), _("When did it happen?")),
    Step("where", ("where", "place_kind", "area"), _("Where did it happen?")),
    Step(
        "where-online",
        ("online_platform", "online_link", "online_handle"),
        _("Where was it online?"),
        _where("online"),
    ),
    Step(
        "where-transport",
        ("transport_kind", "transport_line"),
        _("Where was it on the way?"),
        _where("transport"),
    ),
    Step(
        "where-in-london", ("borough",), _("Where in London?"), is_asked=_in_london_perhaps, inset="_borough_map.html"
    ),
    Step("because-of", ("because", "because_words")),
    Step("who-did-it", ("who_did_it", "know_them", "about_police"), _("Who did it?")),
    Step("said-or-done", ("said_or_done",), is_asked=_not_a_child, inset="_gently.html"),
    Step("hurt", ("injured", "injuries"), _("If someone was hurt"), inset="_hurt.html"),
    Step("who-saw-it", ("seen_by_others", "witnesses"), _("Who saw it?"), _not_a_child),
    Step(
        "before-or-again",
        ("happened_before", "may_happen_again", "before_words"),
        is_asked=_not_a_child,
    ),
    Step("told-before", ("told_before", "told_before_reference"), is_asked=_not_a_child),
    Step("evidence", (), _("Do you have anything that shows it?"), _not_a_child),  # views/evidence.py
    Step("what-you-want", ("outcome_wanted", "outcome_words"), is_asked=_not_a_child),
    Step("contact", ("contact_by", "contact_name")),
    Step(
        "contact-details",
        ("contact_email", "contact_phone", "contact_address"),
        safe_words_lazy("How to reach you"),
        _reachable_outside,
        leads_on=True,
        only_if={name: _by(*means) for name, means in WAYS.items()},
    ),
    Step(
        "contact-safely",
        (
            "contact_safe_times",
            "contact_voicemail",
            "contact_withhold_number",
            "contact_who_might_see",
            "contact_not_to",
            "contact_code_word",
            "contact_no_visit",
        ),
        safe_words_lazy("Reaching you safely"),
        _reachable_outside,
        only_if={"contact_voicemail": _by("phone"), "contact_withhold_number": _by("phone", "text")},
    ),
    Step(
        "talking-with-us",
        ("language_wanted", "communication_needs", "talk_with_them"),
        safe_words_lazy("Talking with us"),
        only_if={"talk_with_them": _for_another_person},
    ),
    Step("do-not-disclose", ("do_not_disclose",)),
    Step("support", ("support_wanted", "support_words")),
    Step("may-pass-on", ("may_pass_on",), is_asked=_wants_support),
)

BY_SLUG: Final = {step.slug: step for step in STEPS}


def asked(answers: Answers) -> list[Step]:
    """The pages that these answers lead through, in order."""
    return [step for step in STEPS if step.is_asked(answers)]


def after(step: Step, answers: Answers) -> Step | None:
    """The page that follows, or None where the answers are checked next."""
    place = STEPS.index(step)
    return next((later for later in STEPS[place + 1 :] if later.is_asked(answers)), None)


def before(step: Step, answers: Answers) -> Step | None:
    """The page before this one, or None for the first."""
    place = STEPS.index(step)
    return next((earlier for earlier in reversed(STEPS[:place]) if earlier.is_asked(answers)), None)


def newly_asked(before_answers: Answers, answers: Answers) -> Step | None:
    """The first page that a changed answer has brought in, or has brought a question to."""
    return next((step for step in STEPS if _asked_on(step, answers) - _asked_on(step, before_answers)), None)


def comes_with(step: Step, answers: Answers) -> Step | None:
    """The page that came in with this one and has no answer yet."""
    following = after(step, answers) if step.leads_on else None
    return following if following and not any(name in answers for name in following.names) else None


def _asked_on(step: Step, answers: Answers) -> set[str]:
    """The questions that a page asks, and the page itself where it asks none."""
    return {step.slug, *(question.name for question in step.asks(answers))} if step.is_asked(answers) else set()


def to_send(answers: Answers) -> dict[str, Any]:
    """The answers as they are sent: those to pages no longer asked are left out, save words somebody wrote.

    Words are never dropped because a later answer hid their page.
    """
    shown = {question.name for step in asked(answers) for question in step.asks(answers)}
    return {
        name: answer
        for name, answer in answers.items()
        if name in shown or (name in QUESTIONS and QUESTIONS[name].kind in ("words", "line"))
    }
