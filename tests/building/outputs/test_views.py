"""The views answer their questions, with answers worked out by hand from a few entries."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.git import Repository
from tests.support.sample import Folder, lesson, review, use_text

Query = Callable[..., list[dict[str, Any]]]

VOCABULARY = "unit: {slug: here, name: Here, description: Ours.}\n"
MEASURED = """\
outcomes:
  - {measure: Visits refused, better: lower, baseline: 2.5, result: 3.3, target: 2, measures: outcome, method: before-after}
  - {measure: Homes visited, better: higher, target: 100, result: 100, measures: output}
  - {measure: Cost, better: lower, target: 5}
  - {measure: Staff, better: higher, baseline: 4, result: 4}
"""


def asked(path: Path, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


@pytest.fixture
def query(shelf: Folder, tmp_path: Path) -> Query:
    """Build what the folder holds when first asked, and return rows as dictionaries."""
    shelf.write("vocabulary.yml", VOCABULARY)

    def ask(sql: str) -> list[dict[str, Any]]:
        output = tmp_path / "lessons.db"
        if not output.exists():
            report = shelf.build(output)
            assert report.written, [str(problem) for problem in report.problems]
        return asked(output, sql)

    return ask


def stated(id_: str, *more: str) -> str:
    """Return a lesson with an id and more fields."""
    lines = [f"- Id: {id_}", "- Recommendation: Ask users first.", *(f"- {line}" for line in more)]
    return lesson("\n".join(lines) + "\n").replace("### Ask the people", f"### Ask {id_} the people")


def test_open_lessons_say_what_each_still_asks_for(shelf: Folder, query: Query) -> None:
    """The newest day is that of the trams, 31 May 2001; the buses' lessons are reckoned from it."""
    lessons = [
        stated("late", "Status: in-progress", "Owner: planner", "Due: 2001-04"),
        stated("due-this-month", "Status: in-progress", "Owner: planner", "Due: 2001-05"),
        stated("done-late", "Status: implemented", "Owner: planner", "Due: 2000", "Evidence: Minutes."),
        stated("ownerless"),
        stated("closed", "Status: closed-not-implemented", "Reason: No money."),
        stated("asked", "Addressed to: Dorset; Kirklees", "Respond by: 2001-01"),
        stated("answered", "Addressed to: Dorset", "Respond by: 2001-01"),
        stated("measured", "Owner: planner"),
        stated("measured-before", "Owner: planner"),
        stated("declined", "Owner: planner"),
        stated("again", "Status: rejected", "Reason: Too dear."),
    ]
    shelf.write("night-buses", review("reviewed: {on: 2001-05-31, by: peer}", lessons="\n".join(lessons)))
    outcome = MEASURED.splitlines()[1]
    measured = f"outcomes:\n{outcome}\n"
    shelf.write(
        "day-trams",
        review(
            measured + "repeats: night-buses#again\nbuilds_on:\n  - {lesson: night-buses#measured, decision: adopted}\n"
            "  - {lesson: night-buses#declined, decision: declined}\n",
            date="2001-05",
            organisation="Dorset",
        ),
    )
    shelf.write(
        "old-trams",
        review(measured + "builds_on: {lesson: night-buses#measured-before, decision: adopted}", date="1997"),
    )
    answer = use_text(lesson="night-buses#answered", organisation="Dorset", decision="declined", date="not-stated")
    shelf.write("uses/answer", answer)
    flags = ("overdue", "without_owner", "unmeasured", "unanswered", "response_overdue")
    rows = query("SELECT * FROM open_lessons WHERE review_id = 'night-buses'")
    assert {row["as_of"] for row in rows} == {"2001-05-31"}
    assert {row["id"].split("#")[1]: tuple(row[flag] for flag in flags) for row in rows} == {
        "late": (1, 0, 1, 0, 0),
        "due-this-month": (0, 0, 1, 0, 0),
        "done-late": (0, 0, 1, 0, 0),
        "ownerless": (0, 1, 1, 0, 0),
        "asked": (0, 1, 1, 1, 1),
        "answered": (0, 1, 1, 0, 0),
        "measured": (0, 0, 0, 0, 0),
        "measured-before": (0, 0, 1, 0, 0),
        "declined": (0, 0, 1, 0, 0),
        "again": (0, 1, 1, 0, 0),
    }
    again = next(row for row in rows if row["id"].endswith("#again"))
    assert (again["standing"], again["status"], again["status_label"]) == ("recurred", "rejected", "Rejected")
    assert again["address"] == "/reviews/night-buses/again"


