"""Which organisation somebody means by a name, and what to say where there is none, or nothing is told of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from lessons.library.near_names import nearest, plain
from lessons.library.redirects import document
from lessons.problems import LessonsError
from lessons.schema.system import DECLARED_ORGANISATIONS
from lessons.words import gettext

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

# The share of their letters that a word and one of a name must have in common.
ALIKE = 0.85


class UnknownOrganisationError(LessonsError):
    """The library knows no organisation of this name, or tells nothing of it.

    ``nearest`` is id and name of the one most like it, if there is one; ``declared`` the name by which the vocabulary knows it, if it does.
    """

    def __init__(self, name: str, nearest: tuple[str, str] | None = None, declared: str | None = None) -> None:
        self.nearest = nearest
        self.declared = declared
        asked = name.strip()[:60]
        if declared:
            super().__init__(gettext("learning.nothing_told", name=declared))
        elif nearest:
            super().__init__(gettext("learning.unknown_organisation.near", name=asked, near=nearest[1], id=nearest[0]))
        else:
            super().__init__(gettext("learning.unknown_organisation", name=asked))

    @property
    def sentence(self) -> str:
        """The message with its end, to be followed by another sentence."""
        return str(self) + ("" if self.nearest else ".")


def known_organisation(connection: sqlite3.Connection, name: str) -> tuple[str, str]:
    """Return id and name of the organisation that is called so, by its id, its name or another name of it.

    Raises :class:`UnknownOrganisationError`, with the nearest name where one is near, or with its own where only the vocabulary knows it.
    """
    asked = plain(" ".join(name.split()))
    names: dict[str, str] = {}
    preferred: dict[str, str] = {}
    for id_, called in connection.execute("SELECT id, name FROM organisations ORDER BY id"):
        names.setdefault(plain(id_), id_)
        names.setdefault(plain(called), id_)
        preferred[id_] = called
    for id_, variant in connection.execute(
        "SELECT organisation_id, variant FROM organisation_variants ORDER BY organisation_id, variant"
    ):
        names.setdefault(plain(variant), id_)
    if asked in names:
        return names[asked], preferred[names[asked]]
    if declared := _declared(connection, asked):
        raise UnknownOrganisationError(name, declared=declared)
    near = nearest(asked, names) or _word_of(asked, names)
    raise UnknownOrganisationError(name, (names[near], preferred[names[near]]) if near else None)


def _declared(connection: sqlite3.Connection, asked: str) -> str | None:
    """Return the name of the organisation that the vocabulary calls so; a database of an earlier build does not say which it declares."""
    stored = document(connection, DECLARED_ORGANISATIONS)
    for id_, names in json.loads(stored.content).items() if stored else ():
        if asked in (plain(one) for one in (id_, *names)):
            return str(names[0])
    return None


def _word_of(asked: str, names: Iterable[str]) -> str | None:
    """Return the first name of which a word is nearly the one asked: people leave out what follows it."""
    for name in sorted(names):
        if any(Indel.normalized_similarity(asked, word) >= ALIKE for word in name.split("_")):
            return name
    return None
