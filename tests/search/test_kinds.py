"""What people type, kind by kind, and what must come of it: the tables in ``cases/``, searched as anybody searches.

A file of ``cases/`` holds one kind: ``texts`` (id, title, text, and fields of the front matter if they matter) and ``cases``. The texts of all
files are built into one collection, so that each kind is tested among the texts of the others; a file that says
``collection: founding`` is about the founding reviews. A case is a ``query`` (among reviews, or among what ``type`` says) and what is expected:

``first``             these are the first results, in any order; one id or a list
``only``              these are the results, and there are no others
``finds``             these are among the results
``none``              these are not among the results
``order``             the first of these stands before the second, and so on
``at_most``           there are no more results than this
``same_as``           another query that has the same results
``unsaid``            words that are neither said to have been looked for nor offered
``says``              what the sentence above the results says, among other things
``offers_or_finds``   these are found, or a query that finds one of them is offered
``way_on``            something is found or offered
``unmarked``          words that are not marked in the snippet of a result
``why``               for the reader
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from lessons.cli import main
from lessons.search import Request, SearchIndex, SearchPage, search

CASES = Path(__file__).parent / "cases"
KINDS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(CASES.glob("*.yml"))
    if path.name != "vocabulary.yml"
}
TEXTS: dict[str, Mapping[str, Any]] = {
    id_: text for kind in KINDS.values() for id_, text in kind.get("texts", {}).items()
}
FRONT = {
    "date": "2015-06",
    "organisation": "Northshire Council",
    "sector": "town-halls",
    "result": "mixed",
    "type": "rapid-lesson",
}
LESSON = """\
### Write it down

Somebody will need it.

- Id: one
- Kind: improve
- Recommendation: Write it down.
"""
NO_EXPECTATION = {"query", "type", "why"}
NO_WORDS = ("the", "a", "how", "not", "-", '"', "OR", "*", "...", "?!", "\N{ZERO WIDTH SPACE}", "year:", ":", "#", "\\")


@dataclass(frozen=True)
class Collection:
    """A database as built, and its index."""

    connection: sqlite3.Connection
    index: SearchIndex

    def ask(self, text: str, result_type: str = "reviews") -> SearchPage:
        pairs = [("q", text), ("in", result_type), ("size", "100")]
        return search(self.connection, self.index, Request.from_params(pairs))


def entry(text: Mapping[str, Any]) -> str:
    """Return the Markdown of a text."""
    front = {**FRONT, **{name: value for name, value in text.items() if name not in {"text", "lesson"}}}
    fields = yaml.safe_dump(front, allow_unicode=True, width=10_000, sort_keys=False)
    return f"---\n{fields}---\n\n## What happened\n\n{text['text']}\n\n## Lessons\n\n{text.get('lesson', LESSON)}"


def built(entries: Path, output: Path) -> Iterator[Collection]:
    """Build a folder by the command and yield the collection."""
    run = CliRunner().invoke(main, ["build", "--entries", str(entries), "--output", str(output)])
    assert run.exit_code == 0, run.output
    connection = sqlite3.connect(f"file:{output}?mode=ro", uri=True)
    yield Collection(connection, SearchIndex.load(connection))
    connection.close()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The texts of all kinds."""
    folder = tmp_path_factory.mktemp("kinds") / "entries"
    folder.mkdir()
    (folder / "vocabulary.yml").write_bytes((CASES / "vocabulary.yml").read_bytes())
    for id_, text in TEXTS.items():
        (folder / f"{id_}.md").write_text(entry(text), encoding="utf-8")
    yield from built(folder, folder.parent / "lessons.db")


