"""From the place of a problem in the file to the field of the form that it is about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from lessons.checks import one_value_each
from lessons.entries import Entry
from lessons.forms import FormMessage
from lessons.problems import Problem
from lessons.proposing.filled import TOLD
from lessons.record.refusing import shorten
from lessons.text import nodes
from lessons.words import gettext


class Places:
    """Which field each line of an entry comes from."""

    def __init__(self, entry: Entry) -> None:
        self._errors = [(error.place, error.message, _name(error.path)) for error in entry.errors]
        self._texts = {scalar.place: scalar.text for _, scalar in nodes.every_scalar(entry.front)}
        starts = dict(sorted(_starts(entry)))
        self._lines, self._names = list(starts), list(starts.values())

    def message(self, problem: Problem) -> FormMessage:
        """Return what is to be said of a problem, with the name of its field."""
        for place, message, name in self._errors:
            if place == problem.place and message in problem.message:
                # Beside its field nobody has to be told its name.
                return FormMessage(name, self._words(problem, problem.message.removesuffix(message)))
        number = bisect_right(self._lines, problem.place.line) - 1
        name = self._names[number] if number >= 0 else ""
        return FormMessage(name, self._words(problem, f"{name.rpartition('.')[2]}: "))

    def _words(self, problem: Problem, before: str) -> str:
        """Return a message without what stands ``before`` it, as a field of the form needs it, whose lines have no hyphens before them."""
        if problem.rule == one_value_each.ID and (text := self._texts.get(problem.place)):
            return gettext("contribute.problem.several", text=shorten(text))
        return _sentence(_without_marks(problem.message.removeprefix(before)))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _without_marks(words: str) -> str:
    """Return a message without its last part where that says what to write into a file."""
    said, semicolon, advice = words.rpartition("; ")
    return said if semicolon and "`" in advice else words


def _starts(entry: Entry) -> Iterator[tuple[int, str]]:
    """Yield each line on which something from another field begins, with the field's name."""
    yield from _front(entry.front, ())
    if entry.is_use and entry.front is not None:
        yield entry.text.split("\n").index("---", 1) + 1, TOLD
    for section in entry.body.sections:
        # The introduction of the lessons belongs to no field.
        yield section.place.line, f"section.{section.kind.key}" if section.kind else ""
    for number, lesson in enumerate(entry.body.lessons, 1):
        group = f"lessons.{number}"
        yield lesson.place.line, f"{group}.statement"
        yield lesson.place.line + 1, f"{group}.prose"
        for value in lesson.fields:
            key = value.field.key if value.field.key != "id" else "statement"
            yield value.place.line, f"{group}.{key}"


def _front(node: nodes.Node | None, path: tuple[int | str, ...]) -> Iterator[tuple[int, str]]:
    if isinstance(node, nodes.Mapping):
        for name, value in node.fields.items():
            yield node.names[name].line, _name((*path, name))
            yield from _front(value, (*path, name))
    elif isinstance(node, nodes.Sequence):
        for number, item in enumerate(node.items):
            yield from _front(item, (*path, number))


def _name(path: tuple[int | str, ...]) -> str:
    """Return the name of the field of the form for a path in the front matter; of a list of texts, the name of the list."""
    if path and isinstance(path[-1], int):
        path = path[:-1]
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
