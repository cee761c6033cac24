"""Who a database is for, and which of two is for more readers' eyes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.problems import LessonsError

if TYPE_CHECKING:
    from collections.abc import Mapping

# From the narrowest selection of reviews to the widest: each holds everything of those before it.
AUDIENCES = ("public", "internal", "restricted")


class WiderAudienceError(LessonsError):
    """A database holds more than the readers at hand may see."""


@dataclass(frozen=True)
class Audience:
    """Whom a selection of reviews is for: public, internal or restricted, and whether drafts are among them."""

    name: str = AUDIENCES[0]
    drafts: bool = False

    @property
    def public(self) -> bool:
        """Whether anybody may see all of it."""
        return self == Audience()

    @property
    def known(self) -> bool:
        """Whether it is an audience of this version."""
        return self.name in AUDIENCES

    def within(self, other: Audience) -> bool:
        """Return whether whoever may see the ``other`` selection may see this one."""
        return self._width <= other._width and (not self.drafts or other.drafts)

    @property
    def _width(self) -> int:
        # A name that is not known, from another version perhaps, is wider than every name that is.
        return AUDIENCES.index(self.name) if self.known else len(AUDIENCES)

    def __str__(self) -> str:
        """Return it in words, as in "built for the public audience with drafts"."""
        return f"the {self.name or 'unnamed'} audience{' with drafts' if self.drafts else ''}"


def audience_of(facts: Mapping[str, str]) -> Audience:
    """Return whom a database is for by the rows of its ``build_info``; one that does not say so counts as the widest."""
    return Audience(facts.get("audience", ""), facts.get("drafts") != "no")


def require_within(built_for: Audience, asked_for: Audience) -> None:
    """Raise :class:`WiderAudienceError`, with what is right in its words, when a database is wider than what was asked for."""
    if not built_for.within(asked_for):
        raise WiderAudienceError(
            f"it was built for {built_for}, which is wider than {asked_for} that was asked for; "
            f"build it again for {asked_for}, or ask for {built_for}"
        )
