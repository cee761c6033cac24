"""Which entries go into a database: without bad ones where asked, and only what its audience may see."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from lessons import checks
from lessons.building import catalogue
from lessons.building.catalogue import CatalogueCard
from lessons.building.people import without_undeclared
from lessons.building.redaction import redacted
from lessons.building.words_known import known_words
from lessons.checks import status_gates
from lessons.entries import Entry
from lessons.entries.checked import CheckedReview, CheckedUse, checked_review, checked_use
from lessons.entries.collection import Collection
from lessons.library.audience import AUDIENCES
from lessons.problems import Problem
from lessons.record.vocabulary import Vocabulary

_UNPUBLISHED = frozenset({"draft", "in-review"})


@dataclass(frozen=True)
class Sound:
    """Entries without errors, and those left out: for their own problems, and because they depend on one that was."""

    collection: Collection
    bad: tuple[Entry, ...] = ()
    dependent: tuple[Entry, ...] = ()


@dataclass
class Selection:
    """What one audience gets: the reviews to write, withdrawn ones (address only), and how many were left out.

    ``gone`` holds the ids of reviews and uses that must not appear in any text; ``vocabulary`` are the words that the audience may
    know; ``uses`` are the uses of lessons that it gets.
    """

    entries: tuple[CheckedReview, ...]
    withdrawn: tuple[CheckedReview, ...]
    left_out: int
    links_dropped: int
    gone: frozenset[str] = frozenset()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    uses: tuple[CheckedUse, ...] = ()
    withdrawn_uses: tuple[CheckedUse, ...] = ()
    uses_left_out: int = 0

    def used_up(self) -> tuple[CheckedReview, ...]:
        """Return the reviews, which leave the selection, and so does their catalogue: when they are done with, their memory is free."""
        left, self.entries = self.entries, ()
        vars(self).pop("cards", None)
        return left

    @cached_property
    def cards(self) -> dict[str, CatalogueCard]:
        """Return the catalogue of what the audience gets."""
        return catalogue.of_all(self.entries, self.uses, self.vocabulary)

    @cached_property
    def withdrawn_cards(self) -> dict[str, CatalogueCard]:
        """Return the catalogue of what was withdrawn."""
        return catalogue.of_all(self.withdrawn, self.withdrawn_uses, self.vocabulary)


def is_shown(entry: Entry, audience: str, *, drafts: bool) -> bool:
    """Return whether the audience gets the entry, unless it is a use of a lesson that it does not get."""
    return bool(_Sorted.of([entry], audience, (), drafts=drafts).kept)


def sound(collection: Collection, problems: Iterable[Problem]) -> Sound:
    """Leave out the entries that have errors, then those that depended on them, until no error is left."""
    bad_paths = _paths_with_errors(problems)
    bad = [entry for entry in collection.entries if entry.path in bad_paths]
    out = _Leaving(collection)
    failing = bad
    while failing:
        out.leave(failing)
        kept = Collection(
            tuple(entry for entry in collection.entries if entry.path not in out.paths), collection.vocabulary
        )
        still = _paths_with_errors(checks.check(kept))
        failing = [entry for entry in kept.entries if entry.path in still]
    kept_entries = tuple(entry for entry in collection.entries if entry.path not in out.paths)
    dependent = tuple(entry for entry in collection.entries if entry.path in out.paths - bad_paths)
    return Sound(Collection(kept_entries, collection.vocabulary), tuple(bad), dependent)


def without_unfinished(
    collection: Collection, problems: Iterable[Problem], *, drafts: bool
) -> tuple[list[Problem], frozenset[str]]:
    """Return the problems without those of drafts, and the paths of the drafts that have errors, which go into no database.

    Where ``drafts`` are wanted, what is wrong with them is told as advice.
    """
    paths = {entry.path for entry in collection.entries if entry.editorial_status == "draft"}
    found = list(problems)
    others = [problem for problem in found if problem.place.path not in paths]
    told = [replace(problem, severity="advice") for problem in found if drafts and problem.place.path in paths]
    return sorted([*others, *told]), frozenset(_paths_with_errors(found) & paths)


class _Leaving:
    """Entries on their way out of a collection, with those that cannot do without them."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.paths: set[str] = set()
        self.holders: dict[str, int] = {}
        self.users: dict[str, list[Entry]] = {}
        for entry in collection.entries:
            self.holders[entry.id] = self.holders.get(entry.id, 0) + 1
            for reference in collection.references(entry):
                if reference.target.unit is None:
                    self.users.setdefault(reference.target.review, []).append(entry)

    def leave(self, entries: Iterable[Entry]) -> None:
        """Take out ``entries`` and, one after the other, every entry that refers to one that is out or owes its status to it."""
        leaving = list(entries)
        while leaving:
            following: dict[str, Entry] = {}
            for entry in leaving:
                self.paths.add(entry.path)
                self.holders[entry.id] -= 1
                if not self.holders[entry.id]:
                    following.update((user.path, user) for user in self.users.get(entry.id, ()))
            owners = {owner.path: owner for entry in leaving for owner in self._owners(entry)}
            following.update((path, owner) for path, owner in owners.items() if self._fails_gate(owner))
            leaving = [entry for path, entry in following.items() if path not in self.paths]

    def _fails_gate(self, entry: Entry) -> bool:
        return next(status_gates.unearned(entry, self.collection, without=self.paths), None) is not None

    def _owners(self, entry: Entry) -> Iterator[Entry]:
        """Yield the entries whose lessons this one builds on, or is a use of."""
        for scalar in entry.scalars(*(("lesson",) if entry.is_use else ("builds_on", "lesson"))):
            owner = self.collection.by_id.get(self.collection.target(scalar.text).review)
            if owner is not None and owner.path not in self.paths:
                yield owner


