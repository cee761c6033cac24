"""The front matter as a record: every type of field, what it takes, and what it says of what it does not take."""

from __future__ import annotations

import pytest

from lessons.entries.record import FieldError
from lessons.record.review import Review, free_text_fields, term_fields
from tests.support.sample import read, review


def record(extra: str, **fields: str) -> Review:
    entry = read(review(extra, **fields))
    assert entry.faults == []
    assert entry.errors == []
    assert entry.record is not None
    return entry.record


def errors(extra: str, **fields: str | None) -> list[FieldError]:
    return read(review(extra, **fields)).errors


def test_what_is_not_stated_has_its_default() -> None:
    found = record("")
    assert (found.type, found.status, found.handling) == ("after-action-review", "published", "public")
    assert (found.tags, found.outcomes, found.cost, found.language) == ([], [], None, None)


@pytest.mark.parametrize("date", ["1998", "1998-04", "1998-04-17", "2000-02-29", "not-stated"])
def test_a_date_is_kept_as_precise_as_it_is(date: str) -> None:
    assert record("", date=date).date == date


@pytest.mark.parametrize(
    ("extra", "name", "value"),
    [
        ("country: NO", "country", "NO"),
        ("tags: buses", "tags", ["buses"]),
        ("tags: [buses, nights]", "tags", ["buses", "nights"]),
        ("tags:\n  - buses", "tags", ["buses"]),
        ("tags:", "tags", []),
        ('place: ""', "place", None),
        ("summary: >-\n  Two\n  lines.\n\n  And more.", "summary", "Two lines. And more."),
        ("people_affected: 1200", "people_affected", 1200),
        ("people_affected: 0", "people_affected", 0),
        ("language: en-GB", "language", "en-GB"),
        ("licence: CC-BY-4.0", "licence", "CC-BY-4.0"),
        ("licence: MIT OR Apache-2.0", "licence", "MIT OR Apache-2.0"),
        ("related: there:night-trams#ask", "related", ["there:night-trams#ask"]),
        ("formerly: old-buses", "formerly", ["old-buses"]),
    ],
)
def test_a_field_takes_what_is_right(extra: str, name: str, value: object) -> None:
    assert getattr(record(extra), name) == value


def test_notes_behind_values_that_are_no_free_text_are_allowed() -> None:
    found = record(
        "outcomes:\n"
        "  - measure: Complaints after a first warning\n"
        "    unit: per cent\n"
        "    baseline: 35                  # at least one of baseline, target, result\n"
        "    result: 4\n"
        "    better: lower                 # or higher; required\n"
        "    method: comparison            # none, estimate, before-after, comparison, trial\n"
        '    note: baseline "about"; the source calls the evidence tentative\n'
        "builds_on:                        # this team used a lesson\n"
        "  - lesson: night-trams#opt-out\n"
        "    decision: adopted             # considered trialled adopted adapted declined abandoned\n"
        "    why: It had worked there.\n"
        "repeats:                          # the same thing went wrong again\n"
        "  - night-trams#prepare-crews\n",
        date="1998-04                     # of the review: day, month or year; or not-stated",
        result="success                   # success | mixed | no-effect | failure | too-early | not-stated",
    )
    assert (found.date, found.result) == ("1998-04", "success")
    assert found.outcomes[0].note == 'baseline "about"; the source calls the evidence tentative'
    assert found.repeats == ["night-trams#prepare-crews"]


def test_records_inside_are_read() -> None:
    found = record(
        "period: {from: 1995, to: 1998-04}\ncost: {amount: 1.5, currency: GBP, year: 1997}\n"
        "outcomes:\n  measure: Users\n  result: -35.25\n  better: higher\n"
        "sources:\n  - cite: A book\n    url: https://a.org/b\nreviewed: {on: 1999, by: peer}\n"
        "builds_on: {lesson: a-review#its-id, decision: adopted}\n"
        "source_system: {name: Old, id: 7, imported: 2020-01-01}\n"
    )
    assert found.period is not None
    assert (found.period.from_, found.period.to) == ("1995", "1998-04")
    assert found.cost is not None
    assert (found.cost.amount, found.cost.currency, found.cost.year) == (1.5, "GBP", 1997)
    assert (found.outcomes[0].result, found.outcomes[0].baseline) == (-35.25, None)
    assert found.sources[0].url == "https://a.org/b"
    assert found.source_system is not None
    assert found.source_system.id == "7"


DATE = "a date is written 1998, 1998-04 or 1998-04-17"
NUMBER = "write a plain number such as 35 or 4.5; units go in `unit`, caveats in `note`"
LESSON = "a lesson is cited as <review>#<lesson>, such as kirklees-recycling#prepare-crews"
INSIDE = "write its fields below it, one `name: value` per line"


