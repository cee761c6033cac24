"""What was decided about a lesson, in words."""

from __future__ import annotations

from lessons.words import gettext

# Of each decision, what the team did with a lesson that was named before, and a sentence for where it was not.
DECISIONS = {
    "considered": ("uses.did.considered", "uses.decided.considered"),
    "trialled": ("uses.did.trialled", "uses.decided.trialled"),
    "adopted": ("uses.did.adopted", "uses.decided.adopted"),
    "adapted": ("uses.did.adapted", "uses.decided.adapted"),
    "declined": ("uses.did.declined", "uses.decided.declined"),
    "abandoned": ("uses.did.abandoned", "uses.decided.abandoned"),
}
USED = ("uses.did.used", "uses.decided.used")


def unnamed() -> str:
    """Return what a team is called whose organisation is not named."""
    return gettext("uses.unnamed")


def did(decision: str | None) -> str:
    """Return what a team did with a lesson, such as "adopted it"."""
    return gettext(DECISIONS.get(decision or "", USED)[0])


def decided(organisation: str | None, decision: str | None) -> str:
    """Return who decided what about a lesson, in a few words, such as "Kirklees adopted a lesson"."""
    return gettext(DECISIONS.get(decision or "", USED)[1], who=organisation or unnamed())
