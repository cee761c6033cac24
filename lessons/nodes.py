"""YAML as nodes that know their place, without YAML's surprises.

Every plain value stays the text that the writer typed: no value becomes a number, a date or a truth value here
(`NO` is Norway, `010` keeps its nought). What YAML would change silently, and what a front matter never needs
(anchors, tags, merge keys, several documents), is reported as a fault instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from lessons.problems import Place, Problem

SYNTAX = "front-matter"
SURPRISE = "silent-yaml"
MAX_DEPTH = 20
# A value that breaks the YAML is blanked and the rest read again, so that one slip does not hide the others.
MAX_REPAIRS = 25
_BREAKABLE = re.compile(r"^(\s*(?:- +)?[\w-]+: +)(\S.*)$")
BLANK = '"?"'
_NULLS = ("null", "Null", "NULL", "~")
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# What the parser says (in its own words) and what a writer can do about it.
_ADVICE = (
    (
        "mapping values are not allowed",
        "a colon followed by a space inside a value starts a new field; put the value in quotes",
    ),
    ("cannot start any token", "a value cannot begin with this character; put the value in quotes"),
    ("found character '\\t'", "indent with spaces, not with tabs"),
    ("found a tab character", "indent with spaces, not with tabs"),
    (
        "expected <block end>",
        "this line is not indented like its neighbours, or a value with quotes or brackets ends too early",
    ),
    ("could not find expected ':'", "a line must be written as `name: value`, with a space after the colon"),
    ("unknown escape character", "a backslash inside double quotes starts an escape; use single quotes"),
    ("while scanning a quoted scalar", "a quotation mark is opened and never closed"),
    ("while parsing a flow", "a bracket is opened and never closed, or a comma is missing between values"),
    ("expected alphabetic or numeric character", "a value beginning with `*` or `&` must be in quotes"),
    ("block sequence entries are not allowed", "a list must begin on its own line, one `- value` a line"),
    ("invalid indentation", "this line is not indented like its neighbours"),
)


@dataclass(frozen=True)
class Scalar:
    """One value as written. ``plain`` says unquoted; ``comment`` that ` #` cut the line off after it."""

    text: str
    place: Place
    plain: bool = True
    comment: bool = False


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True)
class Mapping:
    """Fields by name, in the order written, with the place of each name."""

    fields: dict[str, Node]
    names: dict[str, Place]
    place: Place
    flow: bool = False


Node = Scalar | Sequence | Mapping


@dataclass
class Parsed:
    """What came of a YAML text: the top mapping (``None`` if there is none) and the faults found on the way."""

    root: Mapping | None = None
    faults: list[Problem] = field(default_factory=list)


def parse(text: str, path: str, *, first_line: int = 1) -> Parsed:
    """Parse YAML text, which begins at line ``first_line`` of the file ``path``. Never raises for bad YAML."""
    faults: list[Problem] = []
    for _ in range(MAX_REPAIRS):
        reader = _Reader(text, path, first_line)
        try:
            if not reader.refuse_structure():
                reader.read_root(yaml.compose(text, Loader=_Loader))
        except yaml.MarkedYAMLError as error:
            fault = reader.syntax(error)
            if any(earlier.place.line == fault.place.line for earlier in faults):
                return Parsed(None, faults)
            faults.append(fault)
            repaired = reader.without_value(error)
            if repaired is not None:
                text = repaired
                continue
            return Parsed(None, faults)
        except yaml.YAMLError as error:
            reader.fault(None, SYNTAX, f"cannot be read as YAML: {str(error).splitlines()[0]}")
        reader.parsed.faults[:0] = faults
        return reader.parsed
    return Parsed(None, faults)


def data(node: Node | None) -> Any:
    """Return the node as plain dicts, lists and strings; an empty value is ``None``."""
    if isinstance(node, Mapping):
        return {name: data(value) for name, value in node.fields.items()}
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    if node is None or (node.plain and not node.text):
        return None
    return node.text


def find(node: Node, path: tuple[int | str, ...]) -> Place:
    """Return the place of the node at ``path``, or of the deepest node on the way to it."""
    place = node.place
    for step in path:
        if isinstance(node, Mapping) and step in node.fields:
            node = node.fields[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            continue
        place = node.place
    return place


def scalars(node: Node | None, *path: str) -> Iterator[Scalar]:
    """Yield the values reached by following ``path`` through fields, entering every list on the way."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item, *path)
    elif isinstance(node, Mapping):
        if path and path[0] in node.fields:
            yield from scalars(node.fields[path[0]], *path[1:])
    elif isinstance(node, Scalar) and not path and node.text:
        yield node


def mappings(node: Node | None) -> Iterator[Mapping]:
    """Yield the mapping itself, or each mapping of a list."""
    if isinstance(node, Mapping):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from mappings(item)