@pytest.mark.parametrize(
    ("extra", "place", "rule", "message"),
    [
        ("review_due: 1998-4", "7:13", "dates", 'found "1998-4"; write 1998-04'),
        ("review_due: 12:30", "7:13", "dates", f'found "12:30"; {DATE}'),
        ("review_due: 17 April 1998", "7:13", "dates", 'found "17 April 1998"; write 1998-04-17'),
        ("review_due: ١٩٩٨", "7:13", "dates", f'found "١٩٩٨"; {DATE}'),
        ("review_due: not-stated", "7:13", "dates", 'found "not-stated"; where the date is not known, leave the field out'),
        ("review_due: 2023-02-29", "7:13", "dates", 'found "2023-02-29"; February 2023 has 28 days'),
        ("review_due: 2024-04-31", "7:13", "dates", 'found "2024-04-31"; April 2024 has 30 days'),
        ("review_due: 2024-13-01", "7:13", "dates", 'found "2024-13-01"; there is no month 13, months run from 01 to 12'),
        ("review_due: 2024-00", "7:13", "dates", 'found "2024-00"; there is no month 00, months run from 01 to 12'),
        ("review_due: 0000", "7:13", "dates", 'found "0000"; there is no year 0000'),
        ("period: {from: 1998, to: 1997-12}", "7:9", "dates", "the period ends (1997-12) before it begins (1998)"),
        ("cost: {amount: 1, currency: GBP, year: 98}", "7:40", "dates", 'found "98"; a year is written with four digits'),
        ("people_affected: 010", "7:18", "field-types", 'found "010"; write the number without a leading zero: 10'),
        ("people_affected: 1,200", "7:18", "field-types", 'found "1,200"; write the number without separators: 1200'),
        ("people_affected: 1,5", "7:18", "field-types", 'found "1,5"; write the decimal with a point: 1.5'),
        ("people_affected: about 30", "7:18", "field-types", f'found "about 30"; {NUMBER}'),
        ("people_affected: 30%", "7:18", "field-types", 'found "30%"; write a whole number, such as 1200, without a sign'),
        ("people_affected: 1e3", "7:18", "field-types", f'found "1e3"; {NUMBER}'),
        ("people_affected: nan", "7:18", "field-types", f'found "nan"; {NUMBER}'),
        ("people_affected: ٣", "7:18", "field-types", 'found "٣", which contains an arabic-indic digit three (U+0663); write 3'),
        ("people_affected: -3", "7:18", "field-types", 'found "-3"; write a whole number, 0 or more'),
        ("people_affected: 2.5", "7:18", "field-types", 'found "2.5"; write a whole number, 0 or more'),
        ("people_affected: 1234567890.1234567", "7:18", "field-types",
         'found "1234567890.1234567"; write at most 15 digits, more cannot be stored'),
        ("country: no", "7:10", "field-types",
         'found "no"; a country is its ISO 3166-1 code of two capital letters, here NO'),
        ("country: UK", "7:10", "field-types",
         'found "UK"; a country is its ISO 3166-1 code of two capital letters, here GB'),
        ("country: Norway", "7:10", "field-types",
         'found "Norway"; a country is its ISO 3166-1 code of two capital letters, here NO'),
        ("cost: {amount: 1, currency: £}", "7:29", "field-types",
         'found "£"; a currency is its ISO 4217 code of three capital letters, such as GBP, did you mean GBP?'),
        ("language: English", "7:11", "field-types", 'found "English"; a language is its BCP 47 code, here en'),
        ("licence: CC BY 4.0", "7:10", "field-types", 'found "CC BY 4.0"; a licence is its SPDX identifier, such as CC-BY-4.0'),
        ("place: [a, b]", "7:8", "field-types", "found a list; write one value"),
        ("place: {a: b}", "7:8", "field-types",
         "found fields (a); write one value (a colon followed by a space makes a field; put a value that holds one in quotes)"),
        ('place: "  "', "7:8", "field-types", "found nothing but spaces; write a value or leave the field out"),
        ("tags:\n  - a\n  -\n  - b", "9:4", "field-types", "found an empty item; write a value after the `-`, or delete the line"),
        ("tags:\n  - night buses: why", "8:5", "field-types",
         "found fields (night buses); write one value (a colon followed by a space makes a field; put a value that holds one in quotes)"),
        ("tags: [[a]]", "7:8", "field-types", "found a list; write one value"),
        ("status: [draft]", "7:9", "field-types", "found a list; write one value"),
        ("status: {a: b}", "7:9", "field-types",
         "found fields (a); write one value (a colon followed by a space makes a field; put a value that holds one in quotes)"),
        ("period: 1998", "7:9", "field-types", 'found "1998"; write `from: 1998`, and its other fields below it: to'),
        ("cost: [1]", "7:7", "field-types", f"found a list; {INSIDE}: amount, currency, year, note"),
        ("period: 1998 to 2001", "7:9", "field-types", 'found "1998 to 2001"; write `from: 1998` and below it `to: 2001`'),
        ("review_due: 1998-2001", "7:13", "dates", 'found "1998-2001"; write one date, such as 1998; the years that a review covers go in `period`'),
        ("review_due: 3/4/1998", "7:13", "dates", 'found "3/4/1998", which could be either of two dates; write 1998-04-03 or 1998-03-04'),
        ("sources: A book", "7:10", "field-types", 'found "A book"; write `cite: A book`'),
        ("sources:\n  - A book", "8:5", "field-types", 'found "A book"; write `cite: A book`'),
        ("sources: {cite: a, url: www.b.org}", "7:25", "safe-links",
         'found "www.b.org"; an address begins with http:// or https:// and contains no spaces'),
        ("sources: {cite: a, url: 'javascript:alert(1)'}", "7:25", "safe-links",
         'found "javascript:alert(1)"; an address begins with http:// or https:// and contains no spaces'),
        ("related: Night Trams", "7:10", "links", 'found "Night Trams"; a review or a lesson is cited as <review> or <review>#<lesson>'),
        ("supersedes: a.md", "7:13", "links", 'found "a.md"; a review is cited as its id, such as kirklees-recycling'),
        ("repeats: a-review", "7:10", "links", f'found "a-review"; {LESSON}'),
        ("formerly: there:old-buses", "7:11", "links",
         'found "there:old-buses"; a former id is cited as the file\'s former name without .md'),
        ("reviewed: {on: 1999, by: boss}", "7:26", "known-terms", 'found "boss"; write peer, user or independent'),
        ("outcomes: {measure: a, better: lower}", "7:11", "outcomes",
         "an outcome needs at least one figure: baseline, target or result; a finding without numbers belongs in the text"),
        ("outcomes: {measure: a, result: 5}", "7:11", "required-fields", '"better" is missing'),
        ("outcomes: {measure: a, result: 5, better: }", "7:35", "required-fields", '"better" is missing'),
        ("colour: red", "7:1", "known-fields", 'unknown field "colour"'),
        ("cost: {amount: 1, currency: GBP, sum: 2}", "7:34", "known-fields", 'unknown field "sum"'),
    ],
)  # fmt: skip
def test_a_field_says_what_it_found_and_what_would_be_right(extra: str, place: str, rule: str, message: str) -> None:
    (error,) = errors(extra)
    assert f"{error.place.line}:{error.place.column}" == place
    assert (error.rule, error.message) == (rule, message)


