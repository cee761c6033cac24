"""How much two lessons say in the same words: the cosine similarity of their stems, weighed by tf-idf.

Latent semantic analysis tells what two texts are about, in a small collection only roughly, for it has few directions; words in common tell whether they say it of the same thing.
"""

from __future__ import annotations

import json
from collections import Counter
from math import log, sqrt
from typing import TYPE_CHECKING

from lessons.library.resembling import LESSONS, texts
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

SHORTEST_WORD = 3
_THESE = f"{LESSONS} WHERE lessons.id IN (SELECT value FROM json_each(?))"


def word_similarities(
    connection: sqlite3.Connection, pairs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], float]:
    """Return for pairs of lessons, by their ids, the cosine similarity of their words: 1 for the same words, 0 where they have none in common.

    How rare a word is goes by the lessons of the library, in a large one by a sample of them.
    """
    if not pairs:
        return {}
    counted = {id_: _stems(text) for id_, text in texts(connection, "lessons", []).items()}
    documents = Counter(stem for found in counted.values() for stem in found)
    asked = {id_ for pair in pairs for id_ in pair}
    missing = json.dumps(sorted(asked - counted.keys()))
    counted.update((id_, _stems(text)) for id_, text in connection.execute(_THESE, (missing,)))
    weighed = {id_: _weighed(counted[id_], documents, len(counted)) for id_ in asked & counted.keys()}
    return {
        (one, other): sum(weight * weighed[other].get(stem, 0.0) for stem, weight in weighed[one].items())
        for one, other in pairs
        if one in weighed and other in weighed
    }


def _stems(text: str) -> Counter[str]:
    """Return the stems of the words that tell something, each with how often it is there."""
    return Counter(
        stems(
            [word for word in words(text) if len(word) >= SHORTEST_WORD and word.isalpha() and word not in STOP_WORDS]
        )
    )


def _weighed(counted: Mapping[str, int], documents: Mapping[str, int], number: int) -> dict[str, float]:
    """Return the weights of stems, together of length 1; a stem that is in none of the sample counts as one that is in a single lesson."""
    weights = {
        stem: (1 + log(count)) * log(1 + number / max(documents.get(stem, 0), 1)) for stem, count in counted.items()
    }
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {stem: weight / length for stem, weight in weights.items()}
