"""The words that misspelt ones are corrected by: those of kept texts, counted wherever these are written."""

import pytest
from django.db import connection
from django.utils import timezone

from cases.domain import searchable
from cases.models import Case, SearchText, SearchWord
from cases.queries.search_words import words_like
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def held() -> dict[str, int]:
    return dict(SearchWord.objects.values_list("word", "holders"))


def test_words_are_counted_by_text_and_not_by_how_often_they_stand_there(cast: Cast) -> None:
    for words in ("The mosque, the mosque at 12, bus 253.", "A mosque and a temple."):
        people.case(words)
    searchable.index_what_is_owed(now=timezone.now())
    counted = held()
    assert (counted["mosque"], counted["temple"]) == (2, 1)
    assert "bus" not in counted  # nothing short
    assert {one.reference.replace("-", "").lower() for one in Case.objects.all()} <= set(counted)  # slips in these too


def test_what_stands_nowhere_any_more_is_gone(cast: Cast) -> None:
    case = people.case("A mosque and a temple.")
    other = people.case("A temple.")
    searchable.index_what_is_owed(now=timezone.now())
    SearchText.objects.filter(report=case.opened_for_id).update(text="", spellings="")
    assert "mosque" not in held()
    assert held()["temple"] == 1
    SearchText.objects.filter(report=other.opened_for_id).update(spellings="church")
    assert held() == {"church": 1}


def test_sealed_answers_and_identifiers_are_no_words_of_it(cast: Cast) -> None:
    people.case(
        "His name is Jo Canaryfour.", who_did_it="canaryone", contact_name="canarytwo", do_not_disclose="canarysix"
    )
    searchable.index_what_is_owed(now=timezone.now())
    assert not [word for word in held() if "canary" in word]


def test_the_likest_words_come_first_and_the_word_itself_is_left_out() -> None:
    for word, holders in (("mosque", 9), ("mosques", 2), ("mosaic", 5), ("bus", 4), ("mosqe", 1)):
        SearchWord.objects.create(word=word, holders=holders)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.38', true)")
    assert words_like(["mosqe", "zzzz"]) == {"mosqe": ["mosque", "mosques"]}
    assert words_like([]) == {}
