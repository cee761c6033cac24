"""Which causes a text reads like: by the model that was learnt from the scenes."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from lessons.learning.cause_training import digest
from lessons.learning.causes import MODEL, MOST_CAUSES, SCENES, WHOLE, FeatureReader, causes

# Of sectors and in words of its own.
TOLD = [
    ("knowledge or work that hung on one person", "Only Aunt Maud knew the recipe. When she fell ill nobody could bake, for it was never written down and no one had stood beside her. Have two people learn it."),
    ("backup or reserve that had never been tried", "The spare pump did not start. It had stood there for years and nobody had ever run it. Start it once a month under load."),
    ("different meanings, definitions or units", "One yard reckoned in feet and the other in metres, and each thought that the figure was its own. Write the unit beside every number."),
    ("contractor trusted without oversight", "We left the builder to himself and signed what he put before us. Nobody of ours went to look. Visit the site and check the work before you pay."),
    ("money that ended while the work went on", "The grant ran out in March, the children still came, and nobody had settled who would pay afterwards. Agree before the start who pays when the grant ends."),
]  # fmt: skip


def told(text: str) -> list[tuple[str, int]]:
    return causes().likest(vector(text))


def vector(text: str) -> bytes:
    nothing, moral = FeatureReader().read(["", text])
    return causes().of(causes().spoken(nothing), moral, nothing)


@pytest.mark.parametrize(("cause", "text"), TOLD)
def test_a_cause_is_recognised_in_other_words(cause: str, text: str) -> None:
    assert cause in [name for name, _ in told(text)]


def test_most_of_them_come_first() -> None:
    assert sum(told(text)[0][0] == cause for cause, text in TOLD) >= 4


def test_a_text_tells_of_few_causes_the_likest_first() -> None:
    for _, text in TOLD:
        weights = [weight for _, weight in told(text)]
        assert 1 <= len(weights) <= MOST_CAUSES
        assert weights == sorted(weights, reverse=True)
        assert max(weights) <= 1000
        assert np.hypot.reduce(np.frombuffer(vector(text), np.uint8), dtype=float) == pytest.approx(WHOLE, abs=3)


def test_words_that_no_scene_has_tell_of_nothing() -> None:
    assert told("") == []
    assert told("Zyxw vutsr qponm 1234") == []


def test_another_language_tells_of_nothing_though_it_has_words_in_common() -> None:
    assert (
        told(
            "Der Stellvertreter kannte das Verfahren nicht, weil niemand es aufgeschrieben hatte; die Ursache lag also in der Organisation."
        )
        == []
    )
    assert told("Zabo kuwen it was to the lirmo, not so that the pelune could vart by the omdie and the grubel.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Lessons learned",
        "Earned value management",
        "Pressure testing",
        "Open the library on Sundays",
        "Power",
        "Untitled record 12",
        "Spare batteries",
    ],
)
def test_one_word_or_two_tell_of_nothing_for_certain(text: str) -> None:
    assert np.hypot.reduce(np.frombuffer(vector(text), np.uint8), dtype=float) < WHOLE / 2


def test_what_is_said_faintly_weighs_less() -> None:
    faint = "The parish outing went to the sea by coach. It rained after lunch. Bring coats, and see that the spare wheel is there. The tea was good and the children sang all the way home."
    clear = TOLD[1]
    less_faint = faint.replace("see that the spare wheel is there", "start the spare pump once a month under load")
    scores = [causes().spoken(text).score(0).max() for text in FeatureReader().read([faint, less_faint, clear[1]])]
    assert scores == sorted(scores)
    assert scores[1] < scores[2] / 2
    assert 0 < dict(told(faint))[clear[0]] < dict(told(clear[1]))[clear[0]] / 2


def test_what_is_shared_may_be_read_once_for_several_lessons() -> None:
    story, beside, own = FeatureReader().read(
        [f"{TOLD[1][1]} It rained.", "It had stood there for years, and rust was in it.", TOLD[0][1]]
    )
    found = causes()
    together = found.of(found.spoken(story), own, beside)
    assert len(together) == len(found.names)
    assert (
        together == found.of(found.spoken(story | own), own, beside) == found.of(found.spoken(story), own, own | beside)
    )
    assert {name for name, _ in found.likest(together)} > {TOLD[0][0], TOLD[1][0]}


def test_what_a_lesson_says_itself_tells_more_than_what_is_shared() -> None:
    pump, maud, nothing = FeatureReader().read([TOLD[1][1], TOLD[0][1], ""])
    (first, *_), (other, *_) = (
        causes().likest(causes().of(causes().spoken(shared), own, nothing))
        for shared, own in ((pump, maud), (maud, pump))
    )
    assert first[0] == TOLD[0][0]
    assert other[0] == TOLD[1][0]


def test_the_model_was_learnt_from_these_scenes() -> None:
    """Otherwise run ``python -m lessons.learning.cause_training``."""
    room = files("lessons.learning")
    with room.joinpath(MODEL).open("rb") as file, np.load(file, allow_pickle=False) as kept:
        assert kept["digest"].tobytes().decode() == digest(room.joinpath(SCENES).read_text("utf-8"))


def test_no_cause_has_few_scenes_and_no_scene_stands_there_twice() -> None:
    blocks = files("lessons.learning").joinpath(SCENES).read_text("utf-8").strip().split("\n\n")
    scenes = [[line for line in block.split("\n") if not line.startswith(("# ", "- "))] for block in blocks]
    assert len(blocks) == len(causes().names)
    assert min(map(len, scenes)) >= 20
    assert len({line for block in scenes for line in block}) == sum(map(len, scenes))
