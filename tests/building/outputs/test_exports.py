from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from lessons import checks, schema
from lessons.building.outputs.exports import EXPORTS, gather
from lessons.building.outputs.lesson_table import columns
from lessons.entries.folder import read_folder
from lessons.record.review import Review
from lessons.schema.views import ASKED_MOST

ENTRIES = Path(__file__).parents[3] / "entries"


@pytest.fixture(scope="module")
def package() -> dict[str, str]:
    exported = gather(read_folder(ENTRIES), ENTRIES, "public", drafts=False)
    return dict(EXPORTS["datapackage"].make(exported))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_ndjson_gives_every_review_back_as_it_was_written(tmp_path: Path, lessons: Callable[..., Result]) -> None:
    result = lessons("export", "ndjson", "--entries", str(ENTRIES))
    assert result.exit_code == 0
    for line in result.stdout.splitlines():
        review = json.loads(line)
        (tmp_path / review["path"]).write_text(review["markdown"], "utf-8", newline="")
    (tmp_path / "vocabulary.yml").write_bytes((ENTRIES / "vocabulary.yml").read_bytes())
    again, before = read_folder(tmp_path), read_folder(ENTRIES)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.md")} == {
        path.name: path.read_bytes() for path in ENTRIES.glob("*.md")
    }
    assert len(again.entries) == len(before.entries) > 20
    assert [problem for problem in checks.check(again) if problem.severity == "error"] == []


def test_ndjson_holds_fields_sections_and_lessons_as_data(folder: Path, lessons: Callable[..., Result]) -> None:
    (line,) = lessons("export", "ndjson").stdout.splitlines()
    review = json.loads(line)
    assert (review["id"], review["path"]) == ("night-buses", "night-buses.md")
    assert review["fields"]["title"] == "Night buses"
    assert review["sections"][0] == {
        "heading": "Summary",
        "text": "Night buses ran for a year and few people used them.",
    }
    assert review["lessons"] == [
        {
            "id": "night-buses#ask-users",
            "statement": "Ask the people who will use it",
            "text": "They knew when they went home.",
            "recommendation": "Ask the users when they travel before you set a timetable.",
            "applies_when": "A service depends on habits.",
        }
    ]
    assert review["markdown"] == (folder / "night-buses.md").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="files have no modes there")
def test_an_export_that_is_not_for_everybody_is_its_owner_s_alone_and_a_mode_that_was_given_stays(
    folder: Path, lessons: Callable[..., Result]
) -> None:
    def modes(*options: str) -> set[int]:
        for form in EXPORTS:
            assert lessons("export", form, "--output", f"out/{form}", *options).exit_code == 0
        return {stat.S_IMODE(path.stat().st_mode) for path in Path("out").rglob("*") if path.is_file()}

    before = os.umask(0o022)
    try:
        assert modes("--audience", "public") == {0o644}
        assert modes("--audience", "internal") == {0o644}
        for options in (("--audience", "internal"), ("--audience", "restricted"), ("--drafts",)):
            shutil.rmtree("out")
            assert modes(*options) == {0o600}
            assert modes() == {0o600}
    finally:
        os.umask(before)


def test_csv_has_one_row_a_lesson_with_the_facts_of_its_review(folder: Path, lessons: Callable[..., Result]) -> None:
    path = folder / "night-buses.md"
    path.write_text(
        path.read_text("utf-8")
        .replace("result: mixed", "result: mixed\ntags: [buses, night]\ndate_x: 1")
        .replace("date_x: 1\n", ""),
        "utf-8",
    )
    (row,) = rows(lessons("export", "csv").stdout)
    assert (row["lesson"], row["review"], row["review_title"], row["review_date"]) == (
        "night-buses#ask-users",
        "night-buses",
        "Night buses",
        "1998-04",
    )
    assert (row["recommendation"], row["review_tags"], row["owner"]) == (
        "Ask the users when they travel before you set a timetable.",
        "buses; night",
        "",
    )


def test_csv_runs_nothing_in_a_spreadsheet(folder: Path, lessons: Callable[..., Result]) -> None:
    path = folder / "night-buses.md"
    text = (
        path.read_text("utf-8")
        .replace("title: Night buses", 'title: "=HYPERLINK(1)"')
        .replace("### Ask the people", "### @Ask the people")
    )
    path.write_text(text, "utf-8")
    (row,) = rows(lessons("export", "csv").stdout)
    assert (row["review_title"], row["statement"][:5]) == ("'=HYPERLINK(1)", "'@Ask")


def test_csv_has_a_column_for_every_field_that_holds_plain_values() -> None:
    records = {"period", "cost", "outcomes", "sources", "reviewed", "builds_on", "source_system"}
    assert {name for name in columns() if name.startswith("review_")} == {
        f"review_{name}" for name in Review.model_fields if name not in records
    }


def test_the_package_describes_each_file_truly(package: dict[str, str]) -> None:
    described = json.loads(package["datapackage.json"])
    assert (described["profile"], described["name"]) == ("tabular-data-package", "public-service-lessons")
    assert {resource["path"] for resource in described["resources"]} | {"datapackage.json", "vocabulary.yml"} == set(
        package
    )
    for resource in described["resources"]:
        content = package[resource["path"]].encode()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = next(csv.reader(io.StringIO(package[resource["path"]])))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])


