"""Rows about links: which review used or repeated a lesson, what refers to what, and former addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from lessons.building.catalogue import CatalogueCard
from lessons.building.outputs.shared import Row, Shared
from lessons.entries import linked_entry
from lessons.entries.checked import CheckedReview
from lessons.entries.collection import Target
from lessons.record.use import FOLDER


def lesson_link_rows(entry: CheckedReview, shared: Shared) -> Iterator[Row]:
    """Yield the entry's rows of the table ``lesson_links``; links to what is left out are not written."""
    record = entry.record
    stated = [("builds_on", link.lesson, link.decision, link.why) for link in record.builds_on]
    stated += [("repeats", lesson, None, None) for lesson in record.repeats]  # type: ignore[misc]
    positions = {"builds_on": 0, "repeats": 0}
    for kind, text, decision, why in stated:
        target = shared.target(text)
        if not shared.present(target):
            continue
        positions[kind] += 1
        here = target.unit is None
        yield {
            "from_review_id": entry.id,
            "link_type": kind,
            "position": positions[kind],
            "to_lesson_id": target.id if here else None,
            "cited_as": target.id if here else text,
            "decision": decision,
            "why": why,
            "independent": _independent(entry.id, target.review, shared) if here else None,
        }


def _independent(one: str, other: str, shared: Shared) -> int | None:
    """Whether another organisation than the lesson's own used it; unknown when either is not stated."""
    user, owner = shared.organisation(one), shared.organisation(other)
    return None if user is None or owner is None else int(user[0] != owner[0])


def review_link_rows(entry: CheckedReview, shared: Shared) -> Iterator[Row]:
    """Yield the entry's rows of the table ``review_links``, each target once a kind."""
    record = entry.record
    stated = [("related", text) for text in record.related] + [("supersedes", text) for text in record.supersedes]
    for link in entry.body.links:
        found = linked_entry(link.address, entry.id)
        if found is not None and found[0] != entry.id:
            stated.append(("mentions", Target(None, *found).id))
    seen: set[tuple[str, str]] = set()
    for kind, text in stated:
        target = shared.target(text)
        here = target.unit is None
        written = target.id if here else text
        if shared.present(target) and (kind, written) not in seen:
            seen.add((kind, written))
            yield {
                "from_review_id": entry.id,
                "link_type": kind,
                "to_review_id": target.review if here else None,
                "to_lesson_id": target.id if here and target.lesson else None,
                "cited_as": written,
            }


def redirect_rows(cards: Iterable[CatalogueCard], withdrawn: Iterable[CatalogueCard]) -> Iterator[Row]:
    """Yield the rows of the table ``redirects``: former addresses of reviews, lessons and uses, and those withdrawn."""
    for old, new in chain.from_iterable(map(_addresses, cards)):
        if old != new:
            yield {"old": old, "new": new, "http_status": 301}
    for old, _ in chain.from_iterable(map(_addresses, withdrawn)):
        yield {"old": old, "new": None, "http_status": 410}


def _addresses(card: CatalogueCard) -> Iterator[tuple[str, str]]:
    """Yield every address that an entry and its lessons have or had, with the present one."""
    folder = FOLDER if card.is_use else "reviews"
    for id_ in (card.id, *dict.fromkeys(card.formerly)):
        yield f"/{folder}/{id_}", f"/{folder}/{card.id}"
        for local, *former in card.lessons:
            for name in (local, *former):
                yield f"/{folder}/{id_}/{name}", f"/{folder}/{card.id}/{local}"
