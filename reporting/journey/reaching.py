"""What somebody is told who chose a way to be reached and gave no address or number for it."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from reporting.journey.safety import safe_words, safe_words_lazy

_LACKING = {
    "contact_email": safe_words_lazy("You chose e-mail, and we have no e-mail address for you."),
    "contact_phone": safe_words_lazy("You chose a phone call or a text message, and we have no phone number for you."),
    "contact_address": safe_words_lazy("You chose letters, and we have no address for you."),
}


def what_is_lacking(names: Sequence[str]) -> list[SafeString]:
    """A sentence for each of the questions (`questions.ways_lacking`) that were left empty."""
    return [_LACKING[name] for name in names]


def how_answered(*, is_reachable: bool) -> SafeString:
    """How they get our answer all the same; `is_reachable`: another way that they chose has what it needs."""
    if is_reachable:
        return safe_words("We use the other ways that you chose, and this website with your code.")
    return safe_words("We can only answer you on this website, with your code.")
