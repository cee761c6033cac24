"""The file's name is the permanent id of the review or the use.

What is right: lower-case letters, digits and hyphens, 3 to 80 characters, ending in `.md`, such as
`kirklees-recycling.md`.

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
from lessons.record.vocabulary import slugified
from lessons.text.files import LINKS

ID = "file-names"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for a name that cannot be an address."""
    if any(fault.rule == LINKS for fault in entry.faults):
        return  # not a file of ours at all, whatever it is called
    name = PurePosixPath(entry.path).name
    if not REVIEW_ID.fullmatch(entry.id):
        better = slugified(entry.id).encode("ascii", "ignore").decode().strip("-")
        hint = f', such as "{better}.md"' if REVIEW_ID.fullmatch(better) else ""
        yield Problem(
            Place(entry.path),
            f'the file is named "{name}"; a name has 3 to 80 lower-case letters, digits and hyphens{hint}',
            ID,
        )
    elif entry.id == WITHHELD:
        yield Problem(Place(entry.path), f'the name "{WITHHELD}" is reserved by the program; choose another', ID)
    elif not name.endswith(".md"):
        yield Problem(Place(entry.path), f'the file is named "{name}"; name it "{entry.id}.md"', ID)
