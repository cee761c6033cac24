"""The rule ``recommendation-verb``."""

from __future__ import annotations

import pytest

from lessons.checks import recommendation_verb
from tests.support.advice import GOOD, advice

TOPICS = [
    "Better training", "Communication issues", "Training for crews", "More staff", "Improved stakeholder engagement", "Clear roles and responsibilities",
    "Early involvement of users", "Regular review meetings", "Strong leadership", "Contract management", "Data quality", "A dedicated project manager",
    "Lack of budget", "Use of checklists", "Timely delivery of materials", "The importance of planning", "Reuse of software", "Launch of the service", "Always",
    "", "1.5", "Not, of course", "Review process; contract issues", "Test planning: test policy", "Test problems", "Review issue", "Test quality", "Residents’ needs",
]  # fmt: skip
ACTIONS = [
    "Train the crews before the first round.", "Always ask users first", "Do not fix the pace too early", "Crews should be trained", "Use checklists",
    "Before roll-out, ask the residents", "Staff must agree on the timetable", "Where quality matters, inspect twice", "Never skip the rehearsal",
    "A manager has to sign", "If in doubt, stop", "Plan for holidays", "Don’t wait", "Don't dither", "Please queue", "Weigh the bins", "Not before noon", "ASK", "Improve planning",
    "Ensure quality", "Training: improve policy", "For crews; train them", "At night. Test", "In rain – walk", "In snow — walk", "Stop", "Train",
]  # fmt: skip


def test_a_topic_is_told_from_an_action() -> None:
    assert [text for text in TOPICS if recommendation_verb.tells(text)] == []
    assert [text for text in ACTIONS if not recommendation_verb.tells(text)] == []


def test_who_says_much_is_taken_to_say_what_to_do() -> None:
    assert not recommendation_verb.tells(" ".join(["training"] * 12))
    assert recommendation_verb.tells(" ".join(["training"] * 13))


def test_a_recommendation_without_a_verb_is_advised_about_at_its_value() -> None:
    assert advice("recommendation-verb", fields="- Recommendation: Better training\n") == [
        "25:19 the recommendation names a topic but no action; begin with a verb: what should somebody do?"
    ]


def test_each_recommendation_is_looked_at_and_one_that_is_still_to_be_written_is_none() -> None:
    second = "\n### Ask again\n\nThey knew.\n\n- Id: again\n- Recommendation: Better buses\n"
    fields = f"- Recommendation: {{}}\n{second}"
    assert [line[:6] for line in advice("recommendation-verb", fields=fields.format("Ask them."))] == ["32:19 "]
    assert [line[:6] for line in advice("recommendation-verb", fields=fields.format("More staff"))] == [
        "25:19 ",
        "32:19 ",
    ]
    blank = fields.format("[write: better staff]")
    assert [line[:6] for line in advice("recommendation-verb", fields=blank, front="status: draft\n")] == ["33:19 "]


@pytest.mark.parametrize("language", ["de", "fr"])
def test_it_knows_english_alone(language: str) -> None:
    fields = GOOD["fields"].replace("Ask the users when they travel.", "Bessere Schulung")
    assert advice("recommendation-verb", fields=fields, front=f"language: {language}\n") == []
    assert len(advice("recommendation-verb", fields=fields, front="language: en-GB\n")) == 1
