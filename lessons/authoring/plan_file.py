"""A plan as a file: plain text or Markdown, or a Word file, read into the text that a brief is made for."""

from __future__ import annotations

from lessons.authoring.office import word
from lessons.learning.plan import LONGEST, PlanError, decoded, required_text
from lessons.words import gettext

# A character takes at most four bytes.
LONGEST_FILE = 4 * LONGEST
# A Word file holds pictures beside its text.
LARGEST_WORD_FILE = 20_000_000
PACKED = b"PK\x03\x04"


def plan_text(data: bytes) -> tuple[str, list[str]]:
    """Return the text of a plan from the bytes of its file, and what was left out of a Word file, in sentences.

    Raises :class:`~lessons.learning.plan.PlanError` when it is none of a plan, and
    :class:`~lessons.authoring.office.package.OfficeError` when a Word file cannot be read.
    """
    packed = data.startswith(PACKED)
    if packed and len(data) > LARGEST_WORD_FILE:
        raise PlanError(gettext("brief.no_plan.megabytes", most=LARGEST_WORD_FILE // 1_000_000))
    if not packed and len(data) > LONGEST_FILE:
        raise PlanError(gettext("brief.no_plan.longer", most=f"{LONGEST:,}"))
    if not packed:
        return decoded(data), []
    text, left_out = word.plain_text(data)
    return required_text(text), left_out