def values(row: dict[str, str], fields: str | list[str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ([fields] if isinstance(fields, str) else fields))


def test_the_package_s_keys_and_constraints_hold(package: dict[str, str]) -> None:
    resources: list[dict[str, Any]] = json.loads(package["datapackage.json"])["resources"]
    tables = {resource["name"]: rows(package[resource["path"]]) for resource in resources}
    looked_up = dates = 0
    for resource in resources:
        table, described = tables[resource["name"]], resource["schema"]
        keys = (
            [tuple(row[name] for name in described["primaryKey"]) for row in table] if "primaryKey" in described else []
        )
        assert len(keys) == len(set(keys))
        for field in described["fields"]:
            cells = [row[field["name"]] for row in table]
            assert not field.get("constraints", {}).get("required") or all(cells)
            assert set(filter(None, cells)) <= set(field.get("constraints", {}).get("enum", cells))
            if field["type"] == "date":
                assert all(date.fromisoformat(value) for value in cells if value)
                dates += 1
            if field["type"] in ("integer", "number"):
                assert all(float(value) == float(value) for value in cells if value)
        for foreign in described.get("foreignKeys", ()):
            target = tables[foreign["reference"]["resource"] or resource["name"]]
            known = {values(row, foreign["reference"]["fields"]) for row in target}
            # A key that is empty refers to nothing; one that is empty in part is found nowhere, so that none may be.
            assert {key for row in table if any(key := values(row, foreign["fields"]))} <= known
            looked_up += 1
    assert looked_up >= 10
    assert dates >= 10
    terms = next(one for one in resources if one["name"] == "lesson_terms")["schema"]["foreignKeys"]
    assert {"fields": ["scheme", "term"], "reference": {"resource": "terms", "fields": ["scheme", "slug"]}} in terms


def test_the_package_holds_every_table_about_reviews_and_the_views_that_are_asked_most(package: dict[str, str]) -> None:
    left_out = {"build_info", "data_dictionary", "documents"}
    expected = {table.name for table in schema.TABLES if not table.search_only} - left_out
    expected |= {view.name for view in ASKED_MOST}
    assert {name.removesuffix(".csv") for name in package if name.endswith(".csv")} == expected
    assert len(rows(package["reviews.csv"])) == len(list(ENTRIES.glob("*.md")))


def test_every_column_of_days_is_one_and_no_other_says_so() -> None:
    columns = [column for thing in (*schema.TABLES, *schema.VIEWS) for column in thing.columns]
    of_days = {column.name for column in columns if column.day}
    assert of_days >= {"date_earliest", "published_latest", "last_changed", "as_of", "first_day", "day"}
    said = re.compile(r"(?<! or )YYYY-MM-DD[.,;]")
    assert [c.name for c in columns if bool(said.search(c.sentence)) != c.day] == []


def test_the_package_says_which_version_it_is_whom_it_is_for_and_what_it_is_made_from(package: dict[str, str]) -> None:
    described = json.loads(package["datapackage.json"])
    day = max(row["published_earliest"] for row in rows(package["reviews.csv"]))
    assert described["created"] >= f"{day}T00:00:00Z"
    year, month, last = map(int, described["created"][:10].split("-"))
    assert re.fullmatch(rf"{year}\.{month}\.{last}\+[0-9a-f]{{12}}", described["version"])
    assert described["audience"] == "the public audience"
    assert {one["title"] for one in described["sources"]} == {row["cite"] for row in rows(package["sources.csv"])}
    assert {"name": "CC-BY-4.0"} in described["licenses"]


def test_exporting_twice_gives_the_same_bytes(package: dict[str, str]) -> None:
    exported = gather(read_folder(ENTRIES), ENTRIES, "public", drafts=False)
    assert dict(EXPORTS["datapackage"].make(exported)) == package


def test_what_the_audience_may_not_see_is_left_out(folder: Path, lessons: Callable[..., Result]) -> None:
    # A word that no cause and no help page has.
    secret = folder / "clandestine-buses.md"
    text = (folder / "night-buses.md").read_text("utf-8")
    secret.write_text(text.replace("result: mixed", "result: mixed\nhandling: internal"), "utf-8")
    assert "clandestine" not in lessons("export", "ndjson").stdout
    assert "clandestine-buses" in lessons("export", "ndjson", "--audience", "internal").stdout
    lessons("export", "datapackage", "--output", "package")
    assert all("clandestine" not in path.read_text("utf-8") for path in Path("package").iterdir())


def test_reviews_with_problems_are_not_exported_and_a_former_export_stays(
    folder: Path, lessons: Callable[..., Result]
) -> None:
    assert lessons("export", "csv", "--output", "out.csv").exit_code == 0
    before = Path("out.csv").read_bytes()
    (folder / "night-buses.md").write_text("nothing", "utf-8")
    result = lessons("export", "csv", "--output", "out.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("nothing was exported\n")
    assert Path("out.csv").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_a_package_needs_a_folder_and_a_path_that_cannot_be_written_is_one_line(lessons: Callable[..., Result]) -> None:
    result = lessons("export", "datapackage")
    assert (result.exit_code, result.stderr) == (
        2, "lessons: a datapackage is a folder of files; name the folder: lessons export datapackage --output build/datapackage\n",
    )  # fmt: skip
    Path("taken").write_text("x", "utf-8")
    result = lessons("export", "datapackage", "--output", "taken/package")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
