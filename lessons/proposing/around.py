"""What the database knows that concerns one entry: its vocabulary, the entries that it cites, which ids are taken, what resembles it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from lessons import entries
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.entries.resembling import FEWEST_OF_A_LESSON, FEWEST_OF_A_REVIEW, LESSONS, REVIEWS, text_of, told
from lessons.forms import Lookalike
from lessons.library import redirects, resembling, reviews, uses
from lessons.record import FILE_NAME
from lessons.record.use import FOLDER
from lessons.record.vocabulary import Vocabulary
from lessons.record.vocabulary.loading import read_string
from lessons.text.duplicates import Index

# An entry that cites more than this is checked with the whole folder.
MOST_CITED = 100
MOST_LOOKALIKES = 5
FEWEST_WORDS = {"lessons": FEWEST_OF_A_LESSON, "reviews": FEWEST_OF_A_REVIEW}


def vocabulary_in(connection: sqlite3.Connection) -> Vocabulary:
    """Return the vocabulary that the database carries."""
    found = redirects.document(connection, FILE_NAME)
    return read_string(found.content) if found else Vocabulary()


def with_cited(entry: Entry, vocabulary: Vocabulary, connection: sqlite3.Connection) -> Collection:
    """Return the entry and the entries of the library that it cites."""
    alone = Collection((entry,), vocabulary)
    ids = {one.target.review for one in alone.references(entry) if one.target.unit is None} - {entry.id}
    cited = (stored(connection, id_) for id_ in sorted(ids)[:MOST_CITED])
    return Collection((entry, *(one for one in cited if one is not None)), vocabulary)


def stored(connection: sqlite3.Connection, id_: str) -> Entry | None:
    """Return the review or use of this id as the library has it, or None."""
    if (text := reviews.markdown(connection, id_)) is not None:
        return entries.read_string(text, f"{id_}.md")
    if (text := uses.markdown(connection, id_)) is not None:
        return entries.read_string(text, f"{FOLDER}/{id_}.md", use=True)
    return None


def free_id(connection: sqlite3.Connection, suggested: str) -> str:
    """Return the suggested id, with a number where something has it, or had it once."""
    free, number = suggested, 1
    while _is_taken(connection, free):
        number += 1
        free = f"{suggested[:76]}-{number}"
    return free


def _is_taken(connection: sqlite3.Connection, id_: str) -> bool:
    known = reviews.markdown(connection, id_) is not None or uses.markdown(connection, id_) is not None
    return known or any(
        redirects.redirect(connection, f"/{folder}/{id_}") is not None for folder in ("reviews", FOLDER)
    )


def lookalikes(entry: Entry, collection: Collection, connection: sqlite3.Connection) -> Iterator[Lookalike]:
    """Yield what the library says nearly alike: reviews like the entry, lessons like one of its own; without what the entry cites."""
    linked = {one.target.review for one in collection.references(entry)} | {entry.id}
    for one in _alike(connection, "reviews", {"title": told(entry)}, REVIEWS):
        if one.id not in linked:
            linked.add(one.id)
            yield one
    texts = {f"lessons.{number}.statement": text_of(lesson) for number, lesson in enumerate(entry.body.lessons, 1)}
    for one in _alike(connection, "lessons", texts, LESSONS):
        if one.id.partition("#")[0] not in linked:
            yield one


def _alike(connection: sqlite3.Connection, table: str, texts: dict[str, str], least: float) -> Iterator[Lookalike]:
    """Yield what in a table of the library resembles one of the texts, which are called after fields of the form."""
    asked = {name: text for name, text in texts.items() if len(text.split()) >= FEWEST_WORDS[table]}
    if not asked:
        return
    # No id of the library has the name of a field.
    index = Index({**resembling.texts(connection, table, list(asked.values())), **asked})
    for name in asked:
        found = (one for one in index.resembling(name, least) if one.other not in asked)
        for one, _ in zip(found, range(MOST_LOOKALIKES), strict=False):
            yield Lookalike(name, one.other, resembling.title(connection, one.other), one.similarity, one.words)
