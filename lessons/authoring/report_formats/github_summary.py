"""The summary of a workflow's step: what a change brings, and each review and use that it brings as it will read.

The code host shows HTML there and cleans it once more; ours is sanitised, and stands on lines without Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from lessons.authoring.report_formats import markdown
from lessons.authoring.report_formats.model import Checked
from lessons.entries import Entry, read_string
from lessons.schemes import worded
from lessons.text import nodes

# The host takes a mebibyte a step.
_LONGEST = 900_000


def text(checked: Checked) -> str:
    """Return the report as Markdown, followed by the entries."""
    parts = [markdown.text(checked)]
    length = len(parts[0].encode())
    for entry in checked.changes.entries if checked.changes is not None else ():
        part = _lined(_page(entry))
        length += len(part.encode())
        if length > _LONGEST:
            parts.append("… and more, which are in the preview.\n")
            break
        parts.append(part)
    return "\n".join(parts)


def _lined(html: str) -> str:
    # An empty line would end the HTML, and what follows would be read as Markdown.
    return html.replace("\r", "").replace("\n", "&#10;") + "\n"


def _page(entry: Entry) -> str:
    shown = read_string(entry.text, entry.path, use=entry.is_use, link=_elsewhere)
    return "".join(
        [
            f"<details><summary><b>{escape(shown.stated('title') or shown.id)}</b> <code>{escape(entry.path)}</code></summary>",
            *_facts(shown),
            shown.body.html,
            *_sections(shown),
            "</details>",
        ]
    )


def _elsewhere(address: str) -> str | None:
    """Return the address of a link where it leads somewhere from here: other entries have no page yet."""
    return address if address.startswith(("https://", "http://")) else None


def _facts(entry: Entry) -> Iterator[str]:
    fields = nodes.data(entry.front) if entry.front is not None else {}
    yield "<table>"
    for name, value in fields.items():
        yield f"<tr><th>{escape(worded(name))}</th><td>{escape(_told(value))}</td></tr>"
    yield "</table>"


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{worded(name).lower()}: {_told(part)}" for name, part in value.items())
    if isinstance(value, list):
        return "; ".join(_told(part) for part in value)
    return str(value if value is not None else "")


def _sections(entry: Entry) -> Iterator[str]:
    for section in entry.body.sections:
        yield f"<h3>{escape(section.heading)}</h3>{section.html}"
        if section.kind is not None and section.kind.key == "lessons":
            for lesson in entry.body.lessons:
                yield f"<h4>{escape(lesson.statement)}</h4>{lesson.html}<ul>"
                for value in lesson.fields:
                    yield f"<li>{escape(value.field.label)}: {escape(value.text)}</li>"
                yield "</ul>"
