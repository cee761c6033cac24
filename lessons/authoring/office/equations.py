"""An equation of a Word file in a line of text, as it would be typed: ``(a+b)/c``, ``√2``, ``x²``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lessons.authoring.office.characters import SUBSCRIPT, SUPERSCRIPT, placed
from lessons.authoring.office.numbering import W

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EQUATIONS = frozenset({f"{M}oMath", f"{M}oMathPara"})
_TEXTS = frozenset({f"{M}t", f"{W}t"})
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
# What needs no parentheses beside a stroke or under a root.
_ATOM = re.compile(r"[\w.,]+|\([^()]*\)")


class _NeedsMoreLinesError(Exception):
    """A part of an equation that no line holds, such as a matrix."""


def in_a_line(equation: Any) -> tuple[str, bool] | None:
    """Return the equation in a line, and whether its parts had to be put in order for that; ``None`` for one that needs more lines."""
    try:
        lines = list(map(_inside, equation.iterchildren(f"{M}oMath"))) if equation.tag == f"{M}oMathPara" else []
        text = "\n".join(lines) if lines else _inside(equation)
    except _NeedsMoreLinesError:
        return None
    letters = "".join(one.text or "" for one in equation.iter(*_TEXTS))
    return text, "".join(text.split()) != "".join(letters.split())


def _inside(element: Any) -> str:
    return "".join(_part(child) for child in element if child.tag not in _DELETED)


def _part(element: Any) -> str:
    if element.tag in _TEXTS:
        return element.text or ""
    name = str(element.tag).removeprefix(M)
    if name.endswith("Pr"):
        return ""
    return _WRITTEN[name](element) if name in _WRITTEN else _inside(element)


def _child(element: Any, name: str) -> str:
    found = element.find(f"{M}{name}")
    return "" if found is None else _inside(found)


def _property(element: Any, name: str, otherwise: str) -> str:
    """Return a property of a part; one that is there without a value is empty, as for a bracket that is not shown."""
    found = element.find(f"{M}{str(element.tag).removeprefix(M)}Pr/{M}{name}")
    return otherwise if found is None else found.get(f"{M}val") or ""


def _grouped(text: str) -> str:
    text = text.strip()
    return text if _ATOM.fullmatch(text) else f"({text})"


def _below(text: str) -> str:
    return "".join(placed([(text.strip(), SUBSCRIPT)])[0])


def _above(text: str) -> str:
    return "".join(placed([(text.strip(), SUPERSCRIPT)])[0])


def _fraction(element: Any) -> str:
    # Without a stroke it is a binomial coefficient.
    if _property(element, "type", "bar") == "noBar":
        raise _NeedsMoreLinesError
    return f"{_grouped(_child(element, 'num'))}/{_grouped(_child(element, 'den'))}"


def _root(element: Any) -> str:
    return f"{_above(_child(element, 'deg'))}√{_grouped(_child(element, 'e'))}"


def _delimited(element: Any) -> str:
    between = _property(element, "sepChr", "|").join(map(_inside, element.iterchildren(f"{M}e")))
    return _property(element, "begChr", "(") + between + _property(element, "endChr", ")")


def _of_many(element: Any) -> str:
    """A sum, a product or an integral with its limits."""
    sign = _property(element, "chr", "∫")
    return f"{sign}{_below(_child(element, 'sub'))}{_above(_child(element, 'sup'))} {_child(element, 'e')}"


def _of_rows(element: Any) -> str:
    """Equations below each other, or a matrix; a single row of one cell is as good as none."""
    rows = [*element.iterchildren(f"{M}e", f"{M}mr")]
    if len(rows) != 1 or (rows[0].tag == f"{M}mr" and len(rows[0]) != 1):
        raise _NeedsMoreLinesError
    return _inside(rows[0])


def _accented(element: Any) -> str:
    """A letter with a mark over or under it, as its own mark; over several letters no line shows one."""
    text = _child(element, "e").strip()
    if len(text) != 1:
        raise _NeedsMoreLinesError
    if element.tag == f"{M}acc":
        return text + _property(element, "chr", "\N{COMBINING CIRCUMFLEX ACCENT}")
    return text + ("\N{COMBINING OVERLINE}" if _property(element, "pos", "bot") == "top" else "\N{COMBINING LOW LINE}")


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "f": _fraction,
    "rad": _root,
    "d": _delimited,
    "nary": _of_many,
    "m": _of_rows,
    "eqArr": _of_rows,
    "acc": _accented,
    "bar": _accented,
    "func": lambda element: f"{_child(element, 'fName').strip()} {_child(element, 'e')}",
    "sSup": lambda element: _child(element, "e") + _above(_child(element, "sup")),
    "sSub": lambda element: _child(element, "e") + _below(_child(element, "sub")),
    "sSubSup": lambda element: _child(element, "e") + _below(_child(element, "sub")) + _above(_child(element, "sup")),
    "sPre": lambda element: _below(_child(element, "sub")) + _above(_child(element, "sup")) + _child(element, "e"),
    "limLow": lambda element: _child(element, "e") + _below(_child(element, "lim")),
    "limUpp": lambda element: _child(element, "e") + _above(_child(element, "lim")),
}
