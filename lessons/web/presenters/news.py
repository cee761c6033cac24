"""News as shown: by month what came and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from lessons.web.presenters.dates import Date, date
from lessons.web.presenters.decisions import decided
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lessons.library.news import NewsItem
    from lessons.web.ask import Addresses

MONTH = len("YYYY-MM")
# What each kind of news is called, in the order in which they are shown.
HEADINGS = {
    "review": "browse.news.review",
    "lesson": "browse.news.lesson",
    "use": "browse.news.use",
    "use-change": "browse.news.use_change",
    "change": "browse.news.change",
}


@dataclass(frozen=True)
class ItemShown:
    """One piece of news: where it leads, what it is about, its day."""

    link: Link
    text: str | None
    review: Link | None
    date: Date


@dataclass(frozen=True)
class MonthShown:
    """One month, or a year where no more is known, with its news by kind: heading, anchor, items."""

    date: Date
    parts: tuple[tuple[str, str, tuple[ItemShown, ...]], ...]


def months(items: Iterable[NewsItem], addresses: Addresses) -> tuple[MonthShown, ...]:
    """Return the news month by month, in the order in which they come."""
    found = []
    for month, group in groupby(items, key=lambda item: item.day[:MONTH]):
        news = list(group)
        parts = (
            (gettext(heading), f"{kind}-{month}", tuple(shown(item, addresses) for item in news if item.kind == kind))
            for kind, heading in HEADINGS.items()
        )
        found.append(MonthShown(date(month), tuple(part for part in parts if part[2])))
    return tuple(found)


def shown(item: NewsItem, addresses: Addresses) -> ItemShown:
    """Return one piece of news; a lesson leads to itself and names its review, a use says who decided what."""
    if item.decision:
        use = Link(decided(item.organisation, item.decision), addresses.path(f"/uses/{item.id}"))
        return ItemShown(use, item.statement, None, date(item.day))
    words = counted(item.lesson_count or 0, "lesson")
    review = Link(item.title or item.id, addresses.path(f"/reviews/{item.id}"), words)
    if item.statement is None:
        return ItemShown(review, item.summary if item.kind == "review" else None, None, date(item.day))
    own = Link(item.statement, addresses.path(f"/reviews/{item.id}/{item.local_id}"))
    return ItemShown(own, None, review, date(item.day))
