"""What may be changed in a module to see whether a test notices: the mutants that `mutation` runs.

Each mutant is one change of one function, or of one constant of the module: a comparison turned, a condition left out, a number one more, a part of a
regular expression dropped. What only makes another sentence of a message is a mutant as well.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.mutated_patterns import changed_patterns

Function = ast.FunctionDef | ast.AsyncFunctionDef
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
# Longer lists are lists of words, which are data.
MOST_ELEMENTS = 12
_TEXT_METHODS = ("strip", "rstrip", "lstrip", "casefold", "lower", "upper", "removesuffix")


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, in words, and what then stands there. ``function`` is the changed function, or ``constant`` and its new ``value``."""

    module: str
    number: int
    line: int
    end: int
    owner: str
    change: str
    function: Function | None = field(compare=False, repr=False, default=None)
    constant: str = ""
    value: ast.expr | None = field(compare=False, repr=False, default=None)

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.owner} #{self.number}: {self.change}"


def mutants(path: Path, module: str) -> Iterator[Mutant]:
    """Yield every mutant of the module's functions, methods and constants, in the order of the file."""
    tree = ast.parse(path.read_text("utf-8"))
    number = 0
    for owner, node in _owners(tree.body, ""):
        if isinstance(node, ast.Assign):
            for value, change in _changed_constants(node.value):
                number += 1
                target = ast.unparse(node.targets[0])
                yield Mutant(module, number, node.lineno, node.end_lineno or 0, target, change, None, target, value)
            continue
        for (line, end), change, body in _changed_functions(node):
            number += 1
            yield Mutant(module, number, line, end, owner, change, body)


def _owners(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, Function | ast.Assign]]:
    for node in body:
        if isinstance(node, Function):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((name, one) for name, one in _owners(node.body, f"{node.name}.") if isinstance(one, Function))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id != "__all__":
            yield "", node


def _changed_functions(function: Function) -> Iterator[tuple[tuple[int, int], str, Function]]:
    """Yield each change of a function with the lines of its statement; docstrings, decorators, defaults and annotations stay."""
    for statement in _statements(function.body):
        lines = statement.lineno, _header_end(statement)
        for parent, name, index, node in list(_places(statement)):
            for new, change in _variants(node):
                yield lines, change, _with(function, parent, name, index, new)
        if isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant):
            yield lines, f"{_short(statement)} → pass", _replaced(function, statement, ast.Pass())


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        yield statement
        for name in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, name, []))
        for handler in getattr(statement, "handlers", []):
            yield from _statements(handler.body)


def _header_end(statement: ast.stmt) -> int:
    body = getattr(statement, "body", None)
    return (
        body[0].lineno - 1 if body and body[0].lineno > statement.lineno else statement.end_lineno or statement.lineno
    )


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Yield what stands in a statement, with where it stands; not what stands in the statements below it."""
    for name, value in ast.iter_fields(node):
        if name in (
            "annotation",
            "returns",
            "decorator_list",
            "body",
            "orelse",
            "finalbody",
            "handlers",
            "ctx",
            "op",
            "ops",
        ) and (isinstance(node, ast.stmt) or name in ("ctx", "op", "ops")):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST) and not (
                isinstance(node, ast.JoinedStr | ast.FormattedValue) and name == "format_spec"
            ):
                yield node, name, index, child
                yield from _places(child)
    if isinstance(node, ast.stmt):
        yield node, "", None, node


def _with(function: Function, parent: ast.AST, name: str, index: int | None, new: ast.AST) -> Function:
    """Return a copy of the function with something else in one place."""
    if not name:
        return _replaced(function, parent, new)
    old = getattr(parent, name)
    setattr(parent, name, new if index is None else [*old[:index], new, *old[index + 1 :]])
    changed = copy.deepcopy(function)
    setattr(parent, name, old)
    return changed


def _replaced(function: Function, statement: ast.AST, new: ast.AST) -> Function:
    for parent in ast.walk(function):
        for name, value in ast.iter_fields(parent):
            if isinstance(value, list) and statement in value:
                return _with(function, parent, name, value.index(statement), ast.copy_location(new, statement))
    raise ValueError(ast.unparse(statement))


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) < 90 else f"{text[:60]} … {text[-25:]}"


def _variants(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield what may stand in the place of one node, and the change in words."""
    for new in _OTHER.get(type(node), lambda node: ())(node):
        for child in ast.walk(new):
            if isinstance(child, ast.expr | ast.stmt) and not hasattr(child, "lineno"):
                ast.copy_location(child, node if hasattr(node, "lineno") else child)
        shown = _short(node), _short(new)
        yield new, f"{shown[0]} → {shown[1]}"


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str):
        yield ast.Constant(f"XX{node.value}XX")


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for index, operator in enumerate(node.ops):
        turned = [*node.ops[:index], _COMPARED[type(operator)](), *node.ops[index + 1 :]]
        yield ast.Compare(node.left, turned, node.comparators)