def test_figures_of_reviews_and_uses_say_what_became_of_their_targets(shelf: Folder, query: Query) -> None:
    shelf.write("night-buses", review(MEASURED))
    shelf.write(
        "uses/north", use_text("outcomes: {measure: Visits, better: higher, baseline: 1, target: 3, result: 3}")
    )
    found = query("SELECT * FROM outcome_results ORDER BY use_id, position")
    columns = ("id", "direction", "change", "change_per_cent", "target_met", "against_target", "measures", "sector")
    assert [tuple(row[name] for name in columns) for row in found] == [
        ("night-buses/visits-refused", "worse", 0.8, 32.0, 0, "missed", "outcome", "transport"),
        ("night-buses/homes-visited", None, None, None, 1, "met", "output", "transport"),
        ("night-buses/cost", None, None, None, None, "not measured", None, "transport"),
        ("night-buses/staff", "no change", 0.0, 0.0, None, "none", None, "transport"),
        ("north/visits", "better", 2.0, 200.0, 1, "met", None, None),
    ]
    assert (found[0]["measures_label"], found[0]["method_label"]) == ("Outcome", "Before after")
    assert (found[4]["lesson_id"], found[4]["organisation"]) == ("night-buses#ask-users", "Northshire Fire Service")
    assert (found[4]["organisation_id"], found[4]["year"]) == ("northshire-fire-service", 2026)


def test_what_each_organisation_learnt_used_repeated_and_was_asked(shelf: Folder, query: Query) -> None:
    asks = stated("ask-users", "Addressed to: Dorset; Northshire Fire Service", "Owner: planner")
    shelf.write("night-buses", review(lessons=asks))
    shelf.write(
        "day-trams",
        review(
            "repeats: night-buses#ask-users\nbuilds_on: {lesson: night-buses#ask-users, decision: adopted}",
            organisation="Dorset",
            date="2001",
        ),
    )
    shelf.write("late-buses", review("builds_on: {lesson: night-buses#ask-users, decision: adapted}", date="2002"))
    shelf.write("uses/north", use_text(decision="declined"))
    found = {row.pop("id"): row for row in query("SELECT * FROM organisation_learning")}
    assert {id_: row.pop("organisation") for id_, row in found.items()} == {
        "kirklees": "Kirklees",
        "dorset": "Dorset",
        "northshire-fire-service": "Northshire Fire Service",
    }
    assert {
        id_: {name.removesuffix("_count"): count for name, count in row.items() if count} for id_, row in found.items()
    } == {
        "kirklees": {"review": 2, "lesson": 2, "open": 2, "recurred": 1, "used": 1, "used_by_others": 1},
        "dorset": {"review": 1, "lesson": 1, "open": 1, "repeated": 1, "used": 1, "used_of_others": 1, "addressed": 1},
        "northshire-fire-service": {"declined": 1, "addressed": 1},
    }


def test_adoptions_and_cards_have_names_and_labels_in_them(shelf: Folder, query: Query) -> None:
    shelf.write("night-buses", review(lessons=stated("ask-users", "Kind: improve", "Due: 2001", "Owner: planner")))
    shelf.write("uses/north", use_text(organisation="not-stated"))
    shelf.write(
        "day-trams", review("builds_on: {lesson: night-buses#ask-users, decision: adopted}", result="not-stated")
    )
    (use,) = query("SELECT * FROM adoptions WHERE use_id = 'north'")
    assert (use["organisation"], use["date_latest"], use["independent"], use["result"]) == (
        None,
        "2026-09-30",
        None,
        None,
    )
    (link,) = query("SELECT * FROM adoptions WHERE from_review_id = 'day-trams'")
    assert (link["organisation"], link["independent"], link["result"], link["lesson_id"]) == (
        "Kirklees",
        0,
        None,
        "night-buses#ask-users",
    )
    (card,) = query("SELECT * FROM lesson_cards WHERE id = 'night-buses#ask-users'")
    (number,) = query("SELECT number FROM lessons WHERE id = 'night-buses#ask-users'")
    expected = {
        "address": "/reviews/night-buses/ask-users", "kind_label": "Improve", "status": "identified", "status_label": "Identified",
        "standing": "identified", "due_latest": "2001-12-31", "organisation_id": "kirklees", "organisation": "Kirklees", "year": 1998,
        "date_latest": "1998-04-30", "sector_label": "Transport", "result_label": "Mixed", "review_title": "Night buses", **number,
    }  # fmt: skip
    assert {name: card[name] for name in expected} == expected


