"""Which new entry was another one before: it says so in `formerly`, or most of its lines are those of one that is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from lessons.entries import Entry

# Of the lines of the longer one; git takes half of the bytes.
_LEAST = 0.5
# A line that more entries share tells nothing of which of them was meant.
_COMMON = 50
_MOST_COMPARED = 5


def stated(gone: Iterable[str], former: Mapping[str, str], now: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return, by the ids that are gone, the entries that name them under `formerly`; ``former`` gives the id of each."""
    return {id_: now[former[id_]] for id_ in gone if former.get(id_) in now}


def likely(gone: Iterable[Entry], new: Iterable[Entry]) -> dict[str, Entry]:
    """Return, by the ids that are gone, the new entries that hold most of their lines; each stands for one at most."""
    after = {entry.id: entry for entry in new}
    lines = {id_: _lines(entry) for id_, entry in after.items()}
    holders: dict[str, list[str]] = {}
    for id_, own in lines.items():
        for line in own:
            holders.setdefault(line, []).append(id_)
    pairs = []
    for entry in gone:
        own = _lines(entry)
        shared = Counter(id_ for line in own if len(having := holders.get(line, [])) <= _COMMON for id_ in having)
        pairs += [
            (_alike(own, lines[id_]), entry.id, id_)
            for id_, _ in shared.most_common(_MOST_COMPARED)
            if after[id_].is_use == entry.is_use
        ]
    found: dict[str, Entry] = {}
    taken: set[str] = set()
    for alike, former, id_ in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])):
        if alike >= _LEAST and former not in found and id_ not in taken:
            found[former] = after[id_]
            taken.add(id_)
    return found


def _lines(entry: Entry) -> Counter[str]:
    # Every review has the same sections.
    return Counter(line for line in entry.text.split("\n") if line.strip(" -") and not line.startswith("## "))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    return (one & other).total() / max(one.total(), other.total(), 1)