def _bool(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for value in node.values:
        rest = [other for other in node.values if other is not value]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _calculation(node: ast.BinOp) -> Iterator[ast.AST]:
    if type(node.op) in _CALCULATED:
        yield ast.BinOp(node.left, _CALCULATED[type(node.op)](), node.right)


def _condition(node: ast.comprehension) -> Iterator[ast.AST]:
    if node.ifs:
        for ifs in ([], [ast.UnaryOp(ast.Not(), node.ifs[0]), *node.ifs[1:]]):
            yield ast.comprehension(node.target, node.iter, ifs, node.is_async)


def _slice(node: ast.Slice) -> Iterator[ast.AST]:
    if node.lower:
        yield ast.Slice(None, node.upper, node.step)
    if node.upper:
        yield ast.Slice(node.lower, None, node.step)


def _call(node: ast.Call) -> Iterator[ast.AST]:
    name = ast.unparse(node.func)
    if name in ("any", "all"):
        yield ast.Call(ast.Name("all" if name == "any" else "any", ast.Load()), node.args, node.keywords)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _TEXT_METHODS:
        yield node.func.value
    for index, argument in enumerate(node.args):
        if not isinstance(argument, ast.Starred | ast.Constant):
            yield ast.Call(node.func, [*node.args[:index], ast.Constant(None), *node.args[index + 1 :]], node.keywords)
    for keyword in node.keywords:
        yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not keyword])


def _added(node: ast.AugAssign) -> Iterator[ast.AST]:
    yield ast.Assign([node.target], node.value)
    if type(node.op) in _CALCULATED:
        yield ast.AugAssign(node.target, _CALCULATED[type(node.op)](), node.value)


def _assigned(node: ast.Assign) -> Iterator[ast.AST]:
    if not isinstance(node.value, ast.Constant):
        yield ast.Assign(node.targets, ast.Constant(None))


def _returned(node: ast.Return) -> Iterator[ast.AST]:
    if node.value and not isinstance(node.value, ast.Constant):
        yield ast.Return(ast.Constant(None))


# What may stand in the place of a node, by its kind.
_OTHER: dict[type[ast.AST], Callable[[Any], Iterable[ast.AST]]] = {
    ast.Constant: _constant,
    ast.Compare: _compare,
    ast.BoolOp: _bool,
    ast.UnaryOp: lambda node: [node.operand],
    ast.BinOp: _calculation,
    ast.IfExp: lambda node: [node.body, node.orelse],
    ast.comprehension: _condition,
    ast.Slice: _slice,
    ast.Call: _call,
    ast.If: lambda node: [ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)],
    ast.While: lambda node: [ast.While(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)],
    ast.AugAssign: _added,
    ast.Assign: _assigned,
    ast.Return: _returned,
    ast.Continue: lambda node: [ast.Break()],
    ast.Break: lambda node: [ast.Continue()],
}


def _changed_constants(value: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """Yield other values of a constant: an element left out, a number one more, a part of a regular expression dropped."""
    for node in ast.walk(value):
        if isinstance(node, ast.Tuple | ast.List | ast.Set) and 1 < len(node.elts) <= MOST_ELEMENTS:
            for item in node.elts:
                rest = [one for one in node.elts if one is not item]
                yield _copied(value, node, elts=rest), f"without {_short(item)}"
        elif isinstance(node, ast.Dict) and len(node.keys) <= MOST_ELEMENTS:
            for index, key in enumerate(node.keys):
                keys, values = node.keys[:], node.values[:]
                del keys[index], values[index]
                yield _copied(value, node, keys=keys, values=values), f"without {_short(key) if key else '**'}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            yield from _changed_expressions(value, node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int):
            yield _copied(value, node, value=node.value + 1), f"{node.value} + 1"


def _changed_expressions(value: ast.expr, call: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    pattern, *flags = call.args
    if isinstance(pattern, ast.Constant):
        for text, change in changed_patterns(pattern.value):
            yield _copied(value, pattern, value=text), change
    if flags:
        yield _copied(value, call, args=[pattern]), "without flags"


def _copied(value: ast.expr, node: ast.AST, /, **changes: object) -> ast.expr:
    """Return a copy of an expression in which one node has other parts."""
    old = {name: getattr(node, name) for name in changes}
    for name, new in changes.items():
        setattr(node, name, new)
    changed = copy.deepcopy(value)
    for name, part in old.items():
        setattr(node, name, part)
    return changed
