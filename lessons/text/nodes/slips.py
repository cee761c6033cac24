"""What a writer did where YAML cannot be read: from the parser's error and the lines to words that say what to fix.

The parser names the place where it gave up, often lines after the slip, in words about its own grammar. So the line is
looked at again, for the few things that people do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

# Stands for a value that cannot be read, so that the rest can be.
UNREAD = "?"
_NAME = r"[^\W\d_][\w -]*?:"
# Indentation with list marks; a name with its colon, or nothing; the value.
_FIELD = re.compile(rf"( *(?:- +)*)({_NAME}(?:[ \t]+|(?=[^\s/])))?(\S.*)")
_NAMED = re.compile(rf" *(?:- +)*{_NAME}(?:\s|$)")
_ITEM = re.compile(r" *-(?:\s|$)")
_OTHER_MARK = re.compile(r" *(?:[*+][ \t]|-\t)")
_NO_SPACE = re.compile(rf" *(?:- +)*{_NAME}[^\s/]")
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"')
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_BLOCK = re.compile(r"[|>][-+0-9]{0,2}\s*(?:#.*)?")

QUOTE_IT = "put the value in quotes"
COLON = f"a colon followed by a space inside a value starts a new field; {QUOTE_IT}"
COMMENT = f"` #` begins a comment, and the value continues after it; {QUOTE_IT}"
TABS = "indent with spaces, not with tabs"
NOT_A_FIELD = "a line must be written as `name: value`, with a space after the colon"
INDENTED = "this line is not indented like its neighbours"
UNCLOSED = "a quotation mark is opened and never closed"
LIST_MARK = "an item of a list begins with a hyphen and a space: `- value`"
CONTINUED = (
    "this line continues the value above it, but contains a colon and a space; "
    "indent it like its neighbours, or put the whole value in quotes"
)


@dataclass(frozen=True)
class Slip:
    """What stops the reading: line and column (from 0), and the message.

    ``whole_line`` says that the line as a whole cannot be placed, not only its value. ``field_line`` is the line of the
    outermost field around the slip, where all of that field has to go.
    """

    line: int
    column: int
    message: str
    whole_line: bool = False
    field_line: int | None = None


@dataclass
class Repairs:
    """What was taken out of the lines so that the rest can be read: lines whose value is gone, and names that are gone."""

    blanked: set[int] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)

    def blank(self, lines: list[str], slip: Slip) -> bool:
        """Take out of ``lines`` what ``slip`` is about; return whether that was possible."""
        if slip.field_line is not None:
            self._empty(lines, slip.field_line)
            return True
        start = None if slip.whole_line else _field_at(lines, slip.line, self.blanked)
        if start is not None:
            self._blank(lines, start)
            return True
        if slip.line < len(lines) and lines[slip.line].strip():
            self._drop(lines, slip.line)
            return True
        return False

    def _blank(self, lines: list[str], number: int) -> None:
        match = _FIELD.fullmatch(lines[number])
        assert match is not None  # noqa: S101 - _field_at matched it
        name = match[2] or ""
        lines[number] = f'{match[1]}{name}{" " if name.endswith(":") else ""}"{UNREAD}"'
        self._drop_deeper(lines, number, len(match[1]) if name else len(match[1].rstrip()) - 1)
        self.blanked.add(number)

    def _empty(self, lines: list[str], number: int) -> None:
        """Take the whole value of the field on line ``number``, as far as the next field beside it or above."""
        name, colon, _ = lines[number].partition(":")
        lines[number] = f'{name}{colon} "{UNREAD}"'
        self.blanked.add(number)
        for following in range(number + 1, len(lines)):
            if _NAMED.match(lines[following]) and _indent(lines[following]) <= _indent(name):
                break
            self._lose(lines, following)

    def _drop(self, lines: list[str], number: int) -> None:
        depth = -1 if lines[number].startswith("\t") else _indent(lines[number])
        self._lose(lines, number)
        self._drop_deeper(lines, number, depth)

    def _drop_deeper(self, lines: list[str], number: int, depth: int) -> None:
        """Drop the lines after ``number`` that are indented deeper (after a tab, all that begin with one)."""
        for following in range(number + 1, len(lines)):
            line = lines[following]
            if depth < 0 and not line.startswith("\t"):
                break
            if line.strip() and _indent(line) <= depth:
                break
            self._lose(lines, following)

    def _lose(self, lines: list[str], number: int) -> None:
        line = lines[number].strip()
        match = _FIELD.fullmatch(line)
        if match and match[2]:
            self.lost.add(match[2].strip().rstrip(":"))
        elif line.endswith(":"):
            self.lost.add(line.lstrip("- ").rstrip(":"))
        lines[number] = ""


def shown(lines: list[str], number: int) -> str:
    """Return a line for use in a message, without its indentation and cut to 80 characters."""
    line = lines[number].strip() if number < len(lines) else ""
    return line if len(line) <= 80 else line[:79] + "…"


def diagnosed(error: Any, lines: list[str]) -> Slip:
    """Return the slip behind an error of the parser (a ``yaml.MarkedYAMLError``)."""
    mark = error.problem_mark or error.context_mark
    context = error.context or ""
    # Of what is opened and never closed, the opening tells more than the end of the text.
    if error.context_mark and ("quoted" in context or "flow" in context or "simple key" in context):
        mark = error.context_mark
    number = min(mark.line, len(lines) - 1)
    finding = _explained(lines, number, mark.column, f"{context} {error.problem or ''}")
    message = f"cannot read `{shown(lines, finding.line)}`: {finding.message}"
    return Slip(finding.line, finding.column, message, finding.whole_line)


def _explained(lines: list[str], number: int, column: int, said: str) -> Slip:
    unclosed = _unclosed_quote(lines, number)
    if unclosed is not None:
        return Slip(unclosed, _value_column(lines[unclosed]), UNCLOSED)
    line = lines[number]
    if "\t" in line[: _indent(line)]:
        return Slip(number, 0, TABS, whole_line=True)
    if _OTHER_MARK.match(line):
        return Slip(number, _indent(line), LIST_MARK, whole_line=True)
    match = _FIELD.fullmatch(line)
    if match and (match[2] or match[1].strip()) and (advice := _advice(match[3], said)):
        return Slip(number, match.start(3) + advice[0], advice[1])
    above = _above(lines, number)
    if above is not None:
        before = _FIELD.fullmatch(lines[above])
        if before and not _is_field(line) and re.search(r"[ \t]#", before[3]) and before[3][0] not in "\"'|>":
            return Slip(above, before.start(3), COMMENT)
        if not _is_field(lines[above]) and _indent(lines[above]) == _indent(line):
            return Slip(above, _indent(lines[above]), NOT_A_FIELD, whole_line=not _NO_SPACE.match(lines[above]))
    if not _is_field(line) or _NO_SPACE.match(line):
        return Slip(number, _indent(line), NOT_A_FIELD, whole_line=not _NO_SPACE.match(line))
    if "mapping values are not allowed" in said and above is not None and _indent(line) > _indent(lines[above]):
        return Slip(number, _indent(line), CONTINUED, whole_line=True)
    return Slip(number, column, INDENTED, whole_line=True)


def _is_field(line: str) -> bool:
    return bool(_NAMED.match(line) or _ITEM.match(line))


def _advice(value: str, said: str) -> tuple[int, str] | None:
    """Return the offset and the words for what is wrong with one value as it stands on its line."""
    first = value[0]
    if first in "\"'":
        return _quoted_advice(value, said)
    if first in "[{":
        if "flow" in said or "node content" in said:
            return 0, "a bracket is opened and never closed, or a comma is missing between values"
        return 0, f"a value cannot begin with `{first}` unless it is a list or fields in brackets; {QUOTE_IT}"
    if first in "|>":
        return None if _BLOCK.fullmatch(value) else (0, f"a value cannot begin with `{first}`; {QUOTE_IT}")
    if value.strip() in ("-", "?"):
        return 0, "where nothing is known, write not-stated, or leave the field out"
    if re.match(r"[-*+](?:\s|$)", value):
        return 0, "a list must begin on its own line, one `- value` per line"
    if first in "@`%*&!]},":
        return 0, f"a value cannot begin with {'a backtick' if first == '`' else f'`{first}`'}; {QUOTE_IT}"
    if re.match(r"\?(?:\s|$)", value):
        return 0, f"a value cannot begin with `? `; {QUOTE_IT}"
    colon = re.search(r":(?:\s|$)", value)
    return (colon.start(), COLON) if colon else None


def _quoted_advice(value: str, said: str) -> tuple[int, str] | None:
    double = value[0] == '"'
    if double and any(word in said for word in ("escape", "hexdecimal", "Unicode")):
        return 0, "a backslash inside double quotes starts an escape; use single quotes"
    whole = (_DOUBLE if double else _SINGLE).match(value)
    if whole is None:
        return 0, UNCLOSED
    if not value[whole.end() :].strip():
        return None
    if double:
        return whole.end(), "text follows the closing quotation mark; put the whole value in single quotes"
    return whole.end(), "an apostrophe inside single quotes ends the value; put the whole value in double quotes"


def _unclosed_quote(lines: list[str], last: int) -> int | None:
    """Return the first line whose value opens a quotation mark that is still open when the next field begins."""
    for number in range(min(last, len(lines) - 1) + 1):
        match = _FIELD.fullmatch(lines[number])
        if not match or match[3][0] not in "\"'" or not (match[2] or match[1].strip()):
            continue
        if (_DOUBLE if match[3][0] == '"' else _SINGLE).match(match[3]):
            continue
        following = next((line for line in lines[number + 1 :] if line.strip()), None)
        if following is None or (_indent(following) <= _indent(lines[number]) and _NAMED.match(following)):
            return number
    return None


def _field_at(lines: list[str], number: int, blanked: set[int]) -> int | None:
    """Return the line of the field whose value line ``number`` is part of."""
    limit: int | None = None
    for start in range(min(number, len(lines) - 1), -1, -1):
        line = lines[start]
        if not line.strip():
            continue
        match = _FIELD.fullmatch(line)
        depth = len(match[1].rstrip()) - 1 if match and not match[2] else _indent(line)
        if match and (match[2] or match[1].strip()) and start not in blanked and (limit is None or depth < limit):
            return start
        limit = _indent(line) if limit is None else min(limit, _indent(line))
        if limit == 0:
            return None
    return None


def _above(lines: list[str], number: int) -> int | None:
    """Return the nearest line above that is not empty and no comment."""
    for start in range(number - 1, -1, -1):
        if lines[start].strip() and not lines[start].lstrip().startswith("#"):
            return start
    return None


def _value_column(line: str) -> int:
    match = _FIELD.fullmatch(line)
    return match.start(3) if match else 0


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
