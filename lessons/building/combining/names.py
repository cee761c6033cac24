"""Ids, references and addresses of one unit as they are among those of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lessons.entries.collection import Target
from lessons.problems import LessonsError
from lessons.record.types import LESSON_ID, REVIEW_ID, SLUG
from lessons.schemes import FIXED

_ADDRESS = re.compile(r"/(reviews|uses)/([a-z0-9-]{3,80})(/[a-z0-9][a-z0-9-]{0,79})?")
_LINK = re.compile(r'(?<= href="/)(reviews|uses)/(?=[a-z0-9-]{3,80}[/"#?])')


@dataclass(frozen=True)
class UnitNames:
    """What the ids of one unit become: ``unit`` is its slug; ``moved`` has present ids by former ones, both without the unit."""

    unit: str
    shown: str
    reviews: frozenset[str]
    lessons: frozenset[str]
    moved: Mapping[str, str] = field(default_factory=dict)

    def full(self, id_: str) -> str:
        """Return an id of this unit, of whatever kind, as it is among others. Raises :class:`LessonsError` for what is no id."""
        review, _, rest = id_.partition("#")
        # An outcome is named by its entry and the measure.
        owner = review.partition("/")[0]
        if not REVIEW_ID.fullmatch(owner) or (rest and not LESSON_ID.fullmatch(rest)):
            raise LessonsError(f'{self.shown}: "{id_[:80]}" cannot be an id; build that database again')
        return f"{self.unit}:{id_}"

    def address(self, old: str) -> str | None:
        """Return a path of this unit's site as it is among others, ``None`` for one that is not of a review or a use."""
        match = _ADDRESS.fullmatch(old)
        return f"/{match[1]}/{self.unit}:{match[2]}{match[3] or ''}" if match else None

    def relinked(self, html: str) -> str:
        """Return sanitised HTML whose links to reviews and uses of this unit lead there."""
        return _LINK.sub(lambda match: f"{match[1]}/{self.unit}:", html)


@dataclass(frozen=True)
class Everywhere:
    """The names of all units, by slug."""

    units: Mapping[str, UnitNames]

    def reference(self, text: str, home: UnitNames) -> str:
        """Return a reference as written in unit ``home`` with the unit that it means; one of another unit stays as it is."""
        target = Target.parse(text)
        return text if target.unit is not None and target.unit != home.unit else home.full(target.id)

    def found(self, reference: str) -> str | None:
        """Return the full id of the review or lesson that a reference with its unit means, ``None`` when it is not here."""
        target = Target.parse(reference)
        unit = self.units.get(target.unit or "")
        if unit is None:
            return None
        id_ = unit.moved.get(target.id, target.id)
        return f"{unit.unit}:{id_}" if id_ in (unit.lessons if target.lesson else unit.reviews) else None


def term_of(shown: str, scheme: str, value: object) -> str:
    """Return a value of the database ``shown`` that stands for a term. Raises :class:`LessonsError` for what is no term of the scheme."""
    if not isinstance(value, str) or not SLUG.fullmatch(value) or value not in FIXED.get(scheme, (value,)):
        raise LessonsError(
            f'{shown}: "{str(value)[:80]}" cannot be a term of {scheme.replace("_", " ")}; build that database again'
        )
    return value


def moved_of(redirects: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Return the present id of each former one, of reviews and of lessons, by the rows of the table ``redirects``."""
    found: dict[str, str] = {}
    for row in redirects:
        old, new = (_ADDRESS.fullmatch(str(row[name] or "")) for name in ("old", "new"))
        if old and new and old[1] == new[1] == "reviews":
            found[_id(old)] = _id(new)
    return found


def _id(address: re.Match[str]) -> str:
    return address[2] + (address[3] or "").replace("/", "#", 1)
