"""Signing for translations: who has read the words on which somebody's safety hangs."""

from datetime import datetime

from reporting.models import SignedTranslation
from reporting.queries.translations import digest_of


def sign_translation(*, language: str, reader: str, qualification: str, by: str, now: datetime) -> SignedTranslation:
    """Note that a named reader has read a language's words of safety as they stand now.

    From then on the English is no longer shown beneath them, until the words change. A second note of the same reader
    for the same words changes nothing. Raises ValueError for a language without such words.
    """
    digest = digest_of(language)
    if not digest:
        raise ValueError(language)
    signed, _new = SignedTranslation.objects.get_or_create(
        language=language,
        digest=digest,
        reader=reader,
        defaults={"qualification": qualification, "noted_by": by, "signed_at": now},
    )
    return signed
