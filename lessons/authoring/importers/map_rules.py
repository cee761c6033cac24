"""Reading the rules of a map, with line and column of what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from lessons.authoring.importers.map_model import Recipe
from lessons.authoring.importers.rules import Rule, template_columns
from lessons.problems import Place, Problem
from lessons.text import nodes
from lessons.text.distance import closest

ID = "import-map"
_RULE = tuple(one.name for one in fields(Rule) if one.name not in ("place", "fallback"))
_TEXTS = ("constant", "text", "otherwise", "several")
# What people write for a mark that cannot be seen.
MARKS = {"\\t": "\t", "tab": "\t", "\\n": "\n", "line": "\n"}


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return what was probably meant, as the end of a message."""
    options = list(known)
    close = closest(name, options, 0.6)
    return f', did you mean "{close}"?' if close else f"; choose from: {', '.join(options)}"


class RuleReader:
    """Reads the nodes of rules, collecting problems."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems

    def fault(self, place: Place, message: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(place, message, ID))

    def known(self, node: nodes.Mapping, names: tuple[str, ...], where: str) -> None:
        """Report names that a mapping does not have; ``where`` says what it is."""
        for name, place in node.names.items():
            if name not in names:
                self.fault(place, f'"{name}" is unknown in {where}{suggestion(name, names)}')

    def text(self, node: nodes.Mapping, name: str) -> str | None:
        """Return a value that is one text, or ``None``."""
        value = node.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, nodes.Scalar):
            self.fault(value.place, f'"{name}" must be one value')
            return None
        return value.text

    def pattern(self, node: nodes.Mapping) -> re.Pattern[str] | None:
        """Return the regular expression of a rule."""
        text = self.text(node, "pattern")
        try:
            return re.compile(text, re.MULTILINE) if text else None
        except re.error as error:
            self.fault(nodes.find(node, ("pattern",)), f"`{text}` is not a regular expression: {error}")
            return None

    def record(self, node: nodes.Node | None, names: tuple[str, ...] | None) -> dict[str, Recipe]:
        """Return the rules of a record by the names of its fields, of which only ``names`` are known."""
        if node is None:
            return {}
        if not isinstance(node, nodes.Mapping):
            self.fault(node.place, "write one `field: column` per line")
            return {}
        if names is not None:
            self.known(node, names, "the record")
        return {name: self.recipe(value) for name, value in node.fields.items() if names is None or name in names}

    def recipe(self, node: nodes.Node) -> Recipe:
        """Return what a field is made from."""
        if isinstance(node, nodes.Sequence):
            return [self.recipe(item) for item in node.items]
        if isinstance(node, nodes.Mapping) and not any(name in _RULE for name in node.fields):
            return self.record(node, None)
        return self.rule(node)

    def rule(self, node: nodes.Node) -> Rule:
        """Return one rule."""
        if isinstance(node, nodes.Scalar):
            return Rule(node.place, column=node.text)
        if not isinstance(node, nodes.Mapping):
            self.fault(node.place, "expected one rule here, not a list")
            return Rule(node.place, constant="")
        self.known(node, _RULE, "a rule")
        if sum(name in node.fields for name in ("column", "constant", "text")) != 1:
            self.fault(node.place, "a rule has exactly one of `column`, `constant` and `text`")
        columns = [scalar.text for scalar in nodes.scalars(node.fields.get("column"))]
        split = self.text(node, "split")
        rule = Rule(
            node.place,
            **{name: self.text(node, name) for name in _TEXTS},
            column=columns[0] if columns else None,
            fallback=tuple(columns[1:]),
            split=MARKS.get(split or "", split),
            format=tuple(scalar.text for scalar in nodes.scalars(node.fields.get("format"))),
            pattern=self.pattern(node),
            keep=tuple(scalar.text for scalar in nodes.scalars(node.fields.get("keep"))),
            values=self.values(node.fields.get("values")),
            markdown=self.text(node, "markdown") == "true",
            bullets=self.text(node, "bullets") == "true",
        )
        self.braces(rule)
        return rule

    def values(self, node: nodes.Node | None) -> dict[str, str | None]:
        """Return what the values of the source are here."""
        if node is None:
            return {}
        data: Any = nodes.data(node)
        if not isinstance(data, dict) or not all(value is None or isinstance(value, str) for value in data.values()):
            self.fault(
                node.place,
                "write one `value in the source: value here` per line; nothing after the colon leaves it out",
            )
            return {}
        return data

    def braces(self, rule: Rule) -> None:
        """Report braces of templates that do not match."""
        for template in (rule.text, rule.otherwise):
            try:
                template_columns(template or "")
            except ValueError:
                self.fault(
                    rule.place, f"the braces in `{template}` do not match; a column is written {{name}}, a brace {{{{"
                )
