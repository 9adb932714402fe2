"""Which translations a named reader has signed for."""

from functools import cache

from django.conf import settings
from django.db import InterfaceError, OperationalError

from reporting.models import SignedTranslation


def is_signed(language: str) -> bool:
    """Whether the words of safety of this language, as they stand now, are signed; no when the database is away."""
    digest = digest_of(language)
    try:
        return bool(digest) and SignedTranslation.objects.filter(language=language, digest=digest).exists()
    except (OperationalError, InterfaceError):
        return False


@cache
def digest_of(language: str) -> str:
    """SHA-256 (hex) of the words of safety in a language, as `make messages` wrote it; empty where there are none."""
    path = settings.BASE_DIR / "locale" / language / "safety.sha256"
    return path.read_text(encoding="ascii").strip() if path.exists() else ""
