"""A first map is guessed for a source that has none: every record comes along with it, and what is unsure says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lessons.authoring.importers import READERS, ImportOptions, first_map, mapping, run
from lessons.entries import Entry
from lessons.entries.folder import read_folder
from lessons.problems import LessonsError
from tests.authoring.importing.test_collections import COLLECTIONS, RECORDS, in_windows_1252
from tests.support import office

NASA = Path(__file__).parents[2] / "data" / "nasa-sample.csv"


def imported(kind: str, source: Path, into: Path) -> tuple[str, dict[str, Entry]]:
    text = first_map.draft(kind, source, READERS[kind])
    map_ = mapping.parse(text, "map.yml")
    assert [str(problem) for problem in map_.problems] == []
    report = run(kind, source, map_, into, ImportOptions("2024-05-17"))
    assert [str(problem) for problem in report.problems] == []
    assert report.rows == len(report.written)
    return text, read_folder(into).by_id


@pytest.mark.parametrize("name", RECORDS)
def test_all_records_of_a_collection_come_along(name: str, tmp_path: Path) -> None:
    folder = COLLECTIONS / name
    if name == "notes":
        folder = in_windows_1252(folder, tmp_path / "notes")
    kind, source = ("json", folder / "export.json") if name == "surveys" else ("markdown", folder)
    _, found = imported(kind, source, tmp_path / "entries")
    assert len(found) >= RECORDS[name]


def test_nasa_s_export_comes_along_with_its_columns_in_their_places(tmp_path: Path) -> None:
    text, found = imported("csv", NASA, tmp_path / "entries")
    assert "  date: date\n" in text
    assert "  organisation: center\n" in text
    assert "    url: url\n" in text
    assert len(found) == 20


@pytest.mark.parametrize(
    ("lines", "encoding", "expected"),
    [
        (["Ref;Title;Date;Lesson", "1;Café bins;17/04/1998;Ask first", "2;Buses;01/05/1998;Ask"], "windows-1252", ['delimiter: ";"', "encoding: windows-1252", 'date: {column: Date, format: "%d/%m/%Y"}']),
        (["Ref\tTitle\tDate\tLesson", "1\tBins\t1998-04\tAsk", "2\tBuses\t1998\tAsk"], "utf-8", ['delimiter: "tab"', "date: Date"]),
        (["Ref,Title,Date,Lesson", "1,Bins,01/02/1998,Ask", "2,Buses,03/04/1998,Ask"], "utf-16", ["encoding: utf-16", '# or "%m/%d/%Y": both fit all dates']),
        (["sep=;", "Ref;Title;Closed;Lesson", "1;Bins;04/17/1998;Ask", "2;Buses;04/18/1998;Ask"], "utf-8-sig", ['delimiter: ";"', 'format: "%m/%d/%Y"']),
        (["Name,When,Budget", "Bins,892771200000,12", "Buses,892857600000,13"], "utf-8", ['format: "milliseconds"', "left_out: [Budget]"]),
        (["Case Number,Subject,Keywords,Lessons learned", '1,Bins,"a; b","Ask\nAsk twice"', '2,Buses,c,"x\ny"'], "utf-8", ['id: "export-{Case Number}"', 'split: ";"', "each: {column: Lessons learned, split: line}"]),
        (["Titel,Was", "Tonnen,1", "Busse,2"], "utf-8", ["left_out: [Titel, Was]"]),
    ],
)  # fmt: skip
def test_encoding_delimiter_columns_and_dates_are_guessed(
    tmp_path: Path, lines: list[str], encoding: str, expected: list[str]
) -> None:
    source = tmp_path / "export.csv"
    source.write_bytes("\n".join([*lines, ""]).encode(encoding))
    text = first_map.draft("csv", source, READERS["csv"])
    assert [part for part in expected if part not in text] == []
    assert mapping.parse(text, "map.yml").problems == []
    if "Titel" not in lines[0]:
        imported("csv", source, tmp_path / "entries")


def test_a_workbook_and_a_json_file_of_any_depth_are_understood(tmp_path: Path) -> None:
    (tmp_path / "log.xlsx").write_bytes(office.excel(["No", "Title"], [1, "Bins"], [2, "Buses"]))
    assert len(imported("xlsx", tmp_path / "log.xlsx", tmp_path / "one")[1]) == 2
    (tmp_path / "log.json").write_text(
        '{"page": 1, "result": {"rows": [{"id": 1, "name": "Bins"}, {"id": 2, "name": "Buses"}]}}', "utf-8"
    )
    text, found = imported("json", tmp_path / "log.json", tmp_path / "two")
    assert ("records: result.rows" in text, len(found)) == (True, 2)


def test_a_source_without_records_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Title\n", "utf-8")
    with pytest.raises(LessonsError, match="holds no record that can be read, so there is nothing to make a map from"):
        first_map.draft("csv", tmp_path / "x.csv", READERS["csv"])


def test_the_command_writes_the_map_says_how_far_it_goes_and_replaces_none(
    lessons: Callable[..., Result], folder: Path
) -> None:
    result = lessons("import", "csv", str(NASA), "--draft-map", "map.yml")
    assert (result.exit_code, result.stderr) == (
        0,
        f"map.yml written: with it, 20 of 20 records would come along. Correct it, then run: lessons import csv {NASA} --map map.yml --dry-run\n",
    )
    assert lessons("import", "csv", str(NASA), "--map", "map.yml", "--into", "new").exit_code == 0
    again = lessons("import", "csv", str(NASA), "--draft-map", "map.yml")
    assert (again.exit_code, again.stderr) == (2, "lessons: map.yml already exists; choose another name\n")
    assert folder.exists()
