"""The questions as data: one list for the public form, the partner API, imports and the officers' desk.

Pure data: no Django, no database. `name` is the key under which an answer is kept and the name of the API's field,
so names never change. Labels are plain English; the edge that shows one passes it through gettext.

Only `what_happened` is compulsory. An answer is a text, or for `choices` a list of keys; a date that exists is
`YYYY-MM-DD`, anything else typed as a date is kept as it was typed. A blank answer is no answer and is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["words", "line", "email", "phone", "date", "choice", "choices"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on offer. An `exclusive` one makes the others of its question meaningless."""

    key: str
    label: str
    hint: str = ""
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `limit` is soft, in characters: past it we warn, never refuse.

    `sealed` answers identify somebody, or could put somebody in danger, and are stored encrypted.
    `short` names the answer on a list of answers. `label_to_me` and `label_to_others` are asked instead of `label`
    once somebody has said whom it happened to.
    """

    name: str
    label: str
    kind: Kind
    short: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    limit: int | None = None
    sealed: bool = False
    compulsory: bool = False
    rows: int = 5
    autocomplete: str = ""
    label_to_me: str = ""
    label_to_others: str = ""


def _(text: str) -> str:
    """Mark a text for translators, and change nothing."""
    return text


_YES_NO_NOT_SURE: Final = (
    Choice("yes", _("Yes")),
    Choice("no", _("No")),
    Choice("not_sure", _("I am not sure")),
)

_ALL: Final = (
    Question(
        "what_happened",
        _("What happened?"),
        "words",
        _("What happened"),
        hint=_("Tell us in your own words. Use any language. It can be short, and it does not have to be perfect."),
        limit=100_000,
        compulsory=True,
        rows=10,
    ),
    Question(
        "in_danger_now",
        _("Is anyone in danger right now?"),
        "choice",
        _("In danger right now"),
        choices=(
            Choice("yes", _("Yes")),
            Choice("no", _("No, not right now")),
            Choice("not_sure", _("I am not sure")),
        ),
    ),
    Question(
        "happened_to",
        _("Who did it happen to?"),
        "choice",
        _("Who it happened to"),
        choices=(
            Choice("me", _("Me")),
            Choice("me_and_others", _("Me and other people")),
            Choice("someone_else", _("Someone else")),
            Choice(
                "place_or_group", _("A place, a group or an organisation"), _("For example a mosque, a club or a shop.")
            ),
        ),
    ),
    Question(
        "how_you_know",
        _("How do you know about it?"),
        "choices",
        _("How you know"),
        hint=_("Choose all that fit."),
        choices=(
            Choice("saw_or_heard", _("I saw it or heard it")),
            Choice("told_by_person", _("The person it happened to told me")),
            Choice("told_by_other", _("Someone else told me")),
            Choice("online", _("I saw it online")),
            Choice("found_afterwards", _("I found it afterwards"), _("For example damage, a sign or a letter.")),
        ),
    ),
    Question(
        "your_role",
        _("Who are you to them?"),
        "choice",
        _("Who you are to them"),
        choices=(
            Choice("family_or_friend", _("Family or friend")),
            Choice("carer_or_support", _("I care for them or support them")),
            Choice("work", _("I know them through my work"), _("For example a teacher, a nurse or a housing officer.")),
            Choice("organisation", _("I am from an organisation that helps people")),
            Choice("witness", _("I do not know them: I was there, or I came across it")),
        ),
    ),
    Question(
        "person_agrees",
        _("Do they know that you are telling us?"),
        "choice",
        _("They know about this report"),
        hint=_("You can report even if they do not know."),
        choices=(
            Choice("yes", _("Yes, and they agree")),
            Choice("does_not_want", _("Yes, but they do not want me to")),
            Choice("no", _("No")),
            Choice("not_sure", _("I am not sure")),
        ),
    ),
    Question(
        "under_18",
        _("Is the person it happened to under 18?"),
        "choice",
        _("Under 18"),
        choices=_YES_NO_NOT_SURE,
        label_to_me=_("Are you under 18?"),
    ),
    Question(
        "happened_on",
        _("What day was it?"),
        "date",
        _("Day it happened"),
        hint=_("For example 27 3 2026. You can fill in only the parts you know."),
    ),
    Question(
        "happened_when",
        _("Anything else about when"),
        "line",
        _("When it happened"),
        hint=_("For example “about 9 in the evening”, “last summer” or “it still goes on”."),
        limit=1_000,
    ),
    Question(
        "place_kind",
        _("What kind of place was it?"),
        "choice",
        _("Kind of place"),
        choices=(
            Choice("home", _("In my home, or the home of the person it happened to")),
            Choice("near_home", _("Near home, or from neighbours")),
            Choice("street", _("Street, park or other public place")),
            Choice("transport", _("Bus, train, taxi or station")),
            Choice("worship", _("Place of worship or faith building")),
            Choice("school", _("School, college or university")),
            Choice("work", _("Work")),
            Choice("shop_or_venue", _("Shop, restaurant, pub or venue")),
            Choice("health_or_care", _("Hospital, surgery or care home")),
            Choice("online", _("Online, by phone or by message")),
            Choice("other", _("Somewhere else")),
        ),
    ),
    Question(
        "where",
        _("Where exactly?"),
        "words",
        _("Where it happened"),
        hint=_("For example a street, the name of a shop, a bus number and stop, or a website and user name."),
        limit=5_000,
        sealed=True,
        rows=3,
    ),
    Question(
        "area",
        _("Town, area or postcode"),
        "line",
        _("Town, area or postcode"),
        hint=_("For example “Peckham” or “SE15”. The first half of a postcode is enough."),
        limit=200,
    ),
    Question(
        "because",
        _("Was it because of who you are?"),
        "choices",
        _("Because of"),
        hint=_("It counts too if they only thought so. Choose all that fit."),
        choices=(
            Choice(
                "race",
                _("Race, skin colour, language or where you come from"),
                _("This includes refugees and migrants, and Gypsy, Roma and Traveller people."),
            ),
            Choice("religion:anti-muslim", _("Being Muslim")),
            Choice("religion:antisemitic", _("Being Jewish")),
            Choice("religion:christian", _("Being Christian")),
            Choice("religion:hindu", _("Being Hindu")),
            Choice("religion:sikh", _("Being Sikh")),
            Choice("religion:other", _("Another religion or belief, or having none")),
            Choice("sexual_orientation", _("Being gay, lesbian, bi or another sexual orientation")),
            Choice("transgender", _("Being transgender or non-binary")),
            Choice(
                "disability",
                _("Disability or illness"),
                _("This includes mental health, learning disability and autism."),
            ),
            Choice("sex", _("Being a woman or a girl, or a man or a boy")),
            Choice("age", _("Age")),
            Choice("not_sure", _("I am not sure"), exclusive=True),
        ),
        label_to_others=_("Was it because of who they are?"),
    ),
    Question(
        "because_words",
        _("You can say it in your own words"),
        "words",
        _("Because of, in your own words"),
        limit=5_000,
        rows=3,
    ),
    Question(
        "who_did_it",
        _("What can you tell us about them?"),
        "words",
        _("Who did it"),
        hint=_("For example a name, what they looked like or wore, what they said, a number plate or a user name."),
        limit=10_000,
        sealed=True,
    ),
    Question(
        "know_them",
        _("Do you know them?"),
        "choice",
        _("You know them"),
        choices=(
            Choice("live_with", _("Yes, I live with them")),
            Choice("partner_or_family", _("Yes, a partner, an ex-partner or family")),
            Choice("neighbour", _("Yes, a neighbour")),
            Choice("other_known", _("Yes, in another way"), _("For example from work, school or online.")),
            Choice("stranger", _("No")),
            Choice("not_sure", _("I am not sure")),
        ),
    ),
    Question(
        "about_police",
        _("Is this about a police officer, or someone who works for the police?"),
        "choice",
        _("About someone in the police"),
        hint=_("If you say yes, only a small group of people can open your report."),
        choices=_YES_NO_NOT_SURE,
    ),
    Question(
        "happened_before",
        _("Has something like this happened before?"),
        "choice",
        _("Happened before"),
        choices=(
            Choice("no", _("No, this was the first time")),
            Choice("once_or_twice", _("Yes, once or twice")),
            Choice("often", _("Yes, many times")),
            Choice("not_sure", _("I am not sure")),
        ),
    ),
    Question(
        "may_happen_again",
        _("Are you worried that it will happen again?"),
        "choice",
        _("Worried about it happening again"),
        choices=_YES_NO_NOT_SURE,
    ),
    Question(
        "before_words",
        _("You can tell us more about this"),
        "words",
        _("Before and again, in your own words"),
        limit=10_000,
        rows=4,
    ),
    Question(
        "outcome_wanted",
        _("What would you like to happen?"),
        "choices",
        _("What you would like to happen"),
        hint=_("Choose all that fit. We will tell you honestly what we can do."),
        choices=(
            Choice("make_it_stop", _("I want it to stop")),
            Choice("be_safe", _("I want help to stay safe")),
            Choice("investigate", _("I want the police to look into it")),
            Choice("talk", _("I want to talk to someone about it")),
            Choice("know_only", _("I only want you to know about it")),
            Choice("not_sure", _("I am not sure"), exclusive=True),
        ),
    ),
    Question(
        "outcome_words",
        _("You can say it in your own words"),
        "words",
        _("What you would like, in your own words"),
        limit=5_000,
        rows=3,
    ),
    Question(
        "contact_by",
        _("How can we reach you safely?"),
        "choices",
        _("How we can reach you"),
        hint=_("Choose all that are safe for you. You get a secret code in any case, so you can come back here."),
        choices=(
            Choice("website", _("Only on this website, with my code")),
            Choice("email", _("E-mail")),
            Choice("phone", _("Phone call")),
            Choice("text", _("Text message")),
            Choice("no_contact", _("I do not want to be contacted"), exclusive=True),
        ),
    ),
    Question(
        "contact_name",
        _("What should we call you?"),
        "line",
        _("Name"),
        hint=_("You do not have to give a name, or your real one."),
        limit=200,
        sealed=True,
        autocomplete="name",
    ),
    Question(
        "contact_email",
        _("E-mail address"),
        "email",
        _("E-mail address"),
        limit=320,
        sealed=True,
        autocomplete="email",
    ),
    Question(
        "contact_phone",
        _("Phone number"),
        "phone",
        _("Phone number"),
        limit=60,
        sealed=True,
        autocomplete="tel",
    ),
    Question(
        "contact_safe_times",
        _("When is it safe to contact you?"),
        "line",
        _("Safe times"),
        hint=_("For example “weekdays from 10 to 2” or “never after 6”."),
        limit=500,
        sealed=True,
    ),
    Question(
        "contact_voicemail",
        _("Can we leave a voice message?"),
        "choice",
        _("Voice message"),
        choices=(
            Choice("yes", _("Yes")),
            Choice("no", _("No")),
        ),
    ),
    Question(
        "contact_who_might_see",
        _("Who else might see a message or answer the phone?"),
        "line",
        _("Who else might see or hear"),
        hint=_("For example “my husband reads my texts”. It helps us to keep you safe."),
        limit=1_000,
        sealed=True,
    ),
    Question(
        "do_not_disclose",
        _("Is there anything that people around you do not know?"),
        "words",
        _("What people around you do not know"),
        hint=_(
            "For example “my family does not know that I am gay” or “nobody knows that I told the police”. "
            "We will be careful never to give it away."
        ),
        limit=5_000,
        sealed=True,
        rows=4,
    ),
    Question(
        "support_wanted",
        _("Is there any help you would like?"),
        "choices",
        _("Help you would like"),
        hint=_("Choose all that fit."),
        choices=(
            Choice("someone_to_talk_to", _("Someone to talk to about how I feel")),
            Choice("safe_at_home", _("Help to feel safe where I live")),
            Choice("rights", _("Help to understand my rights")),
            Choice("interpreter", _("Someone who speaks my language")),
            Choice("bsl", _("A British Sign Language interpreter")),
            Choice("easy_read", _("Information that is easy to read")),
            Choice("someone_with_me", _("Someone with me when I talk to an officer")),
            Choice("none", _("No help, thank you"), exclusive=True),
        ),
    ),
    Question(
        "support_words",
        _("Anything else that would help you"),
        "words",
        _("Other help"),
        hint=_("For example which language you speak, or a person who should be with you."),
        limit=5_000,
        rows=3,
    ),
)

QUESTIONS: Final[dict[str, Question]] = {question.name: question for question in _ALL}
"""Every question by its name, in the order in which they are asked."""

COMPULSORY: Final = "what_happened"
"""The only question that has to be answered."""

SEALED: Final = frozenset(question.name for question in _ALL if question.sealed)
"""Names of the questions whose answers are stored encrypted."""


def asked_as(question: Question, happened_to: str | None) -> str:
    """The question as it is put to somebody, given their answer to `happened_to`."""
    if happened_to == "me":
        return question.label_to_me or question.label
    if happened_to in ("someone_else", "place_or_group"):
        return question.label_to_others or question.label
    return question.label


def label_of(question: Question, key: str) -> str:
    """The label of a choice, or the key itself where it is no longer on offer."""
    return next((choice.label for choice in question.choices if choice.key == key), key)
