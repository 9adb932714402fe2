"""Words that ring: what in an account says that somebody is in danger now.

Pure data and one pure function. It is made to raise few false alarms: a hazard must be told as present
or as about to happen; what is told as past, denied, or habitual does not ring (a person still reads it
within hours). English first; other languages need a hazard and a word for "now" or for haste close together.
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
    "WEAPON": """knife|knives|gun|guns|pistol|shotgun|rifle|machetes?|sword|axe|hammers?|crowbar|baseball bats?|cricket bats?|bats?
        |iron bars?|metal bars?|acid|blade|weapons?|petrol bombs?|molotov|crossbow|hatchet|screwdriver|firearm""",
    "PLACE": """mosque|masjid|synagogue|shul|church|chapel|cathedral|temple|mandir|gurdwara|monastery|yeshiva
        |school|nursery|madrasa|prayer room|prayer hall|(?:islamic|jewish|community) cent(?:re|er)
        |pride|parade|festival|hostel|refugee hotel|refugee cent(?:re|er)|migrant hotel""",
    "US": r"""me|us|him|her|them|you|everyone|everybody|someone|somebody|people
        |(?:my|our|his|her|their|the|all|every|any)(?: \w+){1,3}""",
    "WILL": """will|'ll|gonna|wants? to|plans? to
        |(?:is|are|am|'s|'re|'m) (?:going to|gonna|about to|planning to|trying to|coming to|here to)""",
    "KILL": """kill|stab|shoot|murder|behead|burn|bomb|blow up|gas|execute|slaughter|set fire to|petrol bomb
        |throw acid (?:at|on|over)|cut (?:my|his|her|our) throat""",
    "BE": """(?: is| are|'s|'re| r|(?<!it)s|re)(?: still| now| right now| currently| actually| all| both)?""",
    "HAS": r"""(?: has| have|'s got|'ve got|s got|ve got| has got| have got| got| is| are|'s|'re)(?: \w+)?""",
    "WE_ARE": """i am|i'm|we are|we're|she is|she's|he is|he's|they are|they're""",
    "SAYS": """says?|saying|threatens?|threatening|shouting|texting|writes?|insists?""",
    "BLUNT": """poles?|clubs?|sticks|bricks?|stones|bottles?|chains?|planks?""",
    "BANG": """kicking|banging|smashing|beating|hammering|hitting|bashing|rocking|pushing|breaking|bricked|smashed|broken
        |trying""",
    "SHUT": r"""locked|shut|barricad\w+|trapped|hiding|sheltering|stuck|chained|cornered|hide""",
    "CROWD": r"""crowd|mob|gang|\d+|ten|twelve|twenty|thirty|forty|fifty|sixty|hundred|people|men|lads|group|males|boys""",
    "FUEL": """petrol|gasoline|fuel|paraffin|lighter fluid|white spirit|acid""",
    "THEIRS": r"""me|us|him|her|them|(?:my|our|his|her|their|the)(?: \w+){0,2} (?:letter ?box|door|doorstep|porch|step|steps|window
        |house|home|flat|car|hallway|stairs|mosque|synagogue|church|temple|gurdwara|mandir|building|shop|tent)""",
    "ENTRY": """doors?|windows?|glass|gates?|shutters?|fence|keypad""",
    "HUMAN": """man|woman|girl|boy|lad|kid|child|person|lady|student|guy|bloke|couple|driver|passenger|teenager|pensioner""",
    "KIN": """child|children|kids?|son|daughter|baby|boy|girl|brother|sister|toddler""",
}

