"""Which new entry was another one before: it says so in `formerly`, or most of its lines are those of one that is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from lessons.entries import Entry

# Of the lines of the longer one; git takes half of the bytes.
_LEAST = 0.5
# With more pairs than this, as after a whole library was moved, only equal texts are told.
_MOST_PAIRS = 20_000


def stated(gone: Iterable[str], former: Mapping[str, str], now: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return, by the ids that are gone, the entries that name them under `formerly`; ``former`` gives the id of each."""
    return {id_: now[former[id_]] for id_ in gone if former.get(id_) in now}


def likely(gone: Iterable[Entry], new: Iterable[Entry]) -> dict[str, Entry]:
    """Return, by the ids that are gone, the new entries that hold most of their lines; each stands for one at most."""
    before, after = list(gone), list(new)
    found: dict[str, Entry] = {}
    by_text = {entry.text: entry for entry in after}
    for entry in before:
        if same := by_text.pop(entry.text, None):
            found[entry.id] = same
    taken = {entry.id for entry in found.values()}
    before = [entry for entry in before if entry.id not in found]
    after = [entry for entry in after if entry.id not in taken]
    if len(before) * len(after) > _MOST_PAIRS:
        return found
    lines = {entry.id: _lines(entry) for entry in after}
    pairs = [
        (_alike(own, lines[other.id]), entry.id, other)
        for entry in before
        for own in (_lines(entry),)
        for other in after
        if other.is_use == entry.is_use
    ]
    for alike, id_, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2].id)):
        if alike >= _LEAST and id_ not in found and other.id not in taken:
            found[id_] = other
            taken.add(other.id)
    return found


def _lines(entry: Entry) -> Counter[str]:
    # Every review has the same sections.
    return Counter(line for line in entry.text.split("\n") if line.strip(" -") and not line.startswith("## "))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    return (one & other).total() / max(one.total(), other.total(), 1)
