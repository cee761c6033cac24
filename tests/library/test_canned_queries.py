"""Canned queries answer their questions: every answer is worked out by hand from a small collection, and asked as analysts ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lessons.library.canned_queries import CANNED_QUERIES
from lessons.library.query import Answer, run
from lessons.schema import TABLES, VIEWS
from tests.support.git import Repository
from tests.support.sample import review, use_text

VOCABULARY = """\
unit: {slug: here, name: Here, description: Ours.}
schemes:
  sector:
    label: Sector
    terms: {transport: {label: Transport}, housing: {label: Housing}}
  barriers:
    label: What hindered
    terms: {habits: {label: Habits}, money: {label: Money}}
  enablers:
    label: What helped
    terms: {leadership: {label: Leadership}}
"""
NIGHT_BUSES = """\
barriers: [habits, money]
sources: {cite: The file}
outcomes:
  - {measure: Riders, better: higher, baseline: 100, target: 200, result: 150, measures: outcome, method: before-after}
  - {measure: Buses, better: higher, target: 10, result: 10, measures: output, method: none}
"""
DAY_TRAMS = """\
barriers: habits
enablers: leadership
sources: {cite: The file}
builds_on: {lesson: night-buses#ask-users, decision: adopted}
outcomes: {measure: Passengers, better: higher, baseline: 10, target: 20, result: 30, measures: outcome, method: comparison}
"""
COLD_HOMES = """\
barriers: money
repeats: night-buses#count-riders
outcomes: {measure: Cost of heat, better: lower, baseline: 10, target: 8, measures: outcome}
"""
VISITS = "outcomes: {measure: Visits, better: lower, baseline: 5, result: 6, measures: outcome, method: before-after}"
ASK, COUNT, KEEP, INSULATE, STAY = (
    "Ask the people who will use it",
    "Count riders before you order buses",
    "Keep asking after the first year",
    "Insulate before you heat",
    "Stay in touch with tenants",
)


def stated(id_: str, statement: str, *more: str) -> str:
    """Return a lesson with an id, a sentence and more fields."""
    fields = "\n".join(f"- {line}" for line in (f"Id: {id_}", f"Recommendation: {statement}.", *more))
    return f"### {statement}\n\nThey knew when they went home.\n\n{fields}\n"


def night_buses(status: str, *more: str) -> str:
    """Return the review of the night buses, whose first lesson has this status."""
    ask = stated("ask-users", ASK, "Owner: planner", f"Status: {status}", *more)
    count = stated("count-riders", COUNT, "Owner: planner", "Due: 1999", "Addressed to: Dorset")
    return review(NIGHT_BUSES, lessons=f"{ask}\n{count}", result="failure")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four reviews and three uses, and one more use and a status that come two months later."""
    repository = Repository.begun(tmp_path_factory.mktemp("canned") / "repository")
    shelf = repository.shelf
    shelf.write("vocabulary.yml", VOCABULARY)
    shelf.write("night-buses", night_buses("identified"))
    keep = stated("keep-asking", KEEP)
    shelf.write("day-trams", review(DAY_TRAMS, lessons=keep, organisation="Dorset", result="success"))
    homes = {"sector": "housing", "date": "2001"}
    insulate = stated("insulate-first", INSULATE, "Owner: landlord")
    shelf.write("cold-homes", review(COLD_HOMES, lessons=insulate, result="failure", **homes))
    stay = stated("stay-in-touch", STAY)
    early = {"result": "too-early", "organisation": "not-stated", **homes}
    shelf.write("warm-homes", review("barriers: habits", lessons=stay, **early))
    shelf.write("uses/north", use_text(VISITS))
    shelf.write("uses/south", use_text(decision="declined", organisation="South Town", date="2019"))
    repository.commit("2020-01-01")
    shelf.write("night-buses", night_buses("learned", "Evidence: Two teams measured it."))
    east = {
        "lesson": "cold-homes#insulate-first",
        "organisation": "East Town",
        "decision": "trialled",
        "date": "2020-02",
    }
    shelf.write("uses/east", use_text(**east))
    repository.commit("2020-03-01")
    output = repository.path / "lessons.db"
    report = shelf.build(output)
    assert report.written, [str(problem) for problem in report.problems]
    return output


@pytest.fixture(scope="module")
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database)) as opened:
        yield opened


def asked(connection: sqlite3.Connection, name: str, *columns: str, **values: str) -> list[tuple[Any, ...]]:
    """Return some columns, or all, of the answer of a canned query; what is not said of its parameters is as it begins with."""
    query = next(query for query in CANNED_QUERIES if query.name == name)
    answer = run(connection, query.sql, {**query.values, **values})
    assert isinstance(answer, Answer), answer
    places = [answer.columns.index(column) for column in columns or answer.columns]
    return [tuple(row[place] for place in places) for row in answer.rows]


