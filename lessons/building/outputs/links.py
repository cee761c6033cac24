"""Rows about links: which review used or repeated a lesson, what refers to what, and former addresses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lessons.building.outputs.shared import Row, Shared, local_ids
from lessons.building.selection import Selection
from lessons.entries import linked_entry
from lessons.entries.checked import CheckedReview, CheckedUse
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


def redirect_rows(selection: Selection) -> Iterator[Row]:
    """Yield the rows of the table ``redirects``: former addresses of reviews, lessons and uses, and those withdrawn."""
    kept = (*map(_addresses, selection.entries), *map(_addresses_of_use, selection.uses))
    withdrawn = (*map(_addresses, selection.withdrawn), *map(_addresses_of_use, selection.withdrawn_uses))
    for old, new in chain(*kept):
        if old != new:
            yield {"old": old, "new": new, "http_status": 301}
    for old, _ in chain(*withdrawn):
        yield {"old": old, "new": None, "http_status": 410}


def _addresses(entry: CheckedReview) -> Iterator[tuple[str, str]]:
    """Yield every address that the review and its lessons have or had, with the present one."""
    for review in (entry.id, *dict.fromkeys(entry.record.formerly)):
        yield f"/reviews/{review}", f"/reviews/{entry.id}"
        for local, lesson in zip(local_ids(entry), entry.body.lessons, strict=True):
            for name in (local, *(former for former, _ in lesson.former_ids)):
                yield f"/reviews/{review}/{name}", f"/reviews/{entry.id}/{local}"


def _addresses_of_use(use: CheckedUse) -> Iterator[tuple[str, str]]:
    """Yield every address that the use has or had, with the present one."""
    for id_ in (use.id, *dict.fromkeys(use.record.formerly)):
        yield f"/{FOLDER}/{id_}", f"/{FOLDER}/{use.id}"
