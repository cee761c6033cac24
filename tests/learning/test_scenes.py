"""Scenes: under which situations they stand, what they tell, and that no plan by which briefs are measured is among them."""

from __future__ import annotations

import re
import sqlite3
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from lessons.learning.brief import brief
from lessons.learning.scenes import Scenes, scenes
from lessons.learning.texts import Stemmer
from lessons.learning.thesaurus import Thesaurus, thesaurus
from lessons.search.text import words

JUDGEMENTS = Path(__file__).parents[1] / "judgements"
# So many words in a row do two texts share by chance only where they are a stock phrase.
RUN = 6
SECOND_BIN = (
    "From May every household gets a second bin for paper and glass, collected every other Wednesday. The collection crews will leave bins "
    "that hold the wrong material; a leaflet explains what goes where. We expect a third of the waste to be recycled in the first year, on "
    "the basis of a trial in one street in June."
)
STEMMER = Stemmer(Thesaurus.of("choice: sign up"))
SMALL = Scenes.of(
    "# choice\nNobody has to join, and few of the farmers do.\nFarmers may join or not.\n\n# warning\nThe farmers pay a penny for lateness.",
    ("choice", "warning", "silence"),
    STEMMER,
)


def scene_lines() -> list[str]:
    return [line for line in files("lessons.learning").joinpath("scenes.txt").read_text("utf-8").splitlines() if line]


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


def test_each_heading_is_a_situation_of_the_thesaurus_and_has_scenes() -> None:
    headings = [line[2:] for line in scene_lines() if line.startswith("# ")]
    assert len(set(headings)) == len(headings) >= 100
    assert set(headings) <= set(thesaurus().names)
    found = scenes()
    assert all(found.weights[found_at].any() for found_at in map(thesaurus().names.index, headings))


def test_no_scene_has_six_words_in_a_row_of_a_plan_by_which_briefs_are_measured() -> None:
    in_scenes = set().union(*map(runs, scene_lines()))
    plans = [path for path in JUDGEMENTS.glob("*plans/*.md") if path.name != "README.md"]
    assert len(plans) > 200
    assert [path.name for path in plans if in_scenes & runs(path.read_text("utf-8"))] == []


def test_a_passage_reads_most_like_the_situation_whose_scenes_have_its_words() -> None:
    passages = STEMMER.read(["Who joins is not known.", "A penny each."])
    found = SMALL.similarity(passages)
    assert found.shape == (3, 3)
    assert list(found[:2].argmax(axis=1)) == [0, 1]
    assert found.max() == pytest.approx(1.0)
    assert not found[:, 2].any()


def test_words_of_fewer_situations_tell_more() -> None:
    (passage,) = STEMMER.read(["The farmers owe a penny."])
    telling = SMALL.telling(passage, 1)
    assert set(telling) == {"farmer", "penni"}
    assert telling["penni"] > telling["farmer"] > 0


def test_a_passage_that_shares_nothing_with_any_scene_reads_like_none() -> None:
    assert not np.any(SMALL.similarity(STEMMER.read(["Xylophone zeppelin quark."])))


def test_a_plan_most_of_whose_words_stand_in_no_scene_reads_like_none_for_certain() -> None:
    strange = "The catamaran reefs its spinnaker off Lundy; jacklines and halyards chafe; barometers plunge."
    told, drowned = (
        float(scenes().similarity(read).max())
        for read in (Stemmer(thesaurus()).read([SECOND_BIN]), Stemmer(thesaurus()).read([strange]))
    )
    assert told == pytest.approx(1.0)
    assert drowned < 0.5
    both = scenes().similarity(Stemmer(thesaurus()).read([strange, SECOND_BIN]))
    assert both.max() == pytest.approx(1.0), "what one passage tells is not doubted for the sake of another"


def test_a_scene_under_a_name_that_is_no_situation_is_refused() -> None:
    with pytest.raises(ValueError, match="not in"):
        Scenes.of("# unheard of\nA scene.", ("choice",), STEMMER)


def test_a_brief_says_which_situation_a_plan_reads_like_and_by_which_of_its_words(founding: sqlite3.Connection) -> None:
    said = [lesson.why for lesson in brief(founding, SECOND_BIN, time_limit=None).lessons]
    said = [
        match for why in said for match in re.findall(r"our plan reads like others about ([^(;]+) \(([^)]+)\)", why)
    ]
    assert said
    for situation, telling in said:
        assert situation in thesaurus().names
        assert telling.count("“") > 1, "one word alone is chance"
        assert set(words(telling)) <= set(words(SECOND_BIN))
