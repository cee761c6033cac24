"""YAML as nodes: what the writer typed stays, what YAML would change is said, and one slip never hides another."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from lessons.text import nodes
from lessons.text.nodes import parsing

QUOTES = "put the value in quotes"


def parsed(text: str) -> nodes.Parsed:
    return nodes.parse(text, "x.md", first_line=2)


def faults(text: str) -> list[str]:
    return [f"{fault.place.line}:{fault.place.column} {fault.message}" for fault in parsed(text).faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1998-04-17", "1998-04-17"),
        ("2024-13-01", "2024-13-01"),
        (".inf", ".inf"),
        ("=", "="),
        ("it's", "it's"),
        ("-dash", "-dash"),
        ("a#b", "a#b"),
        ("http://a/b?c=d", "http://a/b?c=d"),
        ("1998  # when", "1998"),
        ('"a: b #c"', "a: b #c"),
        ("'it''s'", "it's"),
        ('"null"', "null"),
        ('"a\tb"', "a\tb"),
        (r'"a\"b\\c"', r'a"b\c'),
        ("\tafter a tab", "after a tab"),
        ("one\n  two\n  three", "one two three"),
        (">-\n  one: two #3\n  four", "one: two #3 four"),
        ("|\n  one\n  two", "one\ntwo"),
        ("[a, b]", ["a", "b"]),
        ("{a: b, c: d}", {"a": "b", "c": "d"}),
        ("\n  - a\n  - b", ["a", "b"]),
        ("\n- a", ["a"]),
        ("\n  b: c", {"b": "c"}),
        ("", None),
        ("# a note", None),
        ("naïve 日本 🚌", "naïve 日本 🚌"),
    ],
)
def test_a_value_stays_as_typed(text: str, value: object) -> None:
    assert faults(f"a: {text}") == []
    assert nodes.data(parsed(f"a: {text}").root) == {"a": value}


@pytest.mark.parametrize(
    ("text", "place", "advice"),
    [
        ("a: Foo: bar", "2:7", f"a colon followed by a space inside a value starts a new field; {QUOTES}"),
        ("a: Foo:", "2:7", f"a colon followed by a space inside a value starts a new field; {QUOTES}"),
        ("a: @foo", "2:4", f"a value cannot begin with `@`; {QUOTES}"),
        ("a: %foo", "2:4", f"a value cannot begin with `%`; {QUOTES}"),
        ("a: `foo`", "2:4", f"a value cannot begin with a backtick; {QUOTES}"),
        ("a: &foo", "2:4", "a value cannot begin with `&`; put it in quotes"),
        ("a: &foo bar", "2:4", "a value cannot begin with `&`; put it in quotes"),
        ("a: *foo", "2:4", "a value cannot begin with `*`; put it in quotes"),
        ("a: *** foo", "2:4", f"a value cannot begin with `*`; {QUOTES}"),
        ("a: !foo bar", "2:4", "a value cannot begin with `!`; put it in quotes"),
        ("a: !!python/object:os.system x", "2:4", "a value cannot begin with `!`; put it in quotes"),
        ("a: | foo", "2:4", f"a value cannot begin with `|`; {QUOTES}"),
        ("a: > foo", "2:4", f"a value cannot begin with `>`; {QUOTES}"),
        ("a: - foo", "2:4", "a list must begin on its own line, one `- value` per line"),
        ("a: ? foo", "2:4", f"a value cannot begin with `? `; {QUOTES}"),
        ("a: [b] c", "2:4", f"a value cannot begin with `[` unless it is a list or fields in brackets; {QUOTES}"),
        ("a: {b} c", "2:4", f"a value cannot begin with `{{` unless it is a list or fields in brackets; {QUOTES}"),
        ("a: [b", "2:4", "a bracket is opened and never closed, or a comma is missing between values"),
        ("a: {b: c", "2:4", "a bracket is opened and never closed, or a comma is missing between values"),
        ("a: ]", "2:4", f"a value cannot begin with `]`; {QUOTES}"),
        ('a: "b', "2:4", "a quotation mark is opened and never closed"),
        ("a: 'b", "2:4", "a quotation mark is opened and never closed"),
        ('a: "b" c', "2:7", "text follows the closing quotation mark; put the whole value in single quotes"),
        ("a: 'it's'", "2:8", "an apostrophe inside single quotes ends the value; put the whole value in double quotes"),
        (r'a: "C:\Users"', "2:4", "a backslash inside double quotes starts an escape; use single quotes"),
        ("a: b #c\n  d", "2:4", f"` #` begins a comment, and the value continues after it; {QUOTES}"),
        ("\ta: b", "2:1", "indent with spaces, not with tabs"),
        ("b:c", None, None),
        (": c", "2:1", "a line must be written as `name: value`, with a space after the colon"),
    ],
)
def test_a_slip_is_shown_where_it_was_made(text: str, place: str | None, advice: str | None) -> None:
    if place is None:
        assert faults(text) == [f"2:1 found `{text}`; write fields as `name: value`, one per line"]
        return
    line = text.splitlines()[0].strip()
    assert faults(text) == [f"{place} cannot read `{line}`: {advice}"]
    # The field after it is read, and nothing more is said.
    again = parsed(f"{text}\nz: 1")
    assert len(again.faults) == 1
    assert again.root is not None
    assert nodes.data(again.root)["z"] == "1"


def test_a_value_that_cannot_be_read_is_marked_and_left_out_of_the_values() -> None:
    found = parsed("a: b: c\nd:\n  - e: f: g\n    h: i\n  - *j\nk: l")
    assert [fault.place.line for fault in found.faults] == [2, 4, 6]
    assert [scalar.text for scalar in nodes.scalars(found.root, "a")] == []
    assert [scalar.text for scalar in nodes.scalars(found.root, "d", "h")] == ["i"]
    assert [scalar.text for scalar in nodes.scalars(found.root, "k")] == ["l"]


def test_every_slip_of_many_is_reported() -> None:
    text = "a: b: c\nd: @e\nf: [g\nh: 'i\nj: k #l\n  m\nn: o"
    found = parsed(text)
    assert [fault.place.line for fault in found.faults] == [2, 3, 4, 5, 6]
    assert nodes.data(found.root)["n"] == "o"


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("a: b\n  c: d\ne: f", "3:3", "c: d"),
        ("a: b  # note\n  c: d\ne: f", "3:3", "c: d"),
        ("a: b\n  wrapped\n   c: d\ne: f", "4:4", "c: d"),
        ("a:\n  - b: c\n   d: e\ne: f", "4:4", "d: e"),
        ("a:\n  - b: c\n\td: e\n\tg: h\ne: f", "4:1", "d: e"),
        ("a:\n - b\n- d: c\ne: f", "4:1", "- d: c"),
        ("a: b\nd\ne: f", "3:1", "d"),
        ("a: b\nd:e\ne: f", "3:1", "d:e"),
    ],
)
def test_a_line_out_of_place_costs_itself_and_names_what_is_lost(text: str, place: str, line: str) -> None:
    found = parsed(text)
    (fault,) = found.faults
    assert f"{fault.place.line}:{fault.place.column}" == place
    assert fault.message.startswith(f"cannot read `{line}`: ")
    assert nodes.data(found.root)["e"] == "f"
    assert "d" in found.lost or "c" in found.lost or line in ("d", "d:e")


def test_an_unclosed_quote_is_shown_where_it_opens_though_another_quote_closes_it() -> None:
    assert faults('a: "b\nc: d\ne: "f"') == ['2:4 cannot read `a: "b`: a quotation mark is opened and never closed']


def test_quotation_marks_inside_a_block_of_text_are_not_blamed_for_a_slip_below_it() -> None:
    text = 'a: |\n  "open\n  name: x\nb: "two\n  lines"\nc: d: e'
    assert faults(text) == [
        f"7:5 cannot read `c: d: e`: a colon followed by a space inside a value starts a new field; {QUOTES}"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: null", "2:4 found `null`: leave the field out, or put the word in quotes"),
        ("a: ~", "2:4 found `~`: leave the field out, or put the word in quotes"),
        (
            "a: {b: 1,000, c: d}",
            "2:10 in `a: {b: 1,000, c: d}` the comma before `000` ends the value; put the value in quotes, or write one field per line",
        ),
        ("a: #7", "2:4 in `a: #7` everything from `#` onwards is lost as a comment; put it in quotes"),
        ("a:\n  - #7", "3:5 in `- #7` everything from `#` onwards is lost as a comment; put it in quotes"),
        (
            "a: b\n  - c",
            "2:4 the list below `a: b` is read as part of the value; begin the list on its own line, one `- value` per line",
        ),
        (
            r'a: "C:\new"',
            r'2:4 in `a: "C:\new"` a backslash makes a line end or a tab; put the value in single quotes',
        ),
        (
            r'a: "b\0c"',
            r'2:4 in `a: "b\0c"` a backslash makes the hidden character U+0000; put the value in single quotes',
        ),
        ('a: "b\u202ec"', "2:4 found the hidden character U+202E (right-to-left override); delete it"),
        ('a: "b\n  c\u202ed"', "2:4 found the hidden character U+202E (right-to-left override); delete it"),
    ],
)
def test_what_yaml_would_change_without_a_word_is_said(text: str, message: str) -> None:
    assert faults(text) == [message]
    assert parsed(text).faults[0].rule == "silent-yaml"


def test_where_a_comment_cuts_a_value_is_known() -> None:
    root = parsed("a: one\n  two #3\nb: four")
    assert [scalar.comment_line for name in "ab" for scalar in nodes.scalars(root.root, name)] == [3, 0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3", '4:1 "a" appears twice; the first is on line 2'),
        ("a:\n  <<: b", "3:3 found `<<`: merge keys are not supported; write each field out"),
        ("? [a]\n: b", "2:3 a field's name must be a plain word"),
        ("- a", "2:1 found `- a`; write fields as `name: value`, one per line"),
        ("a", "2:1 found `a`; write fields as `name: value`, one per line"),
        (
            "a: b\n---\nc: d",
            "3:1 found a second document; all fields go in one block",
        ),
    ],
)
def test_what_a_front_matter_never_needs_is_refused(text: str, message: str) -> None:
    assert faults(text) == [message]


DEEP = {
    "brackets, closed": ("a: " + "[" * 30 + "]" * 30, "2:23"),
    "brackets, open": ("a: " + "[" * 30, "2:23"),
    "more brackets than libyaml takes, closed": ("a: " + "[" * 3_000 + "]" * 3_000, "2:23"),
    "more brackets than libyaml takes, open": ("a: " + "[" * 30_000, "2:23"),
    "brackets with spaces": ("a: " + "[ " * 1_500, "2:42"),
    "brackets, a line each": ("a:" + "\n  [" * 50 + "\n  ]" * 50, "22:3"),
    "brackets at the margin": ("a: " + "[\n" * 50 + "]\n" * 50, "21:1"),
    "braces": ("a: " + "{" * 10_000, "2:23"),
    "braces with names": ("a: " + "{b: " * 10_000, "2:80"),
    "both": ("a: " + "[{" * 5_000, "2:23"),
    "both with names": ("a: " + "[{b: " * 5_000, "2:50"),
    "after other values": ("a: [b, c, " + "[" * 2_000, "2:29"),
    "in a list": ("a:\n  - b: " + "[" * 2_000, "3:25"),
    "under a quoted name": ("'a': " + "{" * 2_000, "2:25"),
    "list marks": ("a:\n  " + "- " * 20_000, "3:41"),
    "list marks at the margin": ("a:\n" + "- " * 20_000, "3:39"),
    "question marks": ("a:\n  " + "? " * 20_000, "3:41"),
    "indentation": ("a:\n" + "".join(" " * depth + "b:\n" for depth in range(1, 300)), "22:21"),
    "indentation, then brackets": (
        "a:\n" + "".join(" " * n + "b:\n" for n in range(1, 15)) + " " * 15 + "[" * 9,
        "17:21",
    ),
}


@pytest.mark.parametrize("loader", ["C", "Python"])
@pytest.mark.parametrize(("text", "place"), DEEP.values(), ids=DEEP)
def test_deep_nesting_is_called_so_whoever_reads_the_yaml_and_costs_its_field_alone(
    text: str, place: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if loader == "Python":
        monkeypatch.setattr(parsing, "_Loader", yaml.BaseLoader)
    found = parsed(f"y: 0\n{text}\nz: 1")
    (fault,) = found.faults
    line, column = place.split(":")
    assert (fault.place.line, fault.place.column) == (int(line) + 1, int(column))
    assert fault.message.endswith("`: values are nested more than 20 deep; nothing here needs more than 3")
    assert nodes.data(found.root) == {"y": "0", "a": "?", "z": "1"}
    assert [scalar.text for scalar in nodes.scalars(found.root, "a")] == []


@pytest.mark.parametrize("mark", ["[", "{", "- ", "? "])
def test_a_text_that_is_nothing_but_nesting_is_called_so(mark: str) -> None:
    (message,) = faults(mark * 5_000)
    assert message.endswith("values are nested more than 20 deep; nothing here needs more than 3")


@pytest.mark.parametrize(
    "text", ["'" + "[" * 1_500 + "'", '"' + "{" * 1_500 + '"', "b" + "[" * 1_500, "[" * 19 + "]" * 19]
)
def test_brackets_that_nest_nothing_too_deep_are_text(text: str) -> None:
    assert faults(f"a: {text}") == []


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ('a: "' + "[" * 1_500, "a quotation mark is opened and never closed"),
        ("a: " + "[" * 19, "a bracket is opened and never closed, or a comma is missing between values"),
        ("b: '" + "[" * 30 + "'\na: c: d", f"a colon followed by a space inside a value starts a new field; {QUOTES}"),
        ("a: " + "- " * 20_000, "a list must begin on its own line, one `- value` per line"),
    ],
)
def test_another_slip_among_many_brackets_is_not_called_nesting(text: str, advice: str) -> None:
    (message,) = faults(text)
    assert message.endswith(advice)


def test_repairs_end() -> None:
    assert len(faults("\n".join(f"f{number}: a: b" for number in range(200)))) == parsing.MAX_REPAIRS


def test_an_empty_text_is_an_empty_mapping() -> None:
    for text in ("", "\n\n", "# only a comment"):
        found = parsed(text)
        assert found.faults == []
        assert found.root == nodes.Mapping({}, {}, found.root.place)  # type: ignore[union-attr]


def test_places_are_those_of_the_file() -> None:
    root = parsed("a: 1\nb:\n  - c: 2\n    d: [e, ff]").root
    assert root is not None
    assert nodes.find(root, ("b", 0, "d", 1)) == nodes.find(root, ("b", 0, "d", 1, "beyond"))
    assert str(nodes.find(root, ("b", 0, "d", 1))) == "x.md:5:12"
    assert str(nodes.find_name(root, ("b", 0, "d"))) == "x.md:5:5"
    assert nodes.find_name(root, ("b", 0, "x")) is None


def test_values_are_reached_through_lists() -> None:
    root = parsed("a:\n  - b: 1\n  - b: [2, 3]\n  - c: 4\n  - 5").root
    assert [scalar.text for scalar in nodes.scalars(root, "a", "b")] == ["1", "2", "3"]
    assert [list(one.fields) for one in nodes.mappings(root.fields["a"])] == [["b"], ["b"], ["c"]]  # type: ignore[union-attr]
    assert [("/".join(path), scalar.text) for path, scalar in nodes.every_scalar(root)] == [
        ("a/b", "1"),
        ("a/b", "2"),
        ("a/b", "3"),
        ("a/c", "4"),
        ("a", "5"),
    ]


YAML_MARKS = st.text(st.sampled_from(list("ab:- #\"'[]{}|>&*!%@`?,\n\t\\~0\x85\u2028\u2029")), max_size=60)


@given(st.one_of(st.text(max_size=100), YAML_MARKS))
@example('\u2028- ""#a\\')
@example('a: "one\x85two\u2029" # note')
def test_every_text_is_read_or_has_faults(text: str) -> None:
    found = parsed(text)
    assert found.root is not None or found.faults
    lines = text.count("\n") + 1
    for fault in found.faults:
        assert 2 <= fault.place.line <= lines + 2
        assert fault.place.column >= 1


@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=5), st.text(st.sampled_from("ab :#'\"-,[]{}&*!|>%@\\é"), max_size=20)
    )
)
def test_what_a_yaml_writer_writes_is_read_back(fields: dict[str, str]) -> None:
    text = yaml.safe_dump(fields, allow_unicode=True, default_style='"', width=10_000)
    found = parsed(text if fields else "")
    assert found.faults == []
    assert nodes.data(found.root) == fields
