"""Texts taken out of an index leave it as if they had never been in it, for every SQLite and down to its pages."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator

import pytest

from lessons.building.outputs.postings import take_texts_out
from lessons.schema import FullText

INDEX = FullText("found", "", "texts", "texts", "number", {"body": 1.0, "title": 2.0}, stemmed=True)
PLAIN = FullText("found", "", "texts", "texts", "number", {"body": 1.0, "title": 2.0})
ALL_WORDS = "CREATE VIRTUAL TABLE temp.places USING fts5vocab('main', 'found', 'instance')"


def reopened(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return the database over a connection that has asked nothing of the index."""
    again = sqlite3.connect(":memory:", isolation_level=None)
    again.deserialize(connection.serialize())
    again.execute("PRAGMA secure_delete = ON")
    return again


def indexed(texts: dict[int, tuple[str, str]], index: FullText, page_size: int) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("CREATE TABLE texts (number INTEGER PRIMARY KEY, body TEXT, title TEXT)")
    connection.execute(index.ddl())
    connection.execute("INSERT INTO found (found, rank) VALUES ('pgsz', ?)", (page_size,))
    connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", ((number, *text) for number, text in texts.items()))
    for statement in index.filling():
        connection.execute(statement)
    connection.execute(index.packing())
    return reopened(connection)


def put_in(connection: sqlite3.Connection, index: FullText, number: int, text: tuple[str, str]) -> None:
    connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (number, *text))
    connection.execute(index.addition(), (number,))


def take_out(connection: sqlite3.Connection, index: FullText, numbers: list[int]) -> bool:
    connection.execute("BEGIN")
    possible = take_texts_out(connection, index, numbers)
    if not possible:
        connection.executemany(index.removal(), [(number,) for number in numbers])
    connection.executemany("DELETE FROM texts WHERE number = ?", [(number,) for number in numbers])
    if not possible:
        connection.execute(index.packing())
    connection.execute("COMMIT")
    return possible


def places(connection: sqlite3.Connection) -> set[tuple[object, ...]]:
    """Return every word of every text, and where it stands, as the index has it."""
    connection.execute(ALL_WORDS)
    found = set(connection.execute("SELECT * FROM temp.places"))
    connection.execute("DROP TABLE temp.places")
    return found


def answers(connection: sqlite3.Connection, word: str) -> Iterator[list[object]]:
    for order in ("rowid", "rowid DESC", "rank, rowid"):
        statement = f"SELECT rowid, rank FROM found WHERE found MATCH ? ORDER BY {order}"
        yield connection.execute(statement, (f'"{word}"',)).fetchall()
        yield connection.execute(statement, (f'"{word[:2]}"*',)).fetchall()


def written(chance: random.Random, words: list[str], longest: int) -> tuple[str, str]:
    # Some words are everywhere, most are rare.
    def one() -> str:
        return words[min(int(chance.paretovariate(0.6)) - 1, len(words) - 1)]

    return " ".join(one() for _ in range(chance.randint(0, longest))), " ".join(one() for _ in range(3))


@pytest.mark.parametrize("index", [INDEX, PLAIN], ids=["stems", "words as written"])
@pytest.mark.parametrize("page_size", [64, 128, 500, 4050])
@pytest.mark.parametrize("seed", range(3))
def test_after_any_sequence_of_changes_an_index_is_that_of_its_texts(
    index: FullText, page_size: int, seed: int
) -> None:
    chance = random.Random(f"{page_size} {seed}")
    words = ["".join(chance.choices("abcdeéß9", k=chance.randint(1, 9))) for _ in range(chance.choice([5, 80, 900]))]
    longest = chance.choice([3, 40, 400])
    texts = {chance.randrange(1, 10**9): written(chance, words, longest) for _ in range(4000 // (longest + 20))}
    connection, done = indexed(texts, index, page_size), 0
    for _ in range(8):
        connection = reopened(connection)
        gone = chance.sample(sorted(texts), min(len(texts), chance.choice([1, 1, 2, 5])))
        expected = {place for place in places(connection) if place[1] not in gone}
        connection = reopened(connection)
        if take_out(connection, index, gone):
            done += 1
            assert places(connection) == expected
        for number in gone:
            del texts[number]
        # Of what was there, and of what never was.
        for number in (gone[0], chance.randrange(10**9, 10**10)):
            texts[number] = written(chance, words, longest)
            put_in(connection, index, number, texts[number])
        connection.execute(index.integrity_check())
        anew = indexed(texts, index, page_size)
        for word in chance.sample(words, 5):
            assert list(answers(connection, word)) == list(answers(anew, word))
    assert done


def test_an_index_of_one_text_is_empty_without_it_and_can_be_filled_again() -> None:
    connection = indexed({1: ("valve valve seat", "A pump")}, INDEX, 4050)
    assert take_out(connection, INDEX, [1])
    assert places(connection) == set()
    connection.execute(INDEX.integrity_check())
    put_in(connection, INDEX, 1, ("seat", "Another"))
    connection.execute(INDEX.integrity_check())
    assert {place[0] for place in places(connection)} == {"seat", "anoth"}


@pytest.mark.parametrize("page_size", [32, 4050])
def test_of_words_that_no_text_has_any_more_nothing_is_in_the_file(page_size: int) -> None:
    texts = {number: (f"shared words {'m' * (number % 7)}x", "Title") for number in range(1, 60)}
    texts[30] = ("zebra quagga mmmmquokka shared aardvark " + "numbat " * 90, "Zebroid")
    connection = indexed(texts, PLAIN, page_size)
    assert b"quokka" in connection.serialize()
    assert take_out(connection, PLAIN, [30])
    left = connection.serialize()
    # What stands first on a page, or shares its beginning with a neighbour, is not stored as one piece.
    assert [word for word in (b"zeb", b"qua", b"quokka", b"aard", b"numbat") if word in left] == []
    connection.execute(PLAIN.integrity_check())


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE found_config SET v = 5 WHERE k = 'version'",
        "DELETE FROM found_docsize WHERE id = 2",
        "UPDATE found_data SET block = x'00' WHERE id = 10",
        "UPDATE found_data SET block = x'00000002' WHERE id > 10",
        "DELETE FROM found_data WHERE id > 10",
    ],
)
def test_an_index_that_is_not_as_known_is_left_alone(spoil: str) -> None:
    connection = indexed(dict.fromkeys((1, 2, 3), ("valve seat", "A pump")), PLAIN, 4050)
    connection.execute(spoil)
    before = connection.serialize()
    assert not take_texts_out(connection, PLAIN, [2])
    assert connection.serialize() == before


def test_a_text_that_is_not_what_was_indexed_is_left_to_sqlite() -> None:
    connection = indexed(dict.fromkeys((1, 2, 3), ("valve seat", "A pump")), PLAIN, 4050)
    connection.execute("UPDATE texts SET body = 'valve lever' WHERE number = 2")
    before = places(connection)
    assert not take_texts_out(reopened(connection), PLAIN, [2])
    assert places(connection) == before