# These ring by themselves.
_ALONE: Final[dict[str, str]] = {
    "weapon": r"""
        there(?: is|'s|s| are) (?:\w+ ){1,8}with (?:an? |the )?(?:\w+ )?WEAPON
        WHO+BE (?:\w+ )?(?:in|outside|inside|at|on|by|near|behind) (?:\w+ ){1,4}with (?:an? |the )?(?:\w+ )?WEAPON
        WHO+(?:'s got|s got|'ve got|ve got) (?:an? |the |his )?(?:\w+ )?WEAPON (?:in|out|to|at|on|pointed|held)
        WHO+BE (?:pointing|aiming) (?:an? |the |his |her |their )?(?:\w+ )?WEAPON (?:at|towards?) US
    """,
    "attack": r"""
        WHO+BE (?:attacking|stabbing|shooting|beating|strangling|choking|kidnapping|raping)
        (?!it\b)WHO+BE killing (?:me|him|her|them|us|people|everyone|my \w+)
        WHO+BE (?:breaking into|breaking in|breaking down|kicking in|kicking down|smashing in|smashing down)
        WHO+BE trying to (?:break in|break down|get in|get into|kill|stab|strangle|force|drag|burn)
        WHO+BE trying to (?:break|kick|smash|bash|batter)(?: \w+){1,3} (?:down|in|open)
        (?:is|are|am|'m|'re) (?:still )?being (?:attacked|beaten|stabbed|strangled|shot at|kidnapped|raped)
        WHO+BE (?:hitting|punching|kicking|stamping on|slapping|battering|dragging|pulling|stoning) (?:US|an? (?:\w+ ){0,3}HUMAN)
        WHO+BE (?:\w+ ){0,2}(?:me|him|her|them|us) (?:by the (?:hair|neck|throat|beard)|in a headlock|on the (?:floor|ground))
        just (?:now )?(?:been )?(?:stabbed|strangled|run over|set fire|shot(?! (?:me|him|her|us) an? \w+))
    """,
    "threat_to_life": r"""
        SAYS(?: \w+){0,2} (?:he|she|they|i|we) ?WILL KILL US
        (?:WHO+BE|keeps?|is|are) (?:\w+ )?threatening to KILL US
        (?:coming|on (?:his|her|their) way|outside|here) to KILL US
        coming(?: \w+){0,2} (?:tonight|now|tomorrow|later)(?: \w+){0,5} to (?:KILL|beat|hurt|attack|smash) US
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
        (?:i|i'm|im|i am) (?:WILL|going to|gonna) (?:end it|jump|do it|hang myself)(?: \w+){0,3} (?:tonight|today|now)
        (?:lined up|laid out|counted out) (?:all )?(?:my|the|his|her) (?:\w+ )?(?:pills|tablets|medication|meds)
        (?:written|wrote|left) (?:a |my |the |his |her |them a )?(?:goodbye|suicide) (?:letters?|notes?)
        decided (?:what|how) to (?:do|end it) tonight
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
        \w+(?: is| are|'s|'re) (?:\w+ ){0,6}(?:with|w|holding|carrying|waving) (?:an? |the |his )?(?:\w+ )?(?:WEAPON|BLUNT)
        \w+(?: is| are|'s|'re) (?:\w+ ){0,6}(?:with|holding|carrying) (?:an? |the )?(?:petrol can|can of FUEL|lighter)
        WHO+ with (?:an? |the )?(?:\w+ )?(?:WEAPON|BLUNT) (?:is|are) (?:\w+ ){0,3}(?:in|inside|outside|at|on|by|near|behind|here)
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
        WHO+(?: has| have|'s|'ve)?(?: just)? (?:held|put|pressed) (?:an? |the |his |their )?(?:\w+ )?WEAPON (?:to|at|against) US
        WHO+(?: has| have|'s|'ve)?(?: just)? threatened US with (?:an? |the |his |her |their )?(?:\w+ )?WEAPON
        WHO+(?: has| have|'s|'ve)?(?: just)? (?:came|come|turned up|showed up)(?: \w+){0,6} with (?:\w+ ){0,2}WEAPON
    """,
    "fire": r"""
        WHO+(?: has| have|'s|'ve)?(?: just)? poured (?:\w+ ){0,2}FUEL (?:through|over|on|onto|under|into|at|down|against) THEIRS
        WHO+(?: has| have|'s|'ve)?(?: just)? (?:set|lit) (?:\w+ ){0,2}fire (?:to|at|under|outside) THEIRS
    """,
}

