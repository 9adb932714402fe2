"""The questions as data: one list for the public form, the partner API, imports and the officers' desk.

Pure data: no Django, no database. `name` is the key under which an answer is kept and the name of the API's field,
so names never change. Labels are plain English; the edge that shows one passes it through gettext.

Only `what_happened` is compulsory. An answer is a text, or for `choices` a list of keys; a date that exists is
`YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where no more is known; anything else typed as a date is kept as it was typed.
A blank answer is no answer and is not kept.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from reporting.places import BOROUGHS

Kind = Literal["words", "line", "email", "phone", "date", "choice", "choices"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on offer. An `exclusive` one makes the others of its question meaningless.

    `label_to_others` is read instead of `label` by somebody who reports what did not happen to them.
    """

    key: str
    label: str
    hint: str = ""
    exclusive: bool = False
    label_to_others: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `limit` is soft, in characters: past it we warn, never refuse.

    `sealed` answers identify somebody, or could put somebody in danger, and are stored encrypted.
    `short` names the answer on a list of answers. `label_to_me` and `label_to_others` are asked instead of `label`
    once somebody has said whom it happened to; `label_to_child` and `hint_to_child` once they have said that they are
    under 18.
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
    label_to_child: str = ""
    hint_to_child: str = ""


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
        limit=20_000,
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
        "where_now",
        _("Where are you now?"),
        "line",
        _("Where you are now"),
        hint=_("For example a street, a shop or a bus number. Only if it is safe to write it."),
        limit=1_000,
        sealed=True,
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
        "reporter_under_18",
        _("Are you under 18?"),
        "choice",
        _("You are under 18"),
        choices=_YES_NO_NOT_SURE,
    ),
    Question(
        "trusted_adult",
        _("Is there a grown-up you trust who knows about this?"),
        "choice",
        _("A grown-up who knows"),
        hint=_("For example someone in your family, a teacher, a youth worker or a neighbour."),
        choices=(
            Choice("knows", _("Yes, someone knows")),
            Choice("could_tell", _("Not yet, but there is someone I could tell")),
            Choice("nobody", _("No, there is nobody")),
            Choice("not_sure", _("I am not sure")),
        ),
    ),
    Question(
        "trusted_adult_who",
        _("Who is it?"),
        "line",
        _("The grown-up they trust"),
        hint=_("You do not have to say. We will not talk to them unless you want us to."),
        limit=500,
        sealed=True,
    ),
    Question(
        "parents_may_know",
        _("Is it safe for you if your parents, or the people you live with, find out that you told us?"),
        "choice",
        _("Safe if their parents find out"),
        hint=_("We will not tell them because of this form. It helps us to be careful."),
        choices=(
            Choice("yes", _("Yes, it is safe")),
            Choice("no", _("No, please do not let them find out")),
            Choice("not_sure", _("I am not sure")),
        ),
    ),
    Question(
        "happened_on",
        _("What day was it?"),
        "date",
        _("Day it happened"),
        hint=_("For example 27 3 2026. You can fill in only the parts you know. A year alone is fine."),
    ),
    Question(
        "day_known",
        _("How well do you know the day?"),
        "choice",
        _("How well they know the day"),
        choices=(
            Choice("exact", _("It was that day")),
            Choice("about", _("It was about then")),
            Choice("ongoing", _("It has gone on for some time, or still goes on")),
            Choice("not_known", _("I do not know the day")),
        ),
    ),
    Question(
        "part_of_day",
        _("What time of day was it?"),
        "choice",
        _("Time of day"),
        choices=(
            Choice("morning", _("In the morning")),
            Choice("afternoon", _("In the afternoon")),
            Choice("evening", _("In the evening")),
            Choice("night", _("In the night")),
            Choice("not_sure", _("I am not sure")),
        ),
    ),
    Question(
        "happened_when",
        _("Anything else about when"),
        "line",
        _("When it happened"),
        hint=_("For example “about 9 o’clock”, “last summer” or “each time I take out the bins”."),
        limit=1_000,
    ),
    Question(
        "where",
        _("Say it in your own words"),
        "words",
        _("Where it happened"),
        hint=_("For example a street, the name of a shop, a bus number and stop, or a website."),
        limit=5_000,
        sealed=True,
        rows=3,
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
        "area",
        _("Town, area or postcode"),
        "line",
        _("Town, area or postcode"),
        hint=_("For example “Peckham” or “SE15”. The first half of a postcode is enough."),
        limit=200,
    ),
    Question(
        "online_platform",
        _("Which website, app or game was it?"),
        "line",
        _("Website or app"),
        hint=_("For example Instagram, WhatsApp, an online game, e-mail, a text message or a phone call."),
        limit=200,
    ),
    Question(
        "online_link",
        _("Is there a link to it?"),
        "line",
        _("Link"),
        hint=_("Copy the address of the page, if you can. We never open a link by itself."),
        limit=2_000,
        sealed=True,
    ),
    Question(
        "online_handle",
        _("What name or number did they use?"),
        "line",
        _("Name or number they used"),
        hint=_("For example a user name, a phone number or an e-mail address."),
        limit=500,
        sealed=True,
    ),
    Question(
        "transport_kind",
        _("What kind of transport was it?"),
        "choice",
        _("Kind of transport"),
        choices=(
            Choice("bus", _("Bus or bus stop")),
            Choice("tube", _("London Underground")),
            Choice("train", _("Train or Overground")),
            Choice("tram", _("Tram or Docklands Light Railway")),
            Choice("taxi", _("Taxi or minicab")),
            Choice("other", _("Something else")),
        ),
    ),
    Question(
        "transport_line",
        _("Which line, route or number?"),
        "line",
        _("Line or route"),
        hint=_("For example “bus 36 towards New Cross” or “Victoria line, Brixton station”."),
        limit=500,
    ),
    Question(
        "borough",
        _("Do you know which part of London it was?"),
        "choice",
        _("Part of London"),
        hint=_("It does not have to be right. Leave it out if you do not know."),
        choices=(
            *(Choice(key, name) for key, name in BOROUGHS.items()),
            Choice("outside_london", _("Outside London")),
        ),
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
        hint_to_child=_("They may have only thought so. Choose all that fit, or none."),
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
        hint_to_child=_("For example a name, what they looked like, or where you know them from."),
    ),
    Question(
        "know_them",
        _("Do you know them?"),
        "choice",
        _("Known, or a stranger"),
        choices=(
            Choice("live_with", _("Yes, someone in the same home")),
            Choice("partner_or_family", _("Yes, a partner, an ex-partner or family")),
            Choice("neighbour", _("Yes, a neighbour")),
            Choice("other_known", _("Yes, in another way"), _("For example from work, school or online.")),
            Choice("stranger", _("No")),
            Choice("not_sure", _("I am not sure")),
        ),
        label_to_others=_("Are they known to the person or people it happened to?"),
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
        "said_or_done",
        _("What exactly did they say or do?"),
        "words",
        _("What was said or done"),
        hint=_("You can write the very words, or only the first letters of them."),
        limit=10_000,
        rows=6,
    ),
    Question(
        "injured",
        _("Was anyone hurt?"),
        "choice",
        _("Somebody was hurt"),
        hint=_("Being badly shaken counts too."),
        choices=_YES_NO_NOT_SURE,
        label_to_others=_("Was anyone hurt?"),
        label_to_child=_("Were you hurt?"),
    ),
    Question(
        "injuries",
        _("You can tell us how, and who helped"),
        "words",
        _("How they were hurt"),
        hint=_("For example “a cut lip, I saw my doctor” or “I cannot sleep since then”."),
        limit=5_000,
        rows=3,
    ),
    Question(
        "seen_by_others",
        _("Did anyone else see or hear it?"),
        "choice",
        _("Somebody else saw or heard it"),
        choices=_YES_NO_NOT_SURE,
    ),
    Question(
        "witnesses",
        _("What do you know about them?"),
        "words",
        _("Who saw or heard it"),
        hint=_("For example a name, where they stood, or that there was a camera. Only tell us what is safe for them."),
        limit=5_000,
        sealed=True,
        rows=3,
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
        "told_before",
        _("Have you told anyone about this before?"),
        "choices",
        _("Told before"),
        hint=_("Choose all that fit."),
        choices=(
            Choice("here", _("Yes, on this website")),
            Choice("police", _("Yes, the police in another way")),
            Choice("other", _("Yes, someone else"), _("For example a school, a landlord, a council or a charity.")),
            Choice("no", _("No"), exclusive=True),
        ),
    ),
    Question(
        "told_before_reference",
        _("Do you have a reference, or the secret code of that report?"),
        "line",
        _("Earlier report"),
        hint=_("With it we see what you told us before. We keep only the reference, never the code."),
        limit=500,
        sealed=True,
    ),
    Question(
        "outcome_wanted",
        _("What would you like to happen?"),
        "choices",
        _("What you would like to happen"),
        hint=_("Choose all that fit. We will tell you honestly what we can do."),
        choices=(
            Choice("make_it_stop", _("I want it to stop")),
            Choice(
                "be_safe",
                _("I want help to stay safe"),
                label_to_others=_("I want help to stay safe, for them or for me"),
            ),
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
        label_to_child=_("How can we talk with you?"),
        hint_to_child=_(
            "Choose only what is safe. If others look at your phone, this website is safest: you get a secret code to come back."
        ),
        choices=(
            Choice("website", _("Only on this website, with my code"), exclusive=True),
            Choice("email", _("E-mail")),
            Choice("phone", _("Phone call")),
            Choice("text", _("Text message")),
            Choice("letter", _("Letter")),
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
        hint=_("A number from another country is fine: begin with + and the country’s code."),
        limit=60,
        sealed=True,
        autocomplete="tel",
    ),
    Question(
        "contact_address",
        _("Address for letters"),
        "words",
        _("Address for letters"),
        hint=_("We use a plain envelope. It does not say who we are."),
        limit=1_000,
        sealed=True,
        rows=4,
        hint_to_child=_(
            "The envelope is plain, but someone at home may open it before you. "
            "If that is not safe, choose another way, such as this website with your code."
        ),
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
        "contact_withhold_number",
        _("Should we hide our number when we call?"),
        "choice",
        _("Hide our number"),
        choices=(
            Choice("yes", _("Yes, hide it")),
            Choice("no", _("No")),
        ),
    ),
    Question(
        "contact_who_might_see",
        _("Who else might see a message, answer the phone or open your post?"),
        "line",
        _("Who else might see or hear"),
        hint=_("For example “my husband reads my texts”. It helps us to keep you safe."),
        limit=1_000,
        sealed=True,
    ),
    Question(
        "contact_not_to",
        _("Is there anyone we must not speak to?"),
        "line",
        _("Do not speak to"),
        hint=_("For example “not to my brother”."),
        limit=500,
        sealed=True,
        hint_to_child=_("For example “not to my mum” or “not to my school”."),
    ),
    Question(
        "contact_code_word",
        _("A word that shows you it is really us"),
        "line",
        _("Code word"),
        hint=_("Choose any word. We say it first, so you know that it is us."),
        limit=60,
        sealed=True,
    ),
    Question(
        "contact_no_visit",
        _("May an officer come to your door?"),
        "choice",
        _("Visits"),
        choices=(
            Choice("ask_first", _("Only if you ask me first")),
            Choice("no_visit", _("No, do not visit")),
        ),
    ),
    Question(
        "language_wanted",
        _("Which language do you want to use with us?"),
        "line",
        _("Language"),
        limit=200,
        label_to_others=_("Which language do you, or they, want to use with us?"),
    ),
    Question(
        "communication_needs",
        _("What would make it easier to talk with us?"),
        "choices",
        _("What makes talking easier"),
        hint=_("Choose all that fit. It costs you nothing."),
        choices=(
            Choice(
                "interpreter",
                _("An interpreter for my language"),
                label_to_others=_("An interpreter, for me or for the person it happened to"),
            ),
            Choice("bsl", _("A British Sign Language interpreter")),
            Choice("relay", _("A relay service, such as Relay UK, or typing instead of speaking")),
            Choice("easy_read", _("Words that are easy to read")),
            Choice("large_print", _("Large print, Braille or sound")),
            Choice("woman", _("Talking to a woman")),
            Choice("none", _("Nothing special"), exclusive=True),
        ),
        label_to_others=_("What would make it easier for you, or for them, to talk with us?"),
    ),
    Question(
        "talk_with_them",
        _("How can we best talk with the person it happened to?"),
        "words",
        _("How best to talk with them"),
        hint=_("For example “call me first”, “slowly, in short sentences” or “not when her brother is there”."),
        limit=5_000,
        sealed=True,
        rows=3,
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
            Choice(
                "someone_to_talk_to",
                _("Someone to talk to about how I feel"),
                label_to_others=_("Someone to talk to about how it feels"),
            ),
            Choice("safe_at_home", _("Help to feel safe where I live"), label_to_others=_("Help to feel safe at home")),
            Choice(
                "rights",
                _("Help to understand my rights"),
                label_to_others=_("Help to understand their rights, or mine"),
            ),
            Choice(
                "someone_with_me",
                _("Someone with me when I talk to an officer"),
                label_to_others=_("Someone there when they, or I, talk to an officer"),
            ),
            Choice("none", _("No help, thank you"), exclusive=True),
        ),
        label_to_others=_("Is there any help that they, or you, would like?"),
    ),
    Question(
        "support_words",
        _("Anything else that would help you"),
        "words",
        _("Other help"),
        hint=_("For example a person who should be with you."),
        limit=5_000,
        rows=3,
    ),
    Question(
        "may_pass_on",
        _("If we find someone who can help, what may we tell them?"),
        "choices",
        _("May be passed on to those who help"),
        hint=_("Tick only what you are happy for them to know. We ask you again before we pass anything on."),
        choices=(
            Choice("name", _("My name")),
            Choice("phone", _("My phone number")),
            Choice("email", _("My e-mail address")),
            Choice("safe_contact", _("How and when it is safe to reach me")),
            Choice(
                "needs",
                _("What help and language I need"),
                label_to_others=_("What help and language they need, or I need"),
            ),
            Choice("words", _("What I wrote about what happened")),
            Choice("when", _("When it happened")),
            Choice("where", _("Where it happened")),
            Choice("because", _("Why I think it happened")),
            Choice("nothing", _("Nothing: ask me first"), exclusive=True),
        ),
    ),
)

