"""The index of a search that runs in the reader's browser: made by Pagefind (the extra ``static``) from the documents of our own search."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from html import escape
from importlib.util import find_spec
from pathlib import Path

from lessons.library import connection as library
from lessons.problems import LessonsError
from lessons.publishing.repeatable import in_order
from lessons.search.documents import SearchDocument, documents
from lessons.text.files import reason
from lessons.web.static_addresses import file_of

# How much more words count in some parts of a document than in the rest; Pagefind takes 0 to 10.
WEIGHTS = {"title": 7, "statements": 4, "advice": 3, "summary": 3, "context": 2}
# Pagefind makes an index for each language that it sees, and the page of the search has one.
LANGUAGE = "en"
# Pagefind's own pages and marks for a search, in whose place ours stand.
_UNUSED = ("*-ui.css", "*-ui.js", "pagefind-highlight.js", "wasm.unknown.pagefind")
HOW_TO_INSTALL = "pip install 'lessons-learned-unit[static]'"


def available() -> bool:
    """Return whether Pagefind is installed, and its program with it."""
    return find_spec("pagefind") is not None and find_spec("pagefind_bin") is not None


def write(database: Path, folder: Path) -> None:
    """Write the index over the lessons and reviews of a database into a folder; the same documents give the same files.

    Raises :class:`LessonsError` when Pagefind fails.
    """
    connection = library.connect(database)
    try:
        with tempfile.TemporaryDirectory() as pages:
            for document in documents(connection):
                page = Path(pages, str(file_of(document.path, full=False)))
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(html_of(document), "utf-8")
            # A program that ends by itself has written its files whole, which one that is asked for them and stopped has not.
            command = [sys.executable, "-m", "pagefind", "--site", pages, "--output-path", str(folder.absolute())]
            done = subprocess.run(  # noqa: S603 - our own interpreter, and no text of others
                [*command, "--force-language", LANGUAGE, "--silent"], capture_output=True, check=False
            )
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise LessonsError(
                f"Pagefind could not make the index of the search: {said[-1] if said else 'it says no reason'}"
            )
        for path in (path for pattern in _UNUSED for path in folder.glob(pattern)):
            path.unlink()
        in_order(folder)
    except OSError as error:
        raise LessonsError(f"the index of the search cannot be written: {reason(error)}") from error
    finally:
        connection.close()


def html_of(document: SearchDocument) -> str:
    """Return a document as Pagefind takes it: what it filters and sorts by, what results show, and its text with weights."""
    stated = [("filter", "in", document.kind), *(("filter", facet, value) for facet, value in document.facets)]
    result = [label for (facet, _), label in zip(document.facets, document.labels, strict=True) if facet == "result"]
    shown = {
        "review": document.review,
        "organisation": document.organisation,
        "date": document.date,
        "result": ", ".join(result),
    }
    stated += [("meta", name, value) for name, value in shown.items() if value]
    stated.append(("sort", "published", document.published))
    marks = "".join(
        f'<i data-pagefind-{how}="{escape(name)}[data-value]" data-value="{escape(value)}"></i>'
        for how, name, value in stated
    )
    parts = "".join(
        f'<div data-pagefind-weight="{WEIGHTS.get(name, 1)}">{_paragraphs(text)}</div>'
        for name, text in sorted(document.texts.items(), key=lambda part: -WEIGHTS.get(part[0], 1))
    )
    return (
        f'<!DOCTYPE html><html lang="{LANGUAGE}"><body data-pagefind-body>{marks}'
        f'<h1 data-pagefind-weight="{WEIGHTS["title"]}">{escape(document.title)}</h1>{parts}</body></html>'
    )


def _paragraphs(text: str) -> str:
    """Return each line as a paragraph, between which Pagefind puts a full stop: an excerpt would run from one into the other."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
