"""A Word or Excel file that somebody filled in, as the text of a review; and that text, checked as what it will be in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons import entries
from lessons.authoring.office import excel_review, word_review
from lessons.authoring.office.package import OfficeError
from lessons.forms import Contribution, FileDraft
from lessons.library.version import connection_to
from lessons.problems import LessonsError
from lessons.proposing import around
from lessons.proposing.checking import judged
from lessons.record.scaffold import file_id
from lessons.record.writing import writable

if TYPE_CHECKING:
    from lessons.library.version import Identity

READERS = {"docx": word_review.read, "xlsx": excel_review.read}


def drafted(path: str, identity: Identity, filename: str, content: bytes) -> FileDraft:
    """Return the review that a file holds, in a worker process. Raises :class:`LessonsError` with the reason why it cannot be read."""
    ending = filename.rpartition(".")[2].lower()
    if ending not in READERS:
        raise LessonsError("choose a Word file (.docx) or an Excel file (.xlsx)")
    try:
        found = READERS[ending](content, around.vocabulary_in(connection_to(path, identity)))
    except OfficeError as error:
        # One that whoever asked for it knows, too.
        raise LessonsError(str(error)) from None
    return FileDraft(found.text, found.messages)


def proposed(path: str, identity: Identity, text: str) -> Contribution:
    """Return what became of the text of a new review, in a worker process."""
    connection = connection_to(path, identity)
    cleaned = writable(text)[0].rstrip("\n") + "\n"
    title = entries.read_string(cleaned, "new-review.md", rendering=False).stated("title")
    return judged(f"{around.free_id(connection, file_id(title or 'review'))}.md", cleaned, connection)
