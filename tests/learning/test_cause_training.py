"""What scenes teach of causes."""

from __future__ import annotations

import numpy as np

from lessons.learning.cause_training import digest, read, train

SCENES = """# haste
- in a hurry, too soon
They opened in a hurry and the ferry leaked.
The school moved too soon.
Nobody waited; the ferry sailed in a hurry.

# silence
- kept quiet, nobody told
The ferry leaked and the crew kept quiet.
The school knew and nobody told the parents.
They kept quiet about the ferry.
"""


def weight(model: dict[str, np.ndarray], feature: str, cause: int) -> int:  # type: ignore[type-arg]
    features = model["features"].tobytes().decode().split("\n")
    dense = np.zeros(len(features) * 2, np.int8)
    dense[np.cumsum(model["steps"])] = model["weights"]
    return int(dense[features.index(feature) * 2 + cause])


def test_scenes_and_cues_are_read_with_their_cause() -> None:
    names, labels, scenes = read(SCENES)
    assert names == ["haste", "silence"]
    assert labels == [0] * 4 + [1] * 4
    assert scenes[0] == {"hurri", "in a", "a hurri", "soon", "too soon"}


def test_a_word_speaks_for_the_cause_in_whose_scenes_it_stands() -> None:
    model = train(SCENES)
    assert weight(model, "a hurri", 0) > 0 > weight(model, "a hurri", 1)
    assert weight(model, "kept quiet", 1) > 0 > weight(model, "kept quiet", 0)


def test_what_stands_in_the_scenes_of_all_causes_tells_little() -> None:
    model = train(SCENES)
    assert abs(weight(model, "ferri", 0)) < abs(weight(model, "hurri", 0)) / 2


def test_the_same_scenes_teach_the_same() -> None:
    one, other = train(SCENES), train(SCENES)
    assert all(np.array_equal(one[name], other[name]) for name in one)
    assert one["digest"].tobytes().decode() == digest(SCENES) != digest(SCENES + "\n")
