"""A plan that somebody sent as a file, and the brief for it, for a worker process to make. Nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.authoring.office.package import ExtraMissingError, OfficeError
from lessons.authoring.plan_file import plan_text
from lessons.forms import FileDraft
from lessons.learning.brief import Brief, brief_of_version
from lessons.problems import LessonsError

if TYPE_CHECKING:
    from lessons.library.version import Identity


def brief_of_file(path: str, identity: Identity, content: bytes, time_limit: float) -> tuple[FileDraft, Brief]:
    """Return the text of a plan's file, and the brief for it. Raises :class:`LessonsError` with the reason why it cannot be read."""
    try:
        text, left_out = plan_text(content)
    except ExtraMissingError:
        # A reader of the site cannot install it.
        raise LessonsError(
            "this site is not set up to read Word files (it lacks the extra `office`): copy the text and paste it into the box"
        ) from None
    except OfficeError as error:
        # One that whoever asked for it knows, too.
        raise LessonsError(str(error)) from None
    return FileDraft(text, tuple(left_out)), brief_of_version(path, identity, text, time_limit)
