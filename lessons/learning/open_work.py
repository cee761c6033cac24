"""What is open, as of a day: lessons to act on, overdue, without an owner, unmeasured, unanswered; and reviews to be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.days import in_words
from lessons.learning.report import Item
from lessons.library.rows import fetch, scalar
from lessons.schema.standing import ENDED, OPEN, TO_CARRY_OUT
from lessons.schemes import worded
from lessons.words import gettext

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

# A lesson that somebody works on and that nobody has touched for so long is stale, as SQLite counts.
STALE_AFTER = "-1 year"


@dataclass(frozen=True)
class Kind:
    """One kind of open matter, with the keys of what its list is called, what stands in it, and what is said where nothing does."""

    slug: str
    heading_key: str
    meaning_key: str
    none_key: str

    @property
    def heading(self) -> str:
        """What the list is called."""
        return gettext(self.heading_key)

    @property
    def meaning(self) -> str:
        """What stands in the list, in a sentence."""
        return gettext(self.meaning_key)

    @property
    def none(self) -> str:
        """What is said where nothing stands in it."""
        return gettext(self.none_key)


KINDS = (
    Kind("unanswered", "learning.open.unanswered", "learning.open.unanswered.meaning", "learning.open.unanswered.none"),
    Kind("overdue", "learning.open.overdue", "learning.open.overdue.meaning", "learning.open.overdue.none"),
    Kind("recurred", "learning.open.recurred", "learning.open.recurred.meaning", "learning.open.recurred.none"),
    Kind("ownerless", "learning.open.ownerless", "learning.open.ownerless.meaning", "learning.open.ownerless.none"),
    Kind("unmeasured", "learning.open.unmeasured", "learning.open.unmeasured.meaning", "learning.open.unmeasured.none"),
    Kind("stale", "learning.open.stale", "learning.open.stale.meaning", "learning.open.stale.none"),
    Kind("open", "learning.open.all_open", "learning.open.all_open.meaning", "learning.open.all_open.none"),
)
BY_SLUG = {kind.slug: kind for kind in KINDS}

_KNOWN = "(lessons.published_earliest IS NULL OR lessons.published_earliest <= :day)"
# Of the whole library; of one organisation it is another condition, by which its reviews are looked up first.
_OF = "(:organisation IS NULL)"
_OF_ONE = "reviews.organisation_id = :organisation"
_OVERDUE = f"{TO_CARRY_OUT} AND lessons.due_latest < :day"
# What a use, or a review that tells of one, says is known from the day on which it was published, as the audit counts decisions.
_KNOWN_USE = "coalesce(uses.published_earliest, '') <= :day AND coalesce(uses.date_earliest, '') <= :day"
_KNOWN_LATER = "coalesce(later.published_earliest, '') <= :day AND coalesce(later.date_earliest, '') <= :day"
# As the view `open_lessons` has it, and the rule of what may be called learned; asked once for all lessons.
_SHOWS = "outcomes.measures = 'outcome' AND outcomes.actual IS NOT NULL AND outcomes.method IN ('before-after', 'comparison', 'trial')"
_TRIED = "decision IN ('trialled', 'adopted', 'adapted')"
_MEASURED = f"""lessons.id IN (
    SELECT measured.id FROM outcomes
    JOIN uses ON uses.id = outcomes.use_id
    JOIN lessons AS measured ON measured.id = uses.lesson_id
    JOIN reviews AS source ON source.id = measured.review_id
    WHERE {_SHOWS} AND {_KNOWN_USE} AND uses.{_TRIED} AND coalesce(uses.date_latest >= source.date_earliest, 1)
    UNION ALL
    SELECT measured.id FROM outcomes
    JOIN lesson_links ON lesson_links.from_review_id = outcomes.review_id
    JOIN reviews AS later ON later.id = outcomes.review_id
    JOIN lessons AS measured ON measured.id = lesson_links.to_lesson_id
    JOIN reviews AS source ON source.id = measured.review_id
    WHERE {_SHOWS} AND {_KNOWN_LATER} AND lesson_links.{_TRIED} AND later.id <> source.id AND coalesce(later.date_latest >= source.date_earliest, 1))"""
_ACTED_ON = f"""(lessons.status = 'implemented'
    OR lessons.id IN (SELECT lesson_id FROM uses WHERE {_TRIED} AND {_KNOWN_USE}
                      UNION ALL SELECT to_lesson_id FROM lesson_links JOIN reviews AS later ON later.id = lesson_links.from_review_id
                      WHERE {_TRIED} AND {_KNOWN_LATER}))"""
# Before the newest day, status, dates, whether there was an owner and whom it was addressed to are those of that day, where git's history
# knows them, and a lesson had recurred if what tells it was published.
_NEWEST = "(SELECT value FROM build_info WHERE key = 'newest_day')"
_THEN = f"""(
    SELECT lessons.id, lessons.review_id, lessons.local_id, lessons.statement, lessons.kind,
           lessons.published_earliest, lessons.last_changed,
           coalesce(former.status, lessons.status) AS status,
           coalesce(former.owned, lessons.owner IS NOT NULL) AS owned,
           iif(former.owned IS 0, NULL, lessons.owner) AS owner,
           iif(former.day IS NULL, lessons.due, former.due) AS due,
           iif(former.day IS NULL, lessons.due_latest, former.due_latest) AS due_latest,
           iif(former.day IS NULL, lessons.respond_by, former.respond_by) AS respond_by,
           iif(former.day IS NULL, lessons.respond_by_latest, former.respond_by_latest) AS respond_by_latest,
           lessons.recurred AND (:day >= {_NEWEST} OR EXISTS (
               SELECT 1 FROM lesson_links JOIN reviews AS again ON again.id = lesson_links.from_review_id
               WHERE lesson_links.to_lesson_id = lessons.id AND lesson_links.link_type = 'repeats'
                 AND (again.published_earliest IS NULL OR again.published_earliest <= :day))) AS recurred
    FROM lessons
    LEFT JOIN lesson_versions AS former ON :day < {_NEWEST} AND former.lesson_id = lessons.id AND former.day = (
        SELECT max(day) FROM lesson_versions WHERE lesson_versions.lesson_id = lessons.id AND lesson_versions.day <= :day))"""
# The day that was set first, where it was put off since.
_FIRST_DUE = """(
    SELECT iif(first.due_latest < lessons.due_latest, 'first due ' || first.due, NULL) FROM lesson_versions AS first
    WHERE first.lesson_id = lessons.id AND first.due IS NOT NULL AND first.day <= :day ORDER BY first.day LIMIT 1)"""
_LESSONS = f"FROM {_THEN} AS lessons JOIN reviews ON reviews.id = lessons.review_id LEFT JOIN organisations ON organisations.id = reviews.organisation_id"
_ROW = """'lesson' AS what, '/reviews/' || lessons.review_id || '/' || lessons.local_id AS path, lessons.statement AS text, reviews.title AS review,
    organisations.name AS organisation, lessons.status, lessons.recurred, lessons.owner, lessons.due"""

_FROM_OPEN = f"{_LESSONS} WHERE {OPEN} AND {_KNOWN} AND {_OF}"
_FROM_OVERDUE = f"{_LESSONS} WHERE {_OVERDUE} AND {_KNOWN} AND {_OF}"
_FROM_OWNERLESS = f"{_LESSONS} WHERE {OPEN} AND NOT lessons.owned AND {_KNOWN} AND {_OF}"
_FROM_UNMEASURED = f"{_LESSONS} WHERE {_ACTED_ON} AND NOT {_MEASURED} AND {OPEN} AND {_KNOWN} AND {_OF}"
_FROM_RECURRED = f"""{_LESSONS}
    JOIN lesson_links ON lesson_links.to_lesson_id = lessons.id AND lesson_links.link_type = 'repeats'
    JOIN reviews AS again ON again.id = lesson_links.from_review_id
    WHERE {_KNOWN} AND (again.published_earliest IS NULL OR again.published_earliest <= :day)
      AND (:organisation IS NULL OR :organisation IN (reviews.organisation_id, again.organisation_id))"""
_FROM_UNANSWERED = f"""{_LESSONS}
    JOIN lesson_addressees ON lesson_addressees.lesson_id = lessons.id
    JOIN organisations AS asked ON asked.id = lesson_addressees.organisation_id
    WHERE lessons.status NOT IN {ENDED} AND {_KNOWN} AND (:organisation IS NULL OR asked.id = :organisation)
      AND (lesson_addressees.added IS NULL OR lesson_addressees.added <= :day OR :day >= {_NEWEST})
      AND lessons.id || ' ' || asked.id NOT IN (
          SELECT lesson_id || ' ' || organisation_id FROM uses WHERE lesson_id IS NOT NULL AND organisation_id IS NOT NULL AND {_KNOWN_USE}
          UNION ALL
          SELECT to_lesson_id || ' ' || later.organisation_id FROM lesson_links JOIN reviews AS later ON later.id = lesson_links.from_review_id
          WHERE link_type = 'builds_on' AND to_lesson_id IS NOT NULL AND later.organisation_id IS NOT NULL AND {_KNOWN_LATER})"""
_FROM_STALE = f"""FROM (
    SELECT {_ROW}, 'not touched since ' || lessons.last_changed AS about, lessons.last_changed AS since
    {_LESSONS} WHERE lessons.status IN ('endorsed', 'in-progress') AND lessons.last_changed < date(:day, '{STALE_AFTER}') AND {_KNOWN} AND {_OF}
    UNION ALL
    SELECT 'review', '/reviews/' || reviews.id, reviews.title, NULL, organisations.name, NULL, 0, NULL, NULL,
           'to be looked at again by ' || reviews.review_due, reviews.review_due_latest
    FROM reviews LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE reviews.review_due_latest < :day AND (reviews.published_earliest IS NULL OR reviews.published_earliest <= :day) AND {_OF})"""
_PAGE = "LIMIT :limit OFFSET :offset"

_COUNTS = {
    "open": f"SELECT count(*) {_FROM_OPEN}",
    "overdue": f"SELECT count(*) {_FROM_OVERDUE}",
    "recurred": f"SELECT count(*) {_FROM_RECURRED}",
    "ownerless": f"SELECT count(*) {_FROM_OWNERLESS}",
    "unmeasured": f"SELECT count(*) {_FROM_UNMEASURED}",
    "unanswered": f"SELECT count(*) {_FROM_UNANSWERED}",
    "stale": f"SELECT count(*) {_FROM_STALE}",
}
_LISTS = {
    "open": f"SELECT {_ROW}, NULL AS about {_FROM_OPEN} ORDER BY lessons.due_latest IS NULL, lessons.due_latest, lessons.id {_PAGE}",
    "overdue": f"SELECT {_ROW}, {_FIRST_DUE} AS about {_FROM_OVERDUE} ORDER BY lessons.due_latest, lessons.id {_PAGE}",
    "recurred": f"""SELECT {_ROW}, again.title AS about, (SELECT name FROM organisations WHERE id = again.organisation_id) AS again_at
        {_FROM_RECURRED} ORDER BY again.date_earliest DESC, lessons.id, again.id {_PAGE}""",
    "ownerless": f"""SELECT {_ROW}, NULL AS about {_FROM_OWNERLESS}
        ORDER BY lessons.recurred DESC, lessons.kind IS NOT 'improve', lessons.id {_PAGE}""",
    "unmeasured": f"SELECT {_ROW}, NULL AS about {_FROM_UNMEASURED} ORDER BY lessons.id {_PAGE}",
    "unanswered": f"""SELECT {_ROW}, 'To ' || asked.name || CASE WHEN lessons.respond_by IS NULL THEN '; no day was set for the answer'
            WHEN lessons.respond_by_latest < :day THEN '; the answer was due by ' || lessons.respond_by
            ELSE '; the answer is due by ' || lessons.respond_by END AS about
        {_FROM_UNANSWERED} ORDER BY lessons.respond_by_latest IS NULL, lessons.respond_by_latest, lessons.id, asked.id {_PAGE}""",
    "stale": f"""SELECT what, path, text, review, organisation, status, recurred, owner, due, about
        {_FROM_STALE} ORDER BY since, path {_PAGE}""",
}


_COUNTS_OF_ONE = {kind: sql.replace(_OF, _OF_ONE) for kind, sql in _COUNTS.items()}
_LISTS_OF_ONE = {kind: sql.replace(_OF, _OF_ONE) for kind, sql in _LISTS.items()}


@dataclass(frozen=True)
class Matter:
    """One open matter: a lesson, or a review, with what is to be said ``about`` it in its list; ``again_at`` is where it went wrong again."""

    what: str
    path: str
    text: str
    review: str | None
    organisation: str | None
    status: str | None
    recurred: int
    owner: str | None
    due: str | None
    about: str | None
    again_at: str | None = None


def count(connection: sqlite3.Connection, kind: str, day: str, organisation: str | None = None) -> int:
    """Return how many matters of a kind there are as of a day, of one organisation or of all."""
    counts = _COUNTS if organisation is None else _COUNTS_OF_ONE
    found: int = scalar(connection, counts[kind], _parameters(day, organisation))
    return found


def matters(
    connection: sqlite3.Connection, kind: str, day: str, organisation: str | None = None, *, limit: int = -1, offset: int = 0
) -> list[Matter]:  # fmt: skip
    """Return the matters of a kind, those that press most first; a ``limit`` of -1 is none."""
    lists = _LISTS if organisation is None else _LISTS_OF_ONE
    return fetch(connection, Matter, lists[kind], {**_parameters(day, organisation), "limit": limit, "offset": offset})


def _parameters(day: str, organisation: str | None) -> Mapping[str, str | None]:
    return {"day": day, "organisation": organisation}


def item(matter: Matter, *, kind: str, statuses: Mapping[str, str]) -> Item:
    """Return a matter as a line of a report; ``statuses`` are the labels of lessons' statuses."""
    facts = []
    if kind == "recurred":
        facts.append(
            gettext("learning.open.again_in_of", review=matter.about, organisation=matter.again_at)
            if matter.again_at
            else gettext("learning.open.again_in", review=matter.about)
        )
    elif matter.about:
        facts.append(_with_days(matter.about))
    if matter.due:
        facts.append(gettext("learning.open.due", day=in_words(matter.due)))
    if matter.owner:
        facts.append(gettext("learning.open.owner", owner=matter.owner))
    if matter.status and kind != "recurred":
        facts.append(statuses.get(matter.status, worded(matter.status)).lower())
    where = ", ".join(part for part in (matter.review, matter.organisation) if part)
    told = "; ".join(facts)
    return Item(
        matter.text,
        matter.path,
        tuple(part for part in (where, f"{told[:1].upper()}{told[1:]}." if told else "") if part),
    )


def _with_days(about: str) -> str:
    """Return what a query says with its date in words."""
    *words, last = about.split(" ")
    return " ".join([*words, in_words(last)]) if last[:4].isdecimal() else about
