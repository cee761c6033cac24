"""Measures how well search answers: questions with the entries that ought to be found, and titles with a wrong letter."""

from __future__ import annotations

import csv
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from lessons.problems import LessonsError
from lessons.search.engine import search
from lessons.search.model import MAX_PAGE_SIZE, Request
from lessons.search.text import words

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from lessons.search.index import SearchIndex

COLUMNS = ("query", "id", "grade")
# Results looked at: for the gain, for recall, and at all.
GAIN_AT = 10
RECALL_AT = 20
# A title counts as found among the first so many.
TITLE_AT = 3
# Shorter words are so much alike that nobody could say which was meant.
SHORTEST_MISSPELT = 4
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Judgements = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Score:
    """How well one question was answered, each figure from 0 to 1, and how many results there were."""

    query: str
    ndcg: float
    mrr: float
    recall: float
    count: int


@dataclass(frozen=True)
class Summary:
    """Means over all questions; ``zero`` is the share without any result."""

    questions: int
    ndcg: float
    mrr: float
    recall: float
    zero: float


def read_judgements(path: Path) -> Judgements:
    """Return the questions of a list with the ids that answer them, each with its grade, a whole number above 0.

    The file is CSV with the columns ``query,id,grade``; an id is that of a review or ``<review>#<lesson>``.
    Raises ``LessonsError`` that names the line when it cannot be read.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise LessonsError(f"{path}:1: the columns must be {','.join(COLUMNS)}")
            for row in reader:
                grade = row["grade"] or ""
                if not (row["query"] and row["id"] and grade.isdecimal()):
                    raise LessonsError(f"{path}:{reader.line_num}: expected a query, an id and a grade such as 2")
                found[row["query"]][row["id"]] = int(grade)
    except (OSError, UnicodeDecodeError) as error:
        raise LessonsError(f"{path}: cannot be read ({error})") from error
    if not found:
        raise LessonsError(f"{path}: holds no judgement")
    return found


def evaluate(
    connection: sqlite3.Connection, index: SearchIndex, judgements: Judgements, *, result_type: str = "reviews"
) -> list[Score]:
    """Return the score of each question, asked as anybody would ask it.

    A result answers an id when it is that review or lesson, or a lesson of that review; each id counts once.
    """
    return [
        _score(query, relevant, _answers(connection, index, query, result_type, relevant))
        for query, relevant in judgements.items()
    ]


def summary(scores: Sequence[Score]) -> Summary:
    """Return the means of some scores."""
    return Summary(
        len(scores),
        fmean(score.ndcg for score in scores),
        fmean(score.mrr for score in scores),
        fmean(score.recall for score in scores),
        fmean(score.count == 0 for score in scores),
    )


def _answers(
    connection: sqlite3.Connection, index: SearchIndex, query: str, result_type: str, relevant: Mapping[str, int]
) -> tuple[list[str], int]:
    """Return the ids that a question finds, best first, each once, and the number of all results."""
    request = replace(Request.from_params([("q", query)]), result_type=result_type, size=MAX_PAGE_SIZE)
    page = search(connection, index, request)
    return list(dict.fromkeys(hit.id if hit.id in relevant else hit.review for hit in page.hits)), page.count


def _score(query: str, relevant: Mapping[str, int], answers: tuple[list[str], int]) -> Score:
    """Return how well the ids found answer a question.

    The gain is that of Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002,
    with the grade as the gain.
    """
    found, count = answers
    grades = [relevant.get(id_, 0) for id_ in found]
    best = sorted(relevant.values(), reverse=True)
    relevant_count = sum(grade > 0 for grade in best)
    first = next((rank for rank, grade in enumerate(grades, 1) if grade), 0)
    return Score(
        query,
        ndcg=_gain(grades[:GAIN_AT]) / (_gain(best[:GAIN_AT]) or 1.0),
        mrr=1.0 / first if first else 0.0,
        recall=sum(grade > 0 for grade in grades[:RECALL_AT]) / (min(relevant_count, RECALL_AT) or 1),
        count=count,
    )


def _gain(grades: Sequence[int]) -> float:
    """Return the gain of results with these grades, later ones counting for less."""
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def misspelt_titles(connection: sqlite3.Connection, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (review id, title with one letter wrong) for every review whose title has a word long enough."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for review, title in connection.execute("SELECT id, title FROM reviews ORDER BY number"):
        places = [
            place
            for word in set(words(title))
            if len(word) >= SHORTEST_MISSPELT and word.isascii() and word.isalpha()
            for start in [title.lower().find(word)]
            if start >= 0
            for place in range(start, start + len(word))
        ]
        if places:
            place = chance.choice(sorted(places))
            wrong = chance.choice([letter for letter in LETTERS if letter != title[place].lower()])
            yield review, title[:place] + wrong + title[place + 1 :]


def titles_found(connection: sqlite3.Connection, index: SearchIndex, titles: Sequence[tuple[str, str]]) -> float:
    """Return for what share of misspelt titles the review is among the first three, directly or by the suggestion."""
    return fmean(title_found(connection, index, review, typed) for review, typed in titles) if titles else 1.0


def title_found(connection: sqlite3.Connection, index: SearchIndex, review: str, typed: str) -> bool:
    """Return whether a misspelt title brings up its review, or another of the very same title."""
    (title,) = connection.execute("SELECT title FROM reviews WHERE id = ?", (review,)).fetchone()
    page = search(connection, index, Request(text=typed, result_type="reviews", size=TITLE_AT))
    hits = list(page.hits)
    for suggestion in page.suggestions[:1]:
        hits += search(connection, index, Request(text=suggestion, result_type="reviews", size=TITLE_AT)).hits
    return any(hit.review == review or hit.title == title for hit in hits)
