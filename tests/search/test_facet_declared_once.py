"""A field of the record that is declared as a facet is a facet everywhere: nothing else has to be told."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic.fields import FieldInfo

from lessons.cli import main
from lessons.library.connection import connect
from lessons.record.parts import declared
from lessons.record.review import Review, vocabulary_fields
from lessons.record.types import Slug
from lessons.search import SearchIndex
from tests.search.small import Collection, asked
from tests.support.sample import Folder, review
from tests.web.page import marked, text
from tests.web.visitor import Visitor

VOCABULARY = """\
unit: {slug: here, name: Here}
schemes:
  funding:
    label: Where the money came from
    terms:
      grant: {label: Grant, synonyms: [subsidy]}
      lottery: {label: Lottery}
"""


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A database of three reviews whose record has one more field, declared as any other is."""
    funding: FieldInfo = copy.copy(declared("Who paid.", vocabulary="funding", facet=True, default=None))
    funding.annotation = Slug | None  # type: ignore[assignment]
    monkeypatch.setitem(Review.model_fields, "funding", funding)
    Review.model_rebuild(force=True)
    vocabulary_fields.cache_clear()
    folder = Folder(tmp_path / "entries")
    folder.write("vocabulary.yml", VOCABULARY)
    folder.write("granted", review("funding: grant", title="Night trams"))
    folder.write("won", review("funding: lottery", title="Night trains"))
    folder.write("unpaid", review(title="Night boats"))
    try:
        report = folder.build(tmp_path / "lessons.db")
        assert report.written, [str(problem) for problem in report.problems]
        yield tmp_path / "lessons.db"
    finally:
        monkeypatch.undo()
        Review.model_rebuild(force=True)
        vocabulary_fields.cache_clear()


def test_search_counts_it_and_narrows_by_it(database: Path) -> None:
    connection = connect(database)
    collection = Collection(connection, SearchIndex.load(connection))
    page = asked(collection, "", in_="reviews")
    (facet,) = (one for one in page.facets if one.name == "funding")
    assert facet.label == "Where the money came from"
    assert [(value.value, value.label, value.count) for value in facet.values] == [
        ("grant", "Grant", 1),
        ("lottery", "Lottery", 1),
        ("not-stated", "Not stated", 1),
    ]
    for typed in ("funding:grant", "funding:subsidy", 'funding:"Grant" night'):
        assert [hit.id for hit in asked(collection, typed, in_="reviews").hits] == ["granted"], typed
    assert asked(collection, "", funding=["lottery", "not-stated"]).count == 2
    connection.close()


def test_the_site_offers_it(database: Path) -> None:
    site = Visitor(database)
    try:
        page = site.page("/search?in=reviews&funding=grant")
        boxes = marked(page, "facet-option")
        assert [box.get("value") for box in boxes if box.get("name") == "funding" and "checked" in box.attrib] == [
            "grant"
        ]
        (chip,) = marked(page, "chip")
        assert "Where the money came from: Grant" in text(chip)
    finally:
        site.close()


def test_the_command_takes_it(database: Path) -> None:
    run = CliRunner().invoke(main, ["search", "--facet", "funding=grant", "--json", "--database", str(database)])
    assert run.exit_code == 0, run.output
    assert {result["review"] for result in json.loads(run.stdout)["results"]} == {"granted"}
