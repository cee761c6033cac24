"""What the export commands write comes back in by maps that come with the package, row by row and byte by byte."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lessons.authoring.importers import ImportOptions, mapping, run
from lessons.building.outputs.lesson_table import DECISIONS, columns
from lessons.entries.folder import read_folder
from lessons.record import FILE_NAME

ENTRIES = Path(__file__).parents[3] / "entries"
OPTIONS = ImportOptions("2024-05-17")


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A folder with the vocabulary alone, as one is told to make it."""
    into = tmp_path / "again"
    into.mkdir()
    shutil.copy(ENTRIES / FILE_NAME, into)
    return into


def exported(lessons: Callable[..., Result], kind: str, folder: Path) -> str:
    result = lessons("export", kind, "--entries", str(folder), "--audience", "restricted", "--drafts")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_ndjson_export_comes_back_byte_by_byte_uses_too(
    lessons: Callable[..., Result], folder: Path, tmp_path: Path, beside: Path
) -> None:
    (tmp_path / "all.ndjson").write_text(exported(lessons, "ndjson", ENTRIES), "utf-8")
    report = run("ndjson", tmp_path / "all.ndjson", mapping.load("lessons-ndjson"), beside, OPTIONS)
    assert [str(problem) for problem in report.problems] == []
    before = {
        path.relative_to(ENTRIES): path.read_text("utf-8") for path in ENTRIES.rglob("*.md") if path.name != "README.md"
    }
    assert {path.relative_to(beside): path.read_text("utf-8") for path in beside.rglob("*.md")} == before
    assert report.unmapped == []
    again = run("ndjson", tmp_path / "all.ndjson", mapping.load("lessons-ndjson"), beside, OPTIONS)
    assert (again.written, again.unchanged) == ([], len(before))


def test_uses_come_back_to_their_own_folder(
    lessons: Callable[..., Result], folder: Path, tmp_path: Path, beside: Path
) -> None:
    source = tmp_path / "source"
    shutil.copytree(ENTRIES, source)
    (source / "uses").mkdir(exist_ok=True)
    (source / "uses" / "northshire-asked.md").write_text(
        "---\nlesson: kirklees-recycling#prepare-crews\norganisation: Northshire\ndecision: adopted\ndate: 2020\n---\nThey did.\n",
        "utf-8",
    )
    (tmp_path / "all.ndjson").write_text(exported(lessons, "ndjson", source), "utf-8")
    report = run("ndjson", tmp_path / "all.ndjson", mapping.load("lessons-ndjson"), beside, OPTIONS)
    assert [str(problem) for problem in report.problems] == []
    assert read_folder(beside).by_id["northshire-asked"].is_use


def test_the_table_of_lessons_comes_back_row_by_row(
    lessons: Callable[..., Result], folder: Path, tmp_path: Path, beside: Path
) -> None:
    text = exported(lessons, "csv", ENTRIES)
    (tmp_path / "lessons.csv").write_text(text, "utf-8", newline="")
    report = run("csv", tmp_path / "lessons.csv", mapping.load("lessons-csv"), beside, OPTIONS)
    assert [str(problem) for problem in report.problems] == []
    assert report.unmapped == []
    again = exported(lessons, "csv", beside)
    before, after = (list(csv.DictReader(io.StringIO(one, newline=""))) for one in (text, again))
    assert len(before) == len(after) > 100
    for row, other in zip(before, after, strict=True):
        # Who decided what stands in other entries, which a table of lessons does not hold.
        assert {**other, DECISIONS: ""} == {**row, DECISIONS: ""}


def test_a_cell_protected_from_spreadsheets_comes_back_without_its_apostrophe(tmp_path: Path, beside: Path) -> None:
    row = dict.fromkeys(columns(), "")
    row |= {
        "lesson": "bins#ask",
        "statement": "Ask",
        "text": "'=1+1",
        "review": "bins",
        "review_title": "'-35 per cent",
        "review_date": "2019",
    }
    row |= {
        "review_organisation": "'quoted'",
        "review_sector": "not-stated",
        "review_result": "mixed",
        "review_type": "rapid-lesson",
    }
    with (tmp_path / "lessons.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(row)
    report = run("csv", tmp_path / "lessons.csv", mapping.load("lessons-csv"), beside, OPTIONS)
    assert [str(problem) for problem in report.problems] == []
    found = read_folder(beside).by_id["bins"]
    assert (found.stated("title"), found.stated("organisation")) == ("-35 per cent", "'quoted'")
    assert found.body.lessons[0].text == "=1+1"


def test_the_map_names_every_column_that_the_table_has() -> None:
    map_ = mapping.load("lessons-csv")
    named = {column for column, _ in map_.columns()} | {
        column for one in map_.lessons for column, _ in one.item_columns()
    }
    assert set(columns()) == (named - {"rows"}) | set(map_.left_out)


def test_a_record_without_its_text_is_reported(tmp_path: Path, beside: Path) -> None:
    (tmp_path / "x.ndjson").write_text(
        '{"kind": "review", "id": "bins", "path": "bins.md", "markdown": " "}\n', "utf-8"
    )
    (problem,) = run("ndjson", tmp_path / "x.ndjson", mapping.load("lessons-ndjson"), beside, OPTIONS).problems
    assert problem.message == 'the column "markdown" is empty; it holds the whole text of an entry'


def test_the_maps_that_come_with_the_package_are_offered_and_have_no_mistakes(lessons: Callable[..., Result]) -> None:
    assert mapping.built_in() == ["lessons-csv", "lessons-ndjson", "lessons-review-files", "lessons-uses", "nasa"]
    assert [mapping.load(name).problems for name in mapping.built_in()] == [[]] * 5
    # Wherever the lines of the help end, within names too.
    assert ",".join(mapping.built_in()) in "".join(lessons("import", "--help").stdout.split())
