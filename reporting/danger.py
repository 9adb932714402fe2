"""Words that ring: what in an account says that somebody is in danger now.

Pure data and one pure function. It is made to raise few false alarms: a hazard must be told as present
or as about to happen; what is told as past, denied, or habitual does not ring (a person still reads it
within hours). English first; other languages need a hazard and a word for "now" close together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

LOOKED_AT: Final = 200_000
"""Characters looked at; what stands after them does not ring by its words."""

Cue = tuple[int, int, str]

# Capital words stand for these parts; one pattern a line; every gap is bounded, so no text makes one slow.
_PARTS: Final[dict[str, str]] = {
    "WHO": """he|she|they|it|who|that|someone|somebody|everyone|people|husband|wife|boyfriend|girlfriend|ex
        |partner|father|mother|dad|mum|brothers?|sons?|uncle|family|attackers?|teenagers?|strangers?|person|gang|mob
        |group|crowd|neighbou?rs?|man|woman|men|women|boys?|girls?|lads?|kids?|youths?|guys?""",
    "WEAPON": """knife|knives|gun|pistol|shotgun|rifle|machete|sword|axe|hammer|crowbar|baseball bat|iron bar
        |metal bar|acid|blade|weapons?|petrol bombs?|molotov|crossbow|hatchet|screwdriver""",
    "PLACE": """mosque|masjid|synagogue|shul|church|chapel|cathedral|temple|mandir|gurdwara|monastery|yeshiva
        |school|nursery|madrasa|prayer room|prayer hall|(?:islamic|jewish|community) cent(?:re|er)
        |pride|parade|festival|hostel|refugee hotel|refugee cent(?:re|er)|migrant hotel""",
    "US": r"""me|us|him|her|them|you|everyone|everybody|someone|somebody|people
        |(?:my|our|his|her|their|the|all|every|any)(?: \w+){1,3}""",
    "WILL": """will|'ll|gonna|wants? to|plans? to
        |(?:is|are|am|'s|'re|'m) (?:going to|gonna|about to|planning to|trying to|coming to|here to)""",
    "KILL": """kill|stab|shoot|murder|behead|burn|bomb|blow up|gas|execute|slaughter|set fire to|petrol bomb
        |throw acid (?:at|on|over)|cut (?:my|his|her|our) throat""",
    "BE": """(?: is| are|'s|'re| r)(?: still| now| right now| currently| actually| all| both)?""",
    "HAS": r"""(?: has| have|'s got|'ve got| has got| have got| got| is| are|'s|'re)(?: \w+)?""",
    "WE_ARE": """i am|i'm|we are|we're|she is|she's|he is|he's|they are|they're""",
    "SAYS": """says?|saying|threatens?|threatening|shouting|texting|writes?|insists?""",
    "FUEL": """petrol|gasoline|fuel|paraffin|lighter fluid|white spirit|acid""",
    "THEIRS": r"""me|us|him|her|them|(?:my|our|his|her|their|the)(?: \w+){0,2} (?:letter ?box|door|doorstep|porch|step|steps|window
        |house|home|flat|car|hallway|stairs|mosque|synagogue|church|temple|gurdwara|mandir|building|shop|tent)""",
    "KIN": """child|children|kids?|son|daughter|baby|boy|girl|brother|sister|toddler""",
}