def test_barriers_that_go_with_failure_by_sector(connection: sqlite3.Connection) -> None:
    """Too early to tell is no result: of housing, one review is left."""
    assert asked(connection, "barriers_and_failure") == [
        ("Housing", "Money", 1, 1, 100.0, 100.0),
        ("Transport", "Money", 1, 1, 100.0, 50.0),
        ("Transport", "Habits", 2, 1, 50.0, 50.0),
    ]
    assert asked(connection, "barriers_and_failure", "barrier", sector="housing") == [("Money",)]


def test_which_barriers_and_enablers_occur_together(connection: sqlite3.Connection) -> None:
    """Three reviews name habits, two money, one leadership."""
    assert asked(connection, "barriers_and_enablers_together", at_least="1") == [
        ("Habits", "Leadership", 1, 3, 1),
        ("Habits", "Money", 1, 3, 2),
    ]
    assert asked(connection, "barriers_and_enablers_together") == []


def test_the_share_of_targets_met_by_method(connection: sqlite3.Connection) -> None:
    """The riders missed theirs, the passengers met it, and nobody measured the cost of heat; the visits had none."""
    outcomes = [
        ("Before after", 1, 0, 1, 0, 0.0),
        ("Comparison", 1, 1, 0, 0, 100.0),
        ("Not stated", 1, 0, 0, 1, None),
    ]
    assert asked(connection, "targets_met_by_method") == outcomes
    every = asked(connection, "targets_met_by_method", measures="")
    assert every == sorted([*outcomes, ("None", 1, 1, 0, 0, 100.0)])
    assert asked(connection, "missed_targets", "measure", "target", "actual", "review_id") == [
        ("Riders", 200.0, 150.0, "night-buses")
    ]


def test_what_got_better_and_how_we_know(connection: sqlite3.Connection) -> None:
    assert asked(connection, "better_and_how_we_know", "measure", "change_per_cent", "method") == [
        ("Passengers", 200.0, "Comparison"),
        ("Riders", 50.0, "Before after"),
    ]


def test_how_concentrated_contributions_are(connection: sqlite3.Connection) -> None:
    """Shares of .6, .2 and .2; their squares are .36, .04 and .04."""
    assert asked(connection, "concentration_of_contributions") == [
        ("Kirklees", 2, 3, 60.0, 60.0, 0.44),
        ("Dorset", 1, 1, 20.0, 80.0, 0.44),
        ("Not stated", 1, 1, 20.0, 100.0, 0.44),
    ]
    assert asked(connection, "concentration_of_contributions", contributor="author") == [
        ("Here", 4, 5, 100.0, 100.0, 1.0)
    ]


def test_lessons_used_elsewhere_and_with_what_result(connection: sqlite3.Connection) -> None:
    """Dorset's review had success and more passengers; at Northshire there were more visits, which is worse; who declined did not use it."""
    assert asked(connection, "lessons_used_elsewhere") == [
        (INSULATE, "Kirklees", "East Town", "trialled", "2020-02", None, 0, 0, 0, "cold-homes#insulate-first"),
        (ASK, "Kirklees", "Dorset", "adopted", "1998-04", "success", 1, 1, 0, "night-buses#ask-users"),
        (ASK, "Kirklees", "Northshire Fire Service", "adapted", "2026-09", None, 1, 0, 1, "night-buses#ask-users"),
    ]


def test_lessons_that_are_overdue_without_owner_unmeasured_or_unanswered(connection: sqlite3.Connection) -> None:
    flags = ("id", "overdue", "without_owner", "unmeasured", "unanswered")
    assert asked(connection, "lessons_that_ask_for_something", *flags) == [
        ("night-buses#count-riders", 1, 0, 1, 1),
        ("day-trams#keep-asking", 0, 1, 1, 0),
        ("warm-homes#stay-in-touch", 0, 1, 1, 0),
        ("cold-homes#insulate-first", 0, 0, 1, 0),
    ]

    def ids(**values: str) -> list[str]:
        return [id_ for (id_,) in asked(connection, "lessons_that_ask_for_something", "id", **values)]

    assert ids(what="overdue") == ids(what="unanswered") == ["night-buses#count-riders"]
    assert ids(what="without owner") == ["day-trams#keep-asking", "warm-homes#stay-in-touch"]
    assert len(ids(what="unmeasured")) == 4
    assert ids(organisation="dorset") == ["day-trams#keep-asking"]


def test_what_nobody_has_measured(connection: sqlite3.Connection) -> None:
    """The lesson that was learned was measured; of the others one was tried, and nobody measured that."""
    assert asked(connection, "unmeasured_lessons", "id", "times_used") == [
        ("cold-homes#insulate-first", 1),
        ("day-trams#keep-asking", 0),
        ("night-buses#count-riders", 0),
        ("warm-homes#stay-in-touch", 0),
    ]
    assert len(asked(connection, "unmeasured_lessons", sector="housing")) == 2


