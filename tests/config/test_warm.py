"""One dictionary for a language finds what the many found."""

from django.utils.translation.trans_real import DjangoTranslation

from config.warm import flatten


def test_a_flattened_language_says_what_it_said_before() -> None:
    before, after = DjangoTranslation("en-gb"), DjangoTranslation("en-gb")
    flatten(after)
    texts = [key for key in before._catalog.keys() if isinstance(key, str) and key]  # noqa: SIM118 (no mapping)
    assert texts
    for text in [*texts, "Nobody has translated this."]:
        assert after.gettext(text) == before.gettext(text)
        assert [after.ngettext(text, "many", number) for number in (0, 1, 2)] == [
            before.ngettext(text, "many", number) for number in (0, 1, 2)
        ]
    assert after._fallback is None  # type: ignore[attr-defined]


def test_a_language_whose_parts_count_their_plurals_differently_is_left_as_it_is() -> None:
    language = DjangoTranslation("pl")
    before = language._catalog, language._fallback  # type: ignore[attr-defined]
    flatten(language)
    assert (language._catalog, language._fallback) == before  # type: ignore[attr-defined]
