"""The rule ``one-value-each``."""

from __future__ import annotations

import pytest

from lessons.checks import one_value_each
from lessons.problems import Place
from lessons.record.vocabulary import Vocabulary
from lessons.text.nodes import Scalar
from tests.support.sample import WORDS, collection, problems, read, review

EACH = "write each on a line of its own, after a hyphen and a space"
MARK = "an item of a list begins with a hyphen and a space"


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ("gritting, winter, apps", f'7:7 tags: found "gritting, winter, apps"; {EACH}: - gritting - winter - apps'),
        ("a; b", f'7:7 tags: found "a; b"; {EACH}: - a - b'), ("a,b", f'7:7 tags: found "a,b"; {EACH}: - a - b'),
        ("東京、大阪", f'7:7 tags: found "東京、大阪"; {EACH}: - 東京 - 大阪'), ("x | y", f'7:7 tags: found "x | y"; {EACH}: - x - y'),
        ("• buses", f'7:7 tags: found "• buses"; {MARK}: `- buses`'), ("-buses", f'7:7 tags: found "-buses"; {MARK}: `- buses`'),
        ("– buses", f'7:7 tags: found "– buses"; {MARK}: `- buses`'), ("+ buses", f'7:7 tags: found "+ buses"; {MARK}: `- buses`'),
        ("\n  • buses\n  • trams", f'8:3 tags: found "• buses • trams"; {EACH}: - buses - trams'),
        ("\n  1. buses\n  2. trams", f'8:3 tags: found "1. buses 2. trams"; {EACH}: - buses - trams'),
        ("\n  buses\n  trams", '8:3 tags: found "buses trams" over 2 lines; begin each item with a hyphen and a space'),
        ("\n  - good\n  - a, b", f'9:5 tags: found "a, b"; {EACH}: - a - b'),
        ("\n  - buses;", '8:5 tags: found "buses;"; write it without the mark at its end: buses'),
    ],
)  # fmt: skip
def test_an_item_that_holds_several_is_told_once(tags: str, message: str) -> None:
    assert problems(review(f"tags: {tags}"), rule="one-value-each") == [message]


@pytest.mark.parametrize(
    "extra",
    [
        "tags: [gritting, winter]", "tags:\n  - buses\n  - trams", "tags: night buses", "tags: 2,5 ton lorries", "tags: 1,000 people", "tags: -5 degrees",
        "tags: new–old", "tags: buses and trams", "tags: input/output", "tags: 24/7", "tags: C & D", "tags: A+", "partners: University of Leeds – Law", "partners: Volvo/Renault", 'tags: "in / out"', "partners: Leeds City Council", "partners: Acme, Inc.",
        "partners: Department for Business, Energy and Industrial Strategy", "contributors: fleet manager", "tags: C++", "tags: follow-up", "partners:\n  - Management Unit, University of Manchester", "tags: Parts, Materials, & Processes",
        'tags: "parts, materials"', "source_system: {name: Old, id: 7, imported: 2020-01-01}\ntags: Packaging, Handling, Storage",
    ],
)  # fmt: skip
def test_one_value_is_one_value(extra: str) -> None:
    assert advice(review(extra)) == []


@pytest.mark.parametrize(
    "extra", ["partners: A Ltd, B University", "contributors: fleet manager, driver", "partners: fire, police"]
)
def test_a_comma_that_may_be_part_of_a_name_is_advice(extra: str) -> None:
    (found,) = advice(review(extra))
    assert found.startswith("advice:")
    assert "if these are several, write each on a line of its own" in found


@pytest.mark.parametrize(
    ("extra", "parts"),
    [
        ("tags: gritting / winter", "- gritting - winter"), ("tags: a + b + c", "- a - b - c"), ("tags: a \\ b", "- a - b"),
        ("tags: gritting – winter", "- gritting - winter"), ("tags: gritting - winter", "- gritting - winter"), ("tags: a -> b", "- a - b"),
        ("tags:\n  - good\n  - gritting / winter", "- gritting - winter"), ("partners: A Ltd / B University", "- A Ltd - B University"),
        ("contributors: driver / fleet manager", "- driver - fleet manager"),
    ],
)  # fmt: skip
def test_a_mark_that_may_stand_inside_one_value_is_advice(extra: str, parts: str) -> None:
    (found,) = advice(review(extra))
    assert found.startswith("advice:")
    assert found.endswith(f"if these are several, write each on a line of its own: {parts}")


def test_a_semicolon_divides_no_name() -> None:
    (found,) = advice(review("partners: A Ltd; B University"))
    assert found == f'error: partners: found "A Ltd; B University"; {EACH}: - A Ltd - B University'


