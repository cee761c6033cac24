"""From the nodes of a front matter to the record, or to what is wrong with it, each error with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from lessons.problems import Place
from lessons.record.fields import fields_at
from lessons.record.messages import in_words, rule_of
from lessons.record.parts import Record
from lessons.text import nodes

Stated = TypeVar("Stated", bound=Record)


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of the front matter.

    ``rule`` is the id of the check that reports it, ``path`` leads to the field by names and positions, ``empty`` says
    of a missing field that its name stands there without a value. ``right`` is the value to write where that is certain, and
    ``LEAVE_OUT`` where the field is to go.
    """

    rule: str
    path: tuple[int | str, ...]
    place: Place
    message: str
    empty: bool = False
    right: str | None = None

    @property
    def name(self) -> str:
        """Return the name of the field, of a list's item that of the list."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "front matter")


def validate(parsed: nodes.Parsed, model: type[Stated]) -> tuple[Stated | None, list[FieldError]]:
    """Return the record, of a review or a use, or ``None`` and what is wrong, for a front matter whose top mapping was read.

    What could not be read has been reported already, so nothing is said of it again.
    """
    front = parsed.root or nodes.Mapping({}, {}, Place(""))
    try:
        return model.model_validate(nodes.data(front)), []
    except ValidationError as error:
        found = error.errors(include_url=False)
    return None, [_field_error(front, one, model) for one in found if not _reported(parsed, front, one)]


def _reported(parsed: nodes.Parsed, front: nodes.Mapping, error: Any) -> bool:
    if error["type"] == "missing" and error["loc"][-1] in parsed.lost:
        return True
    node = nodes.walk(front, tuple(error["loc"]))
    return isinstance(node, nodes.Scalar) and node.unread


def _field_error(front: nodes.Mapping, error: Any, model: type[Record]) -> FieldError:
    path = tuple(error["loc"])
    place = nodes.find(front, path)
    at_name = nodes.find_name(front, path) if error["type"] in ("missing", "extra_forbidden") else None
    words = in_words(error, ", ".join(fields_at(model, path)))
    empty = error["type"] == "missing" and at_name is not None
    return FieldError(rule_of(error), path, at_name or place, words, empty, error.get("ctx", {}).get("right"))