# These ring by themselves.
_ALONE: Final[dict[str, str]] = {
    "weapon": r"""
        there(?: is|'s| are) (?:\w+ ){1,4}with (?:an? |the )?(?:\w+ )?WEAPON
        WHO+BE (?:pointing|aiming) (?:an? |the |his |her |their )?(?:\w+ )?WEAPON (?:at|towards?) US
    """,
    "attack": r"""
        WHO+BE (?:attacking|stabbing|shooting|beating|strangling|choking|kidnapping|raping|killing)
        WHO+BE (?:breaking into|breaking in|breaking down|kicking in|kicking down|smashing in|smashing down)
        WHO+BE trying to (?:break in|break down|get in|get into|kill|stab|strangle|force|drag|burn)
        (?:is|are|am|'m|'re) (?:still )?being (?:attacked|beaten|stabbed|strangled|shot at|kidnapped|raped)
        just (?:now )?(?:been )?(?:stabbed|strangled|run over|set fire|shot(?! (?:me|him|her|us) an? \w+))
    """,
    "threat_to_life": r"""
        SAYS(?: \w+){0,2} (?:he|she|they|i|we) ?WILL KILL US
        (?:is|are|'s|'re|keeps?) (?:\w+ )?threatening to KILL US
        (?:coming|on (?:his|her|their) way|outside|here) to KILL US
        (?:WILL|would|to) KILL US(?: \w+){0,4} (?:tonight|right now|now|tomorrow|this evening|this weekend)
        WILL KILL US(?: \w+){0,4} today
    """,
    "place_of_worship": r"""
        WILL (?:KILL|attack|torch|shoot up|smash up|burn down|run (?:people )?over)(?: \w+){0,5} PLACE
    """,
    "fire": r"""
        WHO+BE (?:setting (?:\w+ ){0,4}(?:fire|alight)|lighting (?:a |the )?(?:\w+ )?(?:fire|petrol))
        (?:has|have|'s|'ve) just poured (?:\w+ ){0,2}FUEL (?:through|over|on|onto|under|into|at|down|against) THEIRS
        WHO+BE pouring (?:\w+ ){0,2}(?:petrol|fuel|acid|gas)
        set(?:ting)? fire to (?:the|our|my|his|her|their) (?:\w+ ){0,3}\w+(?: right)? now
        (?:house|home|flat|building|shop|door|car|PLACE|it)(?: is|'s) (?:now )?(?:on fire|ablaze|in flames)
        (?:house|home|flat|building|shop|PLACE)(?: is|'s) (?:now )?burning
    """,
    "bomb": r"""
        there(?: is|'s| may be| might be) (?:an? )?(?:bomb|explosive|grenade)
        (?:planted|left|placed|put) an? (?:bomb|explosive|grenade) (?:\w+ ){0,3}\w+
        bomb threat(?: \w+){0,6} PLACE
    """,
    "terrorism": r"""
        (?:is|are|'s|'re) (?:\w+ )?planning (?:an? |the )?(?:\w+ )?(?:attack|shooting|bombing|massacre)
        WILL (?:carry out|commit|do) (?:an? )?(?:\w+ )?(?:attack|shooting|bombing|massacre)
    """,
    "harm_now": r"""
        (?:is|are|am|'m|'s) (?:still |badly )?(?:bleeding|unconscious|not breathing|not moving)
        (?:can't|cannot|can not) breathe
    """,
    "child": r"""
        KIN(?: is|'s| are)(?: still| now)? (?:in danger|alone with (?:him|her|them)|locked)
        KIN(?: is|'s| are)(?: still| now)? missing(?! (?:school|out|lessons|class|the))
    """,
    "self_harm": r"""
        (?:i|he|she|they) ?WILL (?:kill|hang) \w{2,5}sel(?:f|ves)
        (?:i|he|she|they) ?WILL end (?:my|his|her|their) (?:own )?life
        (?:i|he|she)(?: have|'ve| has|'s)? (?:just )?(?:taken|took) an overdose
        (?:i|he|she)(?: have|'ve| has|'s)? (?:just )?(?:taken|took) all (?:my|her|his) (?:pills|tablets)
    """,
    "in_danger": r"""
        (?:WE_ARE|is) (?:still )?(?:now )?in (?:immediate |grave |serious |real |great |mortal )?danger(?! of)
        (?:please |pls )?help (?:me|us) (?:right now|now|quick(?:ly)?|immediately)
        send (?:help|(?:the )?police|an ambulance|someone) (?:right now|now|please|immediately|quick(?:ly)?)
        (?:please |pls )?come (?:right now|now|immediately)
        (?:call|ring|phone) 999 (?:for (?:me|us)|now|please)
        (?:afraid|scared|fear|frightened) for my life right now
    """,
}

