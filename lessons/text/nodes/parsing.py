"""From YAML text to nodes by the parser's events: one pass, no recursion, so that no depth of nesting does harm."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from sys import intern
from typing import Any

import yaml

from lessons.problems import Place, Problem
from lessons.text.nodes.escapes import double_quoted
from lessons.text.nodes.model import Mapping, Node, Parsed, Scalar, Sequence
from lessons.text.nodes.slips import UNREAD, Repairs, Slip, diagnosed, shown

SYNTAX = "front-matter"
SURPRISE = "silent-yaml"
MAX_DEPTH = 20
TOO_DEEP = f"values are nested more than {MAX_DEPTH} deep; nothing here needs more than 3"
# A value that breaks the YAML is blanked and the rest read again, so that one slip does not hide the others.
MAX_REPAIRS = 25
# YAML ends a line with these as well, and nobody else does.
_NO_ENDS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
_NULLS = ("null", "Null", "NULL", "~")
_LIST_ITEM = re.compile(r"\s*- ")
# Scans text about ten times as fast as the parser in Python; only absent where PyYAML was built without libyaml.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_OPENING = re.compile(r"[\[{]")


def parse(text: str, path: str, *, first_line: int = 1) -> Parsed:
    """Parse YAML text, which begins at line ``first_line`` of the file ``path``. Never raises for bad YAML."""
    lines = text.translate(_NO_ENDS).split("\n")
    repairs, found = Repairs(), list[Problem]()
    for _ in range(MAX_REPAIRS):
        builder = _Builder(lines, path, first_line, repairs.blanked)
        slip = builder.read()
        if slip is None:
            return Parsed(builder.root, found + builder.faults, frozenset(repairs.lost))
        found.append(Problem(Place(path, first_line + slip.line, slip.column + 1), slip.message, SYNTAX))
        if not repairs.blank(lines, slip):
            break
    return Parsed(None, found)


@dataclass
class _Open:
    """A list or mapping whose end has not been read yet. ``key`` is the name whose value comes next."""

    mark: Any
    flow: bool
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    fields: dict[str, Node] = field(default_factory=dict)
    names: dict[str, Place] = field(default_factory=dict)
    key: tuple[str | None, Any, Any] | None = None


class _Builder:
    """Builds nodes from the events of one YAML text, collecting faults that do not stop it."""

    def __init__(self, lines: list[str], path: str, first_line: int, blanked: set[int]) -> None:
        self.lines, self.path, self.first_line, self.blanked = lines, path, first_line, blanked
        self.commented = any("#" in line for line in lines)
        self.faults: list[Problem] = []
        self.root: Mapping | None = None
        self.open: list[_Open] = []

    def read(self) -> Slip | None:
        """Read the text; return what stopped the reading, or ``None``."""
        try:
            return self._take(iter(_Loader("\n".join(self.lines)).get_event, None))
        except yaml.MarkedYAMLError as error:
            return self._deep_ahead() or diagnosed(error, self.lines)
        except yaml.YAMLError as error:
            return Slip(0, 0, f"cannot be read as YAML: {str(error).splitlines()[0]}")

    def place(self, mark: Any) -> Place:
        return Place(self.path, self.first_line + mark.line, mark.column + 1)

    def fault(self, mark: Any, rule: str, message: str) -> None:
        self.faults.append(Problem(self.place(mark), message, rule))

    def _take(self, events: Iterable[Any]) -> Slip | None:
        documents = 0
        for event in events:
            mark = event.start_mark
            if isinstance(event, yaml.NodeEvent):
                if (event.anchor or getattr(event, "tag", None)) and (sign := self._forbidden(event)):
                    return Slip(mark.line, mark.column, f"cannot read `{shown(self.lines, mark.line)}`: {sign}")
                if isinstance(event, yaml.ScalarEvent):
                    self._add(self._scalar(event), mark, event.end_mark)
                else:
                    is_mapping = isinstance(event, yaml.MappingStartEvent)
                    self.open.append(_Open(mark, bool(getattr(event, "flow_style", False)), is_mapping))
                    if len(self.open) > MAX_DEPTH:
                        return self._too_deep(mark)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(event.end_mark)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.fault(mark, SYNTAX, "found a second document; all fields go in one block")
                    return None
        if not documents:
            self.root = Mapping({}, {}, Place(self.path, self.first_line))
        return None

    def _too_deep(self, mark: Any) -> Slip:
        message = f"cannot read `{shown(self.lines, mark.line)}`: {TOO_DEEP}"
        field = self.open[0].key
        return Slip(mark.line, mark.column, message, whole_line=True, field_line=field[1].line if field else None)

    def _deep_ahead(self) -> Slip | None:
        """Return the slip of a value nested too deep, where that is why the parser stopped.

        Within a line libyaml scans ahead of its events, and some versions have a limit of depth and other words for it.
        The scanner in Python has none; it is slow, so it begins at the last field that was reached.
        """
        if all(len(_OPENING.findall(line)) <= MAX_DEPTH for line in self.lines):
            return None
        names = self.open[0].names.values() if self.open else ()
        start = max((place.line - self.first_line for place in names), default=0)
        ahead = _Builder([""] * start + self.lines[start:], self.path, self.first_line, self.blanked)
        try:
            slip = ahead._take(iter(yaml.BaseLoader("\n".join(ahead.lines)).get_event, None))
        except yaml.YAMLError:
            return None
        return slip if len(ahead.open) > MAX_DEPTH else None

    @staticmethod
    def _forbidden(event: Any) -> str | None:
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&" if event.anchor else "!" if event.tag else None
        return f"a value cannot begin with `{sign}`; put it in quotes" if sign else None

    def _scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark, event.end_mark
        # The C parser says "" for plain style, the Python parser None.
        plain = not event.style
        text: str = event.value
        looked_at = not plain or text in _NULLS or start.line != end.line
        if surprise := self._surprise(event, plain=plain) if looked_at else None:
            self.fault(start, SURPRISE, surprise)
        unread = bool(surprise) or (text == UNREAD and start.line in self.blanked)
        comment = self._comment(end) if plain and self.commented else ""
        # After nothing, `# words` is a note on what belongs there, but `#7` is text.
        if comment[1:2].strip() and not text:
            line = shown(self.lines, end.line)
            words = f"in `{line}` everything from `#` onwards is lost as a comment; put it in quotes"
            place = Place(self.path, self.first_line + end.line, self.lines[end.line].index("#", end.column) + 1)
            self.faults.append(Problem(place, words, SURPRISE))
            unread = True
        return Scalar(text, self.place(start), plain, self.first_line + end.line if comment else 0, unread)

    def _surprise(self, event: Any, *, plain: bool) -> str | None:
        """Return the words for a value that YAML reads as something else than what is written."""
        start, end, text = event.start_mark, event.end_mark, event.value
        if plain and text in _NULLS:
            return f"found `{text}`: leave the field out, or put the word in quotes"
        if plain and start.line != end.line and self._swallows_list(start.line, end.line):
            above = f"the list below `{shown(self.lines, start.line)}` is read as part of the value"
            return f"{above}; begin the list on its own line, one `- value` per line"
        if event.style != '"':
            return None
        written = self.lines[start.line][start.column : end.column if start.line == end.line else None]
        return double_quoted(text, written, shown(self.lines, start.line), whole=start.line == end.line)

    def _swallows_list(self, first: int, last: int) -> bool:
        return any(_LIST_ITEM.match(line) for line in self.lines[first + 1 : last + 1])

    def _comment(self, mark: Any) -> str:
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        comment = (rest := line[mark.column :]).lstrip()
        return comment if comment.startswith("#") and rest[:1].isspace() and line[: mark.column].strip() else ""

    def _close(self, end: Any) -> None:
        done = self.open.pop()
        place = self.place(done.mark)
        if done.is_mapping:
            self._add(Mapping(done.fields, done.names, place), done.mark, end)
        else:
            self._add(Sequence(tuple(done.items), place), done.mark, end)

    def _add(self, node: Node, start: Any, end: Any) -> None:
        if not self.open:
            self._set_root(node, start)
        elif not (parent := self.open[-1]).is_mapping:
            parent.items.append(node)
        elif parent.key is None:
            if not isinstance(node, Scalar):
                self.fault(start, SYNTAX, "a field's name must be a plain word")
            parent.key = (intern(node.text) if isinstance(node, Scalar) else None, start, end)
        else:
            (name, key_start, key_end), parent.key = parent.key, None
            if name is not None and self._acceptable(parent, name, key_start, key_end, node, start):
                parent.fields[name] = node
                parent.names[name] = self.place(key_start)

    def _set_root(self, node: Node, start: Any) -> None:
        if isinstance(node, Mapping):
            self.root = node
        elif isinstance(node, Scalar) and not node.text:
            self.root = Mapping({}, {}, Place(self.path, self.first_line))
        else:
            line = shown(self.lines, start.line)
            self.fault(start, SYNTAX, f"found `{line}`; write fields as `name: value`, one per line")

    def _acceptable(self, parent: _Open, name: str, start: Any, end: Any, value: Node, value_start: Any) -> bool:
        """Report a merge key, a repeated name, and what follows a comma inside an unquoted value of a `{…}`."""
        if name == "<<":
            self.fault(start, SYNTAX, "found `<<`: merge keys are not supported; write each field out")
        elif name in parent.fields:
            line = parent.names[name].line
            self.fault(start, SYNTAX, f'"{name}" appears twice; the first is on line {line}')
        elif (
            parent.flow
            and isinstance(value, Scalar)
            and value.plain
            and not value.text
            and value_start.index <= end.index
        ):
            self.fault(
                start,
                SURPRISE,
                f"in `{shown(self.lines, start.line)}` the comma before `{name}` ends the value; "
                "put the value in quotes, or write one field per line",
            )
            self._unread_last(parent)
        else:
            return True
        return False

    @staticmethod
    def _unread_last(parent: _Open) -> None:
        """Mark the value that a comma cut short: what is left of it is not what the writer wrote."""
        if parent.fields:
            name, cut = next(reversed(parent.fields.items()))
            if isinstance(cut, Scalar):
                parent.fields[name] = Scalar(cut.text, cut.place, cut.plain, cut.comment_line, unread=True)
