"""The rule ``near-duplicates``: what `lessons check` says, and when it is silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from lessons import checks
from lessons.entries import Entry
from tests.checks.test_near_duplicates import PLANTED, ROOT
from tests.support import sample

COPIED = "Cleaners, bakers and porters begin at five, when no bus has left the depot, and nobody had asked them when their shifts begin."
SYSTEM = "source_system: {name: Old, id: 1, imported: 2024}"


def copy_of(name: str, date: str | None = "1998", extra: str = "", *, own: str = "", lessons: int = 1) -> Entry:
    """Return a review with lessons that others have too, and with a text of its own."""
    each = (
        sample.lesson(f"- Id: ask-{number}\n- Recommendation: Ask cleaners first.\n", prose=COPIED)
        for number in range(lessons)
    )
    text = sample.front(extra, date=date) + sample.body(
        "\n".join(each), What_happened=own or " ".join(f"{name}{number}" for number in range(90))
    )
    return sample.read(text, name)


def told(*entries: Entry, given: str | None = None) -> list[str]:
    """Return which of some reviews are told, where, and of what."""
    known = replace(sample.collection(*entries), given=None if given is None else frozenset({given}))
    found = [one for one in checks.check(known, rules=checks.RULES) if one.rule == "near-duplicates"]
    assert {one.severity for one in found} <= {"advice"}
    ends = (
        "); say it once", ", `builds_on:` with `lesson: {0}`", ", write `builds_on:` with `lesson: {0}`; if the same thing went wrong again, `repeats: {0}`",
        "); if it is the same case, keep one of them; if not, link them: `repeats:` or `builds_on:` with its lessons, or `related: {0}`",
    )  # fmt: skip
    assert all(any(one.message.endswith(end.format(one.message.split('"')[1])) for end in ends) for one in found)
    return [f"{one.place.path}:{one.place.line}:{one.place.column} {one.message.partition(' (')[0]}" for one in found]


TRAMS = 'trams.md:27:5 the lesson resembles "buses#ask-0"'


@pytest.mark.parametrize(
    ("buses", "trams"),
    [
        (copy_of("buses", "1990"), copy_of("trams", "1998")), (copy_of("buses", "1998"), copy_of("trams", "1998")), (copy_of("buses", None), copy_of("trams", "1998")),
        (copy_of("buses", None), copy_of("trams", None)), (copy_of("buses", "1990", "related: elsewhere"), copy_of("trams", "1998", "related: elsewhere")),
        (copy_of("buses", "1998-03"), copy_of("trams", "1998-04")),
    ],
)  # fmt: skip
def test_of_two_that_are_alike_the_later_is_told(buses: Entry, trams: Entry) -> None:
    (line,) = told(trams, buses)
    assert line.startswith("trams.md:")
    assert line.endswith('the lesson resembles "buses#ask-0"')


@pytest.mark.parametrize("name", ["late#trams", "#", "trams#ask-0"])
def test_a_name_that_divides_as_a_lesson_is_cited_ends_nothing(name: str) -> None:
    assert told(copy_of(name), copy_of("buses", "1990")) == [f'{name}.md:27:5 the lesson resembles "buses#ask-0"']


@pytest.mark.parametrize(
    ("buses", "trams"),
    [
        ("related: trams", ""), ("", "related: buses"), ("", "repeats: buses#ask-0"), ("", "formerly: buses"), ("formerly: trams", ""), ("status: withdrawn", ""), ("", "status: withdrawn"),
        (SYSTEM, SYSTEM),
    ],
)  # fmt: skip
def test_those_that_are_linked_withdrawn_or_both_imported_are_not_told(buses: str, trams: str) -> None:
    assert told(copy_of("buses", "1990", buses), copy_of("trams", "1998", trams)) == []


@pytest.mark.parametrize(("buses", "trams"), [(SYSTEM, ""), ("", SYSTEM)])
def test_one_that_was_imported_is_compared(buses: str, trams: str) -> None:
    assert len(told(copy_of("buses", "1990", buses), copy_of("trams", "1998", trams))) == 1


def test_the_one_that_is_asked_about_is_told() -> None:
    buses, trams = copy_of("buses", "1990"), copy_of("trams", "1998")
    assert told(buses, trams, given="trams.md") == [TRAMS]
    assert told(buses, trams, given="buses.md") == ['buses.md:27:5 the lesson resembles "trams#ask-0"']
    assert told(buses, trams, given="elsewhere.md") == [TRAMS]


def test_a_lesson_is_told_of_one_other_review_and_of_each_lesson_of_its_own() -> None:
    assert told(copy_of("buses", "1990"), copy_of("cars", "1991"), copy_of("trams", "1998"))[-1:] == told(
        copy_of("buses", "1990"), copy_of("trams", "1998")
    )
    assert told(copy_of("trams", "1998", lessons=3)) == [
        'trams.md:34:5 the lesson resembles "trams#ask-0" in the same review',
        'trams.md:41:5 the lesson resembles "trams#ask-0" in the same review',
        'trams.md:41:5 the lesson resembles "trams#ask-1" in the same review',
    ]


def test_what_has_no_front_matter_is_not_told() -> None:
    text = copy_of("trams").text.partition("---\n\n")[2]
    assert told(copy_of("buses", "1990"), sample.read(text, "trams")) == []


def test_of_two_lessons_without_an_id_the_later_is_told() -> None:
    text = copy_of("trams", lessons=2).text.replace("- Id: ask-0\n", "").replace("- Id: ask-1\n", "")
    assert told(sample.read(text, "trams")) == ['trams.md:33:5 the lesson resembles "trams#line 27" in the same review']


def test_of_reviews_that_are_alike_as_a_whole_no_lesson_is_told() -> None:
    own = " ".join(f"word{number}" for number in range(90))
    assert told(copy_of("buses", "1990", own=own), copy_of("trams", "1998", own=own)) == [
        'trams.md:2:8 the review resembles "buses"'
    ]


class TestRule:
    """What `lessons check` says, and when it is silent."""

    RETOLD = next(case["text"] for case in PLANTED["edited"] if case["of"] == "kirklees-recycling#prepare-crews")

    @pytest.fixture
    def calder(self, folder: Path) -> Path:
        (folder / "kirklees-recycling.md").write_bytes((ROOT / "entries" / "kirklees-recycling.md").read_bytes())
        text = (folder / "kirklees-recycling.md").read_text("utf-8")
        for related in ("  - kirklees-strategic-executive-team\n", "  - kirklees-talkback-panel\n", "related:\n"):
            text = text.replace(related, "")
        (folder / "kirklees-recycling.md").write_text(text, "utf-8")
        path = folder / "calder-bins.md"
        path.write_text(
            "---\ntitle: Bins in Calder\ndate: 1999\norganisation: Calder\nsector: transport\nresult: failure\ntype: rapid-lesson\nbarriers: stillborn-strategy\n---\n\n"
            "## What happened\n\nNo.\n\n## Outcomes and evidence\n\nNone.\n\n## Lessons\n\n### Prepare the crews\n\n"
            + self.RETOLD
            + "\n\n- Id: crews\n- Recommendation: Train the crews before the first round.\n- Applies when: Always.\n",
            "utf-8",
        )
        return path

    def said(self, lessons: Callable[..., Result], *arguments: str) -> list[str]:
        lines = lessons("check", *arguments).stderr.splitlines()
        return [line for line in lines if line.endswith("[near-duplicates]")]

    @pytest.mark.usefixtures("calder")
    def test_it_says_which_how_much_why_and_what_to_write(self, lessons: Callable[..., Result]) -> None:
        (line,) = self.said(lessons)
        assert line.startswith(
            'entries/calder-bins.md:21:5: advice: the lesson resembles "kirklees-recycling#prepare-crews" ('
        )
        assert "% similar; both use “crews”, " in line
        assert (
            "if the same thing went wrong again, write `repeats: kirklees-recycling#prepare-crews`; if the team used that lesson, `builds_on:`"
            in line
        )

    @pytest.mark.parametrize(
        ("result", "first"),
        [("no-effect", "repeats"), ("mixed", "repeats"), ("success", "builds_on"), ("too-early", "builds_on")],
    )
    def test_what_it_offers_first_goes_by_the_result(
        self, calder: Path, lessons: Callable[..., Result], result: str, first: str
    ) -> None:
        calder.write_text(calder.read_text("utf-8").replace("result: failure", f"result: {result}"), "utf-8")
        (line,) = self.said(lessons)
        assert sorted(("`repeats: ", "`builds_on:` "), key=line.index)[0].startswith(f"`{first}:")

    @pytest.mark.usefixtures("calder")
    def test_the_file_asked_about_is_told_even_when_the_other_is_newer(self, lessons: Callable[..., Result]) -> None:
        (line,) = self.said(lessons, "entries/kirklees-recycling.md")
        assert line.startswith("entries/kirklees-recycling.md:")
        assert '"calder-bins#crews"' in line
