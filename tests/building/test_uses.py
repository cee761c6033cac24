"""Uses in the database and in exports: who decided what about a lesson, and never more than the audience may see."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path

import pytest

from lessons.building import build
from lessons.building.outputs.exports import EXPORTS, gather
from lessons.entries.folder import read_folder
from lessons.record import json_schema
from lessons.record.use import LessonUse
from tests.support.sample import Folder, lesson, review, use_text

OUTCOMES = """\
why: Home visits were refused by those who needed them most.
evidence: Minutes of the board.
contact: head of prevention
outcomes:
  - measure: Visits refused
    better: lower
    baseline: 40
    result: 12
    method: before-after
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "entries")
    made.path.mkdir()
    made.write("night-buses")
    return made


def built(folder: Folder, **options: object) -> tuple[build.Report, Path]:
    output = folder.path.parent / "lessons.db"
    report = folder.build(output, **options)
    assert report.written, [str(problem) for problem in report.errors]
    return report, output


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_a_use_is_a_row_with_its_outcomes_and_its_organisation(folder: Folder) -> None:
    folder.write("uses/northshire.md", use_text(OUTCOMES, "They **asked** first.\n"))
    report, path = built(folder)
    assert (report.reviews, report.uses) == (1, 1)
    with opened(path) as connection:
        (row,) = connection.execute("SELECT * FROM uses")
        assert dict(row) | {"markdown": ""} == {
            "id": "northshire", "lesson_id": "night-buses#ask-users", "cited_as": "night-buses#ask-users",
            "organisation_id": "northshire-fire-service", "decision": "adapted", "date": "2026-09",
            "date_earliest": "2026-09-01", "date_latest": "2026-09-30",
            "why": "Home visits were refused by those who needed them most.", "evidence": "Minutes of the board.",
            "independent": 1, "contact": "head of prevention", "author": row["author"], "handling": "public",
            "editorial_status": "published", "published": None, "published_earliest": None, "published_latest": None, "last_changed": None,
            "file": "uses/northshire.md", "text": "They asked first.",
            "html": row["html"], "markdown": "",
        }  # fmt: skip
        assert "<strong>asked</strong>" in row["html"]
        assert row["markdown"] == use_text(OUTCOMES, "They **asked** first.\n")
        (figure,) = connection.execute("SELECT * FROM outcomes")
        assert figure["id"] == "northshire/visits-refused"
        assert (figure["review_id"], figure["use_id"], figure["measure"], figure["baseline"], figure["actual"]) == (
            None, "northshire", "Visits refused", 40, 12,
        )  # fmt: skip
        organisation = connection.execute("SELECT name, review_count FROM organisations WHERE id = ?", (row[3],))
        assert [tuple(one) for one in organisation] == [("Northshire Fire Service", 0)]
        (worked_out,) = connection.execute("SELECT organisation, lesson_id, direction, change FROM outcome_results")
        assert tuple(worked_out) == ("Northshire Fire Service", "night-buses#ask-users", "better", -28)


def test_adoptions_are_told_by_reviews_and_by_uses(folder: Folder) -> None:
    folder.write("uses/northshire.md", use_text())
    folder.write("uses/own.md", use_text(organisation="kirklees", decision="declined", date="not-stated"))
    folder.write("uses/nobody.md", use_text(organisation="not-stated", lesson="here:night-buses#ask-users"))
    folder.write("uses/abroad.md", use_text(lesson="elsewhere:some-review#some-lesson"))
    builds_on = "builds_on:\n  - lesson: night-buses#ask-users\n    decision: trialled\n"
    folder.write("vocabulary.yml", "unit:\n  slug: here\n  name: Here\n")
    folder.write("day-buses", review(builds_on, organisation="Dorset", date="2001"))
    _, path = built(folder)
    with opened(path) as connection:
        rows = connection.execute(
            """SELECT id, lesson_id, organisation_id, from_review_id, use_id, decision, date, independent FROM adoptions"""
        )
        found = {row["id"]: tuple(row)[1:] for row in rows}
    lesson = "night-buses#ask-users"
    assert found == {
        "northshire": (lesson, "northshire-fire-service", None, "northshire", "adapted", "2026-09", 1),
        "own": (lesson, "kirklees", None, "own", "declined", None, 0),
        "nobody": (lesson, None, None, "nobody", "adapted", "2026-09", None),
        "abroad": (None, "northshire-fire-service", None, "abroad", "adapted", "2026-09", None),
        "day-buses/1": (lesson, "dorset", "day-buses", None, "trialled", "2001", 1),
    }


