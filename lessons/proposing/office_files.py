"""Word and Excel files of the site: one that somebody filled in, those to fill in, and shortlists. Made and read in worker processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.authoring.office.formats import READERS, TEMPLATES
from lessons.authoring.office.package import ExtraMissingError, NothingFoundError, OfficeError
from lessons.authoring.office.word_shortlist import ListedLesson
from lessons.authoring.office.word_shortlist import shortlist as word_shortlist
from lessons.forms import OpenedForm
from lessons.library.version import connection_to
from lessons.problems import LessonsError
from lessons.proposing import around, opening
from lessons.proposing.correcting import NEW, opened_text
from lessons.proposing.standing import as_shown
from lessons.record.writing import writable
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.library.version import Identity


def drafted(path: str, identity: Identity, filename: str, content: bytes) -> OpenedForm:
    """Return the form of the review that a file holds, in a worker process. Raises :class:`LessonsError` with the reason why it cannot be read."""
    ending = filename.rpartition(".")[2].lower()
    if ending not in READERS:
        raise LessonsError(gettext("contribute.problem.choose_file"))
    vocabulary = around.vocabulary_in(connection_to(path, identity))
    try:
        found = READERS[ending](content, vocabulary)
    except ExtraMissingError:
        raise LessonsError(gettext("contribute.problem.no_office")) from None
    except NothingFoundError:
        raise LessonsError(gettext("contribute.problem.nothing_in_file")) from None
    except OfficeError as error:
        # One that whoever asked for it knows, too.
        raise LessonsError(str(error)) from None
    text = writable(found.text)[0].rstrip("\n") + "\n"
    _, asked, stated = opened_text(NEW, text, vocabulary)
    stated = as_shown(stated)
    shown = opening.the_first(asked, stated)
    return OpenedForm(text, opening.naming_the_rest(asked, stated, shown), shown, found.messages)


def template(path: str, identity: Identity, ending: str) -> bytes:
    """Return a Word or Excel file to fill in, with the terms of this version of the database, in a worker process."""
    try:
        return TEMPLATES[ending]({}, around.vocabulary_in(connection_to(path, identity)))
    except OfficeError as error:
        raise LessonsError(str(error)) from None


def shortlist(title: str, lessons: Sequence[ListedLesson]) -> bytes:
    """Return a shortlist of lessons as a Word file, in a worker process."""
    try:
        return word_shortlist(title, lessons)
    except OfficeError as error:
        raise LessonsError(str(error)) from None