def select(
    collection: Collection,
    audience: str,
    *,
    drafts: bool = False,
    left_out: Iterable[Entry] = (),
    unfinished: Container[str] = (),
) -> Selection:
    """Return what the audience gets. Links to anything left out are dropped and counted, and its ids taken out of the text.

    ``left_out`` are entries that are not in the collection any more, and whose ids must not appear either; those at the paths
    ``unfinished`` are in the collection and left out as if they were not for the audience.
    """
    reviews, uses = (
        _Sorted.of(
            (entry for entry in collection.entries if entry.is_use == is_use), audience, unfinished, drafts=drafts
        )
        for is_use in (False, True)
    )
    uses.follow(collection, reviews)
    unseen = [*reviews.unseen, *uses.unseen, *left_out]
    kept = [*reviews.kept, *uses.kept]
    # A draft may have the id of what is shown, which is why it is unfinished.
    gone = _ids(unseen) - _ids(kept)
    dropped = sum(
        reference.target.unit is None and reference.target.review in gone
        for entry in kept
        for reference in (collection.references(entry) if gone else ())
    )
    kept = [without_undeclared(entry, collection.vocabulary.words.people) for entry in kept]
    shown = [redacted(entry, gone) if gone else entry for entry in kept]
    return Selection(
        tuple(checked_review(entry) for entry in shown if not entry.is_use),
        tuple(map(checked_review, reviews.withdrawn)),
        len(reviews.unseen),
        dropped,
        gone,
        known_words(collection.vocabulary, kept, unseen, gone),
        tuple(checked_use(entry) for entry in shown if entry.is_use),
        tuple(map(checked_use, uses.withdrawn)),
        len(uses.unseen),
    )


@dataclass
class _Sorted:
    """Reviews, or uses, by what an audience gets of them: all, the address alone, or nothing."""

    kept: list[Entry] = field(default_factory=list)
    withdrawn: list[Entry] = field(default_factory=list)
    hidden: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, entries: Iterable[Entry], audience: str, unfinished: Container[str], *, drafts: bool) -> _Sorted:
        # An entry's handling is the narrowest audience that may see it.
        allowed = AUDIENCES[: AUDIENCES.index(audience) + 1]
        found = cls()
        for entry in entries:
            record = entry.record or entry.use
            if (
                record is None
                or entry.path in unfinished
                or record.handling not in allowed
                or (record.status in _UNPUBLISHED and not drafts)
            ):
                found.hidden.append(entry)
            elif record.status == "withdrawn":
                found.withdrawn.append(entry)
            else:
                found.kept.append(entry)
        return found

    @property
    def unseen(self) -> list[Entry]:
        return [*self.hidden, *self.withdrawn]

    def follow(self, collection: Collection, reviews: _Sorted) -> None:
        """Let uses go where their lessons went: a lesson that is left out takes its uses along."""
        withdrawn = {entry.id for entry in reviews.withdrawn}
        hidden = {entry.id for entry in reviews.hidden} - withdrawn - {entry.id for entry in reviews.kept}
        owner = {entry.path: _owner(entry, collection) for entry in (*self.kept, *self.withdrawn)}
        self.hidden += [entry for entry in (*self.kept, *self.withdrawn) if owner[entry.path] in hidden]
        self.withdrawn = [
            *(entry for entry in self.withdrawn if owner[entry.path] not in hidden),
            *(entry for entry in self.kept if owner[entry.path] in withdrawn),
        ]
        self.kept = [entry for entry in self.kept if owner[entry.path] not in hidden | withdrawn]


def _owner(use: Entry, collection: Collection) -> str | None:
    """Return the id of the review whose lesson was used; ``None`` for one of another unit."""
    target = collection.target(use.stated("lesson") or "")
    return target.review if target.unit is None else None


def _ids(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of the entries, former ones too."""
    return frozenset(
        id_ for entry in entries for id_ in (entry.id, *(scalar.text for scalar in entry.scalars("formerly")))
    )


def _paths_with_errors(problems: Iterable[Problem]) -> set[str]:
    return {problem.place.path for problem in problems if problem.severity == "error"}