# These ring when a word for "now" stands in the same sentence or the next to it.
_WITH_NOW: Final[dict[str, str]] = {
    "weapon": r"""
        WHO+HAS(?: holding| carrying| waving| with| swinging)?(?: an?| the| his| her)?(?: \w+)? WEAPON
        (?:is|are|'s|'re) (?:\w+ ){0,6}(?:with|holding|carrying|waving) (?:an? |the |his )?(?:\w+ )?WEAPON
        (?:com|stand|wait|walk|runn)(?:e|es|s|ing)? (?:\w+ ){0,6}with (?:an? |the |his |her )?(?:\w+ )?WEAPON
        and (?:has|have|has got|have got|got|is holding|is carrying) (?:an? |the |his |her )?(?:\w+ )?WEAPON
    """,
    "attack": r"""
        WHO+BE (?:hitting|punching|kicking|throwing|chasing|following|banging|smashing|threatening)
        WHO+BE (?:surrounding|pushing|spitting|grabbing|hurting)
        (?:WE_ARE) (?:hiding|trapped|locked|barricaded)(?: \w+){0,2} (?:in|inside|upstairs|behind|under)
    """,
}

# These are told as done. They ring when the same sentence says "now", or one beside it that somebody is there still, and
# nothing near says that it is over.
_JUST_DONE: Final[dict[str, str]] = {
    "weapon": r"""
        WHO+(?: has| have|'s|'ve)?(?: just)? (?:pointed|aimed|waved) (?:an? |the |his |their )?(?:\w+ )?WEAPON (?:at|towards?) US
        WHO+(?: has| have|'s|'ve)?(?: just)? (?:pulled|drew) (?:an? |the |his |their )?(?:\w+ )?WEAPON (?:at|on) US
        WHO+(?: has| have|'s|'ve)?(?: just)? threatened US with (?:an? |the |his |her |their )?(?:\w+ )?WEAPON
        WHO+(?: has| have|'s|'ve)?(?: just)? (?:came|come|turned up|showed up)(?: \w+){0,6} with (?:\w+ ){0,2}WEAPON
    """,
    "fire": r"""
        WHO+(?: has| have|'s|'ve)?(?: just)? poured (?:\w+ ){0,2}FUEL (?:through|over|on|onto|under|into|at|down|against) THEIRS
        WHO+(?: has| have|'s|'ve)?(?: just)? (?:set|lit) (?:\w+ ){0,2}fire (?:to|at|under|outside) THEIRS
    """,
}

_NOW: Final = (
    r"\bright now\b"
    r"|\bnow\b(?<!until now)(?<!till now)(?<!by now)(?<!months now)(?<!years now)(?<!weeks now)(?<!days now)"
    r"(?! and then| and again| on\b| closed| over| gone| moved)"
    # "and now I cannot sleep" tells of what came of it, not of what is happening.
    r"(?! (?:i|we|i'm|i've|we're|my|our)\b(?! (?:am |are |is |can )?(?:hiding|being|bleeding|trapped|hear)))"
    r"|\bat (?:this|the) (?:very )?moment\b|\bas (?:i|we) (?:write|type|speak)\b|\bcurrently\b"
    r"|(?:\bis|\bare|\bam|'s|'re|'m) (?:still |all |standing |waiting |right |sitting |just )?"
    r"(?:outside|inside|at (?:my|our|the) (?:front |back )?(?:door|window|gate)|downstairs|in (?:my|our) "
    r"(?:house|flat|home|garden|shop))"
)
_STILL: Final = (
    r"\bright now\b|\bjust now\b|\bstill (?:here|there|outside|inside|at)\b|\bas (?:i|we) (?:write|type|speak)\b"
    r"|(?:\bis|\bare|\bam|'s|'re|'m) (?:\w+ ){0,2}(?:outside|inside|hiding|trapped|upstairs|downstairs|locked in|at (?:my|our|the)"
    r" (?:\w+ )?(?:door|window|gate))\b"
)
_OVER: Final = (
    r"\b(?:safe|arrest\w*|custody|prison|jail|court|charged|sentenced|convicted|gone|left|ran (?:off|away)|drove (?:off|away)"
    r"|fled|moved|years?|months?|weeks?|cctv|camera)\b"
)
# Fear tells of what is over, but not of somebody who is still there.
_FEAR: Final = r"\b(?:scared|afraid|frightened|anxious|nightmares?)\b"
_STAYS: Final = r"\bstill (?:here|there|outside|inside)\b"
_PAST: Final = (
    r"\byesterday\b|\blast (?:night|week|weekend|month|year|summer|winter|spring|autumn|time|\w+day)\b"
    r"|\b(?:years?|months?|weeks?|days?|hours?|ages) (?:ago|back|before|earlier)\b|\blong ago\b"
    r"|\b(?:in|since) (?:19|20)\d\d\b|\bused to\b|\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\bon the \d|\bin (?:january|february|march|april|june|july|august|september)\b"
    r"|\bin (?:october|november|december)\b"
    r"|\bearlier (?:today|this)\b|\bthis morning\b|\bthe other day\b|\bback then\b|\bwhen i was\b"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
)
_FAR: Final = (
    r"\b(?:every|each|most) (?:day|night|week|weekend|month|time|evening|morning)\b|\balways\b|\busually\b"
    r"|\boften\b|\bonline\b|\bfacebook\b|\btwitter\b|\binstagram\b|\btiktok\b|\bin (?:a|the|that|this) "
    r"(?:film|movie|video|game|book|song|play|story|news)\b|\bas a joke\b|\bjoking\b|\bdrill\b|\bhoax\b"
    r"|\bmade me (?:want|feel)\b|\bwas (?:a )?false alarm\b|\bfigure of speech\b"
)
_SUPPOSED: Final = (
    r"(?:\bwhat if|\bas if|\bunlikely|(?:n't|\bnot) (?:think|believe|know if|sure if|say|saying))(?: that)? $"
)
_DENIED: Final = (
    r"(?:\bnot|n't|\bno|\bnobody|\bno one|\bno-one|\bnever|\bwithout|\bnothing)"
    r"(?: (?!he\b|she\b|they\b|i\b|we\b|it\b|and\b|but\b|or\b|because\b|so\b|as\b)\w+){0,3} ?$"
)
_UNARMED: Final = r"\b(?:no|not|never|without|toy|fake|plastic|rubber|foam|pretend)\b"
_SENTENCE: Final = (
    r"[^.!?\n;…。؟۔।]+(?:\n(?! ?\n)[^.!?\n;…。؟۔।]*)*"  # a single line break is often only a wrapped line
)

