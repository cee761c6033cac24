"""The tables in which SQLite stores a full-text index, and the statements that read and write them.

https://www.sqlite.org/fts5.html#fts5_data_structures describes them: pages and records in ``_data``, the first term of each page in ``_idx``, how many words
each text has in ``_docsize``.
"""

from __future__ import annotations

from dataclasses import dataclass

from lessons.schema.fts5 import FullText
from lessons.schema.model import quoted


@dataclass(frozen=True)
class IndexStorage:
    """The tables of one index."""

    index: FullText

    def _table(self, suffix: str) -> str:
        return quoted(f"{self.index.name}_{suffix}")

    def version(self) -> str:
        """Return the query for the version of the format."""
        return f"SELECT v FROM {self._table('config')} WHERE k = 'version'"

    def record(self) -> str:
        """Return the query for a page or another record by its number."""
        return f"SELECT block FROM {self._table('data')} WHERE id = ?"

    def writing(self) -> str:
        """Return the statement that writes a record, given what it says and its number."""
        return f"UPDATE {self._table('data')} SET block = ? WHERE id = ?"

    def clearing(self) -> str:
        """Return the statement that deletes the records from a number to below another."""
        return f"DELETE FROM {self._table('data')} WHERE id >= ? AND id < ?"

    def sizes(self) -> str:
        """Return the query for the numbers of words of a text, given its row number."""
        return f"SELECT sz FROM {self._table('docsize')} WHERE id = ?"

    def forgetting_sizes(self) -> str:
        """Return the statement that deletes them."""
        return f"DELETE FROM {self._table('docsize')} WHERE id = ?"

    def page_of(self) -> str:
        """Return the query for the page on which a term is if it is in a segment, given the number of that: twice the number of the page, and one more
        where there is an index of the pages on which its last doclist goes on."""
        return f"SELECT pgno FROM {self._table('idx')} WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1"

    def leading(self) -> str:
        """Return the statement that gives pages another first term, but for the first page: given that term, the segment, and twice what :meth:`page_of` gives."""
        return f"UPDATE {self._table('idx')} SET term = ? WHERE segid = ? AND pgno IN (?, ?) AND term <> x''"

    def not_leading(self) -> str:
        """Return the statement after which no term is on pages, given the segment and twice what :meth:`page_of` gives."""
        return f"DELETE FROM {self._table('idx')} WHERE segid = ? AND pgno IN (?, ?)"

    def not_indexed(self) -> str:
        """Return the statement that notes that a page has no index of the pages on which its last doclist goes on, given the segment and what :meth:`page_of` gives."""
        return f"UPDATE {self._table('idx')} SET pgno = pgno - 1 WHERE segid = ? AND pgno = ?"

    def clearing_terms(self) -> str:
        """Return the statement after which no term is in a segment."""
        return f"DELETE FROM {self._table('idx')} WHERE segid = ?"

    def scratch_ddl(self) -> tuple[str, str]:
        """Return the CREATE statements of ``temp.scratch``, an index of nothing yet that takes texts apart as this one does, and of its words."""
        columns = ", ".join(map(quoted, self.index.weights))
        return (
            f"CREATE VIRTUAL TABLE temp.scratch USING fts5({columns}, content='', tokenize=\"{self.index.tokenizer}\")",
            "CREATE VIRTUAL TABLE temp.scratch_terms USING fts5vocab('temp', 'scratch', 'row')",
        )

    def scratch_filling(self) -> str:
        """Return the statement that puts a text into ``temp.scratch``, given its row number."""
        columns = ", ".join(map(quoted, self.index.weights))
        return (
            f"INSERT INTO temp.scratch (rowid, {columns}) "
            f"SELECT {quoted(self.index.rowid)}, {columns} FROM {quoted(self.index.content)} WHERE {quoted(self.index.rowid)} = ?"
        )
