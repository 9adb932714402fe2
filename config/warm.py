"""What a web process does once, before it serves: figures are in docs/adr/queue-at-scale.md."""

import gc
import threading
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import trans_real
from django.utils.translation.trans_real import DjangoTranslation, TranslationCatalog, translation


def warm() -> None:
    """Make catalogues of one dictionary each, and let the collector leave alone what stays anyway.

    A request is answered by one thread: its language and its time zone are kept as Python keeps what is a thread's own.
    Django's way, which follows tasks of asyncio too, is asked a thousand times for each page, and took a tenth of it.
    """
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    timezone._active = threading.local()  # type: ignore[attr-defined]
    for code, _ in settings.LANGUAGES:
        flatten(translation(code))
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def flatten(catalogue: DjangoTranslation) -> None:
    """Give a language all its words in one dictionary.

    Django keeps one for each application and one more for each that it falls back on. A text without a translation, as
    every English one is, is looked for in all of them: a dozen times, a thousand times for each page of a case. What is
    found does not change. A language whose parts count its plurals in several ways is left as it is.
    """
    parts = [*_parts(catalogue)]
    if len({tuple(map(plural, range(200))) for _, plural in parts}) > 1:
        return
    words = {key: text for texts, _ in reversed(parts) for key, text in texts.items()}
    whole = TranslationCatalog()
    whole._catalogs, whole._plurals = [words], [parts[0][1]]  # type: ignore[attr-defined]
    catalogue._catalog, catalogue._fallback = whole, None  # type: ignore[attr-defined]


def _parts(catalogue: object) -> Iterator[tuple[dict, object]]:
    """Dictionaries with their plurals, in the order in which they are asked."""
    while catalogue is not None:
        texts = getattr(catalogue, "_catalog", {})
        if isinstance(texts, TranslationCatalog):
            yield from zip(texts._catalogs, texts._plurals, strict=True)  # type: ignore[attr-defined]
        elif texts:
            yield texts, catalogue.plural  # type: ignore[attr-defined]
        catalogue = getattr(catalogue, "_fallback", None)
