"""The least that anybody could do for a searchable database of Markdown files, as something to compare a build with.

    python -m tests.benchmarks.bare_build ENTRIES OUTPUT      # reads, parses, renders and writes
    python -m tests.benchmarks.bare_build ENTRIES             # reads and parses only

It reads each file, its front matter with PyYAML's loader in C and its text with markdown-it-py, and writes text and HTML into SQLite with one
full-text index, in one process: no check, no facet, no vector, no link.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("js-default", {"html": False})


def read(folder: Path, *, render: bool) -> Iterator[tuple[str, str, str, str]]:
    """Yield id, title, text and HTML of each entry; without rendering, the HTML is empty."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text("utf-8")
        _, front, body = text.split("---\n", 2)
        fields = yaml.load(front, Loader=yaml.CSafeLoader)
        tokens = MARKDOWN.parse(body)
        html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}) if render else ""
        yield path.stem, str(fields["title"]), text, html


def build(folder: Path, output: Path) -> None:
    """Write the entries into a database."""
    output.unlink(missing_ok=True)
    connection = sqlite3.connect(output)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute(
        "CREATE TABLE reviews (number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, text TEXT, html TEXT)"
    )
    connection.execute(
        "CREATE VIRTUAL TABLE reviews_fts USING fts5(title, text, content='reviews', content_rowid='number', tokenize='porter unicode61')"
    )
    connection.executemany("INSERT INTO reviews (id, title, text, html) VALUES (?, ?, ?, ?)", read(folder, render=True))
    connection.execute("INSERT INTO reviews_fts (reviews_fts) VALUES ('rebuild')")
    connection.commit()
    connection.close()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        build(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        for _ in read(Path(sys.argv[1]), render=False):
            pass
