"""A report as text for a terminal, as Markdown, and as a complete HTML document."""

from __future__ import annotations

import re
import textwrap
from html import escape
from typing import TYPE_CHECKING

from lessons.learning.curve_drawing import curve_shown, svg_of
from lessons.learning.report import Cell, ReportTable
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lessons.learning.curve_drawing import CurveShown
    from lessons.learning.report import Item, LearningReport, ReportSection

WIDTH = 96
# What Markdown could read as its own signs, anywhere or at the beginning of a line.
_SIGNS = re.compile(r"([\\`*_\[\]<>|#~&])")
_FIRST = re.compile(r"^([-+=])|^(\d+)([.)])")
CURVE_HEADS = ("learning.curve.after", "learning.curve.watched", "learning.curve.came", "learning.curve.open")
_STYLE = (
    "body{max-width:46rem;margin:1.5rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1c2326;background:#fff}"
    "h1,h2{font-family:Georgia,serif;line-height:1.25}table{border-collapse:collapse}"
    "th,td{padding:.3rem .8rem .3rem 0;border-bottom:1px solid #d8d3c4;text-align:left;vertical-align:top}"
    "caption{text-align:left;color:#545d60}a{color:#0b5560}li{margin-bottom:.5rem}.about{display:block;color:#545d60}"
    ".drawing{display:block;overflow:visible;font-size:.875rem}.drawing text{fill:#1c2326;font:1em system-ui,sans-serif}.drawing .tick{fill:#545d60}.grid{stroke:#d8d3c4}"
    ".zero,.median{stroke:#1c2326}.median{stroke-dasharray:5 4}.curve{fill:none;stroke:#0b5560;stroke-width:3;vector-effect:non-scaling-stroke}"
)


def to_text(report: LearningReport, address: str = "") -> str:
    """Return a report for a terminal; ``address`` is the site's, without a slash at its end, and links are left out without one."""
    lines = [report.title, "=" * min(len(report.title), WIDTH), "", *_wrapped(report.lead), ""]
    for section in report.sections:
        lines += [section.heading, "-" * min(len(section.heading), WIDTH), "", *_section_text(section, address)]
    return "\n".join(lines).rstrip() + "\n"


def _section_text(section: ReportSection, address: str) -> Iterator[str]:
    for paragraph in section.paragraphs:
        yield from (*_wrapped(paragraph), "")
    for number, item in enumerate(section.items, 1):
        mark = f"{number}. " if section.ordered else "- "
        yield from _wrapped(item.text, mark, " " * len(mark))
        for detail in item.details:
            yield from _wrapped(detail, " " * len(mark), " " * len(mark))
        if href := _href(item.path, address):
            yield " " * len(mark) + href
    if section.items:
        yield ""
    if section.table:
        yield from (*_table_text(section.table), "")
    if section.more:
        yield from (*_wrapped(section.more.text), "")


def _wrapped(text: str, first: str = "", later: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False)


def _table_text(table: ReportTable) -> Iterator[str]:
    rows = [table.heads, *(tuple(cell.text for cell in row) for row in table.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.heads))]
    numbers = [bool(table.rows) and table.rows[0][place].number for place in range(len(table.heads))]
    yield table.caption
    for row in rows:
        yield "  ".join(
            text.rjust(width) if number else text.ljust(width)
            for text, width, number in zip(row, widths, numbers, strict=True)
        ).rstrip()


def to_markdown(report: LearningReport, address: str = "") -> str:
    """Return a report as Markdown; what users wrote is escaped, so that it stays text."""
    parts = [f"# {plain(report.title)}", plain(report.lead)]
    for section in report.sections:
        parts.append(f"## {plain(section.heading)}")
        parts += [plain(paragraph) for paragraph in section.paragraphs]
        if section.items:
            parts.append(
                "\n".join(
                    _item_markdown(item, f"{number}. " if section.ordered else "- ", address)
                    for number, item in enumerate(section.items, 1)
                )
            )
        if section.table:
            parts.append(_table_markdown(section.table, address))
        if section.more:
            parts.append(_linked_markdown(section.more.text, section.more.path, address))
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """Return text as Markdown that means that text and nothing else."""
    signs = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    return _FIRST.sub(lambda first: f"\\{first[1]}" if first[1] else f"{first[2]}\\{first[3]}", signs)


