"""The words that somebody may have meant: those of the vocabulary that are spelt like the one that was typed."""

from collections.abc import Iterable

from django.db import connection

MOST = 12
"""Words that one is taken for."""
ALIKE = 0.37
"""From which similarity a word counts as spelt like another.

"mosqe" and "mosque" have 0.44, "hijb" and "hijab" 0.375, "park" and "dark" 0.25.
"""


def words_like(terms: Iterable[str]) -> dict[str, list[str]]:
    """Of each folded term the likest words and numbers, the term itself left out: one query. Not to be shown to anybody.

    The vocabulary is of every unit; that a word stands in it says nothing to somebody who may not see its texts, as
    long as it is only looked for under their rights. Needs `pg_trgm.similarity_threshold` set to `ALIKE`.
    """
    wanted = list(dict.fromkeys(terms))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term, w.word FROM unnest(%s::text[]) AS term, LATERAL (SELECT word FROM cases_searchword"
            " WHERE word %% term AND word <> term"
            " ORDER BY similarity(word, term) DESC, holders DESC, word LIMIT %s) AS w",
            [wanted, MOST],
        )
        found: dict[str, list[str]] = {}
        for term, word in cursor.fetchall():
            found.setdefault(term, []).append(word)
    return found