# These are told in any tense. They ring when somebody urges anywhere in the account, with another kind of them near that is
# told as going on, or, of those of `_BY_ITSELF`, in a sentence that says "now"; never beside what is past, over or far.
_URGED: Final[dict[str, str]] = {
    "weapon": r"""
        (?:WEAPON|long gun|armed|racked)
        shots (?:fired|have been)
        device in
    """,
    "fire": r"""
        (?:burning|alight|lighted|flames|ablaze|smoke|on fire|fire set|smou?ldering)
        lit (?:an?|the)
    """,
    "fuel": r"""
        (?:petrol|gasoline|cans? of (?:fuel|gas)|lighters?)
        smell gas
    """,
    "shut_in": r"""
        SHUT(?: (?:her|him|them|our|my|it)sel(?:f|ves))?(?: \w+)? (?:in|inside|under|upstairs|behind|from|down)
        locked (?:(?:the |all |all the )?doors?|it)
        under the tables?
    """,
    "attack": r"""
        being (?:kicked|dragged|beaten|followed|chased|attacked|punched|stamped|stabbed|hit|strangled)
        BANG(?: \w+){0,3} ENTRY
        (?:chasing|chucking|throwing|lobbing)(?: \w+){0,3} (?:at|bricks|stones|bottles|petrol|rocks)
        standing over (?:her|him|me|us|them)
        (?:following|chasing) (?:me|us|her|him|them)
        surround(?:ed|ing)? (?:me|us|her|him|them|by|the)
        fighting
    """,
    "no_way_out": r"""
        (?:doors?|gates?) (?:are |is )?(?:locked|chained|jammed)
        (?:can't|cannot|can not) (?:get out|get upstairs|leave)
        (?:people|children|kids|pupils|families|residents|men|women) (?:are )?(?:still )?(?:inside|trapped|upstairs)
    """,
    "crowd": r"""
        CROWD(?: \w+){0,4} (?:outside|o/side)
        CROWD(?: \w+){0,4} at the (?:\w+ )?(?:gate|door)
        CROWD(?: \w+){0,4} a?round the (?:hotel|hostel|house|mosque|shop)
    """,
}
_URGE: Final = r"""
    hurry|(?:please|pls|plz) (?:come|send)|send (?:someone|somebody|some1|help|police|units|anyone|officers)
    |come (?:now|fast|quick\w*)|get here|line open|open line|all units|grade (?:1|one)|i grade|code 3|arv
    |units? (?:to (?:make|attend|meet)|en route|desp\w*|disp\w*|req\w*|on way|code|going)|whispering
    |(?:stay|keep|kept|staying) (?:\w+ )?on (?:the )?line|over (?:the )?line|on line|keeps ringing|not arrived
    |evacuating|as we speak|as (?:i|we) (?:type|write)|(?:typing|writing) this (?:from|in|under)
    |lockdown|run hide fight|avoid the area|stay indoors|(?:situation|it|this) is ongoing|still ongoing
    |in progress|happening (?:right )?now|still on scene|(?:get|need) (?:someone|somebody|police|help) (?:here|now|over)
    |police (?:are )?(?:on scene|on (?:their|the) way|called|rung)|(?:cannot|can't|can not) speak|for god's sake
"""
_GOING_ON: Final = (
    r"(?:\w+(?: is| are|'s|'re)|(?:i|we)(?:'m| am|'re| are)) (?:\w+ )?\w+ing"
    r"|there(?:'s| is| are|s)|doors locked"
)
_BY_ITSELF: Final = frozenset({"weapon", "fire", "attack"})
_RINGS_WITH_OTHERS: Final = frozenset({"crowd", "no_way_out"})

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
_STAYS: Final = r"\bstill (?:here|there|outside|inside|at|standing|waiting|sitting|parked|watching|across)\b"
_STILL: Final = (
    rf"\bright now\b|\bjust now\b|{_STAYS}|\bas (?:i|we) (?:write|type|speak)\b"
    r"|(?:\bis|\bare|\bam|'s|'re|'m) (?:\w+ ){0,2}(?:outside|inside|hiding|trapped|upstairs|downstairs|locked in|at (?:my|our|the)"
    r" (?:\w+ )?(?:door|window|gate))\b"
)
_OVER: Final = (
    r"\b(?:safe|arrest\w*|custody|prison|jail|court|charged|sentenced|convicted|gone|left|ran (?:off|away)|drove (?:off|away)"
    r"|fled|moved|years?|months?|weeks?|cctv|camera)\b"
)
# Fear tells of what is over, but not of somebody who is still there.
_FEAR: Final = r"\b(?:scared|afraid|frightened|anxious|nightmares?)\b"
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


class _Said(NamedTuple):
    """In a language: hazards, words for now or for haste, and words for what is past.

    A hazard and one of `nows` must stand within one sentence or its neighbours, and none of `pasts` beside them.
    """

    hazards: tuple[str, ...]
    nows: tuple[str, ...]
    pasts: tuple[str, ...]


def _said(hazards: str, nows: str, pasts: str) -> _Said:
    return _Said(*(tuple(map(str.strip, one.split("|"))) for one in (hazards, nows, pasts)))