def test_the_history_of_a_lesson_has_its_days_and_statuses(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path / "repository")

    def written(name: str, day: str, *fields: str, extra: str = "") -> None:
        repository.shelf.write(name, review(extra, lessons=stated("ask-users", *fields)))
        repository.commit(day)

    written("night-buses", "2020-01-01", "Owner: nobody yet", extra="status: draft")
    written("night-buses", "2020-02-01", "Owner: planner", extra="status: draft")
    written("night-buses", "2020-03-01", "Owner: planner")
    written("night-buses", "2020-04-01", "Owner: planner", extra="place: Leeds")
    written("night-buses", "2020-05-01", "Owner: planner", "Due: 2021", "Status: in-progress")
    written("night-buses", "2020-05-01", "Owner: planner", "Due: 2022", "Status: in-progress")
    written("night-buses", "2020-06-01", "Owner: planner", "Due: 2023", "Status: in-progress")
    written("night-buses", "2020-07-01", "Owner: planner", "Due: 2023", "Status: nearly there")
    written("night-buses", "2020-08-01", "Owner: planner", "Due: 2023", "Status: In-progress")
    (repository.entries / "night-buses.md").rename(repository.entries / "late-buses.md")
    written(
        "late-buses",
        "2020-09-01",
        "Formerly: ask",
        "Evidence: Minutes.",
        "Status: implemented",
        extra="formerly: night-buses",
    )
    output = tmp_path / "lessons.db"
    assert repository.shelf.build(output).written
    assert [
        tuple(row.values())
        for row in asked(output, "SELECT day, change_type, status, former_status FROM lesson_history")
    ] == [
        ("2020-03-02", "published", "identified", None),
        ("2020-05-02", "status", "in-progress", "identified"),
        ("2020-06-02", "changed", "in-progress", "in-progress"),
        ("2020-07-02", "status", None, "in-progress"),
        ("2020-08-02", "status", "in-progress", None),
        ("2020-09-02", "status", "implemented", "in-progress"),
    ]
    (first,) = asked(output, "SELECT * FROM lesson_history WHERE change_type = 'published'")
    assert (first["lesson_id"], first["review_id"], first["status_label"]) == (
        "late-buses#ask-users",
        "late-buses",
        "Identified",
    )


def test_without_git_the_history_is_empty(shelf: Folder, query: Query) -> None:
    shelf.write("night-buses", review("published: 2019"))
    assert query("SELECT * FROM lesson_history") == []
    assert query("SELECT value FROM build_info WHERE key = 'newest_day'") == [{"value": "2019-01-01"}]


def test_queries_of_version_1_get_what_they_got(shelf: Folder, query: Query) -> None:
    shelf.write(
        "night-buses", review(MEASURED + "reviewed: {on: 1999-01, by: peer}", result="not-stated", date="not-stated")
    )
    shelf.write(
        "day-trams", review("builds_on: {lesson: night-buses#ask-users, decision: adopted}\npublished: 2020-05")
    )
    assert query(
        "SELECT id, status, date_precision, path, result FROM schema1_reviews WHERE first_published IS NULL"
    ) == [
        {
            "id": "night-buses",
            "status": "published",
            "date_precision": "not-stated",
            "path": "night-buses.md",
            "result": "not-stated",
        }
    ]
    assert query("SELECT first_published FROM schema1_reviews WHERE id = 'day-trams'") == [
        {"first_published": "2020-05-01"}
    ]
    assert query("SELECT id, result FROM schema1_outcomes") == [
        {"id": number, "result": result} for number, result in enumerate((3.3, 100.0, None, 4.0), 1)
    ]
    assert query('SELECT date, "by" FROM reviewed') == [{"date": "1999-01", "by": "peer"}]
    assert query("SELECT id, kind, target FROM schema1_lesson_links") == [
        {"id": 1, "kind": "builds_on", "target": "night-buses#ask-users"}
    ]
    assert query("SELECT lesson_id, path, result FROM schema1_lesson_cards ORDER BY lesson_id DESC LIMIT 1") == [
        {"lesson_id": "night-buses#ask-users", "path": "/reviews/night-buses/ask-users", "result": "not-stated"}
    ]
    assert query("SELECT id, slug FROM schema1_terms ORDER BY id LIMIT 1")[0]["id"] == 1
    assert query("SELECT slug FROM schema1_schemes WHERE slug = 'sector'") == [{"slug": "sector"}]