def values(text: str, name: str = "tags") -> list[str]:
    return one_value_each.several((name,), Scalar(text, Place("a.md")))


@pytest.mark.parametrize(
    "sign",
    [
        ",  ",
        ", ",
        " , ",
        "、",
        " 、 ",
        "，",
        " ，",
        ";",
        " ; ",
        "；",
        "|",
        " • ",
        " · ",
        " / ",
        " \\ ",
        " + ",
        "  +  ",
        "\t",
        "\t ",
        " – ",
        " — ",
        " - ",
        " -> ",
        " → ",
        ",",
    ],
)
def test_what_divides_tags(sign: str) -> None:
    assert values(f"ab{sign}cd") == ["ab", "cd"]


@pytest.mark.parametrize(
    "sign",
    [
        "/",
        "\\",
        "+",
        "–",
        "—",
        "-",
        "->",
        "•",
        "·",
        " /",
        "+ ",
        "- ",
        ":",
        " ",
        "&",
        "_,",
        "),",
        "1,",
        ",(",
        ",_",
        " •",
        "• ",
        " ·",
        "· ",
        ",1",
    ],
)
def test_what_divides_no_tags(sign: str) -> None:
    assert values(f"ab{sign}cd") == [f"ab{sign}cd"]


@pytest.mark.parametrize(
    "sign",
    [
        "+",
        "•",
        "●",
        "○",
        "▪",
        "▫",
        "■",
        "□",
        "‣",
        "◦",
        "∙",
        "·",
        "–",
        "—",
        "*",
        "➢",
        "➤",
        "►",
        "✓",
        "✔",
        "\uf0b7",
        "\uf0a7",
    ],
)
def test_what_marks_an_item(sign: str) -> None:
    assert values(f"{sign} ab") == values(f"{sign}ab") == ["ab"]
    assert values(f"{sign} ab {sign}  cd {sign}") == ["ab", f"cd {sign}"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("-ab", ["ab"]), ("-ab -cd", ["ab", "cd"]), ("-1", ["-1"]), ("- 1", ["- 1"]), ("-_a", ["-_a"]), ("a -b", ["a -b"]), ("1. ab 2. cd", ["ab", "cd"]), ("1) ab 12)  cd", ["ab", "cd"]),
        ("1. ab", ["1. ab"]), ("1. ab x2. cd", ["1. ab x2. cd"]), ("ab 1. cd 2. ef", ["ab 1. cd 2. ef"]), ("100. ab 101. cd", ["100. ab 101. cd"]), ("1.ab 2.cd", ["1.ab 2.cd"]), ("1: ab 2: cd", ["1: ab 2: cd"]), ("x1. ab 2. cd", ["x1. ab 2. cd"]),
        ("ab,", ["ab"]), (" ab;", ["ab"]), (";", [";"]), ("", [""]), ("1. ab 2.", ["1. ab 2."]), ("a, b & c", ["a, b & c"]), ("a; b & c", ["a", "b & c"]), ("a, b&c", ["a", "b&c"]),
    ],
)  # fmt: skip
def test_marks_and_numbers_before_items(text: str, parts: list[str]) -> None:
    assert values(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A Ltd / B", ["A Ltd", "B"]), ("A \\ B", ["A", "B"]), ("A  +  B", ["A", "B"]), ("A\tB", ["A", "B"]), ("A /B", ["A /B"]), ("A+ B", ["A+ B"]), ("A – B", ["A – B"]), ("A - B", ["A - B"]), ("A -> B", ["A -> B"]), ("A, B", ["A", "B"]), ("a, b", ["a", "b"]), ("A, b", ["A, b"]), ("a, B, c", ["a, B, c"]), ("fire, police in Leeds", ["fire", "police in Leeds"]), ("Co-op, Tesco", ["Co-op", "Tesco"]),
        ("A; b", ["A", "b"]), ("A, (b)", ["A, (b)"]),
    ],
)  # fmt: skip
def test_a_partner_s_name_may_hold_a_comma_or_a_dash(text: str, parts: list[str]) -> None:
    assert values(text, "partners") == parts


@pytest.mark.parametrize(
    "end",
    [
        "Inc",
        "inc.",
        "Ltd",
        "Ltd.",
        "LLC",
        "LLP",
        "Plc",
        "PLC",
        "Co",
        "Co.",
        "Jr",
        "Jr.",
        "Sr",
        "GmbH",
        "SA",
        "S.A.",
        "S.A",
        "Inc. of Leeds",
        "INC",
        "LTD.",
    ],
)
def test_what_stands_behind_the_comma_in_one_name(end: str) -> None:
    assert values(f"Acme, {end}", "partners") == [f"Acme, {end}"]
    assert values(f"Acme, Bus, {end}", "partners") == [f"Acme, Bus, {end}"]
    assert len(values(f"Acme, X{end}", "partners")) == len(values("Acme, Incubators", "partners")) == 2