_OTHER_LANGUAGES: Final[dict[str, _Said]] = {
    "ar": _said(
        "معه سكين|يحمل سكين|بيده سكين|معه سلاح|يحمل سلاح|معه مسدس|بنزين|سيقتلني|سيقتلنا|بدو يقتلني|يشعلون النار|يحرقون|سيحرقنا"
        "|ولعت|زجاجات حارقة|يكسرون الباب|يكسر الباب|يحاصرون|سكاكين|فأس|يضربني الآن|يضربونني|يضربونه|يخنق|بلطة|سيقتلوننا"
        "|سيقتلونني|يقتلوننا|الباب ينكسر",
        "الآن|الان|هلق|حالا|فورا|بسرعة|الليلة|أرسلوا|لا يزال|لا يزالون|ما زال|مازال|النجدة|أنقذونا|أنقذوني|ساعدوني|ساعدونا"
        "|مختبئ|نختبئ|أسرعوا|خارج الباب|أمام الباب"
        "|عند بابي|عند الباب|على الباب|ورا الباب|وراء الباب|قدام الباب",
        "أمس|امبارح|الأسبوع الماضي|الشهر الماضي|قبل يومين|العام الماضي",
    ),
    "bn": _said(
        "হাতে ছুরি|ছুরি নিয়ে|হাতে দা|লোহার রড|মেরে ফেলবে|মাইরা ফেলবে|খুন করবে|আগুন দিচ্ছে|আগুন দিছে|দরজা ভাঙ|কুড়াল|মারতেছে"
        "|মারছে|গলা টিপে|দরজা ভেঙে|দরজায় লাথি",
        "এখন|এখনই|তাড়াতাড়ি|জলদি|আজ রাতে|এখনো|বাইরে দাঁড়িয়ে|বাঁচান|বাঁচাও|সাহায্য করুন|লুকিয়ে|পুলিশ পাঠান|দরজার সামনে|দরজার বাইরে|দরজায় দাঁড়িয়ে",
        "গতকাল|গত সপ্তাহে|গত মাসে|গত বছর",
    ),
    "de": _said(
        "hat ein messer|mit einem messer|mit messer|hat eine waffe|mit einer waffe|mit einer pistole|baseballschläger|brennt"
        "|molotow|will mich umbringen|bringt mich um|will mich töten|tritt die tür|treten die tür|eingeschlossen"
        "|verbarrikadiert|ein messer in der hand|axt|schlägt auf mich ein|schlagen auf|würgt|brechen die tür|tür auf|steht mit",
        "jetzt|gerade|im moment|schnell|sofort|heute nacht|vor der tür|vor meiner tür|draußen steh|noch da|rauch zieht|hilfe"
        "|helft|bitte kommen|verstecke mich|versteckt im|schickt die polizei|beeilen"
        "|an meiner tür|hinter der tür",
        "gestern|letzte woche|letzten monat|letztes jahr|vor zwei tagen|vor zwei wochen|vor zwei monaten|damals",
    ),
    "es": _said(
        "tiene un cuchillo|con un cuchillo|con una navaja|con una pistola|tiene una pistola|con machetes|gasolina|cóctel"
        "|me va a matar|va a matarme|nos va a matar|quiere matarme|prendiendo fuego|están quemando|echando la puerta|encerrad"
        "|hacha|con un bate|con bates|nos van a quemar|van a quemar|me está pegando|le está pegando|están golpeando"
        "|rompiendo la puerta|tumbar la puerta|estrangul",
        "ahora|en este momento|esta noche|rápido|deprisa|manden|envíen|está fuera|están fuera|siguen aquí|dando vueltas|socorro"
        "|ayúdenme|ayudadme|ayuda por favor|escondid|delante de la puerta|en la puerta|vengan"
        "|en mi puerta|a mi puerta|ante mi puerta|detrás de la puerta|tras la puerta|en nuestra puerta|a la puerta",
        "ayer|anoche|la semana pasada|el mes pasado|el año pasado|hace dos",
    ),
    "fa": _said(
        "چاقو دارد|چاقو داره|با چاقو|اسلحه دارد|قمه|بسوزون|آتیش|آتش می‌زنند|می‌کشدم|منو می‌کشه|در را می‌شکنند|تبر|کتکم می‌زند"
        "|کتکم میزنه|خفه می‌کند|خفه میکنه|دارند می‌زنند|دارن می‌زنن|در رو می‌شکنن",
        "الان|همین حالا|اکنون|امشب|سریع|زود|جلوی در|پشت در|کمک|به دادم برسید|قایم شد|پنهان شد|پلیس بفرستید|دم در",
        "دیروز|هفته پیش|هفتهٔ پیش|ماه پیش|پارسال",
    ),
    "fr": _said(
        "un couteau|une machette|une arme|un fusil|une hache|une barre de fer|bouteilles enflammées|cocktails molotov"
        "|de l'essence|va me tuer|va nous tuer|veut me tuer|il me tue|mettent le feu|met le feu|défonce|défoncent|enfermé"
        "|barricadé|haches|des couteaux|me frappe|le frappent|la frappent|nous frappent|étrangle|cassent la porte"
        "|casse la porte|batte de base",
        "maintenant|en ce moment|ce soir|cette nuit|vite|tout de suite|encore là|toujours là|est devant|sont devant|est dehors"
        "|sont dehors|devant ma porte|envoyez|au secours|à l'aide|aidez|cachée|cachés|caché dans|derrière la porte"
        "|à ma porte|devant la porte",
        "hier|la semaine dernière|le mois dernier|l'an dernier|l'année dernière|il y a une semaine|il y a deux jours"
        "|il y a deux semaines|il y a deux mois|il y a trois jours|il y a un mois|il y a un an|il y a quelques jours",
    ),
    "he": _said(
        "יש לו סכין|עם סכין|יש לו אקדח|עם אקדח|עם גרזן|יהרוג אותי|להרוג אותי|מציתים את|שורפים|בקבוקי תבערה|פורצים|גרזן|מרביץ לי"
        "|מרביצים|חונק|שובר את הדלת|שוברים את הדלת|מכה אותי",
        "עכשיו|כרגע|הלילה|מהר|עדיין כאן|עדיין בחוץ|מחכה בחוץ|הצילו|עזרה|מתחבא|מסתתר|תשלחו|מחוץ לדלת|בדלת"
        "|ליד הדלת|מאחורי הדלת",
        "אתמול|בשבוע שעבר|לפני שבוע|לפני שבועיים|לפני יומיים|לפני חודש|לפני שנה|בשנה שעברה",
    ),
    "hi": _said(
        "चाकू लेकर|चाकू है|तलवार|बंदूक|पेट्रोल|मार डाले|जान से मार|आग लगा|दरवाज़ा तोड़|दरवाजा तोड़|घुस आए|कुल्हाड़ी|मार रहा है"
        "|मार रहे हैं|पीट रहा|पीट रहे|गला दबा|दरवाज़े पर लात|दरवाजे पर लात",
        "अभी|इस समय|इस वक़्त|आज रात|जल्दी|फौरन|बाहर खड़े|बाहर खड़ा|बचाओ|बचाइए|मदद करो|मदद करें|छिपे|छिपी|छुपा|पुलिस भेज"
        "|दरवाज़े पर|दरवाजे पर|दरवाज़े के बाहर|दरवाजे के बाहर",
        "कल |पिछले|परसों",
    ),
    "it": _said(
        "ha un coltello|con un coltello|con una pistola|ha una pistola|con le spranghe|con le cinghie|benzina|molotov"
        "|vuole uccidermi|mi vuole uccidere|mi ammazza|ci ammazza|dando fuoco|a calci la porta|sfondando|barricat|chiusi dentro"
        "|un'ascia|mi picchia|lo stanno picchiando|la sta picchiando|ci stanno picchiando|strangola|mazza da|rompono la porta"
        "|rompendo la porta",
        "adesso|proprio ora|in questo momento|stanotte|stasera|subito|presto|mandate|fuori ci sono|è qui fuori|sono qui fuori"
        "|aiuto|aiutateci|aiutatemi|nascosta|nascosti|nascosto|venite|alla porta"
        "|alla mia porta|dietro la porta",
        "ieri|la settimana scorsa|il mese scorso|l'anno scorso|giorni fa|settimana fa|settimane fa|mese fa|mesi fa|anno fa"
        "|anni fa",
    ),
    "nl": _said(
        "heeft een mes|met een mes|met een wapen|heeft een pistool|vuurwerkbom|benzine|brandt|molotov|gaat me vermoorden"
        "|wil me vermoorden|trapt de deur|trappen de deur|opgesloten|zit klem|een bijl|slaat me|slaan hem|slaan haar|wurgt"
        "|honkbalknuppel|breken de deur|breekt de deur",
        " nu |op dit moment|vannacht|vanavond|snel|voor de deur|staat buiten|staan buiten|stuur|help|verstopt|schuil"
        "|kom alsjeblieft|aan de deur"
        "|voor mijn deur|bij mijn deur|achter de deur",
        "gisteren|vorige week|vorige maand|vorig jaar",
    ),
    "pa": _said(
        "ਚਾਕੂ ਹੈ|ਚਾਕੂ ਲੈ|ਛੁਰਾ|ਕਿਰਪਾਨ ਲੈ ਕੇ|ਬੇਸਬਾਲ ਬੈਟ|ਬੰਦੂਕ|ਪੈਟਰੋਲ|ਮਾਰ ਦੇਵੇਗਾ|ਮਾਰ ਦੇਣਗੇ|ਅੱਗ ਲਾ|ਕੁਹਾੜੀ|ਮਾਰ ਰਿਹਾ|ਮਾਰ ਰਹੇ"
        "|ਕੁੱਟ ਰਿਹਾ|ਕੁੱਟ ਰਹੇ|ਗਲਾ ਘੁੱਟ|ਬੂਹਾ ਭੰਨ|ਦਰਵਾਜ਼ਾ ਤੋੜ",
        "ਹੁਣ|ਇਸ ਵੇਲੇ|ਅੱਜ ਰਾਤ|ਛੇਤੀ|ਜਲਦੀ|ਬਚਾਓ|ਮਦਦ|ਲੁਕ|ਪੁਲਿਸ ਭੇਜ|ਦਰਵਾਜ਼ੇ ਤੇ|ਬੂਹੇ ਤੇ|ਬੂਹੇ ਅੱਗੇ|ਦਰਵਾਜ਼ੇ ਦੇ ਬਾਹਰ",
        "ਕੱਲ੍ਹ|ਪਿਛਲੇ",
    ),
    "pl": _said(
        "ma nóż|ma noz|z nożem|ma broń|z pistoletem|pistolet|siekier|maczet|zabije mnie|chce mnie zabić|podpalają|podpala|biją"
        "|wyważa|wyważają|kopie w drzwi|kopią w drzwi|benzyn|mają noże|maja noze|z nożami|zabije nas|bije mnie|mnie bije"
        "|mnie teraz bije|bije moją"
        "|bije go|bije ją|dusi |wywaza|z kijem|z kijami|rzucają butelk|krwawi",
        "teraz|w tej chwili|dziś w nocy|dzisiaj w nocy|pod drzwiami|szybko|proszę o patrol|przyślijcie|nadal tu|wciąż tu"
        "|stoi pod|ratunku|pomocy|pomóżcie|na pomoc|chowam się|ukryłam|ukryłem|schowaliśmy|stoją pod|wyślijcie"
        "|wyważa drzwi|wywaza drzwi|kopie w drzwi|wali w drzwi|za drzwiami",
        "wczoraj|w zeszłym|tydzień temu|miesiąc temu|rok temu",
    ),
    "pt": _said(
        "tem uma faca|com uma faca|tem uma arma|com uma arma|com uma pistola|taco de basebol|taco de beisebol|gasolina"
        "|vai me matar|vai matar-me|quer me matar|vão matar-nos|pôr fogo|a arder|bater na porta|arrombar|trancad|machado"
        "|com um bastão|está a bater-me|está me batendo|estão a bater|estão batendo|estrangul|partir a porta|quebrando a porta"
        "|vão queimar",
        "agora|neste momento|esta noite|hoje à noite|rápido|depressa|mandem|por favor venham|estão lá fora|está lá fora|tão a "
        "|socorro|ajudem|ajuda por favor|escondid|à porta|na porta"
        "|na minha porta|à minha porta|atrás da porta",
        "ontem|semana passada|mês passado|ano passado|há dois dias|há dois meses|há dois anos",
    ),
    "ro": _said(
        "are un cuțit|are un cutit|cu un cuțit|cu un cutit|cu topor|cu bâte|cu canistre|mă omoară|ma omoara|vrea să mă omoare"
        "|dă foc|dau foc|dat foc|sparge ușa|sparg ușa|benzină|topor|mă bate|ma bate|îl bat|o bate|ne omoară|sugrum|cu cuțite",
        "acum|chiar acum|în acest moment|la noapte|diseară|la ușă|repede|trimiteți|sunt încă|ajutor|ajutați|ascuns|veniți"
        "|în fața ușii"
        "|la ușa mea|la usa mea",
        "ieri|săptămâna trecută|luna trecută|anul trecut|acum două zile|acum două săptămâni|acum un an",
    ),
    "ru": _said(
        "с ножом|у него нож|с топором|с пистолетом|у него пистолет|бутылки с бензином|бензин|убьёт меня|убьет меня|хочет убить"
        "|меня убить|поджигают|горит|ломает дверь|ломают дверь|выбивают дверь|заперлась|заперся|заперлись|топор|бьют меня"
        "|бьёт меня|бьет меня|избивают|душит|убьют|с битами|с палками",
        "сейчас|прямо сейчас|в эту минуту|сегодня ночью|под дверью|у двери|за дверью|быстрее|скорее|толпа у|пришлите|помогите"
        "|спасите|прячусь|прячемся|спрятались|спряталась|приезжайте"
        "|у моей двери",
        "вчера|на прошлой|в прошлом|год назад|неделю назад",
    ),
    "so": _said(
        "mindi buu|mindi ayuu|mindi wata|toori wata|toori buu|wuu i dilayaa|way i dilayaan|gowracayaa|dab bay|dab ayay|baasiin"
        "|albaabka ayay jabinayaan|faas|i garaacaya|garaacayaan|i ceejinaya|albaabka jebinaya|albaabka ayay|na dilayaan"
        "|gubayaan",
        "hadda|caawa|degdeg|dhakhso|banaanka|weli|i caawi|na caawi|caawimaad|gargaar|waan dhuumanayaa|dhuumanay|boliis"
        "|albaabka hortiisa|albaabka taagan|albaabkayga",
        "shalay|toddobaadkii hore|bishii hore",
    ),
    "tr": _said(
        "bıçağı var|elinde bıçak|bıçakla|silahı var|elinde silah|elinde tabanca|pala|benzin|beni öldürecek|bizi öldürecek"
        "|öldürecekler|ateşe ver|yakıyorlar|kapıyı kır|kapıyı tekmel|saklandık|kilitli kaldık|balta|beni dövüyor|dövüyorlar"
        "|boğuyor|öldürecek|kapıya vuruyor|yakacaklar",
        "şimdi|şu an|bu gece|çabuk|acele|kapıda|kapının önünde|hemen gelin|hâlâ burada|hala burada|imdat|yardım edin|saklanıyor"
        "|saklandım|polis gönderin|dışarıda bekliyor"
        "|kapımda|kapımın önünde|kapının arkasında",
        "dün|geçen hafta|geçen ay|geçen yıl|gün önce|hafta önce|ay önce|yıl önce",
    ),
    "uk": _said(
        "з ножем|із ножем|у нього ніж|з сокирою|з пістолетом|бензин|вб'є|хоче вбити|підпалюють|палять|ламають двері|ламає двері"
        "|вибили двері|вибивають двері|сокир|б'ють мене|б'є мене|побива|душить|вб'ють|з битами|з палицями",
        "зараз|просто зараз|цієї ночі|сьогодні вночі|під дверима|за дверима|швидше|натовп|надішліть|під гуртожитком|допоможіть"
        "|рятуйте|ховаюсь|ховаємось|сховал|приїдьте"
        "|біля дверей|біля моїх дверей",
        "вчора|минулого|тиждень тому|рік тому",
    ),
    "ur": _said(
        "چاقو ہے|چاقو لے کر|بندوق ہے|پستول|مار ڈالے گا|جان سے مار|آگ لگا رہے|آگ لگ گئی|جلا دو|دروازہ توڑ|ہجوم|کلہاڑی|مار رہا ہے"
        "|مار رہے ہیں|پیٹ رہے|گلا دبا|دروازے پر لات|جلا دیں گے|قتل کر دیں",
        "ابھی|اس وقت|آج رات|جلدی|فوراً|کسی کو بھیجیں|باہر کھڑا|باہر کھڑے|بچاؤ|بچائیں|مدد کریں|مدد کرو|چھپ|پولیس بھیج"
        "|دروازے پر|دروازے کے باہر",
        "کل |پچھلے",
    ),
    "zh": _said(
        "拿着刀|拿著刀|有刀|持刀|拿着枪|拿著槍|拿着锤|拿著錘|拿着棍|要杀我|要殺我|要杀了我|会杀了我|放火|汽油|砸门|砸門|在砸|踹门|踹門|斧头|斧子|正在打我|在打我|在打他|在打她|掐住|掐我|撞门|撞門|带着棍|要烧",
        "现在|現在|正在|此刻|今晚|快来|快來|快点|快點|门口站|還在|还在外面|躲在|救命|救救|躲起来|派警察|报警|在门外|在門外"
        "|门口|門口|门外|門外",
        "昨天|上周|上週|上个月|上個月|去年|以前",
    ),
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
    f"{_choices('WEAPON')}|{_choices('BLUNT')}|{_choices('KILL')}|attack|shot|beat|strang|chok|kidnap|rap(?:ing|ed)|break"
    "|kick|smash|trying|run over|fire|alight|torch|petrol|fuel|gasoline|paraffin|lighter fluid|spirit"
    "|ablaze|flames|explosive|grenade|planning|massacre"
    "|carry out|commit|bleeding|unconscious|conscious|breath|moving|danger|alone|locked|missing|hang|end (?:my|his|her|their)"
    "|taken|took|help|send|come|999|my life|hitting|punch|throwing|chas|following|bang|threaten|surround|push"
    "|spit|grab|hurt|hid|trapped|barricad|light|smok|smou?lder|lit|can of|cans of|shut|sheltering|stuck"
    "|chained|cornered|under the table|being|chuck|lobb|standing over|fight|armed|rack|rocking|bash|device|brick"
    "|stamp|slap|batter|drag|pulling|ston|headlock|by the|lined up|laid out|counted out|goodbye|suicide|decided|end it|jump"
)
_ANY_HAZARD: Final = re.compile(rf"\b(?:{_by_first_letter(_MAY_BE_HAZARD)})")
_FOREIGN: Final = tuple(dict.fromkeys(hazard for said in _OTHER_LANGUAGES.values() for hazard in said.hazards))
_ANY_FOREIGN: Final = re.compile(_by_first_letter("|".join(map(re.escape, _FOREIGN))))
_ANY_FOREIGN_IN_ASCII: Final = re.compile(rf"\b(?:{_by_first_letter('|'.join(filter(str.isascii, _FOREIGN)))})")
_ANY_URGED: Final = _any_of(_URGED)
_URGED_KINDS: Final = {kind: _any_of({kind: lines}) for kind, lines in _URGED.items()}
_IS_URGE: Final = _whole_words(re.sub(r"\s*\n\s*", "", _URGE))
_IS_GOING_ON: Final = _whole_words(_GOING_ON)
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
    is_foreign = (_ANY_FOREIGN_IN_ASCII if plain.isascii() else _ANY_FOREIGN).search(plain) is not None
    if not is_foreign and not _ANY_HAZARD.search(plain.replace("\n", " ")):
        return []
    sentences = [(m.start(), m.group().replace("\n", " ")) for m in _SENTENCES.finditer(plain)]
    found: list[Cue] = []
    may_be_urged: list[int] = []
    for number, (start, words) in enumerate(sentences):
        if is_foreign and _ANY_FOREIGN.search(words):
            found.extend(_in_other_languages(sentences, number))
        if not _ANY_HAZARD.search(words):
            continue
        may_be_urged.append(number)
        if not _ANY_TOLD.search(words):
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
    return sorted(set(found or _urged(sentences, may_be_urged)))


