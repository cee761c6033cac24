"""The rule ``empty-lessons``."""

from __future__ import annotations

import pytest

from lessons.checks.empty_lessons import only_points
from tests.support.advice import GOOD, advice

POINTERS = [
    "See the final report.", "see report", "Please see report.", "- (see above)", "**See** section 4", "_See above", "Refer to the annex!", "Same as last year", "As above.", "ditto", "Ditto.",
    "To be confirmed", "To be completed.", "To be added.", "to be written", "TBC", "tba", "tbd.", "N/A", "na", "n/a.", "None", "none.", "None!", "Read the report.", "Consult the full project-team’s report",
    "Consult section 4.", "See iffy plans", "Read the team's report.", "Read chapter 4.", "Read our appendix.", "Read that annex.", "Consult the documents.", "Read this paper.", "Read this article.", "Read page 4.", "Consult the file.",
    "Consult this link.", "Consult the attachment.",
    "As described in section 4.", "As explained above.", "Much as set out below.", "As stated in it.", "As noted above", "It was as mentioned in it.", "Details are in it.", "More is on it.", "Details are at hand.", "More is here.", "More is above.", "More is below.", "Details are available.",
    "The details can be found there.", "(see attached)", "It rains, see appendix 4", "It rains, see annex.", "It rains: see section 4", "Oh, see above.", "Oh (see below).",
    "A report is attached.", "Both are attached.", "The link below.",
]  # fmt: skip
SAYINGS = [
    "Nobody could see the stop at night.", "Refer patients to the clinic early.", "More is needed than we had then.", "More can be done in each case.", "See to the buses each day.", "They walked below the old bridge.", "The link was far too old.", "Reading the report helped nobody, as everyone could see.", "Seen from above, it was small.", "See that the buses are on time.",
    "See to it that buses run.", "See if they are in.", "See whether it rains again.", "Consult the users first, always.", "Read and do what it says.", "Read a b c d report.", "None of us had known it.", "Nonesuch came to our stop.",
    "Tbilisi was far too cold.", "Navy men came to help.", "To be frank, nobody came.", "Dittoed words were sent out.", "As aboveboard as it could be.", "Same old story once again, sadly.",
    "It was described in section 4.", "As described by all of us.", "Moreover, they were attached to it.", "Nobody is detailed for that.", "They like the belowground link.", "Please read and do it again.",
    "No details were found there then.", "Overseen by the board every day.",
]  # fmt: skip


@pytest.mark.parametrize("text", POINTERS)
def test_what_only_points_elsewhere(text: str) -> None:
    assert only_points(text) == text


@pytest.mark.parametrize("text", SAYINGS)
def test_what_says_something(text: str) -> None:
    assert only_points(text) is None


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("They had asked nobody. See the final report.", "See the final report."),
        ("They had asked nobody there. See the final report.", None),
        ("They asked. See the report! Nobody came.", "See the report!"),
        ("They asked us. See the report. Nobody came.", None),
        ("See the report?\nSee above...", "See the report?"),
        ("See the report? Nobody came to us then.", None),
        ("Ask us\nSee above", "See above"),
        ("", None), ("...", None), ("Nobody came.", None),
    ],
)  # fmt: skip
def test_a_pointer_counts_where_less_than_five_words_stand_beside_it(text: str, pointer: str | None) -> None:
    assert only_points(text) == pointer


def test_a_lesson_that_only_points_elsewhere_is_advised_about() -> None:
    assert advice("empty-lessons", prose="Details can be found in the annex of the report. Please read.") == [
        '20:5 "Details can be found in the annex of th…" points elsewhere and says little itself; say here what happened and what follows from it'
    ]


def test_a_lesson_without_a_text_is_advised_about() -> None:
    says = "the lesson has no text; say in two or three sentences what happened and what it teaches"
    second = "\n### Ask again\n\n- Id: again\n- Recommendation: Ask.\n"
    assert advice("empty-lessons", prose="", fields=GOOD["fields"] + second) == [f"20:5 {says}", f"28:5 {says}"]


def test_a_recommendation_that_points_elsewhere_is_advised_about() -> None:
    says = "the recommendation points elsewhere; say here what to do"
    assert advice("empty-lessons", prose="See report.", fields="- Recommendation: See report\n")[1:] == [
        f"25:19 {says}"
    ]
    assert advice("empty-lessons", fields="- Recommendation: Consult the users before you plan.\n") == []
    assert advice("empty-lessons", fields="- Recommendation: Ask them and then see the report.\n") == []


def test_it_knows_english_alone() -> None:
    assert len(advice("empty-lessons", prose="See.", front="language: en-GB\n")) == 1
    assert advice("empty-lessons", prose="See.", front="language: de\n") == []