def test_every_error_of_many_is_reported() -> None:
    found = errors(
        "outcomes:\n  - measure: a\n    result: 5%\n    better: less\n  - result: 3\ncolour: red", title=None
    )
    assert [(error.rule, error.place.line, error.name) for error in found] == [
        ("required-fields", 2, "title"),
        ("field-types", 8, "result"),
        ("known-terms", 9, "better"),
        ("required-fields", 10, "measure"),
        ("required-fields", 10, "better"),
        ("known-fields", 11, "colour"),
    ]


@pytest.mark.parametrize(
    "extra",
    ["cost: a: b", "date: a: b", "outcomes:\n  - measure: a\n    result: @5\n    better: lower", "country: null", "tags:\n  - #7", "place: &x"],
)  # fmt: skip
def test_what_could_not_be_read_is_not_judged(extra: str) -> None:
    entry = read(review(extra, date=None) if extra.startswith("date") else review(extra))
    assert len(entry.faults) == 1
    assert entry.errors == []


def test_a_missing_field_whose_line_was_lost_is_not_missing() -> None:
    entry = read(review("outcomes:\n  - measure: a\n    result: 5\n\tbetter: lower"))
    assert len(entry.faults) == 1
    assert entry.errors == []


def test_an_empty_field_is_told_from_a_missing_one() -> None:
    missing, empty = errors("", title=None, date="")
    assert (missing.name, missing.empty, missing.place.line) == ("title", False, 2)
    assert (empty.name, empty.empty, str(empty.place)) == ("date", True, "night-buses.md:2:1")


def test_free_text_and_terms_are_told_apart_by_their_declaration() -> None:
    free, terms = set(free_text_fields()), {path for path, _ in term_fields()}
    assert {("title",), ("tags",), ("cost", "note"), ("builds_on", "why")} <= free
    assert {("sector",), ("result",), ("outcomes", "better"), ("builds_on", "decision")} <= terms
    assert not free & terms
    assert not free & {("date",), ("country",), ("related",), ("sources", "url"), ("people_affected",)}
