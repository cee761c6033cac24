"""Reviews hold no images.

What is right: say in words what the picture shows, and link to it if it is published somewhere.

Why: the library holds text: it is searched, translated, read aloud and kept for decades, and pictures are none of these.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.types import shorten

ID = "images"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each image."""
    for image in entry.body.images:
        yield Problem(
            image.place,
            f'found the image "{shorten(image.address)}"; the library holds text, so link to it: [what it shows](address)',
            ID,
        )