def test_a_lesson_and_its_review_are_found_by_the_words_of_the_lesson_s_uses(folder: Folder) -> None:
    folder.write("uses/northshire.md", use_text(OUTCOMES, "Doors opened to the wheelwright.\n"))
    _, path = built(folder)
    with opened(path) as connection:
        for word in ("northshire", "refused", "minutes", "visits", "wheelwright"):
            found = connection.execute("SELECT count(*) FROM lessons_fts WHERE lessons_fts MATCH ?", (word,)).fetchone()
            assert found[0] == 1, word
            found = connection.execute("SELECT count(*) FROM reviews_fts WHERE reviews_fts MATCH ?", (word,)).fetchone()
            assert found[0] == 1, f"{word}, in the review"


@pytest.mark.parametrize(
    ("of_review", "of_use", "audience", "shown"),
    [
        ("", "", "public", True),
        ("handling: internal", "", "public", False),
        ("handling: internal", "", "internal", True),
        ("", "handling: internal", "public", False),
        ("", "handling: internal", "internal", True),
        ("", "status: draft", "public", False),
        ("status: draft", "", "public", False),
        ("status: withdrawn", "", "public", False),
        ("", "status: withdrawn", "public", False),
    ],
)
def test_a_lesson_that_is_left_out_takes_its_uses_along(
    folder: Folder, of_review: str, of_use: str, audience: str, shown: bool
) -> None:
    folder.write("night-buses", review(of_review))
    folder.write("day-buses", title="Day buses")
    folder.write("uses/use-of-it.md", use_text(of_use, organisation="Wessex Widgets"))
    report, path = built(folder, audience=audience)
    assert report.uses == shown
    assert report.uses_withheld == (not shown)
    gone = "status: withdrawn" in (of_review, of_use)
    with opened(path) as connection:
        assert connection.execute("SELECT count(*) FROM uses").fetchone()[0] == shown
        found = connection.execute("SELECT http_status, new FROM redirects WHERE old = '/uses/use-of-it'").fetchall()
        assert [tuple(one) for one in found] == ([(410, None)] if gone else [])
        text = "\n".join(connection.iterdump())
    assert ("Wessex Widgets" in text) == shown
    assert ("use-of-it" in text) == (shown or gone)


def test_the_id_of_a_use_that_is_left_out_leaves_no_trace_in_other_texts(folder: Folder) -> None:
    linking = lesson(
        "- Id: ask-users\n- Recommendation: Ask.", prose="As [they](uses/secret-use.md) did, see secret-use."
    )
    folder.write("night-buses", review(lessons=linking))
    folder.write("uses/secret-use.md", use_text("handling: restricted"))
    folder.write("uses/northshire.md", use_text("why: Unlike secret-use.", "See [it](secret-use.md) and /uses/secret-use.\n".replace("(secret-use.md)", "(uses/secret-use.md)")))  # fmt: skip
    report, path = built(folder)
    assert report.links_dropped == 2
    assert b"secret-use" not in path.read_bytes()
    with opened(path) as connection:
        assert connection.execute("SELECT why FROM uses").fetchone()[0] == "Unlike withheld."


def test_a_use_with_an_error_stops_a_build_and_is_left_out_when_it_goes_on(folder: Folder) -> None:
    folder.write("uses/northshire.md", use_text())
    folder.write("uses/southshire.md", use_text(decision="adoptd"))
    output = folder.path.parent / "lessons.db"
    assert not folder.build(output).written
    report = folder.build(output, keep_going=True)
    assert (report.uses, report.left_out) == (1, ((folder.path / "uses" / "southshire.md").as_posix(),))


def test_a_use_goes_with_a_review_that_has_errors(folder: Folder) -> None:
    folder.write("night-buses", sector="Not A Term")
    folder.write("day-buses", title="Day buses")
    folder.write("uses/northshire.md", use_text())
    report = folder.build(folder.path.parent / "lessons.db", keep_going=True)
    assert report.dependent == ((folder.path / "uses" / "northshire.md").as_posix(),)
    assert report.uses == 0