# (hazards, words for now): both must stand within one sentence or its neighbours.
_OTHER_LANGUAGES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "ar": (
        ("معه سكين", "يحمل سكين", "يحمل سلاح", "سيقتلني", "سيقتلنا", "يشعلون النار", "يحرقون المسجد"),
        ("الآن", "الان", "حالا", "الليلة"),
    ),
    "bn": (("হাতে ছুরি", "মেরে ফেলবে", "খুন করবে", "আগুন দিচ্ছে"), ("এখন", "এখনই", "আজ রাতে")),
    "he": (("יש לו סכין", "יש לו אקדח", "יהרוג אותי", "להרוג אותי", "מציתים את"), ("עכשיו", "כרגע", "הלילה")),
    "pl": (
        ("ma nóż", "ma noz", "z nożem", "ma broń", "zabije mnie", "chce mnie zabić", "podpalają"),
        ("teraz", "w tej chwili", "dziś w nocy", "dzisiaj w nocy", "pod drzwiami"),
    ),
    "so": (("mindi buu", "mindi ayuu", "wuu i dilayaa", "way i dilayaan", "dab bay"), ("hadda", "caawa")),
    "tr": (
        ("bıçağı var", "elinde bıçak", "silahı var", "beni öldürecek", "bizi öldürecek", "ateşe veriyorlar"),
        ("şimdi", "şu an", "şu anda", "bu gece"),
    ),
    "ur": (("چاقو ہے", "بندوق ہے", "مار ڈالے گا", "جان سے مار", "آگ لگا رہے"), ("ابھی", "اس وقت", "آج رات")),
}


class _Hazard(NamedTuple):
    cue: str
    pattern: re.Pattern[str]
    needs_now: bool
    is_done: bool


def _hazards(table: dict[str, str], *, needs_now: bool = False, is_done: bool = False) -> Iterator[_Hazard]:
    for cue, lines in table.items():
        for line in lines.strip().splitlines():
            yield _Hazard(cue, _whole_words(_source(line)), needs_now, is_done)


def _any_of(*tables: dict[str, str]) -> re.Pattern[str]:
    """Return one pattern that finds something wherever one of the tables' does."""
    lines = [line.strip() for table in tables for lines in table.values() for line in lines.strip().splitlines()]
    return _whole_words("|".join(map(_source, _joined(lines, _BEGINNINGS))))


