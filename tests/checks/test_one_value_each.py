"""The rule ``one-value-each``."""

from __future__ import annotations

import pytest

from lessons.checks import one_value_each
from tests.support.sample import collection, problems, read, review

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


def advice(text: str) -> list[str]:
    entry = read(text)
    return [f"{one.severity}: {one.message}" for one in one_value_each.check(entry, collection(entry))]