def test_two_full_builds_with_uses_are_the_same_bytes(folder: Folder) -> None:
    for name in ("b", "a"):
        folder.write(f"uses/{name}-shire.md", use_text(OUTCOMES))
    first = built(folder, full=True)[1].read_bytes()
    assert built(folder, full=True)[1].read_bytes() == first


def test_exports_hold_uses(folder: Folder) -> None:
    folder.write("uses/northshire.md", use_text(OUTCOMES, "They asked.\n"))
    folder.write("uses/secret.md", use_text("handling: restricted"))
    exported = gather(read_folder(folder.path), folder.path, "public", drafts=False)
    lines = [json.loads(line) for line in dict(EXPORTS["ndjson"].make(exported))["lessons.ndjson"].splitlines()]
    assert [(line["kind"], line["id"]) for line in lines] == [("review", "night-buses"), ("use", "northshire")]
    assert lines[1]["markdown"] == use_text(OUTCOMES, "They asked.\n")
    assert lines[1]["fields"]["decision"] == "adapted"
    files = dict(EXPORTS["datapackage"].make(exported))
    (row,) = csv.DictReader(StringIO(files["uses.csv"]))
    assert (row["id"], row["organisation_id"]) == ("northshire", "northshire-fire-service")
    (figure,) = csv.DictReader(StringIO(files["outcomes.csv"]))
    assert (figure["review_id"], figure["use_id"]) == ("", "northshire")


def test_a_table_of_lessons_says_who_decided_what_about_each_the_oldest_first(folder: Folder) -> None:
    folder.write("uses/northshire.md", use_text())
    folder.write("uses/nobody.md", use_text(organisation="not-stated", date="not-stated", decision="declined"))
    folder.write("uses/secret.md", use_text("handling: restricted"))
    builds_on = "builds_on:\n  - lesson: night-buses#ask-users\n    decision: trialled\n"
    folder.write("day-buses", review(builds_on, organisation="Dorset", date="2001"))
    exported = gather(read_folder(folder.path), folder.path, "public", drafts=False)
    text = dict(EXPORTS["csv"].make(exported))["lessons.csv"]
    decisions = {row["lesson"]: row["decisions"] for row in csv.DictReader(StringIO(text))}
    assert decisions["night-buses#ask-users"] == (
        "Dorset: trialled, 2001 (day-buses); Northshire Fire Service: adapted, 2026-09 (northshire); "
        "not-stated: declined, not-stated (nobody)"
    )
    assert decisions["day-buses#ask-users"] == ""


def test_the_former_addresses_of_a_use_lead_to_it_and_are_gone_with_it(folder: Folder) -> None:
    folder.write("uses/northshire.md", use_text("formerly: [north, fire]"))
    folder.write("uses/southshire.md", use_text("formerly: south\nstatus: withdrawn"))
    _, path = built(folder)
    with opened(path) as connection:
        found = {row["old"]: (row["new"], row["http_status"]) for row in connection.execute("SELECT * FROM redirects")}
    assert found == {
        "/uses/north": ("/uses/northshire", 301), "/uses/fire": ("/uses/northshire", 301),
        "/uses/southshire": (None, 410), "/uses/south": (None, 410),
    }  # fmt: skip


def test_a_former_id_of_a_use_that_is_left_out_leaves_no_trace(folder: Folder) -> None:
    folder.write("uses/northshire.md", use_text("handling: restricted\nformerly: secret-north"))
    folder.write("uses/southshire.md", use_text("why: Unlike secret-north."))
    _, path = built(folder)
    assert b"secret-north" not in path.read_bytes()


def test_the_json_schema_of_uses_is_in_the_database_and_takes_what_the_rules_take(folder: Folder) -> None:
    _, path = built(folder)
    with opened(path) as connection:
        stored = connection.execute("SELECT content FROM documents WHERE name = 'schema-of-uses.json'").fetchone()[0]
    schema = json.loads(stored)
    assert schema["required"] == ["lesson", "organisation", "decision", "date"]
    assert set(schema["properties"]) == set(LessonUse.model_fields)
    assert "declined" in [term["const"] for term in schema["properties"]["decision"]["oneOf"]]
    assert schema["title"] != json_schema.json_schema()["title"]
