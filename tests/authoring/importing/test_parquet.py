"""Records from Parquet files, whatever types their columns have."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from lessons.authoring.importers import ImportOptions, mapping, run
from lessons.entries.folder import read_folder
from lessons.problems import LessonsError

MAP = """
id: "old-{No}"
fields:
  title: Title
  organisation: Who.name
  date: Closed
  tags: Words
  source_system: {name: {constant: Old system}, id: No}
  type: {constant: rapid-lesson}
sections:
  What happened: Story
lessons:
  - each: Findings
    statement: item
"""
OPTIONS = ImportOptions("2024-05-17")


def test_numbers_dates_lists_and_records_come_along(tmp_path: Path) -> None:
    rows = [
        {
            "No": number,
            "Title": f"Bins {number}",
            "Who": {"name": "Kirklees", "id": 4},
            "Closed": date(2001, 2, 3) if number != 2 else None,
            "Words": ["night", "buses"],
            "Story": "Bins were bought.",
            "Findings": ["Ask first", "Ask again"],
        }
        for number in range(1, 2_502)
    ]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "export.parquet")
    options = ImportOptions("2024-05-17", dry_run=True)
    report = run("parquet", tmp_path / "export.parquet", mapping.parse(MAP, "map.yml"), tmp_path / "all", options)
    assert ([str(problem) for problem in report.problems], len(report.written)) == ([], 2_501)
    parquet.write_table(pyarrow.Table.from_pylist(rows[:2]), tmp_path / "two.parquet")
    run("parquet", tmp_path / "two.parquet", mapping.parse(MAP, "map.yml"), tmp_path / "two", OPTIONS)
    first, second = (read_folder(tmp_path / "two").by_id[id_] for id_ in ("old-1", "old-2"))
    assert [first.stated(name) for name in ("title", "organisation", "date")] == ["Bins 1", "Kirklees", "2001-02-03"]
    assert second.stated("date") == "not-stated"
    assert [lesson.statement for lesson in first.body.lessons] == ["Ask first", "Ask again"]


@pytest.mark.parametrize("content", [b"PAR1 and no more", b"Title\nBins\n", b"PAR1" + bytes(40) + b"PAR1", b""])
def test_what_is_none_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(LessonsError, match=r"x\.parquet is not a Parquet file, or is damaged"):
        run("parquet", tmp_path / "x.parquet", mapping.parse(MAP, "map.yml"), tmp_path / "into", OPTIONS)


def test_a_parquet_file_that_is_taken_for_another_kind_is_known(tmp_path: Path) -> None:
    parquet.write_table(pyarrow.table({"No": [1]}), tmp_path / "x.csv")
    with pytest.raises(LessonsError, match="is a Parquet file: lessons import parquet"):
        run("csv", tmp_path / "x.csv", mapping.parse(MAP, "map.yml"), tmp_path / "into", OPTIONS)


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    with pytest.raises(LessonsError, match=r"pip install 'lessons-learned-unit\[parquet\]'"):
        run("parquet", tmp_path / "x.parquet", mapping.parse(MAP, "map.yml"), tmp_path / "into", OPTIONS)
