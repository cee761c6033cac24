"""What is made of all entries together, from the catalogue: words and addresses, and what the rows of one entry need to know of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lessons.building.catalogue import CatalogueCard
from lessons.building.history import Dates
from lessons.building.outputs import links
from lessons.building.outputs.shared import Row, Shared, row_numbers
from lessons.building.outputs.vocabulary import organisation_rows, organisations, people_rows, term_rows, variant_rows
from lessons.entries.checked import CheckedUse
from lessons.record.vocabulary import Vocabulary


def add_words(found: dict[str, list[Row]], vocabulary: Vocabulary, cards: Mapping[str, CatalogueCard]) -> None:
    """Add the rows of terms, organisations and people."""
    named = organisations(_organisations_stated(cards), vocabulary)
    found["terms"] = list(term_rows(vocabulary, {pair for card in cards.values() for pair in card.terms}))
    reviewed = (card.organisation for card in cards.values() if not card.is_use)
    found["organisations"] = list(organisation_rows(named, reviewed))
    found["people"] = list(people_rows((slug for card in cards.values() for slug in card.people), vocabulary))
    found["organisation_variants"] = list(variant_rows(named, vocabulary))


def redirects(cards: Mapping[str, CatalogueCard], withdrawn: Mapping[str, CatalogueCard]) -> list[Row]:
    """Return the rows of the table ``redirects`` in their order."""
    return sorted(links.redirect_rows(cards.values(), withdrawn.values()), key=lambda row: str(row["old"]))


def shared_of(
    cards: Mapping[str, CatalogueCard],
    used: Iterable[CheckedUse],
    vocabulary: Vocabulary,
    terms: Iterable[Row],
    history: Mapping[str, Dates],
    paths: Mapping[str, str],
) -> Shared:
    """Return what the rows of one entry need to know of the others, but for the strengths of evidence.

    ``used`` are the uses that are looked at, ``terms`` the rows of the table.
    """
    unit = vocabulary.words.unit.slug
    reviewed = [card for card in cards.values() if not card.is_use]
    review_numbers, lesson_numbers = map(row_numbers, all_ids(cards))
    of_lesson: dict[str, list[CheckedUse]] = {}
    for use in used:
        of_lesson.setdefault(use.record.lesson.removeprefix(f"{unit}:"), []).append(use)
    return Shared(
        unit=unit,
        unit_name=vocabulary.words.unit.name,
        stated={card.id: card.organisation for card in reviewed},
        local_ids={card.id: card.local_ids for card in reviewed},
        organisations=organisations(_organisations_stated(cards), vocabulary),
        labels={(row["scheme"], row["slug"]): row["label"] for row in terms},
        recurred=frozenset(lesson for card in reviewed for lesson in card.repeats),
        people={slug: person.name for slug, person in vocabulary.words.people.items()},
        history=history,
        uses={id_: tuple(found) for id_, found in of_lesson.items()},
        spellings={slug: (slug, one.name, *one.variants) for slug, one in vocabulary.words.organisations.items()},
        paths=paths,
        review_numbers=review_numbers,
        lesson_numbers=lesson_numbers,
    )


def all_ids(cards: Mapping[str, CatalogueCard]) -> tuple[list[str], list[str]]:
    """Return the ids of all reviews and of all lessons."""
    reviewed = [card for card in cards.values() if not card.is_use]
    return [card.id for card in reviewed], [f"{card.id}#{ids[0]}" for card in reviewed for ids in card.lessons]


def touched_besides(
    before: Mapping[str, CatalogueCard], after: Mapping[str, CatalogueCard], vocabulary: Vocabulary
) -> set[str]:
    """Return the entries whose rows change though nothing that they refer to does: by what organisations are called, and by row numbers."""
    found: set[str] = set()
    stated = [_organisations_stated(cards) for cards in (before, after)]
    if stated[0] != stated[1]:
        was, now = (organisations(names, vocabulary) for names in stated)
        renamed = {name for name in was.keys() & now.keys() if was[name] != now[name]}
        found |= {card.id for card in after.values() if not renamed.isdisjoint((card.organisation, *card.addressees))}
    for ids_before, ids_after in zip(all_ids(before), all_ids(after), strict=True):
        if ids_before != ids_after:
            was_number, number = row_numbers(ids_before), row_numbers(ids_after)
            found |= {id_.partition("#")[0] for id_ in number if was_number.get(id_, number[id_]) != number[id_]}
    return found


def _organisations_stated(cards: Mapping[str, CatalogueCard]) -> list[str]:
    """Return the names of organisations as stated, each once.

    Reviews' own come first, so that an organisation keeps its name when a lesson is addressed to another of its kind.
    """
    every = cards.values()
    own = [card.organisation for card in every if not card.is_use]
    addressed = [name for card in every for name in card.addressees]
    return list(dict.fromkeys([*own, *addressed, *(card.organisation for card in every if card.is_use)]))
