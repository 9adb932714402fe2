"""Crockford's base 32: no I, L, O or U, so that a code survives handwriting and the telephone.

Source: Douglas Crockford, "Base 32", 2019; its check symbol is the number modulo 37.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = ALPHABET + "*~$=U"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def encode(raw: bytes, length: int) -> str:
    """The first `length` characters (5 bits each) of `raw`; raises ValueError when `raw` is too short."""
    if len(raw) * 8 < length * 5:
        raise ValueError("too few bytes for that many characters")
    number = int.from_bytes(raw) >> (len(raw) * 8 - length * 5)
    return "".join(ALPHABET[number >> shift & 31] for shift in range((length - 1) * 5, -1, -5))


def draw(length: int) -> str:
    """`length` random characters."""
    return encode(secrets.token_bytes((length * 5 + 7) // 8), length)


def read(typed: str) -> str:
    """What was meant: blanks and dashes dropped, capitals, I and L read as 1, O as 0. Other characters stay as they are."""
    return "".join(typed.split()).replace("-", "").upper().translate(_READ_AS)


def check_character(characters: str) -> str:
    """Crockford's check symbol of `characters`; raises ValueError on a character outside the alphabet."""
    number = 0
    for character in characters:
        number = number * 32 + ALPHABET.index(character)
    return _CHECKS[number % 37]


def draw_reference() -> str:
    """A human reference, `XXXX-XXXXC`: eight random characters and their check character.

    Only numbers whose check character is itself a letter or digit of the alphabet are issued.
    """
    while True:
        body = draw(8)
        check = check_character(body)
        if check in ALPHABET:
            return f"{body[:4]}-{body[4:]}{check}"


def read_reference(typed: str) -> str | None:
    """The reference that was meant, as it is stored, or None where it cannot be one (a slip of one character is noticed)."""
    meant = read(typed)
    if (
        len(meant) != 9
        or any(character not in ALPHABET for character in meant)
        or check_character(meant[:8]) != meant[8]
    ):
        return None
    return f"{meant[:4]}-{meant[4:]}"


def references_like(typed: str) -> list[str]:
    """References that one wrong character, or two neighbours that changed places, would have turned into what was typed.

    Empty where that is a reference, or too far from one. The check character leaves about one candidate in thirty-seven.
    """
    meant = read(typed)
    if len(meant) != 9 or read_reference(meant) or any(character not in ALPHABET for character in meant):
        return []
    swapped = {meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :] for at in range(8)}
    changed = {meant[:at] + other + meant[at + 1 :] for at in range(9) for other in ALPHABET}
    return sorted(found for one in swapped | changed if (found := read_reference(one)))
