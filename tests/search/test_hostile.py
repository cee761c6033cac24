"""No query text and no parameter whatever stops a search or brings an engine's message to light."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.search import Request, csv_rows, search, to_json
from tests.search.small import Collection
from tests.support.examples import examples

PIECES = (
    '"', "'", "*", "(", ")", "-", "--", "OR", "AND", "NOT", "NEAR", "NEAR(", "^", ":", "title:", "sector:", "year:", "year:1..2",
    "year:9999999999", "year:-", "rank", "bm25(", "; DROP TABLE reviews", "/*", "%", "_", "\0", "\x1b[2J", "\u202e", "\ud800",
    "<script>", "{{7*7}}", "${x}", "a" * 3000, "é", "安全", "🙂", "valve", "night", "buses", "recyclng", "v*", "va*", "*a", "1998",
    "col : x", '"a" NOT "b"', "\n", "\t", "e\u0301", "ﬁ", "İ", "ß",
)  # fmt: skip
NAMES = (
    "q",
    "in",
    "sort",
    "page",
    "size",
    "exact",
    "_facet",
    "constructor",
    "q[]",
    "sector",
    "organisation",
    "year",
    "tag",
    "kind",
)


def answered(small: Collection, pairs: list[tuple[str, str]]) -> None:
    page = search(small.connection, small.index, Request.from_params(pairs))
    found = to_json(page, "")
    assert len(found["results"]) <= page.count
    assert len(list(csv_rows(page.hits, ""))) == len(page.hits) + 1
    # The statement that is shown is one statement, and runs.
    listed = small.connection.execute(page.sql).fetchall()
    assert len({row[0] for row in listed}) == len(listed)
    told = [found["query"]["understood"], *found["problems"].values(), *found["suggestions"]]
    # What was typed may be told again; hypothesis tries words that stand in our code, too.
    typed = " ".join(value for _, value in pairs).lower()
    engines = [word for word in ("sqlite", "fts5", "malformed", "traceback") if word not in typed]
    assert not any(word in text.lower() for text in told for word in engines)


@pytest.mark.parametrize("seed", range(20))
def test_heaps_of_operators_and_odd_characters_are_answered(small: Collection, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        text = chance.choice(("", " ")).join(chance.choices(PIECES, k=chance.randrange(1, 9)))
        more = [(chance.choice(NAMES), chance.choice(PIECES)) for _ in range(chance.randrange(3))]
        answered(small, [("q", text), *more])


@examples(200, scheduled=5000)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=40)), max_size=5))
def test_any_text_in_any_parameter_is_answered(small: Collection, pairs: list[tuple[str, str]]) -> None:
    answered(small, pairs)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 9999,
        "(" * 9999,
        "a " * 5000,
        " ".join(f"w{n}" for n in range(2000)),
        " OR ".join(f"w{n}" for n in range(2000)),
        " ".join(f"-w{n}" for n in range(2000)),
        " ".join(f"{c}{d}*" for c in "abcdefghij" for d in "aeiou"),
        " ".join(f"sector:s{n}" for n in range(800)),
        '"' + "night " * 1600 + '"',
        "x" * 10_000,
        "-" * 10_000,
        "a:" * 5000,
    ],
)
def test_ten_thousand_characters_are_answered(small: Collection, text: str) -> None:
    answered(small, [("q", text)])


def test_the_tables_are_all_still_there(small: Collection) -> None:
    answered(small, [("q", "'; DROP TABLE reviews; --"), ("sector", '"; DELETE FROM lessons; --')])
    assert small.connection.execute("SELECT count(*) FROM reviews").fetchone() == (34,)