@pytest.fixture(scope="module")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The founding reviews."""
    yield from built(Path(__file__).parents[2] / "entries", tmp_path_factory.mktemp("founding") / "lessons.db")


def several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def mentions(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text.casefold()) is not None


@dataclass
class Answer:
    """What a query of a collection brings."""

    collection: Collection
    query: str
    result_type: str

    @cached_property
    def page(self) -> SearchPage:
        return self.collection.ask(self.query, self.result_type)

    @cached_property
    def ids(self) -> list[str]:
        return [hit.id for hit in self.page.hits]

    @property
    def said(self) -> str:
        """What is said above the results."""
        return " ".join([self.page.understood.words, *self.page.request.problems.values()]).casefold()

    @property
    def offered(self) -> set[str]:
        """What the queries find that are offered."""
        return {id_ for text in self.page.suggestions for id_ in self.to(text).ids}

    def to(self, query: str) -> Answer:
        return Answer(self.collection, query, self.result_type)

    # One method for each expectation: it returns whether it is met.

    def first(self, wanted: str | list[str]) -> bool:
        return set(self.ids[: len(several(wanted))]) == set(several(wanted))

    def only(self, wanted: list[str]) -> bool:
        return self.page.count == len(wanted) and set(self.ids) == set(wanted)

    def finds(self, wanted: list[str]) -> bool:
        return set(wanted) <= set(self.ids)

    def none(self, unwanted: list[str]) -> bool:
        return set(unwanted).isdisjoint(self.ids)

    def order(self, wanted: list[str]) -> bool:
        places = [self.ids.index(id_) for id_ in wanted if id_ in self.ids]
        return places == sorted(places)

    def at_most(self, number: int) -> bool:
        return self.page.count <= number

    def same_as(self, query: str) -> bool:
        return bool(self.ids) and set(self.ids) == set(self.to(query).ids)

    def unsaid(self, words: list[str]) -> bool:
        told = [self.said.replace(f"“{self.query.casefold()}”", ""), *self.page.suggestions]
        return not any(mentions(text, word) for text in told for word in words)

    def says(self, text: str) -> bool:
        return text.casefold() in self.said

    def offers_or_finds(self, wanted: list[str]) -> bool:
        return not set(wanted).isdisjoint({*self.ids, *self.offered})

    def way_on(self, wanted: bool) -> bool:
        return wanted == bool(self.ids or self.offered)

    def unmarked(self, words: Mapping[str, list[str]]) -> bool:
        marks = {hit.id: unescape(" ".join(re.findall(r"<mark>(.*?)</mark>", hit.snippet))) for hit in self.page.hits}
        return not any(mentions(marks.get(id_, ""), word) for id_, loose in words.items() for word in loose)

    def __str__(self) -> str:
        return f"{self.page.count} results, first {self.ids[:8]}; “{self.said}”; offered {list(self.page.suggestions)}"


def cases() -> list[Any]:
    return [
        pytest.param(table.get("collection", "own"), case, id=f"{kind}: {ascii(case['query'][:50])[1:-1]}")
        for kind, table in KINDS.items()
        for case in table["cases"]
    ]


@pytest.mark.parametrize(("collection", "case"), cases())
def test_what_is_typed_finds_what_is_meant(
    collection: str, case: Mapping[str, Any], own: Collection, founding: Collection
) -> None:
    answer = Answer({"own": own, "founding": founding}[collection], case["query"], case.get("type", "reviews"))
    unmet = [name for name in case if name not in NO_EXPECTATION and not getattr(answer, name)(case[name])]
    assert not unmet, f"{case}: {answer}"


@pytest.mark.parametrize("collection", ["own", "founding"])
def test_a_title_typed_as_it_stands_comes_first(collection: str, own: Collection, founding: Collection) -> None:
    searched = {"own": own, "founding": founding}[collection]
    titles = searched.connection.execute("SELECT id, title FROM reviews ORDER BY id").fetchall()
    others = [id_ for id_, title in titles if [hit.id for hit in searched.ask(title).hits[:1]] != [id_]]
    assert titles
    assert not others


@pytest.mark.parametrize("text", NO_WORDS)
def test_what_says_nothing_is_a_query_as_well(text: str, own: Collection) -> None:
    page = own.ask(text)
    assert page.count >= len(page.hits)
    assert page.understood.text == text.strip() or page.understood.text == text


def expectations() -> set[str]:
    """Return the expectations that the head of this file explains."""
    return set(re.findall(r"^``(\w+)``  ", __doc__ or "", re.MULTILINE))


def test_every_case_expects_something_that_is_explained() -> None:
    for kind, table in KINDS.items():
        for case in table["cases"]:
            assert set(case) - NO_EXPECTATION, (kind, case)
            assert set(case) - {"query", "type"} <= expectations(), (kind, case)


def test_no_id_stands_for_two_texts_and_every_id_for_one() -> None:
    written = [id_ for table in KINDS.values() for id_ in table.get("texts", {})]
    assert len(written) == len(set(written))
    for kind, table in KINDS.items():
        if "collection" in table:
            continue
        for case in table["cases"]:
            named = [
                id_
                for name in ("first", "only", "finds", "none", "order", "offers_or_finds")
                for id_ in several(case.get(name, []))
            ]
            assert {id_.split("#")[0] for id_ in [*named, *case.get("unmarked", {})]} <= set(TEXTS), (kind, case)
