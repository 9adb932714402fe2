"""Which question is on which page, in which order, and when a page is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from reporting.questions import QUESTIONS, Question

Answers = Mapping[str, Any]


def _always(answers: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One page. Its heading is its `title`, or where it has none its first question.

    `inset` names a fragment of `templates/reporting/` shown above the questions.
    """

    slug: str
    names: tuple[str, ...]
    title: Any = ""
    is_asked: Callable[[Answers], bool] = _always
    inset: str = ""

    @property
    def questions(self) -> list[Question]:
        return [QUESTIONS[name] for name in self.names]


def is_child_reporting(answers: Answers) -> bool:
    """A person under 18 who reports what happened to them gets fewer questions."""
    return answers.get("under_18") == "yes" and answers.get("happened_to") in ("me", "me_and_others", None)


def _danger(answers: Answers) -> bool:
    return answers.get("in_danger_now") == "yes"


def _for_somebody_else(answers: Answers) -> bool:
    return answers.get("happened_to") in ("someone_else", "place_or_group")


def _about_a_person(answers: Answers) -> bool:
    return answers.get("happened_to") != "place_or_group"


def _not_a_child(answers: Answers) -> bool:
    return not is_child_reporting(answers)


def wants_no_contact(answers: Answers) -> bool:
    """The wish not to be contacted outweighs whatever else was ticked beside it."""
    return "no_contact" in answers.get("contact_by", ())


def _reachable_outside(answers: Answers) -> bool:
    return not wants_no_contact(answers) and bool({"email", "phone", "text"} & set(answers.get("contact_by", ())))


FIRST: Final = "what-happened"

STEPS: Final = (
    Step(FIRST, ("what_happened",)),
    Step("in-danger-now", ("in_danger_now",)),
    Step("get-help-now", (), _("Get help now"), _danger),
    Step("who-it-happened-to", ("happened_to",), inset="_you_can_stop.html"),
    Step("how-you-know", ("how_you_know", "your_role", "person_agrees"), is_asked=_for_somebody_else),
    Step("under-18", ("under_18",), is_asked=_about_a_person),
    Step("when", ("happened_on", "happened_when"), _("When did it happen?")),
    Step("where", ("place_kind", "where", "area"), _("Where did it happen?")),
    Step("because-of", ("because", "because_words")),
    Step("who-did-it", ("who_did_it", "know_them", "about_police"), _("Who did it?")),
    Step(
        "before-or-again",
        ("happened_before", "may_happen_again", "before_words"),
        is_asked=_not_a_child,
    ),
    Step("what-you-want", ("outcome_wanted", "outcome_words"), is_asked=_not_a_child),
    Step("contact", ("contact_by", "contact_name")),
    Step(
        "contact-details",
        ("contact_email", "contact_phone", "contact_safe_times", "contact_voicemail", "contact_who_might_see"),
        _("Reaching you safely"),
        _reachable_outside,
    ),
    Step("do-not-disclose", ("do_not_disclose",)),
    Step("support", ("support_wanted", "support_words")),
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
    """The first page that a changed answer has brought in."""
    return next((step for step in STEPS if step.is_asked(answers) and not step.is_asked(before_answers)), None)


def to_send(answers: Answers) -> dict[str, Any]:
    """The answers as they are sent: those to pages no longer asked are left out, save words somebody wrote.

    Words are never dropped because a later answer hid their page.
    """
    shown = {name for step in asked(answers) for name in step.names}
    return {
        name: answer
        for name, answer in answers.items()
        if name in shown or (name in QUESTIONS and QUESTIONS[name].kind in ("words", "line"))
    }
