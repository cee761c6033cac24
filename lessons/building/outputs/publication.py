"""When a review, a use or a lesson was published and last changed: as its front matter states, else as git knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lessons.building.history import Dates, KnownDays, LessonVersion, joined, name_digest
from lessons.building.outputs.shared import Row, Shared, days
from lessons.entries.body import Lesson
from lessons.entries.checked import CheckedReview, CheckedUse
from lessons.record.types import PartialDate
from lessons.schemes import FIXED, RECURRED


class Publication(NamedTuple):
    """The day of publication, as precise as it is known, and the day of the last change; ``None`` where not known."""

    published: PartialDate | None
    last_changed: str | None

    def columns(self) -> Row:
        """Return the columns that reviews, uses and lessons have for it."""
        return {**days("published", self.published), "last_changed": self.last_changed}


def of_entry(entry: CheckedReview | CheckedUse, shared: Shared) -> Publication:
    """Return when a review or a use was published, under a former id too, and last changed."""
    known = _known(entry, shared)
    stated = entry.record.published
    first, last = _earliest(KnownDays(dates.published, dates.changed) for dates in known), shared.history.get(entry.id)
    return Publication(stated or first, _changed(KnownDays(last.published, last.changed) if last else None, stated))


def of_lesson(entry: CheckedReview, lesson: Lesson, local: str, shared: Shared) -> Publication:
    """Return when a lesson was published, under a former id too, and last changed.

    A lesson that came with its review was published when the review says that it was.
    """
    ids = (local, *(former for former, _ in lesson.former_ids))
    known = _known(entry, shared)
    found = [dates.lessons[id_] for dates in known for id_ in ids if id_ in dates.lessons]
    first = _earliest(found)
    own = shared.history.get(entry.id)
    with_review = first == _earliest(KnownDays(dates.published, dates.changed) for dates in known)
    stated = entry.record.published if with_review else None
    return Publication(stated or first, _changed(own.lessons.get(local) if own else None, stated))


def version_rows(entry: CheckedReview, lesson: Lesson, local: str, shared: Shared) -> Iterator[Row]:
    """Yield a lesson's rows of the table ``lesson_versions``, those that it had under a former id among them."""
    for version in _versions(entry, lesson, local, shared):
        status = version.status if version.status in FIXED["lesson_status"] and version.status != RECURRED else None
        yield {
            "lesson_id": f"{entry.id}#{local}",
            "day": version.day,
            "status": status,
            "owned": int(version.owned),
            **days("due", _date(version.due)),
            **days("respond_by", _date(version.respond_by)),
        }


def added(entry: CheckedReview, lesson: Lesson, local: str, names: Iterable[str], shared: Shared) -> str | None:
    """Return the day on which an organisation, given by all its ``names``, was added to those that a lesson is addressed to.

    ``None`` where it was among them from the first text of the lesson that git knows, or is not in the last.
    """
    digests = {name_digest(name) for name in names}
    day = None
    for version in reversed(_versions(entry, lesson, local, shared)):
        if digests.isdisjoint(version.addressed):
            return day
        day = version.day
    return None


def _versions(entry: CheckedReview, lesson: Lesson, local: str, shared: Shared) -> tuple[LessonVersion, ...]:
    """Return the texts of a lesson that git knows, under former ids too, the oldest first."""
    ids = (*(former for former, _ in lesson.former_ids), local)
    # What comes on one day keeps its order in a sort: what the present ids say of it comes last, and stays.
    known = reversed(_known(entry, shared))
    found = [version for dates in known for id_ in ids for version in dates.versions.get(id_, ())]
    return joined(sorted(found, key=lambda version: version.day))


def _date(text: str) -> PartialDate | None:
    """Return a date that a former text of a lesson states, ``None`` for one that is none."""
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _changed(days: KnownDays | None, stated: PartialDate | None) -> str | None:
    """Return the day of the last change.

    What states when it was published may have come to git later, such as an imported record: that is no change of it. Neither is
    what was done before that day.
    """
    if days is None or (stated is not None and (days.changed == days.published or days.changed < stated.earliest)):
        return None
    return days.changed


def _known(entry: CheckedReview | CheckedUse, shared: Shared) -> list[Dates]:
    """Return what git knows of an entry under all the ids that it has or had."""
    ids = (entry.id, *entry.record.formerly)
    return [shared.history[id_] for id_ in ids if id_ in shared.history]


def _earliest(days: Iterable[KnownDays]) -> PartialDate | None:
    return min((PartialDate(one.published) for one in days if one.published), default=None)
