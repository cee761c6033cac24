"""Mistakes planted in reviews of any text: each is found by its rule on its line, and nothing else is called wrong."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from lessons import checks
from lessons.record import writing
from tests.support.examples import examples
from tests.support.sample import WORDS, collection, read

MARKS = st.sampled_from(
    [*"#*_-+=>|~`[](){}<>!&\\:;.,'\"0189 \n", "- Id: x", "---", "1. ", "the street", "Übung", "日本"]
)
# What somebody may write, never without a letter.
TEXT = st.lists(st.one_of(MARKS, st.text(max_size=2)), max_size=12).map(
    lambda parts: "Buses " + writing.writable("".join(parts))[0]
)


@dataclass(frozen=True)
class Written:
    """A review as lines, and where it may be changed: each line that is known by a name, or by a name and a lesson's number."""

    lines: tuple[str, ...]

    def at(self, start: str, number: int = 0) -> int:
        """Return the place of the line, of those that start so, with this number."""
        return [place for place, line in enumerate(self.lines) if line.startswith(start)][number]


@st.composite
def reviews(draw: st.DrawFn) -> tuple[Written, int]:
    """Draw a good review and the number of its lessons."""
    count = draw(st.integers(1, 3))
    prose = [writing.literal_blocks(draw(TEXT)) for _ in range(4 + count)]
    fields = {
        "title": draw(TEXT),
        "date": draw(st.sampled_from(["1998", "1998-04", "1998-04-17", "not-stated"])),
        "organisation": draw(TEXT),
        "sector": draw(st.sampled_from(["transport", "policing-and-justice"])),
        "result": draw(st.sampled_from(["success", "mixed", "failure"])),
        "country": "GB",
        "place": draw(TEXT),
        "tags": [f"tag {draw(st.integers(0, 9))}"],
    }
    sections = ["Summary", "What was intended", "What happened", "Why it happened"]
    lessons = [
        writing.LessonText(
            draw(TEXT),
            prose[4 + number],
            [
                ("Id", f"lesson-{number}"),
                ("Recommendation", writing.literal(draw(TEXT))),
                ("Kind", draw(st.sampled_from(["improve", "sustain"]))),
                ("Due", "1999"),
            ],
        )
        for number in range(count)
    ]
    text = writing.review(fields, zip(sections, prose, strict=False), lessons)
    return Written(tuple(text.split("\n"))), count


@dataclass(frozen=True)
class Mistake:
    """A line that is written for the one that starts so; ``rule`` names it there. ``below`` writes it under that line."""

    start: str
    instead: str
    rule: str
    of_lessons: bool = False
    below: bool = False


MISTAKES = (
    Mistake("date: ", "date: 2024-02-30", "dates"),
    Mistake("sector: ", "sector: transprot", "known-terms"),
    Mistake("result: ", "result: mixxed", "known-terms"),
    Mistake("country: ", "country: UK", "field-types"),
    Mistake("place: ", "placce: Leeds", "known-fields"),
    Mistake("organisation: ", "related: [nowhere-at-all]", "links", below=True),
    Mistake("## What happened", "## What hapened", "required-sections"),
    Mistake("## What was intended", "# What was intended", "headings"),
    Mistake("## Why it happened", "\n![a bus](bus.png)", "images", below=True),
    Mistake("## Summary", "\n[a](javascript:x)", "safe-links", below=True),
    Mistake("## Summary", "\n[a](nowhere.md)", "links", below=True),
    Mistake("- Recommendation: ", "- Recomendation: Ask.", "lesson-fields", of_lessons=True),
    Mistake("- Kind: ", "- Kind: improvement", "known-terms", of_lessons=True),
    Mistake("- Due: ", "- Due: when it is done", "dates", of_lessons=True),
    Mistake("- Id: ", "- Id: Not An Id", "ids", of_lessons=True),
)


def found(text: str) -> list[tuple[int, str]]:
    problems = checks.check(collection(read(text), words=WORDS))
    return [(one.place.line, one.rule) for one in problems if one.severity == "error"]


@examples(40, scheduled=1500)
@given(reviews())
def test_a_review_of_any_text_without_a_mistake_is_not_called_wrong(drawn: tuple[Written, int]) -> None:
    assert found("\n".join(drawn[0].lines)) == []


@examples(40, scheduled=1500)
@given(
    reviews(), st.lists(st.sampled_from(MISTAKES), min_size=1, max_size=4, unique_by=lambda one: one.start), st.data()
)
def test_each_of_several_mistakes_is_found_on_its_line_and_nothing_else(
    drawn: tuple[Written, int], mistakes: list[Mistake], data: st.DataObject
) -> None:
    written, count = drawn
    changed: dict[int, Mistake] = {}
    for mistake in mistakes:
        number = data.draw(st.integers(0, count - 1)) if mistake.of_lessons else 0
        changed[written.at(mistake.start, number)] = mistake
    lines: list[str] = []
    expected: list[tuple[int, str]] = []
    for place, line in enumerate(written.lines):
        mistake = changed.get(place)
        if mistake is None or mistake.below:
            lines.append(line)
        if mistake is not None:
            lines += mistake.instead.split("\n")
            expected.append((len(lines), mistake.rule))
    assert found("\n".join(lines)) == expected