def _linked_markdown(text: str, path: str | None, address: str) -> str:
    href = _href(path, address)
    return f"[{plain(text)}]({href})" if href else plain(text)


def _item_markdown(item: Item, mark: str, address: str) -> str:
    lines = [mark + _linked_markdown(item.text, item.path, address), *(plain(detail) for detail in item.details)]
    return ("\\\n" + " " * len(mark)).join(lines)


def _table_markdown(table: ReportTable, address: str) -> str:
    numbers = [bool(table.rows) and table.rows[0][place].number for place in range(len(table.heads))]
    lines = [
        _row(plain(head) for head in table.heads),
        _row("--:" if number else "---" for number in numbers),
        *(_row(_linked_markdown(cell.text, cell.path, address) for cell in row) for row in table.rows),
    ]
    return f"{plain(table.caption)}\n\n" + "\n".join(lines)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def to_html(report: LearningReport, address: str = "") -> str:
    """Return a report as a complete HTML document that needs nothing else; what users wrote is escaped."""
    body = "".join(_section_html(section, address) for section in report.sections)
    title = escape(report.title)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n'
        f"<h1>{title}</h1>\n<p>{escape(report.lead)}</p>\n{body}</main>\n</body>\n</html>\n"
    )


def _section_html(section: ReportSection, address: str) -> str:
    parts = [
        f'<section aria-labelledby="{escape(section.anchor)}">\n<h2 id="{escape(section.anchor)}">{escape(section.heading)}</h2>'
    ]
    parts += [f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs]
    if section.items:
        tag = "ol" if section.ordered else "ul"
        parts += [f"<{tag}>", *(_item_html(item, address) for item in section.items), f"</{tag}>"]
    if section.table:
        parts.append(_table_html(section.table, address))
    parts += [_curve_html(curve_shown(title, curve)) for title, curve in section.curves]
    if section.more:
        parts.append(f"<p>{_linked_html(section.more.text, section.more.path, address)}</p>")
    return "\n".join([*parts, "</section>\n"])


def _curve_html(shown: CurveShown) -> str:
    """Return a curve as the site draws it, with its figures; text and Markdown have no drawings."""
    table = ReportTable(
        gettext("learning.curve.caption", title=shown.title),
        tuple(map(gettext, CURVE_HEADS)),
        tuple(tuple(map(Cell, row)) for row in shown.rows),
    )
    return "\n".join(
        (
            f"<h3>{escape(shown.title)}</h3>",
            f"<p>{escape(gettext('learning.curve.what'))}</p>",
            svg_of(shown),
            f"<details><summary>{escape(gettext('learning.curve.figures'))}</summary>",
            _table_html(table, ""),
            "</details>",
        )
    )


def _linked_html(text: str, path: str | None, address: str) -> str:
    href = path if path and path.startswith("#") else _href(path, address)
    return f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)


def _href(path: str | None, address: str) -> str | None:
    """Return the full address of a path of the site; None where the site's address is not known, and for a place in the report itself."""
    return address + path if path and address and not path.startswith("#") else None


def _item_html(item: Item, address: str) -> str:
    details = "".join(f'<span class="about">{escape(detail)}</span>' for detail in item.details)
    return f"<li>{_linked_html(item.text, item.path, address)}{details}</li>"


def _table_html(table: ReportTable, address: str) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    rows = "\n".join(_row_html(row, address) for row in table.rows)
    return f"<table>\n<caption>{escape(table.caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row_html(row: Sequence[Cell], address: str) -> str:
    first, *others = (_linked_html(cell.text, cell.path, address) for cell in row)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{text}</td>" for text in others)}</tr>'


FORMATS = {"text": to_text, "markdown": to_markdown, "html": to_html}
