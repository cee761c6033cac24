"""Values in another form are fixed where their meaning is certain, and left where it is not; a second run finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lessons.authoring import fixes
from lessons.entries.folder import read_folder

Lessons = Callable[..., Result]


def fixed(folder: Path, front: str, instead_of: str | None = None, text: tuple[str, str] = ("", "")) -> str:
    """Return the lines that ``--fix`` puts in the place of ``front``, which is added to a good review's front matter."""
    path = folder / "night-buses.md"
    good = path.read_text("utf-8")
    marker = "sector: transport\n" if instead_of is None else f"{instead_of}\n"
    before, _, after = good.partition(marker)
    head = before + (marker if instead_of is None else "")
    path.write_text((head + front + "\n" + after).replace(*text), "utf-8")
    if (folder / "day-buses.md").exists() is False:
        (folder / "day-buses.md").write_text(good, "utf-8")
    found = [file.after for file in fixes.fixed(read_folder(folder), {path.as_posix()})]
    made = found[0] if found else path.read_text("utf-8")
    path.write_text(made, "utf-8")
    assert list(fixes.fixed(read_folder(folder), {path.as_posix()})) == [], "a second run would fix more"
    assert made.startswith(head)
    return made[len(head) : made.index(after.replace(*text))].rstrip("\n")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("country: UK", "country: GB"), ("country: United Kingdom", "country: GB"), ("country: norway # north", 'country: "NO" # north'),
        ("country: 'Germany'", "country: DE"), ("country: Scotland", "country: Scotland"), ("country: Freedonia", "country: Freedonia"),
        ("language: en_GB", "language: en-GB"), ("language: English", "language: en"), ("language: Gaelic", "language: Gaelic"),
        ("people_affected: 12,000", "people_affected: 12000"), ("people_affected: 35\u00a0000", "people_affected: 35000"),
        ("people_affected: about 30", "people_affected: about 30"), ("people_affected: 35%", "people_affected: 35%"),
        ("people_affected: unknown", ""), ("review_due: tbc", ""), ("review_due: 17.04.2030", "review_due: 2030-04-17"),
        ("review_due: 3/4/2030", "review_due: 3/4/2030"), ("place: n/a", ""), ("place: None", "place: None"), ("phase: N/A", ""),
        ("tags:\n  - buses\n  - n/a\n  - trams", "tags:\n  - buses\n  - trams"),
        ("related: day-buses.md", "related: day-buses"), ("related:\n  - https://lessons.example/reviews/day-buses/ask-users", 'related:\n  - "day-buses#ask-users"'),
        ("related: gone-buses.md", "related: gone-buses.md"), ("related: day-buses.md#gone", "related: day-buses.md#gone"),
        ("sources: Council minutes", "sources:\n  - cite: Council minutes"), ("sources:\n  - Council minutes\n  - cite: A book", "sources:\n  - cite: Council minutes\n  - cite: A book"),
        ("sources:\n  - 'Minutes: item 4'", "sources:\n  - cite: 'Minutes: item 4'"), ("sources:\n  - https://example.org/a", "sources:\n  - https://example.org/a"),
        ("period:\n  from: 1998\n  to: ongoing", "period:\n  from: 1998"), ("period: {from: 1998, to: ongoing}", "period: {from: 1998}"),
        ("period: { to: ongoing , from: 1998 } # all", "period: { from: 1998 } # all"), ('period: {from: 1998, to: "ongoing"}', "period: {from: 1998}"),
        ("period: {to: ongoing}", "period: {to: ongoing}"), ("tags: [buses, n/a, trams]", "tags: [buses, trams]"), ("tags: [n/a, buses]", "tags: [buses]"),
        ("tags: [n/a]", "tags: [n/a]"), ("tags: [buses, n/a] # all", "tags: [buses] # all"),
        ("period:\n  from: May 1998\n  to: 1999/1", "period:\n  from: 1998-05\n  to: 1999-01"), ("period: {from: 1998/4, to: May 1999}", "period: {from: 1998-04, to: 1999-05}"),
        ("cost:\n  amount: £35,000\n  currency: GBP", "cost:\n  amount: 35000\n  currency: GBP"), ("cost:\n  amount: £35,000\n  currency: EUR", "cost:\n  amount: £35,000\n  currency: EUR"),
        ("cost:\n  amount: 5\n  currency: euro", "cost:\n  amount: 5\n  currency: EUR"), ("cost:\n  amount: 5\n  currency: dollars", "cost:\n  amount: 5\n  currency: dollars"),
    ],
)  # fmt: skip
def test_a_value_is_fixed_only_where_its_meaning_is_certain(folder: Path, wrong: str, right: str) -> None:
    assert fixed(folder, wrong) == right