def _joined(lines: list[str], beginnings: tuple[str, ...]) -> list[str]:
    """Return lines that find the same; those that begin alike are one, so that what they begin with is tried once."""
    if not beginnings:
        return lines
    first, *others = beginnings
    alike = [line.removeprefix(first) for line in lines if line.startswith(first)]
    rest = _joined([line for line in lines if not line.startswith(first)], tuple(others))
    return [f"{first}(?:{'|'.join(_joined(alike, tuple(others)))})", *rest] if alike else rest


def _by_first_letter(source: str) -> str:
    """Return a source that finds the same: where no choice begins with the letter that stands there, that is soon told."""
    choices = re.split(r"\|(?![^(]*\))", source)  # not those within brackets
    letters = dict.fromkeys(choice[0] for choice in choices)
    return "|".join(f"{one}(?:{'|'.join(choice[1:] for choice in choices if choice[0] == one)})" for one in letters)


def _source(line: str) -> str:
    return _PART.sub(lambda match: _part(match.group(1)), line.strip())


def _whole_words(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?=[\w'])(?:{source})(?!\w)")


def _part(name: str) -> str:
    return f"(?:{_choices(name)})"


def _choices(name: str) -> str:
    return re.sub(r"\s*\n\s*", "", _PARTS[name])


_PART: Final = re.compile(rf"\b({'|'.join(_PARTS)})\b\+?")
_BEGINNINGS: Final = ("WHO+", "BE ", "(?: has| have|'s|'ve)?(?: just)? ", "KIN(?: is|'s| are)(?: still| now)? ")
_HAZARDS: Final = (
    *_hazards(_ALONE), *_hazards(_WITH_NOW, needs_now=True), *_hazards(_JUST_DONE, needs_now=True, is_done=True),
)  # fmt: skip
# No hazard is told without a word that begins so: one cheap pass leaves nearly every sentence aside.
_MAY_BE_HAZARD: Final = (
    f"{_choices('WEAPON')}|{_choices('KILL')}|attack|shot|beat|strang|chok|kidnap|rap(?:ing|ed)|break"
    "|kick|smash|trying|run over|fire|alight|torch|petrol|fuel|gasoline|paraffin|lighter fluid|spirit"
    "|ablaze|flames|explosive|grenade|planning|massacre"
    "|carry out|commit|bleeding|unconscious|conscious|breath|moving|danger|alone|locked|missing|hang|end (?:my|his|her|their)"
    "|taken|took|help|send|come|999|my life|hitting|punch|throwing|chas|following|bang|threaten|surround|push"
    "|spit|grab|hurt|hiding|trapped|barricad"
)
_ANY_HAZARD: Final = re.compile(rf"\b(?:{_by_first_letter(_MAY_BE_HAZARD)})")
_ANY_FOREIGN: Final = re.compile(
    "|".join(re.escape(hazard) for hazards, _ in _OTHER_LANGUAGES.values() for hazard in hazards)
)
_FOREIGN_IN_ASCII: Final = [one for hazards, _ in _OTHER_LANGUAGES.values() for one in hazards if one.isascii()]
# One pattern for all hazards: where it finds nothing, none of the forty has to be asked.
_ANY_TOLD: Final = _any_of(_ALONE, _WITH_NOW, _JUST_DONE)
_IS_STILL: Final = re.compile(_STILL)
_IS_OVER: Final = re.compile(_OVER)
_IS_FEAR: Final = re.compile(_FEAR)
_STAYS_THERE: Final = re.compile(_STAYS)
_IS_NOW: Final = re.compile(_NOW)
_IS_PAST: Final = re.compile(_PAST)
_IS_FAR: Final = re.compile(_FAR)
_IS_SUPPOSED: Final = re.compile(_SUPPOSED)
_IS_DENIED: Final = re.compile(_DENIED)
_IS_UNARMED: Final = re.compile(_UNARMED)
_OWN_SUBJECT: Final = ("he", "she", "they", "i ", "i'", "we", "someone", "somebody", "there")
_SENTENCES: Final = re.compile(_SENTENCE)
_PLANNED: Final = frozenset({"place_of_worship", "terrorism"})  # "will", whenever it was said
_SOON: Final = ("tonight", "now", "tomorrow")
# One character for one, so that offsets stay those of the text as given: of all capitals only İ has a longer small form.
_PLAIN: Final = str.maketrans(
    {"İ": "i", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "\t": " ", "\r": " ", "\xa0": " ", ",": " "}
)
_PLAIN_IN_ASCII: Final = [(chr(code), plain) for code, plain in _PLAIN.items() if code < 128]


def danger_cues(text: str) -> list[Cue]:
    """Return what in `text` says that danger is now, as (start, end, cue), in order of position.

    Offsets are into `text` as given. An empty list means only that no word rang: it never means that
    nobody is in danger. Time and memory grow with the text up to `LOOKED_AT` characters.
    """
    plain = _plain(text[:LOOKED_AT]).lower()
    # In most accounts nothing stands that could ring: those are not parted into sentences.
    is_foreign = _has_foreign(plain)
    if not is_foreign and not _ANY_HAZARD.search(plain.replace("\n", " ")):
        return []
    sentences = [(m.start(), m.group().replace("\n", " ")) for m in _SENTENCES.finditer(plain)]
    found: list[Cue] = []
    for number, (start, words) in enumerate(sentences):
        if is_foreign and _ANY_FOREIGN.search(words):
            found.extend(_in_other_languages(sentences, number))
        if not _ANY_HAZARD.search(words) or not _ANY_TOLD.search(words):
            continue
        is_now = _told_now(words)
        near = [said for _, said in sentences[max(0, number - 1) : number + 2]]
        now_near = is_now or any(map(_told_now, near))
        goes_on = _goes_on(words, [said for _, said in sentences[max(0, number - 1) : number + 3]])
        for hazard in _HAZARDS:
            if (hazard.needs_now and not now_near and not hazard.is_done) or (hazard.is_done and not goes_on):
                continue
            for match in hazard.pattern.finditer(words):
                if _rings(words, match, is_now, hazard):
                    found.append((start + match.start(), start + match.end(), hazard.cue))
    return sorted(set(found))


def _plain(text: str) -> str:
    if not text.isascii():
        return text.translate(_PLAIN)
    for sign, plain in _PLAIN_IN_ASCII:
        text = text.replace(sign, plain)
    return text


def _has_foreign(plain: str) -> bool:
    if plain.isascii():
        return any(hazard in plain for hazard in _FOREIGN_IN_ASCII)
    return _ANY_FOREIGN.search(plain) is not None


def _told_now(words: str) -> bool:
    return _IS_NOW.search(words) is not None


def _goes_on(words: str, near: list[str]) -> bool:
    """Tell whether what is told as done is going on: said of now, or somebody is there still, and nothing says it is over."""
    if _IS_PAST.search(words) or any(map(_IS_OVER.search, near)):
        return False
    if any(map(_IS_FEAR.search, near)) and not any(map(_STAYS_THERE.search, near)):
        return False
    return _told_now(words) or any(map(_IS_STILL.search, near))


def _rings(words: str, match: re.Match[str], is_now: bool, hazard: _Hazard) -> bool:
    before, matched = words[max(0, match.start() - 40) : match.start()], match.group()
    # "I cannot sleep he is outside": a clause with its own subject is not denied by the one before it.
    denied = None if matched.startswith(_OWN_SUBJECT) else _IS_DENIED.search(before)
    if denied or _IS_SUPPOSED.search(before) or _IS_UNARMED.search(matched) or _IS_FAR.search(words):
        return False
    told_as_future = hazard.cue in _PLANNED or matched.endswith(_SOON)
    return is_now or told_as_future or not _IS_PAST.search(words)


def _in_other_languages(sentences: list[tuple[int, str]], number: int) -> list[Cue]:
    start, words = sentences[number]
    near = " ".join(text for _, text in sentences[max(0, number - 1) : number + 2])
    cues: list[Cue] = []
    for hazards, nows in _OTHER_LANGUAGES.values():
        hits = [(words.find(hazard), hazard) for hazard in hazards]
        if any(at >= 0 for at, _ in hits) and any(now in near for now in nows):
            cues.extend((start + at, start + at + len(hazard), "other_language") for at, hazard in hits if at >= 0)
    return cues
