"""Each kind of value that other systems write comes along as a map says, and what cannot is told with what to write in the map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lessons.authoring.importers import ImportOptions, ImportReport, mapping, run
from lessons.cli.import_ import describe, grouped
from lessons.entries import Entry
from lessons.entries.folder import read_folder
from lessons.problems import LessonsError
from tests.support import office

MAP = """
id: "old-{No}"
fields:
  title: Title
  source_system: {name: {constant: Old system}, id: No}
  type: {constant: rapid-lesson}
lessons:
  - statement: Title
"""
OPTIONS = ImportOptions("2024-05-17")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "entries"


def imported(into: Path, records: Any, map_text: str, kind: str = "json") -> ImportReport:
    path = into.parent / f"export.{kind}"
    content = json.dumps(records) if kind == "json" else records
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run(kind, path, mapping.parse(map_text, "map.yml"), into, OPTIONS)


def entry(into: Path, id_: str = "old-1") -> Entry:
    return read_folder(into).by_id[id_]


def messages(report: ImportReport) -> list[str]:
    return [problem.message for problem in report.problems]


def with_field(line: str) -> str:
    return MAP.replace("  type:", f"  {line}\n  type:")


def record(**values: Any) -> dict[str, Any]:
    return {"No": 1, "Title": "Bins", **values}


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ("{column: D, format: ['%d/%m/%Y', '%B %Y']}", {"D": "April 1998"}, "1998-04"),
        ("{column: D, format: ['%d/%m/%Y', '%B %Y']}", {"D": "17/04/1998"}, "1998-04-17"),
        ("{column: [Closed, Opened], format: '%Y'}", {"Closed": " ", "Opened": "1998"}, "1998"),
        ("{column: [Closed, Opened]}", {"Closed": "1999", "Opened": "1998"}, "1999"),
        ("{column: D, format: iso}", {"D": "2019-03-01T10:00:00.123456Z"}, "2019-03-01"),
        ("{column: D, format: iso}", {"D": "2019-03-01 10:00:00+01:00"}, "2019-03-01"),
        ("{column: D, format: iso}", {"D": "2019-03"}, "2019-03"),
        ("{column: D, format: seconds}", {"D": 892771200}, "1998-04-17"),
        ("{column: D, format: milliseconds}", {"D": 892771200000}, "1998-04-17"),
        ("{column: D, format: seconds}", {"D": -86400}, "1969-12-31"),
        ("{column: D, pattern: '\\*\\*Date:\\*\\* *(\\S+)'}", {"D": "# T\n\n**Date:** 2025-03-26\n"}, "2025-03-26"),
        ("{column: D, pattern: '^\\d{4}-\\d\\d-\\d\\d'}", {"D": "2025-03-26-bins"}, "2025-03-26"),
        ("{column: D, pattern: '^\\d{4}'}", {"D": "bins"}, "not-stated"),
        ("{column: D, format: '%d/%m/%Y', values: {tbc: }}", {"D": "TBC"}, "not-stated"),
    ],
)
def test_a_date_comes_out_however_it_was_written(into: Path, rule: str, values: dict[str, Any], expected: str) -> None:
    assert messages(imported(into, [record(**values)], with_field(f"date: {rule}"))) == []
    assert entry(into).stated("date") == expected


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("2019-03-01T10:00:00Z", "iso"),
        ("892771200", "seconds"),
        ("892771200000", "milliseconds"),
        ("1/4/1998", '"%d/%m/%Y"'),
    ],
)
def test_a_date_that_needs_a_form_is_told_with_the_form(into: Path, value: str, form: str) -> None:
    assert messages(imported(into, [record(D=value)], with_field("date: D"))) == [
        f'record 1: column "D": "{value}" is not written 1998, 1998-04 or 1998-04-17; say in the map how it is written, such as `format: {form}`'
    ]


@pytest.mark.parametrize("value", ["31/02/1998", "1998", "9" * 30, "nan", ""])
def test_a_value_that_no_form_fits_is_told_with_the_forms(into: Path, value: str) -> None:
    report = imported(into, [record(D=value)], with_field("date: {column: D, format: ['%d/%m/%Y', seconds]}"))
    fits = value in ("", "1998")
    assert messages(report) == (
        [] if fits else [f'record 1: column "D": "{value}" is not a date written %d/%m/%Y or in seconds since 1970']
    )


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ("organisation: orgs.name", {"orgs": [{"name": "Kirklees"}]}, "Kirklees"),
        ("organisation: orgs.0.name", {"orgs": [{"name": "Kirklees"}, {"name": "Leeds"}]}, "Kirklees"),
        ("tags: orgs.name", {"orgs": [{"name": "Kirklees"}, {"name": "Leeds"}, {}]}, ["Kirklees", "Leeds"]),
        ("tags: a.b.c", {"a": {"b": [{"c": "x"}, {"c": ["y", "z"]}]}}, ["x", "y", "z"]),
        ("result: {column: R, values: {Good: success, BAD: failure}}", {"R": "good"}, "success"),
        ("result: {column: R, values: {Good: success, BAD: failure}}", {"R": "Bad "}, "failure"),
        ('tags: {column: T, split: "\\n"}', {"T": "one\ntwo"}, ["one", "two"]),
        ("tags: {column: T, split: line}", {"T": "one\ntwo"}, ["one", "two"]),
        ('tags: {column: T, split: "\\t"}', {"T": "one\ttwo"}, ["one", "two"]),
    ],
)
def test_values_are_found_in_lists_and_translated_whatever_their_case(
    into: Path, rule: str, values: dict[str, Any], expected: Any
) -> None:
    assert messages(imported(into, [record(**values)], with_field(rule))) == []
    assert getattr(entry(into).record, rule.partition(":")[0]) == expected


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("orgs.nmae", 'map.yml:6:17: the source has no column "orgs.nmae", did you mean "orgs.name"?'),
        ("ogrs.name", 'map.yml:6:17: the source has no column "ogrs.name"; choose from: No, Title, orgs'),
        ("Titel", 'map.yml:6:17: the source has no column "Titel", did you mean "Title"?'),
    ],
)
def test_a_column_that_no_record_has_is_told_inside_records_too(into: Path, column: str, message: str) -> None:
    with pytest.raises(LessonsError) as caught:
        imported(into, [record(orgs=[{"name": "K"}])], with_field(f"organisation: {column}"))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("source", "records"),
    [
        ({"collections": [{"data": [record()]}]}, "collections.0.data"),
        ({"items": {"1": {"Title": "Bins", "No": 1}}}, "items"),
        ({"1": {"Title": "Bins", "No": 1}, "2": {"Title": "Buses", "No": 2}}, None),
        ([record()], None),
    ],
)
def test_records_are_found_in_lists_inside_lists_and_by_their_keys(
    into: Path, source: Any, records: str | None
) -> None:
    map_text = f"records: {records}\n{MAP}" if records else MAP
    assert messages(imported(into, source, map_text)) == []
    assert entry(into).stated("title") == "Bins"


def test_the_key_of_a_record_is_a_column(into: Path) -> None:
    map_text = MAP.replace('"old-{No}"', "'{key}'").replace("id: No", "id: key")
    imported(into, {"bins-1998": {"Title": "Bins"}}, map_text)
    assert entry(into, "bins-1998").stated("title") == "Bins"


@pytest.mark.parametrize(
    ("each", "values", "statements"),
    [
        ("All", {"All": ["Ask first", "Ask twice"]}, ["Ask first", "Ask twice"]),
        ("All", {"All": "Ask first"}, ["Ask first"]),
        ("All", {"All": [{"item": "Ask first"}]}, ["Ask first"]),
        ("{column: All, split: line}", {"All": "Ask first\n\n2. Ask twice\n• Ask again"}, ["Ask first", "Ask twice", "Ask again"]),
        ("{column: All, split: ';'}", {"All": "Ask first; Ask twice"}, ["Ask first", "Ask twice"]),
        ("{column: All, bullets: true}", {"All": "Text.\n\n- Ask *first*\n  and last\n- Ask `x`\n  - inner\n"}, ["Ask first and last", "Ask x inner"]),
        ("{column: [None, All]}", {"None": [], "All": ["Ask first"]}, ["Ask first"]),
    ],
)  # fmt: skip
def test_several_lessons_come_from_lists_lines_and_bullets(
    into: Path, each: str, values: dict[str, Any], statements: list[str]
) -> None:
    map_text = MAP.replace("  - statement: Title", f"  - each: {each}\n    statement: item")
    assert messages(imported(into, [record(**values)], map_text)) == []
    assert [lesson.statement for lesson in entry(into).body.lessons] == statements


def test_lessons_that_say_the_same_have_ids_of_their_own_and_without_items_the_map_may_say_what_to_write(
    into: Path,
) -> None:
    map_text = MAP.replace(
        "  - statement: Title", "  - each: All\n    statement: {column: item, otherwise: 'Record {No}'}"
    )
    imported(into, [record(All=["Ask", "Ask", "Ask"]), {"No": 2, "Title": "Buses", "All": []}], map_text)
    assert [lesson.get("id") for lesson in entry(into).body.lessons] == ["ask", "ask-2", "ask-3"]
    assert [lesson.statement for lesson in entry(into, "old-2").body.lessons] == ["Record 2"]


def test_rows_with_the_same_key_become_one_review_with_a_lesson_each(into: Path) -> None:
    source = "No,Title,Lesson\n1,Bins,Ask first\n2,Buses,Ask users\n1,Bins,Ask twice\n,Trams,Ask\n"
    map_text = "group: No\n" + MAP.replace("  - statement: Title", "  - each: rows\n    statement: Lesson")
    report = imported(into, source, map_text, "csv")
    assert messages(report) == ['the column "No", by which rows are grouped, is empty']
    assert [lesson.statement for lesson in entry(into).body.lessons] == ["Ask first", "Ask twice"]
    assert [lesson.statement for lesson in entry(into, "old-2").body.lessons] == ["Ask users"]


@pytest.mark.parametrize(
    ("skip", "left"),
    [
        ("{column: State, is: [draft, closed]}", ["1", "4"]),
        ("{column: State, is_not: open}", ["1"]),
        ("[{column: State, is: DRAFT}, {column: State, is: closed}]", ["1", "4"]),
        ("{column: State, is: ''}", ["1", "2", "3"]),
    ],
)
def test_records_are_passed_over_by_conditions_and_counted(into: Path, skip: str, left: list[str]) -> None:
    states = ["open", "Draft", "closed", None]
    records = [{"No": number, "Title": "Bins", "State": state} for number, state in enumerate(states, 1)]
    report = imported(into, records, f"skip: {skip}\n{MAP}")
    assert sorted(path.stem.removeprefix("old-") for path in into.glob("*.md")) == left
    assert f"{4 - len(left)} record" in "\n".join(describe(report, into, dry_run=False))


@pytest.mark.parametrize(
    ("source", "settings"),
    [
        ('No;Title\n1;"Bins; blue"\n', 'delimiter: ";"'),
        ("No\tTitle\n1\tBins; blue\n", 'delimiter: "\\t"'),
        ("No\tTitle\n1\tBins; blue\n", "delimiter: tab"),
        ("sep=;\r\nNo;Title\r\n1;\"Bins; blue\"\r\n", ""),
        ("\ufeffsep=|\nNo|Title\n1|Bins; blue\n", ""),
        ("No,Title,,\n\n1,Bins; blue,,\n,,,\n", ""),
        ("\n\nNo,Title\n  \n1,Bins; blue\n", ""),
    ],
)  # fmt: skip
def test_tables_of_every_kind_are_read(into: Path, source: str, settings: str) -> None:
    assert messages(imported(into, source, f"{settings}\n{MAP}", "csv")) == []
    assert entry(into).stated("title") == "Bins; blue"


def test_a_table_in_a_workbook_is_read_like_one_in_a_csv_file(into: Path) -> None:
    content = office.excel(["No", "Title", None], [1, "Bins"], [None, None], [2, "Buses"], title="Log")
    assert messages(imported(into, content, MAP, "xlsx")) == []
    assert entry(into, "old-2").stated("title") == "Buses"
    with pytest.raises(LessonsError, match='has no sheet "Lgo"; its sheets are: Log'):
        imported(into, content, f"records: Lgo\n{MAP}", "xlsx")


def test_what_a_workbook_passes_over_is_said_and_what_it_lacks_is_a_problem(into: Path) -> None:
    content = office.excel(["No", "Title", "Sum"], [1, "Bins", "=1+1"])
    macros = office.changed(content, {}, {"xl/vbaProject.bin": b"code"})
    report = imported(into, macros, MAP, "xlsx")
    assert report.notes == ["the file has macros, which were ignored"]
    assert [message.partition(" (")[0] for message in messages(report)] == [
        "1 cell with a formula whose result is not saved in the file"
    ]
    assert "the file has macros, which were ignored" in describe(report, into, dry_run=False)
    assert entry(into).stated("title") == "Bins"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "base: https://[x/",
            'found "https://[x/"; its host cannot be read; brackets belong around an address of IPv6 alone',
        ),
        ("base: docs/", 'found "docs/"; the address that relative links begin at starts with https:// or http://'),
        ("skip: {column: a}", "a condition has a `column` and either `is` or `is_not`"),
        ("skip: {colum: a, is: b}", '"colum" is unknown in a condition, did you mean "column"?'),
        ('delimiter: ""', None),
        ("delimiter: tabs", 'found "tabs"; a delimiter is one character, such as ";"; a tab is written: tab'),
    ],
)
def test_a_mistake_in_the_map_is_told(line: str, message: str | None) -> None:
    found = [problem.message for problem in mapping.parse(f"{line}\n{MAP}", "map.yml").problems]
    assert any(message in one for one in found) if message else found == []
    wrong = mapping.parse(with_field("date: {column: D, pattern: '('}"), "map.yml").problems
    assert wrong[0].message.startswith("`(` is not a regular expression: ")


def test_messages_of_one_kind_are_said_once_with_the_numbers_of_the_records(into: Path) -> None:
    records = [{"No": number, "Title": "Bins", "D": f"2019-03-0{number}T10:00:00Z"} for number in range(1, 6)]
    report = imported(into, [*records, {"No": 9}], with_field("date: D"))
    first, more, other = grouped(report.problems)
    assert first.startswith(f'{into.parent / "export.json"}:1:1: record 1: column "D": ')
    assert more == "  … and 4 times more the same: record 2, record 3, record 4, record 5"
    assert "record 6: the row has no title" in other