def _plain(text: str) -> str:
    if not text.isascii():
        return text.translate(_PLAIN)
    for sign, plain in _PLAIN_IN_ASCII:
        text = text.replace(sign, plain)
    return text


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
    before, matched = _before(words, match), match.group()
    # "I cannot sleep he is outside": a clause with its own subject is not denied by the one before it.
    denied = None if matched.startswith(_OWN_SUBJECT) else _IS_DENIED.search(before)
    if denied or _IS_SUPPOSED.search(before) or _IS_UNARMED.search(matched) or _IS_FAR.search(words):
        return False
    told_as_future = hazard.cue in _PLANNED or matched.endswith(_SOON)
    return is_now or told_as_future or not _IS_PAST.search(words)


def _before(words: str, match: re.Match[str]) -> str:
    return words[max(0, match.start() - 40) : match.start()]


def _urged(sentences: list[tuple[int, str]], may_be: list[int]) -> list[Cue]:
    """Return the hazards of `_URGED` that ring. `may_be`: the numbers of the sentences in which one can begin."""
    told = {number: _hazards_in(sentences[number][1]) for number in may_be}
    if not any(here.keys() - _RINGS_WITH_OTHERS for here in told.values()):
        return []
    is_urged = any(_IS_URGE.search(words) and not _IS_PAST.search(words) for _, words in sentences)
    found: list[Cue] = []
    for number, here in told.items():
        near = range(max(0, number - 1), min(len(sentences), number + 2))
        if not here.keys() - _RINGS_WITH_OTHERS or any(_is_done(sentences[one][1]) for one in near):
            continue
        start, words = sentences[number]
        is_now = _told_now(words)
        rings = is_urged or (is_now and not here.keys().isdisjoint(_BY_ITSELF))
        if not rings and (is_now or _IS_GOING_ON.search(words)):
            rings = len({cue for one in near for cue in told.get(one) or _hazards_in(sentences[one][1])}) > 1
        if rings:
            found += [(start + match.start(), start + match.end(), cue) for cue, match in here.items()]
    return found


def _is_done(words: str) -> bool:
    return any(of.search(words) for of in (_IS_PAST, _IS_OVER, _IS_FAR))


def _hazards_in(words: str) -> dict[str, re.Match[str]]:
    """Return the first of each kind in a sentence that is neither denied nor a toy."""
    found = {}
    if _ANY_URGED.search(words):
        for kind, pattern in _URGED_KINDS.items():
            for match in pattern.finditer(words):
                before = _before(words, match)
                if not _IS_DENIED.search(before) and not _IS_UNARMED.search(before[-12:] + match.group()):
                    found[kind] = match
                    break
    return found


def _in_other_languages(sentences: list[tuple[int, str]], number: int) -> list[Cue]:
    start, words = sentences[number]
    near = f" {' '.join(text for _, text in sentences[max(0, number - 1) : number + 2])} "
    cues: list[Cue] = []
    for said in _OTHER_LANGUAGES.values():
        hits = [(words.find(hazard), hazard) for hazard in said.hazards]
        is_now = any(now in near for now in said.nows) and not any(past in near for past in said.pasts)
        if is_now and any(at >= 0 for at, _ in hits):
            cues.extend((start + at, start + at + len(hazard), "other_language") for at, hazard in hits if at >= 0)
    return cues