QUESTIONS: Final[dict[str, Question]] = {question.name: question for question in _ALL}
"""Every question by its name, in the order in which they are asked."""

COMPULSORY: Final = "what_happened"
"""The only question that has to be answered."""

TO_OTHERS: Final = ("someone_else", "place_or_group")
"""Answers to `happened_to` of somebody who reports what did not happen to them."""

SEALED: Final = frozenset(question.name for question in _ALL if question.sealed)
"""Names of the questions whose answers are stored encrypted."""


def standing(chosen: Sequence[str], exclusive: Container[str]) -> list[str]:
    """What counts of the choices that were made, in their order: an exclusive one alone, and of several the last."""
    return [key for key in chosen if key in exclusive][-1:] or list(chosen)


def asked_as(question: Question, happened_to: str | None, *, is_child: bool = False) -> str:
    """The question as it is put to somebody, given their answer to `happened_to`; `is_child` where they are under 18."""
    if happened_to in TO_OTHERS and question.label_to_others:
        return question.label_to_others
    if is_child and question.label_to_child:
        return question.label_to_child
    if happened_to == "me":
        return question.label_to_me or question.label
    return question.label


def is_child_reporting(answers: Mapping[str, Any]) -> bool:
    """A person under 18 who reports gets fewer questions, whether it happened to them or to somebody else."""
    own = "reporter_under_18" if answers.get("happened_to") in TO_OTHERS else "under_18"
    return answers.get(own) == "yes"


