"""Which entries go into a database: without bad ones where asked, and only what its audience may see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lessons import checks, entries
from lessons.checks import Collection
from lessons.checks.collection import Target
from lessons.entries import Entry, entry_link, linked_entry
from lessons.problems import Problem

AUDIENCES: dict[str, frozenset[str]] = {
    "public": frozenset({"public"}),
    "internal": frozenset({"public", "internal"}),
    "restricted": frozenset({"public", "internal", "restricted"}),
}
_UNPUBLISHED = frozenset({"draft", "in-review"})
# Stands in a stored file where the id of a review stood that this audience may not see.
WITHHELD = "withheld"
_REFERENCES = (("related",), ("supersedes",), ("builds_on", "lesson"), ("repeats",))


@dataclass(frozen=True)
class Sound:
    """Entries without errors, and those left out: for their own problems, and because they depend on one that was."""

    collection: Collection
    problems: list[Problem]
    bad: list[str] = field(default_factory=list)
    dependent: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Selection:
    """What one audience gets: the entries to write, withdrawn ones (address only), and what was left out."""

    entries: tuple[Entry, ...]
    withdrawn: tuple[Entry, ...]
    left_out: int
    links_dropped: int


def sound(collection: Collection, problems: list[Problem]) -> Sound:
    """Leave out entries with errors, then those whose links depended on them, until no error is left."""
    all_problems = list(problems)
    bad = _paths_with_errors(problems)
    dependent: set[str] = set()
    failing = bad
    while failing:
        kept = tuple(entry for entry in collection.entries if entry.path not in bad | dependent)
        collection = Collection(kept, collection.vocabulary)
        found = checks.check(collection)
        failing = _paths_with_errors(found)
        dependent |= failing
        all_problems += [problem for problem in found if problem.place.path in failing]
    return Sound(collection, all_problems, sorted(bad), sorted(dependent))


def select(collection: Collection, audience: str, *, drafts: bool = False) -> Selection:
    """Return what the audience gets. Links to anything left out are dropped and counted, and its ids taken out of the text."""
    allowed = AUDIENCES[audience]
    kept: list[Entry] = []
    withdrawn: list[Entry] = []
    hidden: set[str] = set()
    for entry in collection.entries:
        record = entry.record
        if record is None or record.handling not in allowed or (record.status in _UNPUBLISHED and not drafts):
            hidden.add(entry.id)
        elif record.status == "withdrawn":
            withdrawn.append(entry)
        else:
            kept.append(entry)
    gone = hidden | {entry.id for entry in withdrawn}
    dropped = 0
    for index, entry in enumerate(kept):
        count = _links_to(entry, gone, collection)
        if count:
            dropped += count
            kept[index] = redacted(entry, gone)
    return Selection(tuple(kept), tuple(withdrawn), len(gone), dropped)


def redacted(entry: Entry, gone: set[str]) -> Entry:
    """Return the entry as if its references to the reviews ``gone`` were never written: read again from changed text."""
    text = entry.text
    for review in sorted(gone, key=len, reverse=True):
        # An id with a hyphen is no word of prose; a single word is an id only where it stands as a reference.
        reference = r"(?:#[a-z0-9-]+)?" if "-" in review else r"(?:#[a-z0-9-]+|(?=\.md\b|\.markdown\b)|(?<=/)|\s*$)"
        text = re.sub(rf"(?<![\w-]){re.escape(review)}{reference}(?![\w-])", _withheld, text, flags=re.MULTILINE)
    return entries.read_string(text, entry.path, link=_dropping(entry.id))


def _withheld(match: re.Match[str]) -> str:
    return f"{WITHHELD}#{WITHHELD}" if "#" in match.group() else WITHHELD


def _dropping(own_id: str) -> Callable[[str], str | None]:
    def link(address: str) -> str | None:
        target = linked_entry(address, own_id)
        return None if target is not None and target[0] == WITHHELD else entry_link(address, own_id)

    return link


def _links_to(entry: Entry, gone: set[str], collection: Collection) -> int:
    texts = [scalar.text for path in _REFERENCES for scalar in entry.scalars(*path)]
    texts += [value.text for lesson in entry.body.lessons for value in lesson.values("superseded_by")]
    targets = [collection.local(Target.parse(text)) for text in texts]
    count = sum(target.unit is None and target.review in gone for target in targets)
    linked = (linked_entry(link.address, entry.id) for link in entry.body.links)
    return count + sum(target is not None and target[0] in gone for target in linked)


def _paths_with_errors(problems: list[Problem]) -> set[str]:
    return {problem.place.path for problem in problems if problem.severity == "error"}
