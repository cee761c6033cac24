"""Full-text indexes and the lists of their words as plain data, and the statements of FTS5 that they stand for."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.schema.model import quoted

# Bytes of a full-text index that are gathered in memory before they are written: enough that 20,000 reviews need no merging.
MOST_AT_ONCE = 64 * 1024 * 1024


@dataclass(frozen=True)
class FullText:
    """One FTS5 external-content index over the view ``content``, whose row number is ``rowid``; ``documents`` is the table of what is indexed.

    ``weights`` gives each indexed column its BM25 weight, in column order. ``stemmed`` indexes hold the stems of words.
    """

    name: str
    sentence: str
    documents: str
    content: str
    rowid: str
    weights: dict[str, float]
    stemmed: bool = False

    @property
    def tokenizer(self) -> str:
        """Return the tokenizer; marks count as parts of words, since in Indic scripts vowels are marks."""
        return f"{'porter ' if self.stemmed else ''}unicode61 remove_diacritics 2 categories 'L* N* Co M*'"

    def ddl(self) -> str:
        """Return the CREATE VIRTUAL TABLE statement."""
        columns = ", ".join(map(quoted, self.weights))
        return (
            f"CREATE VIRTUAL TABLE {quoted(self.name)} USING fts5({columns}, "
            f'content="{self.content}", content_rowid="{self.rowid}", tokenize="{self.tokenizer}")'
        )

    def filling(self) -> tuple[str, ...]:
        """Return the statements that fill the index from its content, and set its ranking."""
        name = quoted(self.name)
        weights = ", ".join(f"{weight:g}" for weight in self.weights.values())
        return (
            f"INSERT INTO {name}({name}, rank) VALUES ('hashsize', {MOST_AT_ONCE})",
            f"INSERT INTO {name}({name}) VALUES ('rebuild')",
            f"INSERT INTO {name}({name}, rank) VALUES ('rank', 'bm25({weights})')",
        )

    def pieces(self) -> str:
        """Return the query for the number of pieces that a filled index consists of; in one, it is packed.

        What was put in is written when the transaction ends. https://www.sqlite.org/fts5.html#fts5_data_structures
        """
        return f"SELECT count(DISTINCT segid) FROM {quoted(f'{self.name}_idx')}"

    def packing(self) -> str:
        """Return the statement that packs the index, after which nothing is left in it of what was taken out."""
        return f"INSERT INTO {quoted(self.name)}({quoted(self.name)}) VALUES ('optimize')"

    def forgetting(self, *, at_once: bool) -> str:
        """Return the statement after which what is taken out of the index leaves nothing in it, or again needs :meth:`packing` for that.

        SQLite knows it since version 3.42. https://www.sqlite.org/fts5.html#the_secure_delete_configuration_option
        """
        return f"INSERT INTO {quoted(self.name)}({quoted(self.name)}, rank) VALUES ('secure-delete', {int(at_once)})"

    def removal(self) -> str:
        """Return the statement that takes a row out of the index, given its row number, while its content is still there as it was indexed."""
        name, columns = quoted(self.name), ", ".join(map(quoted, self.weights))
        return (
            f"INSERT INTO {name}({name}, rowid, {columns}) "
            f"SELECT 'delete', {quoted(self.rowid)}, {columns} FROM {quoted(self.content)} WHERE {quoted(self.rowid)} = ?"
        )

    def addition(self) -> str:
        """Return the statement that takes a row of the content into the index, given its row number."""
        columns = ", ".join(map(quoted, self.weights))
        return (
            f"INSERT INTO {quoted(self.name)}(rowid, {columns}) "
            f"SELECT {quoted(self.rowid)}, {columns} FROM {quoted(self.content)} WHERE {quoted(self.rowid)} = ?"
        )

    def words_ddl(self) -> str:
        """Return the CREATE statement of ``temp.words``: each word of each column, in how many documents it stands and how often."""
        return f"CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', {quoted(self.name)}, 'col')"

    def places_ddl(self) -> str:
        """Return the CREATE statement of ``temp.places``: each place of each word, of which the first is found without counting the others."""
        return f"CREATE VIRTUAL TABLE temp.places USING fts5vocab('main', {quoted(self.name)}, 'instance')"

    def integrity_check(self) -> str:
        """Return the statement that compares the index with its content, which takes almost as long as filling it; it fails where they differ."""
        name = quoted(self.name)
        return f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)"


@dataclass(frozen=True)
class WordList:
    """The words of a full-text index as a table: ``term``, ``doc`` (documents that have it), ``cnt`` (occurrences)."""

    name: str
    sentence: str
    index: str

    def ddl(self) -> str:
        """Return the CREATE VIRTUAL TABLE statement; readers could not create it, so the builder does."""
        return f"CREATE VIRTUAL TABLE {quoted(self.name)} USING fts5vocab({quoted(self.index)}, 'row')"

    def columns(self) -> dict[str, str]:
        """Return a sentence for each column."""
        return {
            "term": "The word, in lower case without accents.",
            "doc": "Number of documents that have it.",
            "cnt": "Number of its occurrences.",
        }
