"""The language of an account is guessed offline, or left open."""

import pytest

from cases.engine.categorise import categorise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He shouted at me when I was going to the shop and it was not the first time.", "en"),
        ("Krzyczał na mnie, że jestem brudny i że mam wracać do siebie.", "pl"),
        ("Otobüste bir adam bana bağırdı ve çok korktum.", "tr"),
        ("Nin ayaa igu qayliyay oo yiri waxaan ahay wasakh.", "so"),
        ("رجل صرخ في وجهي في الشارع", "ar"),
        ("اس آدمی نے مجھے گالی دی اور دھکا دیا ہے", "ur"),
        ("একজন লোক আমাকে গালি দিয়েছে", "bn"),
        ("איש צעק עלי ברחוב", "he"),
        ("", "und"),
        ("😀", "und"),
        ("xqz", "und"),
    ],
)
def test_the_language_is_guessed_or_left_open(text: str, language: str) -> None:
    assert categorise(text).language == language
