"""The first map of a source that has none: what its columns hold is guessed, and written so that a person can correct it.

Only a draft guesses; an import itself does what the map says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path

from lessons.authoring.importers.columns import BODY, OF_FILES
from lessons.authoring.importers.dates import dated
from lessons.authoring.importers.guessing import (
    AMBIGUOUS,
    MOST_ROWS,
    NEEDS_NO_FORM,
    SourceColumn,
    columns_of,
    form_of_dates,
    settings_for,
)
from lessons.authoring.importers.sources import Reader, Settings
from lessons.authoring.importers.tables import DELIMITERS
from lessons.problems import LessonsError
from lessons.record.vocabulary import slugified

# Columns by what they are usually called, the likeliest first.
_CALLED = {
    "title": ("title", "name", "subject", "headline", "issue", "project"),
    "id": ("id", "no", "number", "nr", "ref", "reference", "key", "code", "case", "ticket", "record"),
    "date": ("date", "closed", "ended", "end", "completed", "published", "created", "opened", "started", "start", "when", "time", "year"),
    "organisation": ("organisation", "organization", "org", "orgs", "department", "agency", "authority", "company", "center", "centre", "unit", "team"),
    "tags": ("tags", "keywords", "labels", "topics", "categories", "category", "themes"),
    "story": ("happened", "story", "description", "background", "event", "narrative", "details", "abstract", "summary", "context", "problem"),
    "lesson": ("lesson", "lessons", "learned", "learnt", "learning", "learnings", "takeaway", "takeaways", "recommendation", "recommendations", "finding", "findings"),
    "url": ("url", "link", "address", "source", "href"),
}  # fmt: skip
_PLAIN = re.compile(r"[A-Za-z][\w. -]*[\w]")
_LONG = 150
_SOME = 0.2


def draft(kind: str, source: Path, read: Reader) -> str:
    """Return the text of a first map for a source of a kind, which ``read`` reads.

    Raises :class:`LessonsError` when the source cannot be read or holds no record.
    """
    settings = settings_for(kind, source)
    rows = [row for row in islice(read(source, settings), MOST_ROWS) if row.fault is None and not row.note]
    if not rows:
        raise LessonsError(f"{source} holds no record that can be read, so there is nothing to make a map from")
    return "\n".join(_Draft(kind, source, settings, columns_of(rows)).lines()) + "\n"


class _Draft:
    """Writes the parts of a map from what the columns seem to hold."""

    def __init__(self, kind: str, source: Path, settings: Settings, columns: Mapping[str, SourceColumn]) -> None:
        self.kind, self.source, self.settings, self.columns = kind, source, settings, columns
        self.used: set[str] = set()

    def lines(self) -> Iterable[str]:
        markdown = self.kind == "markdown"
        title = self.take("title", lambda column: not column.holds(str.isdecimal)) or ("heading" if markdown else None)
        id_ = self.id(title)
        yield f"# A first map for {self.source.name}, guessed from its columns: correct what is wrong, then import with --map."
        yield f'id: "{id_}"'
        if self.settings.encoding != "utf-8":
            yield f"encoding: {self.settings.encoding}"
        if self.settings.delimiter != ",":
            yield f'delimiter: "{DELIMITERS[self.settings.delimiter]}"'
        if self.settings.records:
            yield f"records: {_quoted(self.settings.records)}"
        if markdown:
            yield "# base: https://…        # the address that relative links begin at"
        yield "lines: breaks"
        yield "\nfields:"
        named = ([title] if title else []) + (["heading", "file"] if markdown else [])
        columns = (
            "[" + ", ".join(map(_quoted, dict.fromkeys(named))) + "]"
            if len(set(named)) > 1
            else _quoted((named or [""])[0])
        )
        statement = f'{{column: {columns}, otherwise: "Record {id_}"}}' if named else f'{{text: "Record {id_}"}}'
        yield f"  title: {statement}"
        yield from self.date()
        yield from self.one("organisation", lambda column: column.holds(lambda text: len(text) < 80))
        yield "  type: {constant: rapid-lesson}"
        yield from self.tags()
        yield f'  source_system:\n    name: {{constant: {_quoted(self.source.stem or "Source")}}}\n    id: {{text: "{id_}"}}'
        yield from (
            f"  {line}"
            for line in self.one(
                "url", lambda column: column.holds(lambda text: text.startswith("http"), 1.0) and "." not in column.name
            )
        )
        story = BODY if markdown else self.take("story", lambda column: True)
        self.used.add(story or "")
        rule = (
            f"column: {_quoted(story)}, markdown: true, "
            if markdown
            else f"column: {_quoted(story)}, "
            if story
            else ""
        )
        if story:
            yield f"\nsections:\n  What happened: {{{rule}otherwise: Not stated in the source.}}"
        yield "\nlessons:"
        yield from self.lessons(statement)
        left = [
            name for name in self.columns if name not in self.used and "." not in name and not name.startswith("# ")
        ]
        left = [
            name for name in left if name not in OF_FILES and not any(one.startswith(f"{name}.") for one in self.used)
        ]
        if left:
            yield "\n# Not used yet:"
            yield "left_out: [" + ", ".join(map(_quoted, left)) + "]"

    def take(self, what: str, fits: Callable[[SourceColumn], bool]) -> str | None:
        """Return the likeliest column that holds something, and count it as used."""
        for called in _CALLED[what]:
            for name, column in self.columns.items():
                words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())
                if (
                    called in words
                    and name not in self.used
                    and name not in OF_FILES
                    and column.stated()
                    and fits(column)
                ):
                    self.used.add(name)
                    return name
        return None

    def id(self, title: str | None) -> str:
        """Return a template that gives each record an id of its own."""
        prefix = slugified(self.source.stem).encode("ascii", "ignore").decode().strip("-")[:30] or "record"
        if self.kind == "markdown":
            files = self.columns["file"].stated()
            return (
                "{file}"
                if len(set(files)) == len(files) and all(len(file) > 2 for file in files)
                else f"{prefix}-{{path}}"
            )
        found = self.take(
            "id",
            lambda column: (
                len(column.cells) == len({str(cell) for cell in column.cells})
                and column.holds(lambda text: len(text) < 40)
            ),
        )
        return f"{prefix}-{{{found}}}" if found else f"{prefix}-{{{title}}}" if title else prefix

    def one(self, what: str, fits: Callable[[SourceColumn], bool]) -> Iterable[str]:
        name = self.take(
            what, lambda column: fits(column) and not any(isinstance(cell, list | dict) for cell in column.cells)
        )
        if name:
            yield f"  {what}: {_quoted(name)}"

    def date(self) -> Iterable[str]:
        name = self.take("date", lambda column: form_of_dates(column) is not None)
        form = form_of_dates(self.columns[name]) if name else None
        if name is None or form is None:
            return
        other = AMBIGUOUS.get(form[0])
        unsure = other is not None and self.columns[name].holds(lambda text: dated(text, (other,)) is not None, 1.0)
        rule = _quoted(name) if form == NEEDS_NO_FORM else f"{{column: {_quoted(name)}, format: {_listed(form)}}}"
        yield f"  date: {rule}" + (f'      # or "{other}": both fit all dates' if unsure else "")

    def tags(self) -> Iterable[str]:
        name = self.take("tags", lambda column: True)
        if name is None:
            return
        lists = any(isinstance(cell, list) for cell in self.columns[name].cells)
        held = [
            mark
            for mark in ";,|"
            if sum(mark in text for text in self.columns[name].stated()) > _SOME * len(self.columns[name].stated())
        ]
        mark = held[0] if held else None
        yield (
            f'  tags: {{column: {_quoted(name)}, split: "{mark}"}}'
            if mark and not lists
            else f"  tags: {_quoted(name)}"
        )

    def lessons(self, statement: str) -> Iterable[str]:
        sections = [name for name in self.columns if name.startswith("# ") and "lesson" in name.lower()]
        name = sections[0] if sections else self.take("lesson", lambda column: True)
        otherwise = statement[statement.rindex('"Record') : -1]
        if name is None:
            yield f"  - statement: {statement}"
            return
        column = self.columns[name]
        if sections:
            yield f"  - each: {{column: {_quoted(name)}, bullets: true}}\n    statement: {{column: item, otherwise: {otherwise}}}"
        elif any(
            isinstance(cell, dict) or (isinstance(cell, list) and any(isinstance(one, dict) for one in cell))
            for cell in column.cells
        ):
            inner = [one for one in self.columns if one.startswith(f"{name}.")]
            self.used |= set(inner)
            columns = ["item", *(one.rpartition(".")[2] for one in inner[:1])]
            yield f"  - each: {_quoted(name)}\n    statement: {{column: [{', '.join(map(_quoted, columns))}], otherwise: {otherwise}}}"
        elif any(isinstance(cell, list) for cell in column.cells):
            yield f"  - each: {_quoted(name)}\n    statement: {{column: item, otherwise: {otherwise}}}"
        elif column.holds(lambda text: "\n" in text.strip(), _SOME) and column.holds(_short_lines):
            yield f"  - each: {{column: {_quoted(name)}, split: line}}\n    statement: {{column: item, otherwise: {otherwise}}}"
        elif column.holds(lambda text: len(text) > _LONG, 0.3):
            yield f"  - statement: {statement}\n    prose: {_quoted(name)}"
        else:
            yield f"  - statement: {{column: {_quoted(name)}, otherwise: {otherwise}}}"


def _short_lines(text: str) -> bool:
    return all(len(line) < _LONG for line in text.splitlines())


def _quoted(name: str | None) -> str:
    return name if name and _PLAIN.fullmatch(name) else json.dumps(name or "", ensure_ascii=False)


def _listed(forms: tuple[str, ...]) -> str:
    return json.dumps(forms[0]) if len(forms) == 1 else "[" + ", ".join(map(json.dumps, forms)) + "]"
