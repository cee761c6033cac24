"""Rows are made table by table as they are asked for, and nothing of an entry stays when all of them have been."""

from __future__ import annotations

import weakref
from pathlib import Path

import pytest

from lessons import schema
from lessons.building.outputs import newest
from lessons.building.outputs.tables import OWNED, all_rows, rows_by_table
from lessons.building.selection import Selection, select
from lessons.entries.folder import paths_inside, read_folder
from lessons.problems import LessonsError
from tests.support.sample import body, collection, front, read, review

ENTRIES = Path(__file__).parents[3] / "entries"


def founding() -> tuple[Selection, dict[str, str]]:
    whole = read_folder(ENTRIES)
    return select(whole, "public"), {entry.id: path for entry, path in paths_inside(ENTRIES, whole.entries)}


def test_every_table_has_its_rows_and_what_is_counted_comes_last() -> None:
    selection, paths = founding()
    found = all_rows(selection, selection.vocabulary, {"audience": "public"}, {}, paths)
    assert found.keys() == {table.name for table in schema.TABLES if not table.search_only}
    assert list(found)[-1] == "build_info"
    info = {row["key"]: row["value"] for row in found["build_info"]}
    assert info["review_count"] == str(len(found["reviews"])) == str(len(found["review_files"])) == "37"
    assert info["lesson_count"] == str(len(found["lessons"])) == str(len(found["lesson_text"]))
    assert info["newest_day"] == newest.newest_day(found)
    assert info["newest_date"] == max(row["date_earliest"] or "" for row in found["reviews"])
    assert info["audience"] == "public"


def test_rows_are_the_same_whatever_the_order_in_which_their_tables_are_asked_for() -> None:
    selection, paths = founding()
    expected = all_rows(selection, selection.vocabulary, {}, {}, paths)
    found = rows_by_table(selection, selection.vocabulary, {}, {}, paths)
    backwards = {name: list(found[name]) for name in sorted(OWNED, reverse=True)}
    assert backwards == {name: expected[name] for name in OWNED}
    assert list(found["build_info"]) == expected["build_info"]


def test_numbered_rows_come_in_the_order_of_their_numbers() -> None:
    selection, paths = founding()
    found = all_rows(selection, selection.vocabulary, {}, {}, paths)
    for tables in (("reviews", "review_files"), ("lessons", "lesson_text")):
        one, other = ([row["number"] for row in found[table]] for table in tables)
        assert one == other == sorted(set(one))


def test_when_all_rows_have_been_made_nothing_holds_the_reviews() -> None:
    whole = collection(read(review(), "night-trams"), read(review("related: night-trams"), "day-buses"))
    selection = select(whole, "public")
    gone = [weakref.ref(entry.record) for entry in selection.entries]
    paths = {entry.id: f"{entry.id}.md" for entry in selection.entries}
    del whole
    found = rows_by_table(selection, selection.vocabulary, {}, {}, paths, using_up=True)
    assert [one() is not None for one in gone] == [True, True]
    for rows in found.values():
        for _ in rows:
            pass
    assert [one() for one in gone] == [None, None]


def test_a_text_that_names_a_review_which_was_left_out_stops_its_table() -> None:
    entry = read(front(tags="[secret-operation]") + body(), "night-buses")
    selection = select(collection(entry), "public")
    selection.gone = frozenset({"secret-operation"})
    found = rows_by_table(selection, selection.vocabulary, {}, {}, {"night-buses": "night-buses.md"})
    assert [row["id"] for row in found["reviews"]] == ["night-buses"]
    with pytest.raises(
        LessonsError, match="night-buses names, in review tags, a review that this audience may not see"
    ):
        list(found["review_tags"])


def test_words_of_the_program_itself_may_be_the_id_of_a_review_that_was_left_out() -> None:
    selection = select(collection(read(review(), "night-buses")), "public")
    selection.gone = frozenset({"full-text", "our-unit"})
    facts = {"unit": "our-unit"}
    found = all_rows(selection, selection.vocabulary, facts, {}, {"night-buses": "night-buses.md"})
    assert "full-text" in str(found["data_dictionary"])
    assert {"key": "unit", "value": "our-unit"} in found["build_info"]
