"""Exports of any bytes are imported or refused in words; what is imported passes the check."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lessons import checks
from lessons.authoring.importers import ImportOptions, mapping, run
from lessons.authoring.plan_file import plan_text
from lessons.entries.folder import read_folder
from lessons.learning.plan import passages
from lessons.problems import LessonsError
from tests.support.examples import examples

MAP = """
id: "old-{No}"
fields:
  title: Title
  organisation: Who
  date: {column: When, parse: iso}
  source_system: {name: {constant: Old system}, id: No}
  type: {constant: rapid-lesson}
sections:
  What happened: Story
lessons:
  - statement: Title
    prose: Lesson
"""
COLUMNS = ("No", "Title", "Who", "When", "Story", "Lesson")
CELL = st.one_of(
    st.sampled_from(["1", "2", "Bins", "1998-04", "", "- Id: x", "---", "# a", '"', "=1+1", "<b>", "a,b", "x\ny"]),
    st.text(max_size=8),
)
HEADER = ",".join(COLUMNS).encode()


def said_in_words(error: LessonsError) -> None:
    assert len(str(error).split()) > 3


def imported(kind: str, raw: bytes) -> None:
    """Import some bytes; what is written passes the check, and what is not is a problem or an error in words."""
    with tempfile.TemporaryDirectory() as place:
        source, into = Path(place) / f"export.{kind}", Path(place) / "entries"
        if kind == "markdown":
            source.mkdir()
            (source / "one.md").write_bytes(raw)
        else:
            source.write_bytes(raw)
        try:
            report = run(kind, source, mapping.parse(MAP, "map.yml"), into, ImportOptions("2024-05-17"))
        except LessonsError as error:
            said_in_words(error)
            return
        assert all(problem.message.strip() for problem in report.problems)
        if into.exists():
            problems = checks.check(read_folder(into))
            assert [str(one) for one in problems if one.severity == "error"] == []


@pytest.mark.parametrize("kind", ["csv", "json", "ndjson", "markdown"])
@examples(15, scheduled=1500)
@given(raw=st.binary(max_size=60))
@example(raw=b"[]")
@example(raw=b'{"a": ' * 2000)
@example(raw=b"---\na: [\n---\n")
def test_any_bytes_are_imported_or_refused_in_words(kind: str, raw: bytes) -> None:
    imported(kind, raw)


@examples(15, scheduled=1500)
@given(st.lists(st.lists(CELL, max_size=7), max_size=4), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_any_table_is_imported_or_refused_in_words(rows: list[list[str]], line_end: bytes) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    imported("csv", line_end.join([HEADER, *(line.encode("utf-8", "replace") for line in quoted)]))


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), CELL),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(CELL, inner, max_size=2)),
    max_leaves=5,
)


@examples(15, scheduled=1500)
@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), VALUES), max_size=4))
def test_any_records_are_imported_or_refused_in_words(records: list[dict[str, object]]) -> None:
    imported("ndjson", "\n".join(map(json.dumps, records)).encode())
    imported("json", json.dumps(records).encode())


PLANS = st.one_of(
    st.binary(max_size=200), st.text(max_size=200).map(str.encode), st.binary(max_size=60).map(lambda raw: b"PK\x03\x04" + raw)
)  # fmt: skip


@given(PLANS)
@example(b"PK\x03\x04")
@example(b"\xff\xfeW\x00e\x00")
def test_a_plan_of_any_bytes_is_read_or_refused_in_words(raw: bytes) -> None:
    try:
        text, left_out = plan_text(raw)
        found = passages(text)
    except LessonsError as error:
        said_in_words(error)
        return
    assert all(one.strip() for one in left_out)
    assert found
    assert all(passage.text.strip() for passage in found)
