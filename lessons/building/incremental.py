"""A build after a few changes: the rows of what changed, and of what refers to it, are made again, and all others stay.

What is not certain to come out as a build that looks at everything would have it is left to that: problems to tell of, entries that
not every reader may see, another vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from lessons import checks, entries
from lessons.building import catalogue, history
from lessons.building.catalogue import CatalogueCard, Neighbours
from lessons.building.filing import Filed, MuchChangedError, Now, filed_as, filed_before
from lessons.building.outputs import database, tables, together
from lessons.building.outputs.kept import Kept
from lessons.building.people import without_undeclared
from lessons.building.report import Report
from lessons.building.selection import is_shown
from lessons.entries import Entry
from lessons.entries.causes import causes_of
from lessons.entries.checked import checked_review, checked_use
from lessons.entries.collection import Collection
from lessons.entries.folder import paths_inside
from lessons.problems import Problem
from lessons.record import vocabulary as vocabularies
from lessons.record.vocabulary import FILE_NAME, Vocabulary
from lessons.text import files

# Of the entries one in so many may have to be made again; where it is more, looking at everything takes hardly longer.
BUILT_ANEW = 8

# Whatever is wrong with what was kept is not in what is read anew.
GIVES_UP_ON: tuple[type[Exception], ...] = (
    MuchChangedError,
    KeyError,
    TypeError,
    ValueError,
    *database.GIVES_UP_ON,
)


def build_upon(output: Path, now: Now, before: Kept) -> Report | None:
    """Bring the last database up to date, and return what came of it; ``None`` where everything has to be looked at.

    Whatever goes wrong, nothing is written.
    """
    try:
        change = _Change(now, filed_before(now, before), before, vocabularies.load(now.folder, files.shown(now.folder)))
        report = change.report(Report.of_json(before.facts["report"]))
        last = database.BuiltFile.of_facts(before.facts) or database.BuiltFile()
        about = {
            "audience": now.options.audience,
            "drafts": "yes" if now.options.drafts else "no",
            "content_digest": now.built_from,
        }
        written = database.revise(change.rows(), change.touched, output, facts=about, last=last)
    except GIVES_UP_ON:
        return None
    kept = {**before.facts, **now.facts(change.after), "report": report.as_json(), "history": now.known.as_json()}
    kept |= written.as_facts()
    before.add((bytes.fromhex(change.after[name].key), entry) for name, entry in change.read.items())
    before.keep(kept, change.keys)
    return report


@dataclass(frozen=True)
class _Change:
    """What has changed since the last build, and what follows from that."""

    now: Now
    before: Mapping[str, Filed]
    kept: Kept
    vocabulary: Vocabulary

    def __post_init__(self) -> None:
        if self.vocabulary.content != self.now.contents.get(FILE_NAME, ""):
            raise MuchChangedError
        for ids in (self.again | self.gone, self.touched):
            if len(ids) * BUILT_ANEW > len(self.before):
                raise MuchChangedError
        if not catalogue.is_consistent([one.card for one in self.after.values()]):
            raise MuchChangedError

    @cached_property
    def gone(self) -> frozenset[str]:
        """Return the files that are there no more."""
        return frozenset(self.before.keys() - self.now.contents.keys())

    @cached_property
    def again(self) -> frozenset[str]:
        """Return the files that are new or have another content."""
        names = self.now.contents.keys() - {FILE_NAME}
        same = {name for name, one in self.before.items() if one.content == self.now.contents.get(name)}
        return frozenset(names - same)

    @cached_property
    def read(self) -> dict[str, Entry]:
        """Return what the files say that have changed."""
        return {name: self._read(name) for name in sorted(self.again)}

    def _read(self, name: str) -> Entry:
        entry = entries.read(self.now.folder / name, inside=self.now.folder)
        if (
            entry.content != self.now.contents[name]
            or not entry.text
            or not is_shown(entry, self.now.options.audience, drafts=self.now.options.drafts)
        ):
            raise MuchChangedError
        if not entry.is_use:
            # So that they are kept with it.
            causes_of(entry)
        return entry

    @cached_property
    def after(self) -> dict[str, Filed]:
        """Return the entries as they are now, by the paths of their files."""
        stay = {name: one for name, one in self.before.items() if name not in self.gone}
        return {
            **stay,
            **{name: filed_as(entry, self._card(entry)) for name, entry in self.read.items()},
        }

    def _card(self, entry: Entry) -> CatalogueCard:
        collection, shown = Collection((), self.vocabulary), self._shown(entry)
        if shown.is_use:
            return catalogue.of_use(checked_use(shown), collection)
        return catalogue.of_review(checked_review(shown), collection)

    def _shown(self, entry: Entry) -> Entry:
        return without_undeclared(entry, self.vocabulary.words.people)

    @property
    def keys(self) -> set[bytes]:
        return {bytes.fromhex(one.key) for one in self.after.values()}

    @cached_property
    def cards(self) -> tuple[dict[str, CatalogueCard], dict[str, CatalogueCard]]:
        """Return the catalogue as it was and as it is."""
        before, after = (catalogue.ordered(one.card for one in filed.values()) for filed in (self.before, self.after))
        return before, after

    @cached_property
    def neighbours(self) -> Neighbours:
        return Neighbours(*self.cards)

    @cached_property
    def touched(self) -> frozenset[str]:
        """Return the ids of the entries whose rows are to be made again, and of those that are gone."""
        before, after = self.cards
        ids = {
            filed[name].card.id
            for filed in (self.before, self.after)
            for name in (self.again | self.gone) & filed.keys()
        }
        if dated := history.changed_since(self.kept.facts.get("history", ""), self.now.known):
            ids |= {card.id for card in after.values() if not dated.isdisjoint((card.id, *card.formerly))}
        return frozenset(self.neighbours.touched(ids) | together.touched_besides(before, after, self.vocabulary))

    @cached_property
    def around(self) -> dict[str, Entry]:
        """Return by id, as they were read, the entries that are touched and those that their rows and checks look at."""
        ids = self.neighbours.context(self.touched)
        found = ((name, one) for name, one in self.after.items() if one.card.id in ids)
        return {one.card.id: self.read.get(name) or self._taken_up(name, one) for name, one in found}

    def _taken_up(self, name: str, filed: Filed) -> Entry:
        entry = entries.recalled(self.now.folder / name, self.kept.entry, inside=self.now.folder)
        if entry is None or entry.content != filed.content:
            raise MuchChangedError
        return entry

    def report(self, last: Report) -> Report:
        """Return what came of the build. Raises :class:`MuchChangedError` where there are errors to tell of."""
        collection = Collection(tuple(self.around.values()), self.vocabulary)
        checked = [entry for id_, entry in self.around.items() if id_ in self.touched]
        problems = checks.check(collection, checked)
        if last.errors or any(problem.severity == "error" for problem in problems):
            raise MuchChangedError
        looked_at = {entry.path for entry in checked} | {files.shown(self.now.folder / name) for name in self.gone}
        found: set[Problem] = {one for one in last.problems if one.place.path not in looked_at} | set(problems)
        cards = self.cards[1].values()
        return replace(
            last,
            problems=sorted(found),
            reviews=sum(not card.is_use for card in cards),
            lessons=sum(len(card.lessons) for card in cards),
            uses=sum(card.is_use for card in cards),
            dates_unknown=self.now.known.unknown,
        )

    def rows(self) -> tables.Rows:
        """Return the rows that may differ from those of the last database."""
        shown = [self._shown(entry) for entry in self.around.values()]
        return tables.rows_of(
            self.touched,
            [checked_review(entry) for entry in shown if not entry.is_use],
            [checked_use(entry) for entry in shown if entry.is_use],
            self.cards[1],
            self.vocabulary,
            self.now.known.dates,
            {entry.id: path for entry, path in paths_inside(self.now.folder, self.around.values())},
        )