def test_lessons_over_time_by_sector(connection: sqlite3.Connection) -> None:
    assert asked(connection, "lessons_by_year_and_sector") == [(1998, "Transport", 3, 2), (2001, "Housing", 2, 2)]
    assert asked(connection, "lessons_by_year_and_sector", sector="housing") == [(2001, "Housing", 2, 2)]


def test_ranked_search_with_snippet_and_facet(connection: sqlite3.Connection) -> None:
    (found,) = asked(connection, "lessons_that_match", words="insulating")
    assert (found[0], found[2:]) == (INSULATE, ("Housing", 1, "cold-homes#insulate-first"))
    assert "[Insulate] before you heat" in found[1]
    either = asked(
        connection, "lessons_that_match", "sector", "matches_in_sector", "id", words="insulate OR riders OR asking"
    )
    assert sorted(either) == [
        ("Housing", 1, "cold-homes#insulate-first"),
        ("Transport", 3, "day-trams#keep-asking"),
        ("Transport", 3, "night-buses#ask-users"),
        ("Transport", 3, "night-buses#count-riders"),
    ]
    assert len(asked(connection, "lessons_that_match", words="insulate OR riders OR asking", sector="transport")) == 3
    assert asked(connection, "lessons_that_match", words="") == []


def test_the_order_of_a_ranked_search_is_that_of_rank(connection: sqlite3.Connection) -> None:
    sql = (
        "SELECT lessons.id FROM lessons_fts JOIN lessons ON lessons.number = lessons_fts.rowid "
        "WHERE lessons_fts MATCH 'riders OR buses' ORDER BY lessons_fts.rank, lessons.id"
    )
    assert asked(connection, "lessons_that_match", "id", words="riders OR buses") == connection.execute(sql).fetchall()


def test_what_each_organisation_learnt_used_and_repeated(connection: sqlite3.Connection) -> None:
    columns = (
        "organisation", "lessons", "learned", "open", "used", "used_of_others", "declined", "repeated", "own_repeated",
        "used_by_others", "unanswered",
    )  # fmt: skip
    assert asked(connection, "learning_of_organisations", *columns) == [
        ("Kirklees", 3, 1, 2, 0, 0, 0, 1, 1, 3, 0),
        ("Dorset", 1, 0, 1, 1, 1, 0, 0, 0, 0, 1),
        ("East Town", 0, 0, 0, 1, 1, 0, 0, 0, 0, 0),
        ("Northshire Fire Service", 0, 0, 0, 1, 1, 0, 0, 0, 0, 0),
        ("South Town", 0, 0, 0, 0, 0, 1, 0, 0, 0, 0),
    ]


def test_the_time_from_identified_to_learned(connection: sqlite3.Connection) -> None:
    """From 2 January to 2 March of a leap year."""
    assert asked(connection, "time_to_learned") == [(ASK, "2020-01-02", "2020-03-02", 60, "night-buses#ask-users")]


def test_what_changed_since_a_day(connection: sqlite3.Connection) -> None:
    assert asked(connection, "changes_since", since="2020-02") == [
        ("2020-03-02", "lesson", "status", "identified", "learned", ASK, "night-buses#ask-users"),
        ("2020-03-02", "review", "changed", None, None, "Night buses", "night-buses"),
        ("2020-03-02", "use", "published", None, "trialled", INSULATE, "east"),
    ]
    assert len(asked(connection, "changes_since", since="2020-01-02")) == 3 + 5 + 4 + 2
    assert asked(connection, "changes_since", since="2020-03-03") == []


def test_lessons_of_failures_by_status_and_the_sources(connection: sqlite3.Connection) -> None:
    assert asked(connection, "lessons_of_failures", "statement") == [(INSULATE,), (ASK,), (COUNT,)]
    assert asked(connection, "lessons_by_status") == [("identified", 3), ("learned", 1), ("recurred", 1)]
    assert asked(connection, "sources_cited_most") == [("The file", 2)]


@pytest.mark.parametrize("query", CANNED_QUERIES, ids=lambda query: query.name)
def test_each_is_one_plain_statement_that_runs_with_its_values_and_with_none(
    connection: sqlite3.Connection, query: Any
) -> None:
    answer = run(connection, query.sql, query.values)
    assert isinstance(answer, Answer), answer
    assert answer.parameters == tuple(dict.fromkeys(answer.parameters))
    assert set(answer.parameters) == set(query.values)
    assert len(set(answer.columns)) == len(answer.columns)
    # As Datasette runs it before anybody has filled in the form.
    assert isinstance(run(connection, query.sql, dict.fromkeys(query.values, "")), Answer)
    assert query.title.endswith("?")
    assert query.name not in {one.name for one in (*TABLES, *VIEWS)}


def test_names_and_titles_are_used_once() -> None:
    for values in ([query.name for query in CANNED_QUERIES], [query.title for query in CANNED_QUERIES]):
        assert len(set(values)) == len(values)