@pytest.mark.parametrize(
    ("figures", "right"),
    [
        ("result: −35", "result: -35"), ("result: 1,5", "result: 1.5"), ("baseline: 1.000,5", "baseline: 1000.5"), ("result: 1234,567", "result: 1234,567"),
        ("result: 35%", "unit: per cent\n    result: 35"), ("unit: per cent\n    result: 35 %", "unit: per cent\n    result: 35"),
        ("baseline: 40%\n    result: 35%", "unit: per cent\n    baseline: 40\n    result: 35"), ("unit: people\n    result: 35%", "unit: people\n    result: 35%"),
    ],
)  # fmt: skip
def test_a_figure_keeps_what_its_sign_says(folder: Path, figures: str, right: str) -> None:
    start = "outcomes:\n  - measure: Passengers\n    better: higher\n    measures: outcome\n    "
    assert fixed(folder, start + figures) == start + right


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("date: 1998-04", "date: n/a", "date: not-stated"), ("date: 1998-04", "date: 17th of April, 1998", "date: 1998-04-17"),
        ("sector: transport", "sector: TBC", "sector: not-stated"), ("sector: transport", "sector: transport, housing", "sector: transport, housing"),
        ("result: mixed", "result: Partial success", "result: mixed"), ("result: mixed", "result: none", "result: none"),
        ("result: mixed", "result: unknown", "result: not-stated"),
    ],
)  # fmt: skip
def test_what_has_to_be_there_is_fixed_and_never_lost(folder: Path, name: str, wrong: str, right: str) -> None:
    assert fixed(folder, wrong, name) == right


def test_a_field_of_a_lesson_that_says_nothing_goes(folder: Path, lessons: Lessons) -> None:
    path = folder / "night-buses.md"
    good = path.read_text("utf-8")
    path.write_text(good.replace("- Id: ask-users\n", "- Id: ask-users\n- Owner: TBC\n- Due: n/a\n"), "utf-8")
    assert lessons("check", "--fix").exit_code == 0
    assert path.read_text("utf-8") == good


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("tags: gritting, winter # all", "tags: gritting, winter # all"), ("tags: gritting, winter", "tags:\n  - gritting\n  - winter"),
        ("tags: a; C#", 'tags:\n  - a\n  - "C#"'), ("tags: [gritting; winter]", "tags: [gritting, winter]"), ("tags: • buses", "tags:\n  - buses"),
        ("tags:\n  • buses\n  • trams", "tags:\n  - buses\n  - trams"), ("tags:\n  -buses\n  -trams", "tags:\n  - buses\n  - trams"),
        ("tags:\n  - good\n  - a, b", "tags:\n  - good\n  - a\n  - b"), ("tags:\n  buses, trams", "tags:\n  - buses\n  - trams"),
        ("tags:\n  - buses,\n  - trams", "tags:\n  - buses\n  - trams"),
        ("partners: A Ltd; B University", "partners:\n  - A Ltd\n  - B University"), ("partners: A Ltd, B University", "partners: A Ltd, B University"),
    ],
)  # fmt: skip
def test_several_values_in_one_become_items(folder: Path, wrong: str, right: str) -> None:
    assert fixed(folder, wrong) == right


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("place: most\u00adly Leeds", "place: mostly Leeds"), ("place:\u00a0Leeds", "place: Leeds"), ("re\u200bview_due: 2030", "review_due: 2030"),
        ("place: 10\u00a0km north", "place: 10\u00a0km north"), ("place: ﬁve", "place: five"), ("place: می\u200cخواهم", "place: می\u200cخواهم"),
        ("place: few\ufeff", "place: few"),
    ],
)  # fmt: skip
def test_characters_that_nobody_sees_go(folder: Path, wrong: str, right: str) -> None:
    assert fixed(folder, wrong) == right


def test_in_the_text_they_go_too_and_nothing_else_does(folder: Path) -> None:
    path = folder / "night-buses.md"
    good = path.read_text("utf-8")
    path.write_text("\ufeff" + good.replace("Buses every", "Bu\u00adses\u200b eve\ufb01"), "utf-8")
    (found,) = fixes.fixed(read_folder(folder), {path.as_posix()})
    assert found.after == "\ufeff" + good.replace("Buses every", "Buses evefi")
