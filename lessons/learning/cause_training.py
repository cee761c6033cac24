"""Learns from scenes what each word speaks for: ``python -m lessons.learning.cause_training`` writes the model again.

Ridge regression (Hoerl and Kennard, 1970) of which cause a scene tells of, on its features weighted by inverse document frequency, each scene of length 1; solved by
LSQR (Paige and Saunders, 1982), since most scenes have few of all features. Regression and not the mean of the scenes (Rocchio), because it takes from a word what others beside it say already:
with the scenes of a writer left out, pairs of scenes of one cause are found with twice the average precision.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import lsqr

from lessons.learning.causes import HOUSE_WORDS, MODEL, PAIRS, SCENES, FeatureReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# With whole writers of scenes left out, 5 finds a little more than 10 and 20.
RIDGE = 5.0
# A feature of one scene tells nothing of others.
LEAST_SCENES = 2
# Largest weights kept of a feature; the others hardly count, and would make the model twice as large.
KEPT = 16
_MOST = 127
# The weights are kept in 127 steps.
_EXACT = 1e-5


def read(text: str) -> tuple[list[str], list[int], list[set[str]]]:
    """Return the names of the causes of a file of scenes, and for each scene its cause, by its place, and its features.

    Under a line ``# name`` stands a scene to a line; a line that begins with ``- `` holds words and phrases, with commas between, and is read as one scene.
    """
    names: list[str] = []
    labels: list[int] = []
    found: list[set[str]] = []
    reader = FeatureReader()
    for line in filter(None, text.splitlines()):
        if line.startswith("# "):
            names.append(line[2:])
            continue
        parts = line[2:].split(",") if line.startswith("- ") else [line]
        labels.append(len(names) - 1)
        found.append({one for part in reader.read(parts) for one in (*part.words, *map(" ".join, part.pairs))})
    return names, labels, found


def train(text: str) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of the model of a file of scenes, as :func:`lessons.learning.causes.causes` reads them, with the digest of the file."""
    names, labels, scenes = read(text)
    used = Counter(feature for own in scenes for feature in own)
    features = sorted(
        feature
        for feature, times in used.items()
        if times >= LEAST_SCENES and HOUSE_WORDS.isdisjoint(feature.split(" "))
    )
    columns = {feature: place for place, feature in enumerate(features)}
    idf = np.array([_idf(feature, used[feature], len(scenes)) for feature in features])
    held = [sorted(columns[feature] for feature in own if feature in columns) for own in scenes]
    weights = _regression(held, idf, labels, len(names)) * idf[:, None]
    least = np.sort(np.abs(weights), axis=1)[:, -min(KEPT, len(names))][:, None]
    scaled = np.rint(weights * (_MOST / np.abs(weights).max())).astype(np.int8)
    scaled[np.abs(weights) < least] = 0
    places = np.flatnonzero(scaled)
    return {
        "names": _encoded("\n".join(names)),
        "features": _encoded("\n".join(features)),
        "idf": idf.astype(np.float16),
        "steps": np.diff(places, prepend=0).astype(np.uint32),
        "weights": scaled.reshape(-1)[places],
        "digest": _encoded(digest(text)),
    }


def digest(text: str) -> str:
    """Return the SHA-256 of a file of scenes, by which its model is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def _idf(feature: str, times: int, scenes: int) -> float:
    return float(np.log((scenes + 1) / (times + 0.5))) * (PAIRS if " " in feature else 1.0)


def _regression(
    held: Sequence[Sequence[int]], idf: NDArray[np.float64], labels: Sequence[int], causes: int
) -> NDArray[np.float64]:
    """Return the weight of each feature for each cause (features, causes), from the columns of the features that each scene has."""
    columns = np.concatenate([np.array(own, np.int64) for own in held])
    ends = np.cumsum([0, *map(len, held)])
    scenes = csr_matrix((idf[columns], columns, ends), (len(held), len(idf)))
    lengths = np.sqrt(np.asarray(scenes.multiply(scenes).sum(axis=1)).ravel())
    scenes = diags(1 / np.where(lengths > 0, lengths, 1.0)) @ scenes
    weights = np.empty((len(idf), causes))
    for cause in range(causes):
        target = np.equal(labels, cause).astype(np.float64)
        weights[:, cause] = lsqr(scenes, target - target.mean(), damp=math.sqrt(RIDGE), atol=_EXACT, btol=_EXACT)[0]
    return weights


def _encoded(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def main() -> None:
    """Write the model of the scenes beside them."""
    model = train(files("lessons.learning").joinpath(SCENES).read_text("utf-8"))
    written = io.BytesIO()
    np.savez_compressed(written, **model)  # type: ignore[arg-type]
    Path(__file__).with_name(MODEL).write_bytes(written.getvalue())


if __name__ == "__main__":
    main()
