"""Twenty rows of the real export, imported with the committed map and compared with the file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from lessons import checks
from lessons.authoring import importers
from lessons.authoring.importers import mapping
from lessons.entries import Entry
from lessons.entries.folder import read_folder

SAMPLE = Path(__file__).parents[1] / "data" / "nasa-sample.csv"
ROWS = list(csv.DictReader(io.StringIO(SAMPLE.read_text("utf-8"), newline="")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("nasa") / "entries"
    report = importers.run("csv", SAMPLE, mapping.load("nasa"), into, importers.ImportOptions("2024-05-17"))
    assert report.problems == []
    assert len(report.written) == len(ROWS) == 20
    return into


@pytest.fixture(scope="module")
def entries(folder: Path) -> dict[str, Entry]:
    return read_folder(folder).by_id


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["lesson_id"])
def test_a_row_becomes_a_review_that_says_what_the_row_says(row: dict[str, str], entries: dict[str, Entry]) -> None:
    entry = entries[f"nasa-{row['lesson_id']}"]
    record = entry.record
    assert record is not None
    title = flat(row["title"]) or f"Untitled record {row['lesson_id']}"
    assert record.title == title
    assert record.date == row["date"]
    assert record.organisation == row["center"]
    assert record.result == "not-stated"
    assert record.source_system is not None
    assert (record.source_system.id, record.source_system.url) == (row["lesson_id"], row["url"])
    assert [source.url for source in record.sources] == [row["url"]]
    what_happened = next(section for section in entry.body.sections if section.heading == "What happened")
    assert flat(what_happened.text) == (flat(row["abstract"]) or "Not stated in the source.")
    (lesson,) = entry.body.lessons
    assert lesson.statement == title
    assert flat(lesson.text) == flat(row["lesson"])
    assert lesson.get("id") == row["lesson_id"]
    assert lesson.get("recommendation") is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["lesson_id"])
def test_tags_are_the_row_s_topics_and_directorates_and_nothing_else(
    row: dict[str, str], entries: dict[str, Entry]
) -> None:
    record = entries[f"nasa-{row['lesson_id']}"].record
    assert record is not None
    stated = [part for part in (row["mission_directorates"], row["topics"]) if part]
    with_flag = [*stated, "Safety issue"] if row["safety_issue"] == "yes" else stated
    assert flat(", ".join(record.tags)) == flat(", ".join(with_flag))


def test_topics_that_hold_a_comma_stay_whole(entries: dict[str, Entry]) -> None:
    tags = {tag for entry in entries.values() if entry.record for tag in entry.record.tags}
    assert {"Parts, Materials, & Processes", "Packaging, Handling, Storage"} <= tags
    assert not {"Parts", "Materials", "& Processes", "Packaging", "Handling"} & tags


def test_the_sector_is_the_mission_directorate_or_says_that_there_are_several_or_none(
    entries: dict[str, Entry],
) -> None:
    for row in ROWS:
        record = entries[f"nasa-{row['lesson_id']}"].record
        assert record is not None
        stated = row["mission_directorates"].split(", ") if row["mission_directorates"] else []
        one = stated[0].lower().replace(" ", "-") if len(stated) == 1 else None
        assert record.sector == (one or ("several-directorates" if stated else "not-stated"))


def test_the_folder_passes_the_check_with_the_vocabulary_written_beside_it(folder: Path) -> None:
    problems = checks.check(read_folder(folder))
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    assert "space-operations" in (folder / "vocabulary.yml").read_text("utf-8")


def test_importing_again_on_another_day_changes_no_file(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    report = importers.run(
        "csv", SAMPLE, mapping.load("nasa"), folder, importers.ImportOptions("2025-01-01", update=True)
    )
    assert (report.unchanged, report.written, report.kept) == (20, [], [])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
