"""The catalogue: of each entry what the rows of others, and the tables of all entries together, need to know of it.

It is made from the entries and can be kept, so that a build that follows need not take up again every entry to know what one of them touches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lessons.building.outputs import lessons, reviews
from lessons.building.outputs.shared import local_ids
from lessons.entries.checked import CheckedReview, CheckedUse
from lessons.entries.collection import IN_TEXT, Collection
from lessons.record.vocabulary import Vocabulary
from lessons.text.graphs import circles

# By these an entry says something of what it refers to, which stands in the rows of that; by the others only of itself.
_SAYING = frozenset({"builds_on", "repeats", "lesson"})
_NEVER_CIRCULAR = frozenset({IN_TEXT, "related"})


class CatalogueLink(NamedTuple):
    """A reference inside the unit: its field, from which id and to which."""

    field: str
    start: str
    end: str

    @property
    def review(self) -> str:
        """Return the id of the review or use that it leads to."""
        return self.end.partition("#")[0]


class CatalogueCard(NamedTuple):
    """What others need to know of one entry.

    ``organisation`` and ``addressees`` are names as stated, ``lessons`` the ids of its lessons, each with its former ones, ``repeats`` full ids of
    lessons, ``people`` slugs of contributors, and ``terms`` its (scheme, term) pairs.
    """

    id: str
    is_use: bool
    organisation: str
    formerly: tuple[str, ...]
    lessons: tuple[tuple[str, ...], ...]
    addressees: tuple[str, ...]
    repeats: tuple[str, ...]
    people: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    links: tuple[CatalogueLink, ...]

    @property
    def local_ids(self) -> tuple[str, ...]:
        """Return the ids of its lessons, in their order."""
        return tuple(ids[0] for ids in self.lessons)

    @classmethod
    def of_data(cls, data: Sequence[Any]) -> CatalogueCard:
        """Return the card that became lists when it was kept as JSON. Raises ``TypeError`` or ``ValueError`` for anything else."""
        id_, is_use, organisation, formerly, lessons_, addressees, repeats, people, terms, links = data
        return cls(
            id_,
            is_use,
            organisation,
            tuple(formerly),
            tuple(map(tuple, lessons_)),
            tuple(addressees),
            tuple(repeats),
            tuple(people),
            tuple((scheme, term) for scheme, term in terms),
            tuple(CatalogueLink(*link) for link in links),
        )


def of_review(entry: CheckedReview, collection: Collection) -> CatalogueCard:
    """Return the card of a review."""
    record, own = entry.record, f"{collection.vocabulary.words.unit.slug}:"
    terms = dict.fromkeys(reviews.terms_of(entry))
    if country := record.country:
        terms["country", country] = None
    for lesson in entry.body.lessons:
        terms.update(dict.fromkeys(lessons.lesson_terms_of(lesson, recurred=False)))
    ids = zip(local_ids(entry), entry.body.lessons, strict=True)
    return CatalogueCard(
        entry.id,
        is_use=False,
        organisation=record.organisation,
        formerly=tuple(record.formerly),
        lessons=tuple((local, *(former for former, _ in lesson.former_ids)) for local, lesson in ids),
        addressees=tuple(name for lesson in entry.body.lessons for name in lessons.addressees_of(lesson)),
        repeats=tuple(text.removeprefix(own) for text in record.repeats),
        people=tuple(one.person for one in record.contributors if one.person),
        terms=tuple(terms),
        links=tuple(_links(entry, collection)),
    )


def of_use(use: CheckedUse, collection: Collection) -> CatalogueCard:
    """Return the card of a use of a lesson."""
    links = tuple(_links(use, collection))
    people = tuple(one.person for one in use.record.contributors if one.person)
    return CatalogueCard(
        use.id,
        is_use=True,
        organisation=use.record.organisation,
        formerly=tuple(use.record.formerly),
        lessons=(),
        addressees=(),
        repeats=(),
        people=people,
        terms=(),
        links=links,
    )


def of_all(
    reviews_: Iterable[CheckedReview], uses: Iterable[CheckedUse], vocabulary: Vocabulary
) -> dict[str, CatalogueCard]:
    """Return the card of each of these entries by its id: the reviews, then the uses, each in the order of their ids."""
    collection = Collection((), vocabulary)
    cards = [of_review(entry, collection) for entry in reviews_] + [of_use(use, collection) for use in uses]
    return ordered(cards)


def ordered(cards: Iterable[CatalogueCard]) -> dict[str, CatalogueCard]:
    """Return cards by their ids: the reviews, then the uses, each in the order of their ids."""
    return {card.id: card for card in sorted(cards, key=lambda card: (card.is_use, card.id))}


def _links(entry: CheckedReview | CheckedUse, collection: Collection) -> Iterator[CatalogueLink]:
    for reference in collection.references(entry.entry):
        if reference.target.unit is None:
            local = f"#{reference.lesson.get('id')}" if reference.lesson is not None else ""
            yield CatalogueLink(reference.field, entry.id + local, reference.target.id)


class Neighbours:
    """Who refers to whom, before a change and after it."""

    def __init__(self, *catalogues: Mapping[str, CatalogueCard]) -> None:
        self._cards = catalogues
        self._referring: dict[str, set[str]] = {}
        for cards in catalogues:
            for card in cards.values():
                for link in card.links:
                    self._referring.setdefault(link.review, set()).add(card.id)

    def touched(self, ids: Iterable[str]) -> set[str]:
        """Return the entries whose rows may change with those of ``ids``: these, who refers to them, and of whom they say something."""
        return self._around(ids, _SAYING)

    def context(self, ids: Iterable[str]) -> set[str]:
        """Return the entries that the rows and the checks of ``ids`` look at."""
        return self._around(ids, None)

    def _around(self, ids: Iterable[str], fields: frozenset[str] | None) -> set[str]:
        found = set(ids)
        for id_ in tuple(found):
            found |= self._referring.get(id_, set())
            for cards in self._cards:
                if card := cards.get(id_):
                    found.update(link.review for link in card.links if fields is None or link.field in fields)
        return found


def is_consistent(cards: Sequence[CatalogueCard]) -> bool:
    """Return whether no two entries have an id in common, present or former, and no references run in a circle.

    Where they do, somebody has to be told in words, for which all entries are looked at.
    """
    ids = Counter(id_ for card in cards for id_ in (card.id, *card.formerly))
    if len(ids) != ids.total():
        return False
    graphs: dict[str, dict[str, list[str]]] = {}
    for card in cards:
        for link in card.links:
            if link.field not in _NEVER_CIRCULAR and not card.is_use:
                end = link.end if "#" in link.start else link.review
                graphs.setdefault(link.field, {}).setdefault(link.start, []).append(end)
    return all(next(circles(graph), None) is None for graph in graphs.values())