WAYS: Final[dict[str, tuple[str, ...]]] = {
    "contact_email": ("email",),
    "contact_phone": ("phone", "text"),
    "contact_address": ("letter",),
}
"""By question: the answers to `contact_by` for which we need what it asks for."""


def ways_lacking(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The questions of `WAYS` that a chosen way to be reached needs and that have no answer."""
    return tuple(name for name in _ways_chosen(answers) if not _is_given(answers, name))


def is_reachable(answers: Mapping[str, Any]) -> bool:
    """Whether a chosen way to be reached, besides the website, has the address or number that it needs."""
    return any(_is_given(answers, name) for name in _ways_chosen(answers))


def _ways_chosen(answers: Mapping[str, Any]) -> list[str]:
    chosen = set(answers.get("contact_by") or ())
    return [name for name, means in WAYS.items() if chosen & set(means)]


def _is_given(answers: Mapping[str, Any], name: str) -> bool:
    return bool(str(answers.get(name) or "").strip())


def offered_as(choice: Choice, happened_to: str | None) -> str:
    """The choice as it is put to somebody, given their answer to `happened_to`."""
    return (happened_to in TO_OTHERS and choice.label_to_others) or choice.label


def label_of(question: Question, key: str, happened_to: str | None = None) -> str:
    """The label of a choice as it was put to somebody, or the key itself where it is no longer on offer."""
    return next((offered_as(choice, happened_to) for choice in question.choices if choice.key == key), key)


SAFETY: Final = frozenset(
    {
        "in_danger_now",
        "where_now",
        "person_agrees",
        "trusted_adult_who",
        "parents_may_know",
        "do_not_disclose",
        "may_pass_on",
        "language_wanted",
        "communication_needs",
        "talk_with_them",
    }
    | {name for name in QUESTIONS if name.startswith("contact_")}
)
"""Questions of emergency, consent and contact: their words are translated under the context `safety`."""
