"""The code of one report, where it stands in words that are sent with it, and the one that replaces it."""

from reporting.domain import crockford, follow_up_code
from reporting.domain.visits import Visit, one_row
from reporting.models import Report

MASK = "[code removed]"


def without_code(words: str, report: Report) -> str:
    """The words with every copy of the code that opens this report masked; for what officers write, who should not have it."""
    return masked(words, Visit(report.selector, bytes(report.verifier)))[0] if report.verifier else words


def draw_selector() -> str:
    """The public half of a code that nobody has yet."""
    return crockford.draw(follow_up_code.SELECTOR_LENGTH)


def new_code(selector: str, token: str) -> tuple[Visit, str]:
    """What this selector and the token of a form make: the visit, and the code as it is shown; the same each time."""
    secret = follow_up_code.secret_of(selector, token)
    return Visit(selector, follow_up_code.verifier_of(selector, secret)), follow_up_code.written(selector, secret)


def replace_code(visit: Visit, new: Visit) -> bool:
    """Let `new` open the report instead, at once; False where the visit opens none any more."""
    parameters = [visit.selector, visit.verifier, new.selector, new.verifier]
    return bool(one_row("SELECT follow_up_replace_code(%s, %s, %s, %s)", parameters)[0])


def masked(words: str, visit: Visit) -> tuple[str, bool]:
    """The words with every copy of the visit's own code masked, however it is spaced or capitalised."""
    kept = [(crockford.read(character), place) for place, character in enumerate(words) if character.isalnum()]
    stream, length = "".join(one[:1] for one, _ in kept), follow_up_code.SELECTOR_LENGTH + follow_up_code.SECRET_LENGTH
    spans, at = [], stream.find(visit.selector)
    while at != -1:
        secret = stream[at + follow_up_code.SELECTOR_LENGTH : at + length]
        if (
            len(secret) == follow_up_code.SECRET_LENGTH
            and follow_up_code.verifier_of(visit.selector, secret) == visit.verifier
        ):
            spans.append((kept[at][1], kept[at + length - 1][1] + 1))
        at = stream.find(visit.selector, at + 1)
    for start, end in reversed(spans):
        words = words[:start] + MASK + words[end:]
    return words, bool(spans)
