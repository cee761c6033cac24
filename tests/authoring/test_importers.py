"""Importing: every kind of source, every rule of a map, and every way in which either can be wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lessons.authoring.importers import READERS, ImportOptions, ImportReport, mapping, run
from lessons.authoring.importers.sources import Settings
from lessons.entries import Entry
from lessons.entries.folder import read_folder
from lessons.problems import LessonsError

MAP = """
id: "old-{No}"
fields:
  title: Title
  organisation: Who
  source_system: {name: {constant: Old system}, id: No}
  type: {constant: rapid-lesson}
sections:
  What happened: Story
lessons:
  - statement: Title
    prose: Lesson
"""
CSV = "No,Title,Who,Story,Lesson\n1,Bins,Kirklees,Bins were bought.,Ask first.\n"
TODAY = ImportOptions("2024-05-17")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "entries"


def imported(
    into: Path, source: str | bytes, map_text: str = MAP, kind: str = "csv", options: ImportOptions = TODAY
) -> ImportReport:
    path = into.parent / f"export.{kind}"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return run(kind, path, mapping.parse(map_text, "map.yml"), into, options)


def entry(into: Path, id_: str = "old-1") -> Entry:
    return read_folder(into).by_id[id_]


def messages(report: ImportReport) -> list[str]:
    return [f"{problem.place.line} {problem.message}" for problem in report.problems]


def with_field(line: str) -> str:
    return MAP.replace("  type:", f"  {line}\n  type:")


class TestRules:
    """What each rule of a map makes of a value."""

    @pytest.mark.parametrize(
        ("rule", "cell", "expected"),
        [
            ("date: When", "1998-04", "1998-04"),
            ("date: {column: When, format: '%d/%m/%Y'}", "17/04/1998", "1998-04-17"),
            ("date: {column: When, format: '%B %Y'}", "April 1998", "1998-04"),
            ("date: {column: When, format: '%Y'}", "1998", "1998"),
            ("date: When", "", "not-stated"),
            ("result: {column: When, values: {good: success, bad: failure}}", "bad", "failure"),
            ("result: {column: When, values: {unknown: }}", "unknown", "not-stated"),
            ("sector: When", "Space Operations", "space-operations"),
            ("sector: {column: When, split: ',', several: many}", "A, B", "many"),
            ("place: {text: 'In {When}, {Who}'}", "Leeds", "In Leeds, Kirklees"),
            ("place: {text: '{{{When}}}'}", "Leeds", "{Leeds}"),
            ("place: {column: When, otherwise: 'No. {No}'}", " ", "No. 1"),
            ("mission: {constant: As it was}", "x", "As it was"),
            ("tags: When", "one", ["one"]),
            ("tags: {column: When, split: ';'}", "one; two;; one", ["one", "two"]),
            ("tags: {column: When, split: ',', keep: ['b, c']}", "a, b, c, d", ["a", "b, c", "d"]),
            ("tags: {column: When, split: ',', keep: ['b, c', 'b, c, d']}", "b, c, d, b, c", ["b, c, d", "b, c"]),
            ("tags: [When, {constant: imported}]", "one", ["one", "imported"]),
            ("enablers: When", "Senior Management", ["senior-management"]),
            ("title: When", 'say "no": # x', 'say "no": # x'),
        ],
    )
    def test_a_value_comes_out_as_the_rule_says(self, into: Path, rule: str, cell: str, expected: object) -> None:
        source = CSV.replace("No,Title", "When,No,Title").replace("1,Bins", '"' + cell.replace('"', '""') + '",1,Bins')
        map_text = with_field(rule) if not rule.startswith("title") else MAP.replace("title: Title", rule)
        report = imported(into, source, map_text)
        assert messages(report) == []
        assert getattr(entry(into).record, rule.partition(":")[0]) == expected

    def test_what_the_source_does_not_state_is_not_stated(self, into: Path) -> None:
        imported(into, CSV)
        record = entry(into).record
        assert record is not None
        assert (record.date, record.sector, record.result, record.summary) == (
            "not-stated",
            "not-stated",
            "not-stated",
            None,
        )

    def test_records_within_a_review_are_made_of_rules_too(self, into: Path) -> None:
        rule = "sources: [{cite: {text: 'Record {No}'}, url: Who}]"
        imported(into, CSV.replace("Kirklees", "https://a.b/c"), with_field(rule))
        record = entry(into).record
        assert record is not None
        assert [(source.cite, source.url) for source in record.sources] == [("Record 1", "https://a.b/c")]

    def test_the_date_of_the_import_is_recorded(self, into: Path) -> None:
        imported(into, CSV)
        record = entry(into).record
        assert record is not None
        assert record.source_system is not None
        assert (record.source_system.name, record.source_system.id, record.source_system.imported) == (
            "Old system",
            "1",
            "2024-05-17",
        )

    def test_a_lesson_has_fields_and_an_id_from_its_sentence(self, into: Path) -> None:
        map_text = MAP + "    fields:\n      Recommendation: Story\n      Change: {constant: process}\n"
        imported(into, CSV, map_text)
        (lesson,) = entry(into).body.lessons
        assert (lesson.get("id"), lesson.get("recommendation"), lesson.get("change")) == (
            "bins",
            "Bins were bought.",
            "process",
        )

    def test_each_item_of_a_list_becomes_a_lesson(self, into: Path) -> None:
        record = {
            "No": 1,
            "Title": "Bins",
            "Who": "K",
            "Story": "S",
            "All": [{"what": "Ask first", "why": "W"}, {"what": "Ask twice", "why": "V"}],
        }
        map_text = (
            MAP.partition("lessons:")[0]
            + "lessons:\n  - each: All\n    statement: what\n    prose: {text: '{why} ({Title})'}\n"
        )
        assert messages(imported(into, json.dumps([record]), map_text, "json")) == []
        assert [(lesson.statement, lesson.text, lesson.get("id")) for lesson in entry(into).body.lessons] == [
            ("Ask first", "W (Bins)", "ask-first"), ("Ask twice", "V (Bins)", "ask-twice"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("lines", "html"), [("paragraphs", "<p>one</p>\n<p>two</p>"), ("breaks", "<p>one<br>\ntwo</p>")]
    )
    def test_line_ends_become_paragraphs_or_breaks_as_the_map_says(self, into: Path, lines: str, html: str) -> None:
        imported(into, CSV.replace("Ask first.", '"one\ntwo"'), f"lines: {lines}\n{MAP}")
        assert entry(into).body.lessons[0].html == html

    def test_text_is_shown_as_it_is_and_markdown_only_where_the_map_says_so(self, into: Path) -> None:
        source = CSV.replace("Ask first.", "*Ask* <b>first</b>")
        imported(into, source)
        assert entry(into).body.lessons[0].html == "<p>*Ask* &lt;b&gt;first&lt;/b&gt;</p>"
        imported(
            into,
            source,
            MAP.replace("prose: Lesson", "prose: {column: Lesson, markdown: true}"),
            options=ImportOptions("2024-05-17", update=True),
        )
        assert entry(into).body.lessons[0].html.startswith("<p><em>Ask</em>")

    def test_headings_in_imported_markdown_cannot_become_sections_or_lessons(self, into: Path) -> None:
        map_text = MAP.replace("prose: Lesson", "prose: {column: Lesson, markdown: true}")
        imported(into, CSV.replace("Ask first.", '"## Big\n\n### Small"'), map_text)
        assert len(entry(into).body.lessons) == 1
        assert "<h4>Big</h4>" in entry(into).body.lessons[0].html


class TestSources:
    """What each kind of file gives, and what is said of one that cannot be read."""

    @pytest.mark.parametrize(
        ("kind", "source"),
        [
            ("csv", '\ufeffNo,Title,Who,Story,Lesson\r\n1,Bins,K,S,"a,\nb"\r\n'),
            ("json", '[{"No": 1, "Title": "Bins", "Who": "K", "Story": "S", "Lesson": "a,\\nb"}]'),
            ("ndjson", '\n{"No": 1, "Title": "Bins", "Who": "K", "Story": "S", "Lesson": "a,\\nb"}\n'),
        ],
    )
    def test_the_same_record_comes_out_of_every_kind(self, into: Path, kind: str, source: str) -> None:
        assert messages(imported(into, source, MAP, kind)) == []
        assert entry(into).body.lessons[0].text == "a,\nb"

    def test_json_keeps_numbers_as_written_and_finds_records_inside_an_object(self, into: Path) -> None:
        source = '{"data": {"rows": [{"No": 1, "Title": 4.50, "Who": true, "Story": "S", "Lesson": {"text": "L"}}]}}'
        map_text = "records: data.rows\n" + MAP.replace("prose: Lesson", "prose: Lesson.text")
        imported(into, source, map_text, "json")
        record = entry(into).record
        assert record is not None
        assert (record.title, record.organisation, entry(into).body.lessons[0].text) == ("4.50", "true", "L")

    def test_a_folder_of_markdown_with_other_field_names_becomes_reviews(self, tmp_path: Path, into: Path) -> None:
        source = tmp_path / "notes"
        source.mkdir()
        (source / "bins-1998.md").write_text(
            "---\nname: Bins\nno: 1\nlabels: [a, b]\n---\n\n## Background\n\nBins *were* bought.\n\n## Learning\n\nAsk first.\n",
            "utf-8",
        )
        map_text = (
            "id: '{file}'\nfields: {title: name, tags: labels, type: {constant: rapid-lesson}, source_system: {name: {constant: N}, id: no}}\n"
            "sections: {What happened: {column: '# Background', markdown: true}}\nlessons: [{statement: name, prose: {column: '# Learning', markdown: true}}]\n"
        )
        report = run("markdown", source, mapping.parse(map_text, "map.yml"), into, TODAY)
        assert messages(report) == []
        found = entry(into, "bins-1998")
        assert found.record is not None
        assert found.record.tags == ["a", "b"]
        assert found.body.sections[0].html == "<p>Bins <em>were</em> bought.</p>"

    def test_bytes_in_another_encoding_are_reported_with_their_row_and_column_and_the_rest_comes_along(
        self, into: Path
    ) -> None:
        source = CSV.encode() + "2,Caf\xe9 bins,K,S,L\n".encode("windows-1252") + b"3,More,K,S,L\n"
        report = imported(into, source)
        assert messages(report) == [
            '3 column "Title": byte 0xe9 in “Caf� bins” is not utf-8; if the file is in another encoding, name it: `encoding: windows-1252`'
        ]
        assert sorted(path.name for path in into.glob("*.md")) == ["old-1.md", "old-3.md"]
        assert messages(imported(into, source, "encoding: windows-1252\n" + MAP)) == []
        assert entry(into, "old-2").stated("title") == "Café bins"

    @pytest.mark.parametrize(
        ("who", "slug"),
        [
            ("Night-buses", "transport"),
            ("TRANSPORT", "transport"),
            ("homes", "housing"),
            ("night trams", "night-trams"),
        ],
    )
    def test_a_value_is_the_term_that_goes_by_it(self, into: Path, who: str, slug: str) -> None:
        map_text = (
            "vocabulary:\n  schemes:\n    sector:\n      label: Sector\n      terms:\n        transport: {label: Transport, synonyms: [night buses]}\n"
            "        housing: {label: Homes}\n" + with_field("sector: Who")
        )
        assert messages(imported(into, CSV.replace("Kirklees", who), map_text)) == []
        assert entry(into).stated("sector") == slug
        assert read_folder(into).vocabulary.problems == ()

    @pytest.mark.parametrize("stated", ["", "encoding: utf-16\n", "encoding: windows-1252\n"])
    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
    @pytest.mark.parametrize("kind", ["csv", "json", "ndjson"])
    def test_a_byte_order_mark_says_the_encoding_whatever_the_map_does(
        self, into: Path, kind: str, encoding: str, stated: str
    ) -> None:
        record = '{"No": 1, "Title": "Café bins", "Who": "K", "Story": "S", "Lesson": "L"}\n'
        source = {"csv": CSV.replace("1,Bins", "1,Café bins"), "json": f"[{record}]", "ndjson": record}[kind]
        report = imported(into, source.encode(encoding), stated + MAP, kind)
        assert messages(report) == []
        assert entry(into).stated("title") == "Café bins"

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_utf_16_without_its_mark_is_named_and_read_when_the_map_says_so(self, into: Path, encoding: str) -> None:
        with pytest.raises(LessonsError) as refused:
            imported(into, CSV.encode(encoding))
        assert str(refused.value).endswith(
            f"is UTF-16, without the mark that says so; add to the map: `encoding: {encoding}`"
        )
        assert messages(imported(into, CSV.encode(encoding), f"encoding: {encoding}\n" + MAP)) == []

    @pytest.mark.parametrize(
        ("kind", "source", "notes"),
        [
            (
                "json",
                '[{"No": 1, "No": 2, "Title": "A", "Who": "K", "Story": "S", "Lesson": "L"}]',
                ['"No" stands twice in one object; '],
            ),
            (
                "ndjson",
                '{"No": 1, "Title": "A", "Title": "B", "Who": "K", "Story": {"a": 1, "a": 2, "a": 3}, "Lesson": "L"}\n'
                * 2,
                ['"a" stands twice in each of 2 objects; ', '"Title" stands twice in each of 2 objects; '],
            ),
            (
                "json",
                '{"x": {"No": 1}, "x": {"No": 2, "Title": "A", "Who": "K", "Story": "S", "Lesson": "L"}}',
                ['"x" stands twice in one object; '],
            ),
            ("json", '[{"No": 1, "Title": "No", "Who": "K", "Story": "S", "Lesson": "L"}]', []),
        ],
    )
    def test_a_name_that_stands_twice_in_an_object_is_told(
        self, into: Path, kind: str, source: str, notes: list[str]
    ) -> None:
        report = imported(into, source, kind=kind)
        assert report.notes == [f"{note}the last value was taken, and the others were lost" for note in notes]

    def test_hidden_characters_are_taken_out_and_counted(self, into: Path) -> None:
        report = imported(into, CSV.replace("Ask first.", "Ask\ufeff \x01first."))
        assert entry(into).body.lessons[0].text == "Ask first."
        assert not report.dropped
        said = 'values of column "Lesson" without characters that nobody sees, or with joined letters taken apart'
        assert dict(report.changes) == {said: 1}

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("2,Only", "3 the row has 2 cells, the header 5; is a quotation mark missing?"),
            ('2,"a" b,K,S,L', "3 cannot be read as CSV: ',' expected after '\"'; nothing after this line was read"),
            (",Bins,K,S,L", '3 the review "old" would not pass: "id" is missing in "source_system" [required-fields]'),
            (
                "2,,K,S,L",
                "3 the row has no title; say in the map what to write instead: `otherwise: Untitled record {…}`",
            ),
            ("1,Again,K,S,L", '3 the id "old-1" is already used by the row on line 2; ids must be unique'),
        ],
    )
    def test_a_row_that_does_not_fit_is_reported_with_its_line_and_the_others_come_along(
        self, into: Path, row: str, message: str
    ) -> None:
        report = imported(into, f"{CSV}{row}\n")
        assert messages(report) == ([message] if message else [])
        assert entry(into).stated("title") == "Bins"

    def test_a_review_that_would_not_pass_the_check_is_reported_and_not_written(self, into: Path) -> None:
        map_text = with_field("result: Who")
        report = imported(into, CSV, map_text)
        assert messages(report)[0].startswith('2 the review "old-1" would not pass: unknown result "kirklees"')
        assert list(into.glob("*.md")) == []

    @pytest.mark.parametrize(
        ("kind", "source", "message"),
        [
            ("csv", "", "export is empty; was the export cut short?"),
            ("json", " \n", "export is empty; was the export cut short?"),
            (
                "csv",
                "No;Title;Who\n1;a;b\n",
                'there are semicolons between the columns; add to the map: `delimiter: ";"`',
            ),
            ("csv", "No\tTitle\n1\ta\n", 'there are tabs between the columns; add to the map: `delimiter: "tab"`'),
            ("csv", "No,No\n1,2\n", 'the header names "No" twice; columns need names of their own'),
            (
                "csv",
                "No,Titel,Who,Story,Lesson\n1,a,b,c,d\n",
                'map.yml:4:10: the source has no column "Title", did you mean "Titel"?',
            ),
            ("json", "{", "is not JSON: "),
            ("json", "{}", "the file contains no list of records; name it in the map: `records: name-of-the-list`"),
            ("json", "[" * 200_000, "is not JSON: "),
        ],
    )
    def test_a_source_that_cannot_be_used_at_all_is_one_clear_line(
        self, folder: Path, lessons: Callable[..., Result], kind: str, source: str, message: str
    ) -> None:
        Path("map.yml").write_text(MAP, "utf-8")
        Path("export").write_text(source, "utf-8")
        result = lessons("import", kind, "export", "--map", "map.yml", "--into", "new")
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert message in result.stderr
        assert not Path("new").exists()
        assert folder.exists()

    @pytest.mark.parametrize("kind", ["csv", "json", "ndjson"])
    @pytest.mark.parametrize("option", ["--map", "--draft-map"])
    @pytest.mark.parametrize(
        ("beginning", "message"),
        [
            (
                b"PK\x03\x04",
                "export is a Word or Excel file, or another zip archive; `lessons import xlsx` reads Excel",
            ),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                "export is an Office file of before 2007, or one with a password; save it",
            ),
            (b"%PDF-1.7\n", "export is a PDF file; export the records as CSV or JSON"),
            (b"\x1f\x8b\x08\x00", "export is a gzip archive; unpack it first"),
            (b"SQLite format 3\x00", "export is an SQLite database; export its records as CSV or JSON"),
        ],
    )
    def test_a_file_without_text_is_named_for_what_it_is_in_one_line(
        self, folder: Path, lessons: Callable[..., Result], kind: str, option: str, beginning: bytes, message: str
    ) -> None:
        if option == "--map":
            Path("map.yml").write_text(MAP, "utf-8")
        Path("export").write_bytes(beginning + bytes(range(256)) * 20)
        result = lessons("import", kind, "export", option, "map.yml", "--into", "new")
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert message in result.stderr
        assert Path("map.yml").exists() == (option == "--map")
        assert folder.exists()

    @pytest.mark.parametrize("kind", ["ndjson", "json"])
    def test_records_that_are_no_objects_are_reported(self, into: Path, kind: str) -> None:
        source = "[1]" if kind == "json" else "1\nnot json\n"
        assert len(messages(imported(into, source, MAP, kind))) == (1 if kind == "json" else 2)

    @pytest.mark.parametrize("kind", list(READERS))
    def test_a_source_that_is_not_there_is_one_clear_line(
        self, folder: Path, lessons: Callable[..., Result], kind: str
    ) -> None:
        result = lessons("import", kind, "nowhere", "--map", "nasa", "--into", str(folder))
        assert (result.exit_code, result.stderr) == (2, "lessons: there is no file or folder nowhere\n")

    def test_an_unknown_encoding_is_one_clear_line(self, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text(CSV, "utf-8")
        with pytest.raises(
            Exception, match='there is no encoding "klingon"; common ones are utf-8, windows-1252, utf-16'
        ):
            list(READERS["csv"](tmp_path / "x.csv", Settings(encoding="klingon")))


class TestMaps:
    """What is said of a map that is wrong: every mistake, at its place."""

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("fields:", "feilds:", '3:1: "feilds" is unknown in the map, did you mean "fields"?'),
            ("  title:", "  titel:", '4:3: "titel" is unknown in the record, did you mean "title"?'),
            ("  What happened:", "  What hapened:", '9:3: "What hapened" is not a section, did you mean "What happened"?'),
            ("prose: Lesson", "fields: {Recomendation: Lesson}", '12:14: "Recomendation" is not a lesson field, did you mean "Recommendation"?'),
            ("title: Title", "title: {colum: Title, column: Title}", '"colum" is unknown in a rule, did you mean "column"?'),
            ("title: Title", "title: {column: Title, constant: x}", "a rule has exactly one of `column`, `constant` and `text`"),
            ("title: Title", "title: {text: '{Title'}", "the braces in `{Title` do not match"),
            ("statement: Title", "prose: Title", 'the lesson has no "statement"'),
            ('id: "old-{No}"', "encoding: utf-8", 'the map has no "id"'),
            ('id: "old-{No}"', 'id: "old-{No}"\nlines: both', 'found "both"; a line end becomes paragraphs or breaks'),
            ('id: "old-{No}"', 'id: "old-{No}"\ndelimiter: ";;"', 'found ";;"; a delimiter is one character'),
            ('id: "old-{No}"', 'id: "old-{No}"\nvocabulary: {schemes: {sector: {terms: {A B: {label: x}}}}}', "vocabulary: "),
            ("title: Title", "title: [Title", ""),
        ],
    )  # fmt: skip
    def test_a_mistake_in_a_map_is_told_at_its_place_and_nothing_is_written(
        self, into: Path, old: str, new: str, message: str
    ) -> None:
        report = imported(into, CSV, MAP.replace(old, new, 1))
        assert any(message in str(problem) for problem in report.problems), [
            str(problem) for problem in report.problems
        ]
        assert not into.exists()

    def test_two_mistakes_are_both_told(self, into: Path) -> None:
        report = imported(into, CSV, MAP.replace("fields:", "feilds:", 1).replace("What happened", "What"))
        assert len(report.problems) == 2

    def test_a_map_that_is_not_there_is_one_clear_line(self, folder: Path, lessons: Callable[..., Result]) -> None:
        Path("x.csv").write_text(CSV, "utf-8")
        for name in ("nowhere", "nowhere.yml"):
            result = lessons("import", "csv", "x.csv", "--map", name, "--into", str(folder))
            assert (result.exit_code, result.stderr) == (
                2,
                f"lessons: cannot read the map {name}: no such file or directory\n",
            )


class TestFolder:
    """What happens to files that are there."""

    def test_a_dry_run_says_what_it_would_do_and_does_nothing(self, into: Path) -> None:
        report = imported(into, CSV, options=ImportOptions("2024-05-17", dry_run=True))
        assert [Path(path).name for path in report.written] == ["old-1.md"]
        assert not into.exists()

    def test_an_import_cut_short_goes_on_where_it_was(self, into: Path) -> None:
        two = CSV + "2,More,K,S,L\n"
        imported(into, two)
        (into / "old-2.md").unlink()
        report = imported(into, two, options=ImportOptions("2025-01-01"))
        assert (report.unchanged, [Path(path).name for path in report.written]) == (1, ["old-2.md"])

    def test_a_file_that_differs_is_kept_unless_replacing_it_is_asked_for(self, into: Path) -> None:
        imported(into, CSV)
        path = into / "old-1.md"
        mine = path.read_text("utf-8").replace("Ask first.", "Ask first, I say.")
        path.write_text(mine, "utf-8")
        report = imported(into, CSV)
        assert (len(report.kept), path.read_text("utf-8")) == (1, mine)
        imported(into, CSV, options=ImportOptions("2024-05-17", update=True))
        assert "Ask first.\n" in path.read_text("utf-8")

    def test_a_vocabulary_that_is_there_is_never_touched_and_its_labels_and_synonyms_are_used(self, into: Path) -> None:
        into.mkdir()
        words = "schemes:\n  sector:\n    label: Sector\n    terms:\n      space:\n        label: Space travel\n        synonyms: Rockets\n"
        (into / "vocabulary.yml").write_text(words, "utf-8")
        assert messages(imported(into, CSV.replace("Kirklees", "rockets"), with_field("sector: Who"))) == []
        assert entry(into).stated("sector") == "space"
        report = imported(
            into,
            CSV.replace("Kirklees", "submarines"),
            with_field("sector: Who"),
            options=ImportOptions("2024-05-17", update=True),
        )
        assert 'would not pass: unknown sector "submarines"' in messages(report)[0]
        assert (into / "vocabulary.yml").read_text("utf-8") == words

    def test_an_id_that_a_review_in_another_place_has_is_not_taken_twice(self, into: Path) -> None:
        imported(into, CSV)
        (into / "1998").mkdir()
        (into / "old-1.md").rename(into / "1998" / "old-1.md")
        report = imported(into, CSV)
        assert 'the id "old-1" is already used by' in messages(report)[0]
        assert not (into / "old-1.md").exists()

    def test_a_date_of_import_that_is_none_is_one_clear_line(
        self, folder: Path, lessons: Callable[..., Result]
    ) -> None:
        Path("x.csv").write_text(CSV, "utf-8")
        result = lessons("import", "csv", "x.csv", "--map", "nasa", "--into", str(folder), "--imported", "today")
        assert (result.exit_code, result.stderr) == (
            2,
            'lessons: --imported: found "today"; a date is written 1998, 1998-04 or 1998-04-17\n',
        )

    def test_columns_that_the_map_leaves_out_are_named_unless_it_says_so(self, into: Path) -> None:
        source = CSV.replace("No,Title", "Extra,No,Title").replace("1,Bins", "e,1,Bins")
        assert imported(into, source).unmapped == ["Extra"]
        assert imported(into, source, MAP + "left_out: Extra\n").unmapped == []

    def test_the_command_reports_what_came_of_it(self, lessons: Callable[..., Result], folder: Path) -> None:
        Path("map.yml").write_text(with_field("tags: {column: Story, values: {'Bins were bought.': }}"), "utf-8")
        Path("x.csv").write_text(CSV, "utf-8")
        result = lessons("import", "csv", "x.csv", "--map", "map.yml", "--into", "new", "--imported", "2024-05-17")
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr.splitlines() == [
            'left out of column "Story", as the map says, 1 time: Bins were bought.',
            "new/vocabulary.yml: written, with the terms that the source uses",
            "1 record: 1 review written to new, 0 unchanged, 0 kept, 0 problems",
        ]
        assert lessons("check", "new").exit_code == 0
        assert folder.exists()