class _Reader:
    """Reads one YAML text, collecting faults."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.lines = text.split("\n")
        self.text, self.path, self.first_line = text, path, first_line
        self.parsed = Parsed()

    def place(self, mark: Any) -> Place:
        return Place(self.path, self.first_line + (mark.line if mark else 0), (mark.column if mark else 0) + 1)

    def fault(self, mark: Any, rule: str, message: str) -> None:
        self.parsed.faults.append(Problem(self.place(mark), message, rule))

    def shown(self, mark: Any) -> str:
        line = self.lines[mark.line].strip() if mark and mark.line < len(self.lines) else ""
        return line if len(line) <= 80 else line[:79] + "…"

    def without_value(self, error: yaml.MarkedYAMLError) -> str | None:
        """Return the text with the value blanked in the line that cannot be read, or ``None`` where that is no way out."""
        mark = error.problem_mark or error.context_mark
        if mark is None or mark.line >= len(self.lines):
            return None
        match = _BREAKABLE.match(self.lines[mark.line])
        if not match:
            return None
        return "\n".join([*self.lines[: mark.line], match.group(1) + BLANK, *self.lines[mark.line + 1 :]])

    def syntax(self, error: yaml.MarkedYAMLError) -> Problem:
        said = f"{error.context or ''} {error.problem or ''}"
        mark = error.problem_mark or error.context_mark
        if (
            "\t"
            in (self.lines[mark.line] if mark and mark.line < len(self.lines) else "")[: mark.column + 1 if mark else 0]
        ):
            advice = "indent with spaces, not with tabs"
        else:
            advice = next((advice for words, advice in _ADVICE if words in said), "this is not `name: value`")
        return Problem(self.place(mark), f"cannot read `{self.shown(mark)}`: {advice}", SYNTAX)

    def refuse_structure(self) -> bool:
        """Report depth, anchors, aliases, tags and further documents; return whether composing would be unsafe or wrong."""
        depth, documents, before = 0, 0, len(self.parsed.faults)
        for event in yaml.parse(self.text, Loader=_Loader):
            mark = event.start_mark
            if isinstance(event, yaml.AliasEvent):
                self.fault(mark, SYNTAX, f"found `*{event.anchor}`: a value cannot begin with `*`; put it in quotes")
            elif isinstance(event, yaml.NodeEvent) and event.anchor:
                self.fault(mark, SYNTAX, f"found `&{event.anchor}`: a value cannot begin with `&`; put it in quotes")
            if getattr(event, "tag", None):
                self.fault(
                    mark, SYNTAX, f"found the tag `{event.tag}`: a value cannot begin with `!`; put it in quotes"
                )
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.fault(
                        mark,
                        SYNTAX,
                        "found a second document; the front matter is one block between two lines of `---`",
                    )
                    return True
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                self.fault(
                    mark, SYNTAX, f"values are nested more than {MAX_DEPTH} deep; nothing here needs more than 3"
                )
                return True
        return len(self.parsed.faults) > before

    def read_root(self, node: Any) -> None:
        if node is None:
            self.parsed.root = Mapping({}, {}, self.place(None))
        elif isinstance(node, yaml.MappingNode):
            self.parsed.root = self.mapping(node)
        else:
            self.fault(
                node.start_mark,
                SYNTAX,
                f"found `{self.shown(node.start_mark)}`; write fields as `name: value`, one a line",
            )

    def node(self, node: Any) -> Node:
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(self.node(item) for item in node.value), self.place(node.start_mark))
        return self.scalar(node)

    def scalar(self, node: Any) -> Scalar:
        # The C parser says "" for plain style, the Python parser None.
        plain = not node.style
        if plain and node.value in _NULLS:
            self.fault(
                node.start_mark, SURPRISE, f"found `{node.value}`: leave the field out, or put the word in quotes"
            )
        return Scalar(node.value, self.place(node.start_mark), plain, plain and self.comment_follows(node.end_mark))

    def comment_follows(self, mark: Any) -> bool:
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        rest = line[mark.column :]
        return rest.lstrip().startswith("#") and rest[:1].isspace() and bool(line[: mark.column].strip())

    def mapping(self, node: Any) -> Mapping:
        fields: dict[str, Node] = {}
        names: dict[str, Place] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fault(key.start_mark, SYNTAX, "a field's name must be a plain word")
            elif key.value == "<<":
                self.fault(key.start_mark, SYNTAX, "found `<<`: merge keys are not read; write each field out")
            elif key.value in fields:
                first = names[key.value].line
                self.fault(
                    key.start_mark, SYNTAX, f'"{key.value}" stands here a second time; the first is on line {first}'
                )
            elif node.flow_style and self.comma_cut(key, value):
                self.fault(
                    key.start_mark,
                    SURPRISE,
                    f"in `{self.shown(key.start_mark)}` the comma before `{key.value}` ends the value; "
                    "put the value in quotes, or write one field a line",
                )
            else:
                fields[key.value] = self.node(value)
                names[key.value] = self.place(key.start_mark)
        return Mapping(fields, names, self.place(node.start_mark), bool(node.flow_style))

    @staticmethod
    def comma_cut(key: Any, value: Any) -> bool:
        """Whether a `{…}` holds a key without colon or value: what follows a comma inside an unquoted value."""
        return (
            isinstance(value, yaml.ScalarNode)
            and not value.value
            and not value.style
            and value.start_mark.index <= key.end_mark.index
        )
