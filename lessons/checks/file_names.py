"""The file's name is the permanent id of the review or the use.

What is right: lower-case letters, digits and hyphens, 3 to 80 characters, ending in `.md`, such as
`kirklees-recycling.md`. Uses stand in the folder `uses` inside the folder of entries, and reviews do not.

Why: the name becomes the address of the review (/reviews/kirklees-recycling) or the use (/uses/northshire-opt-out), and addresses must be easy to
read, to type and to keep for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Place, Problem
from lessons.record.types import REVIEW_ID, WITHHELD
from lessons.record.vocabulary import ascii_slug
from lessons.text import lookalikes
from lessons.text.files import LINKS

ID = "file-names"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for a name that cannot be an address."""
    if any(fault.rule == LINKS for fault in entry.faults):
        return  # not a file of ours at all, whatever it is called
    name = PurePosixPath(entry.path).name
    if misplaced(entry):
        here = (
            'this has the fields of a review, and the folder "uses" holds uses; move it out of that folder'
            if entry.is_use
            else f'this has the fields of a use, and uses stand in the folder "uses" inside the folder of entries; move it to "uses/{name}"'
        )
        yield Problem(entry.place(), here, ID)
    if not REVIEW_ID.fullmatch(entry.id):
        better = ascii_slug(entry.id)
        hint = f', such as "{better}.md"' if REVIEW_ID.fullmatch(better) else ""
        yield Problem(
            Place(entry.path),
            f'the file is named "{name}"{lookalikes.named(name)}; a name has 3 to 80 lower-case letters, digits and hyphens{hint}',
            ID,
        )
    elif entry.id == WITHHELD:
        yield Problem(Place(entry.path), f'the name "{WITHHELD}" is reserved by the program; choose another', ID)
    elif not name.endswith(".md"):
        yield Problem(Place(entry.path), f'the file is named "{name}"; name it "{entry.id}.md"', ID)


def misplaced(entry: Entry) -> bool:
    """Return whether a use stands among the reviews, or a review among the uses: what other rules say of it would mislead."""
    if entry.front is None:
        return False
    of_a_use, of_a_review = (
        {*fields} <= {*entry.front.fields} for fields in (("lesson", "decision"), ("title", "sector"))
    )
    return of_a_review and not of_a_use if entry.is_use else of_a_use and not of_a_review
