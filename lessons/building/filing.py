"""What there is to build, and how a build files its entries for the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lessons import entries
from lessons.building import history
from lessons.building.catalogue import CatalogueCard
from lessons.building.fingerprint import of_contents
from lessons.building.outputs.kept import Kept
from lessons.building.report import Options
from lessons.building.selection import Selection
from lessons.entries import Entry
from lessons.record.vocabulary import FILE_NAME
from lessons.text import files


class MuchChangedError(Exception):
    """The change is not one of a few entries, or what follows from it cannot be known from these."""


class Filed(NamedTuple):
    """An entry as a build left it: the digest of its file's content, the key under which it was kept, and its card."""

    content: str
    key: str
    card: CatalogueCard


@dataclass(frozen=True)
class Now:
    """What there is to build: the folder, the digests of its files by their paths inside it, what git knows of them, and how to build."""

    folder: Path
    contents: Mapping[str, str]
    known: history.History
    options: Options

    @property
    def built_from(self) -> str:
        """Return the digest of everything that there is to build from."""
        return of_contents(self.contents, self.known.dates, self.options.audience, drafts=self.options.drafts)

    def facts(self, filed: Mapping[str, Filed]) -> dict[str, str]:
        """Return what the next build has to know of one of these entries, to build upon it."""
        return {
            "readers": f"{self.options.audience} {self.options.drafts}",
            "vocabulary": self.contents.get(FILE_NAME, ""),
            "catalogue": json.dumps(filed, separators=(",", ":")),
        }


def filed(selected: Selection, read: Iterable[tuple[str, Entry]]) -> dict[str, Filed]:
    """Return what the next build has to know of each entry to build upon this one; nothing where it cannot.

    ``read`` are the entries with their paths inside the folder.
    """
    if selected.gone or selected.left_out or selected.uses_left_out:
        return {}
    cards = selected.cards
    return {name: filed_as(entry, cards[entry.id]) for name, entry in read}


def filed_as(entry: Entry, card: CatalogueCard) -> Filed:
    """Return what the next build has to know of an entry."""
    return Filed(entry.content, entries.key(entry.path, entry.text, use=entry.is_use).hex(), card)


def filed_before(now: Now, before: Kept) -> dict[str, Filed]:
    """Return the entries as the last build left them, by the paths of their files. Raises :class:`MuchChangedError` where none can be built upon."""
    if before.facts.get("folder") != files.shown(now.folder) or not before.facts.get("file_digest"):
        raise MuchChangedError
    expected = now.facts({})
    if any(before.facts.get(name) != expected[name] for name in ("readers", "vocabulary")):
        raise MuchChangedError
    kept = json.loads(before.facts["catalogue"])
    return {name: Filed(content, key, CatalogueCard.of_data(card)) for name, (content, key, card) in kept.items()}