@pytest.mark.parametrize(
    "begin",
    ["Department", "Ministry", "Office", "Directorate", "Committee", "Board", "Commission", "Minister", "Secretary"],
)
def test_what_begins_the_name_of_one_body(begin: str) -> None:
    assert values(f"{begin} of A, B", "partners") == [f"{begin} of A, B"]
    assert values(f"{begin}x of A, B", "partners") == [f"{begin}x of A", "B"]
    assert values(f"A {begin}, B", "partners") == [f"A {begin}", "B"]


@pytest.mark.parametrize("name", ["tags", "partners", "contributors"])
def test_each_item_of_each_list_is_looked_at(name: str) -> None:
    found = problems(review(f"{name}:\n  - a; b\n  - c\n  - d; e"), rule="one-value-each")
    assert [line.partition(" ")[0] for line in found] == ["8:5", "10:5"]


def test_the_role_of_a_contributor_is_one_value() -> None:
    assert problems(review("contributors:\n  - role: a; b"), rule="one-value-each") == [
        f'8:11 contributors: found "a; b"; {EACH}: - a - b'
    ]


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        ("partners:\n  - A, B", []), ("partners:\n  - A, B, C", ["advice"]), ("partners:\n  - A / B", ["advice"]), ("partners: A, B", ["advice"]), ("partners:\n  - A; B", ["error"]),
        ("tags:\n  - a, b", ["error"]), ("tags: a / b", ["advice"]), ("tags: [a / b, c]", ["advice"]), ("partners: • A • B", ["error"]), ("partners: 1. A 2. B", ["error"]), ("partners: ➢ A ➢ B", ["error"]),
        ("partners:\n  Ab\n  Cd", ["advice"]), ("tags:\n  ab\n  cd", ["error"]), ("tags:\n  - ab\n    cd", ["error"]), ("tags:\n  - 'ab\n    cd'", []), ("tags:\n  - ab cd", []), ("partners: A;", ["error"]), ("partners: • A", ["error"]),
    ],
)  # fmt: skip
def test_it_is_advice_where_it_may_be_one_value(extra: str, found: list[str]) -> None:
    assert [line.partition(":")[0] for line in advice(review(extra))] == found


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        ("tags: [Night Buses, night buses]", ['tags: "night buses" is the same as "Night Buses"; delete one']),
        ("tags: [a, b, a, a]", ['tags: "a" is listed twice; delete one'] * 2),
        ("tags:\n  - night-buses\n  - Night  buses", ['tags: "Night buses" is the same as "night-buses"; delete one']),
        ("partners: [Leeds, LEEDS]", ['partners: "LEEDS" is the same as "Leeds"; delete one']),
        ("change: [people, contract, people]", ['change: "people" is listed twice; delete one']),
        ("tags: [buses, bus, night buses]", []),
        ("contributors:\n  - role: driver\n  - role: driver", []),
    ],
)
def test_a_value_that_is_in_its_list_already_is_advice(extra: str, found: list[str]) -> None:
    assert advice(review(extra)) == [f"advice: {one}" for one in found]


def test_an_organisation_of_the_vocabulary_is_one_value_whatever_its_name() -> None:
    words = Vocabulary(
        WORDS.words.model_validate(
            {**WORDS.words.model_dump(exclude_unset=True), "organisations": {"a": {"name": "A, B and C; D"}}}
        )
    )
    assert problems(review("partners: A, B and C; D"), words=words) == []
    assert len(problems(review("partners:\n  - A, B and C; D\n  - A; D"), words=words)) == 1


@pytest.mark.parametrize(
    ("written", "lines"),
    [("ab\n  cd", ["ab", "cd"]), ("ab  \n  cd", ["ab", "cd"]), ("ab\n\n  cd", []), ("ab cd", []), ("'ab\n  cd'", []), ("ab\n  cd  \n  ef", ["ab", "cd", "ef"]), ("ab # x", [])],
)  # fmt: skip
def test_the_lines_that_one_text_runs_over(written: str, lines: list[str]) -> None:
    entry = read(review(f"tags: {written}\nplace: x"))
    (scalar,) = entry.scalars("tags")
    assert one_value_each.lines_of(entry, scalar) == lines


def advice(text: str) -> list[str]:
    entry = read(text)
    return [f"{one.severity}: {one.message}" for one in one_value_each.check(entry, collection(entry))]
