"""How long lessons take from identified to implemented and to learned, by git's history, with open cases kept in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lessons.learning.report import Cell, ReportSection, ReportTable, counted
from lessons.learning.survival import Curve, Duration, curve, in_words
from lessons.schema.standing import ENDED
from lessons.words import gettext, ngettext

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

# What lessons come to, in the order of the query's columns, each with how it is named.
STAGES = {"implemented": "learning.time.implemented", "learned": "learning.time.learned"}
# Groups in which times are told apart, each with how one of it is named.
GROUPS = {
    "organisation": "learning.time.organisation",
    "sector": "learning.time.sector",
    "change": "learning.time.change",
}
# The heads of the table; "half within" is said of both stages.
HEADS = (
    "learning.time.head.lessons",
    "learning.time.head.followed",
    "learning.time.head.carried_out",
    "learning.time.head.half",
    "learning.time.head.learned",
)
# With fewer cases a median says nothing.
FEWEST = 3
GROUPS_SHOWN = 15

# One row for each lesson: when its watching began, when it was first implemented and first learned, and when it was closed otherwise.
_CASES = f"""
    SELECT lesson_versions.lesson_id,
           min(lesson_versions.day) AS begun,
           min(lesson_versions.day) FILTER (WHERE lesson_versions.status IN ('implemented', 'learned')) AS implemented,
           min(lesson_versions.day) FILTER (WHERE lesson_versions.status = 'learned') AS learned,
           min(lesson_versions.day) FILTER (WHERE lesson_versions.status IN {ENDED}) AS closed,
           reviews.organisation_id, organisations.name, reviews.sector
    FROM lesson_versions
    JOIN lessons ON lessons.id = lesson_versions.lesson_id
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE lesson_versions.day <= :day AND (:organisation IS NULL OR reviews.organisation_id = :organisation)
    GROUP BY lesson_versions.lesson_id
    ORDER BY lesson_versions.lesson_id"""
# What a lesson states of change replaces what its review states.
_CHANGES = """
    SELECT lesson_id, term FROM lesson_terms WHERE scheme = 'change'
    UNION ALL
    SELECT lessons.id, review_terms.term FROM review_terms
    JOIN lessons ON lessons.review_id = review_terms.review_id
    WHERE review_terms.scheme = 'change' AND lessons.id NOT IN (SELECT lesson_id FROM lesson_terms WHERE scheme = 'change')"""


@dataclass(frozen=True)
class Case:
    """One lesson: days from its identification to each stage, whether it came there, and the groups that it belongs to."""

    stages: tuple[Duration | None, ...]
    groups: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class TimeToLearn:
    """The estimates for all cases, by stage; and for each kind of group those of its groups with most cases first."""

    whole: tuple[Curve, ...]
    groups: dict[str, tuple[tuple[str, tuple[Curve, ...]], ...]]

    def sentence(self) -> str | None:
        """Return what it comes to in one sentence; None without any case."""
        first, last = self.whole
        if not first.cases:
            return None
        if not first.longest:
            return ngettext("learning.time.too_recent", first.cases, number=f"{first.cases:,}")
        if not first.done:
            number, longest = f"{first.cases:,}", in_words(first.longest)
            return ngettext("learning.time.none_done", first.cases, number=number, longest=longest)
        told = {
            "lessons": counted(first.cases, "lesson"),
            "done": f"{first.done:,}",
            "learned": f"{last.done:,}" if last.done else gettext("counts.none"),
        }
        if first.median is None:
            return ngettext("learning.time.fewer", first.done, **told)
        return ngettext("learning.time.half", first.done, median=in_words(first.median), **told)

    def section(self) -> ReportSection:
        """Return the part of a report that tells it, with the curves and the table of groups."""
        first = self.whole[0]
        if not first.cases:
            return ReportSection(
                "time",
                gettext("learning.time"),
                (gettext("learning.time.not_known"),),
            )
        return ReportSection(
            "time",
            gettext("learning.time"),
            (
                self.sentence() or "",
                gettext("learning.time.how"),
            ),
            table=self._table() if first.done else None,
            curves=tuple((gettext(key), one) for key, one in zip(STAGES.values(), self.whole, strict=True) if one.done),
        )

    def _table(self) -> ReportTable:
        return ReportTable(
            gettext("learning.time.table"),
            (*map(gettext, HEADS), f"{gettext(HEADS[3])} "),
            (
                _row(gettext("learning.time.all"), self.whole),
                *(
                    _row(gettext(GROUPS[kind], name=name), curves)
                    for kind, found in self.groups.items()
                    for name, curves in found
                ),
            ),
        )


def _row(name: str, curves: Sequence[Curve]) -> tuple[Cell, ...]:
    cells = [Cell(name), Cell(f"{curves[0].cases:,}", number=True)]
    for one in curves:
        cells += [
            Cell(f"{one.done:,}", number=True),
            Cell(in_words(one.median) if one.median is not None else gettext("learning.time.not_reached")),
        ]
    return tuple(cells)


def time_to_learn(connection: sqlite3.Connection, day: str, organisation: str | None = None) -> TimeToLearn:
    """Return how long lessons take, as of a day, of one organisation or of all."""
    labels = {
        (scheme, slug): label for scheme, slug, label in connection.execute("SELECT scheme, slug, label FROM terms")
    }
    cases = list(_cases(connection, day, organisation, labels))
    groups = {}
    for kind in GROUPS:
        if kind == "organisation" and organisation:
            continue
        members: dict[str, list[Case]] = {}
        for case in cases:
            for name in case.groups[kind]:
                members.setdefault(name, []).append(case)
        able = ((name, found) for name, found in members.items() if len(found) >= FEWEST)
        ordered = sorted(able, key=lambda one: (-len(one[1]), one[0]))
        groups[kind] = tuple((name, _curves(found)) for name, found in ordered[:GROUPS_SHOWN])
    return TimeToLearn(_curves(cases), groups)


def _curves(cases: Sequence[Case]) -> tuple[Curve, ...]:
    return tuple(curve(duration for case in cases if (duration := case.stages[place])) for place in range(len(STAGES)))


def _cases(
    connection: sqlite3.Connection, day: str, organisation: str | None, labels: dict[tuple[str, str], str]
) -> Iterator[Case]:
    changes: dict[str, list[str]] = {}
    for lesson_id, term in connection.execute(_CHANGES):
        changes.setdefault(lesson_id, []).append(labels.get(("change", term), term))
    for lesson_id, begun, implemented, learned, closed, _, name, sector in connection.execute(
        _CASES, {"day": day, "organisation": organisation}
    ):
        start = date.fromisoformat(begun)
        # What came to the library as carried out tells nothing of how long it took.
        if begun in (implemented, learned, closed):
            continue
        end = date.fromisoformat(closed or day)
        stages = tuple(
            Duration((date.fromisoformat(reached) - start).days, done=True)
            if reached and (not closed or reached <= closed)
            else Duration((end - start).days, done=False)
            for reached in (implemented, learned)
        )
        yield Case(
            stages,
            {
                "organisation": (name,) if name else (),
                "sector": (labels.get(("sector", sector), sector),) if sector else (),
                "change": tuple(changes.get(lesson_id, ())),
            },
        )
