"""No value gets into the text of an SQL statement: statements are put together from constants and quoted names only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import lessons

ROOT = Path(lessons.__file__).parent
EXECUTING = {"execute", "executemany", "executescript"}
# Our own ways to execute (lessons.library.rows); the statement is one of their arguments.
OURS = {"fetch", "fetch_one", "column", "scalar"}
# What makes text that may stand in a statement: an identifier in quotation marks, question marks, a number.
MAKES_SAFE = {"quoted", "placeholders", "int", "float", "len"}
STATEMENT = re.compile(
    r"\s*(SELECT|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO|CREATE|DROP|ALTER|PRAGMA|ATTACH|WITH\s+(RECURSIVE\s+)?\S+\s+AS)\s"
)
# Writes the statements that define the tables, from our own declarations: no value of anybody's comes near.
DEFINITIONS = "schema/"
# Wraps a statement that Datasette itself hands over for that.
WRAPS = "library/permissions.py"
# Reads its own tables by names that are its own constants, passed on as arguments.
SEARCH = "search/"


class Glue:
    """The statements of one module that are put together from what is neither constant nor quoted."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.scopes: dict[int, dict[str, list[ast.expr | None]]] = {}
        self.scope_of: dict[int, int] = {}
        self._enter(self.tree, 0)

    def _enter(self, node: ast.AST, scope: int) -> None:
        """Note what each name of a function is bound to; ``None`` stands for anything."""
        self.scope_of[id(node)] = scope
        bound = self.scopes.setdefault(scope, {})
        for child in ast.iter_child_nodes(node):
            inner = scope
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                inner = id(child)
                every = [
                    *child.args.args,
                    *child.args.kwonlyargs,
                    *child.args.posonlyargs,
                    child.args.vararg,
                    child.args.kwarg,
                ]
                self.scopes[inner] = {argument.arg: [None] for argument in every if argument}
            elif isinstance(child, ast.Assign):
                for target in child.targets:
                    self._bind(bound, target, child.value)
            elif isinstance(child, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and child.value is not None:
                self._bind(bound, child.target, child.value)
            elif isinstance(child, ast.For | ast.AsyncFor | ast.comprehension):
                one_of = child.iter if isinstance(child.iter, ast.Tuple | ast.List | ast.Set) else None
                self._bind(bound, child.target, one_of)
            elif isinstance(child, ast.withitem) and child.optional_vars:
                self._bind(bound, child.optional_vars, None)
            self._enter(child, inner)

    def _bind(self, bound: dict[str, list[ast.expr | None]], target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            bound.setdefault(target.id, []).append(value)
        else:
            for node in ast.walk(target):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    bound.setdefault(node.id, []).append(None)

    def found(self, *, definitions: bool = False) -> Iterator[ast.expr]:
        """Yield each such statement, executed or not; with ``definitions``, only those executed here."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield from (built for built in self._executed(node) if not self.safe(built))
            if isinstance(node, ast.expr) and not definitions and self._is_statement(node) and not self.safe(node):
                yield node

    def _is_statement(self, node: ast.expr) -> bool:
        return self.built(node) and STATEMENT.match(beginning(node)) is not None

    def _executed(self, call: ast.Call) -> Iterator[ast.expr]:
        """Yield what is put together for a call that executes it, also by way of a variable."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in EXECUTING or name in OURS:
            for argument in call.args[:1] if name in EXECUTING else call.args:
                if isinstance(argument, ast.Name):
                    values = self.scopes[self.scope_of[id(argument)]].get(argument.id, [])
                    yield from (value for value in values if value is not None and self.built(value))
                elif self.built(argument):
                    yield argument

    def built(self, node: ast.expr) -> bool:
        """Return whether an expression puts text together."""
        if isinstance(node, ast.JoinedStr):
            return any(isinstance(part, ast.FormattedValue) for part in node.values)
        if isinstance(node, ast.BinOp):
            return isinstance(node.op, ast.Add | ast.Mod) and bool(texts(node))
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("format", "format_map", "join", "replace", "substitute")
        )

    def safe(self, node: ast.expr, seen: frozenset[int] = frozenset()) -> bool:
        """Return whether an expression is made of constants, quoted names, question marks and numbers only."""
        if id(node) in seen:
            return True
        seen |= {id(node)}
        match node:
            case ast.Attribute():
                return node.attr.isupper()
            case ast.Name():
                return self._safe_name(node, seen)
            case ast.Call():
                return self._safe_call(node, seen)
        parts = pieces(node)
        return parts is not None and all(self.safe(one, seen) for one in parts)

    def _safe_name(self, node: ast.Name, seen: frozenset[int]) -> bool:
        values = self.scopes[self.scope_of[id(node)]].get(node.id)
        if values is None:
            return node.id.strip("_").isupper() and all(
                value is not None and (not self.built(value) or self.safe(value, seen))
                for value in self.scopes[0].get(node.id, [])
            )
        return all(value is not None and self.safe(value, seen) for value in values)

    def _safe_call(self, node: ast.Call, seen: frozenset[int]) -> bool:
        if isinstance(node.func, ast.Name):
            if node.func.id == "map":
                return isinstance(node.args[0], ast.Name) and node.args[0].id in MAKES_SAFE
            return node.func.id in MAKES_SAFE
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("join", "format"):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            return self.safe(node.func.value, seen) and all(self.safe(one, seen) for one in given)
        return isinstance(node.func, ast.Attribute) and node.func.attr in MAKES_SAFE


def pieces(node: ast.expr) -> list[ast.expr] | None:
    """Return the expressions that an expression is put together from, or ``None`` when it may be anything."""
    match node:
        case ast.Constant():
            return []
        case ast.JoinedStr():
            return [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        case ast.BinOp():
            return [node.left, node.right]
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.Tuple() | ast.List() | ast.Set():
            return node.elts
        case ast.GeneratorExp() | ast.ListComp():
            return [node.elt]
    return None


def texts(node: ast.expr) -> list[str]:
    """Return the constant texts in an expression, in order."""
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def beginning(node: ast.expr) -> str:
    """Return the text with which a text that is put together begins, as far as it is constant."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr() if node.values:
            return beginning(node.values[0])
        case ast.BinOp():
            return beginning(node.left)
        case ast.Call(func=ast.Attribute(value=value)):
            # A separator stands between what is joined, not at its beginning.
            first = node.args[0] if node.args else None
            if node.func.attr == "join" and isinstance(first, ast.Tuple | ast.List) and first.elts:
                return beginning(first.elts[0]) + " "
            return beginning(value)
    return ""


@pytest.mark.parametrize(
    "code",
    [
        'db.execute(f"SELECT {name} FROM t")',
        'db.execute("SELECT %s FROM t" % name)',
        'db.execute("SELECT " + name + " FROM t")',
        'db.execute("SELECT {} FROM t".format(name))',
        'db.execute(" ".join(["SELECT", name]))',
        'db.execute("SELECT x FROM t WHERE y = z".replace("z", name))',
        'db.executemany("INSERT INTO t VALUES (" + values + ")", rows)',
        'db.executescript(f"DROP TABLE {name}")',
        'sql = f"SELECT * FROM {name}"\ndb.execute(sql)',
        'def f(db, name):\n    sql = "SELECT 1"\n    sql += f" FROM {name}"\n    db.execute(sql)',
        'def f(name):\n    return f"SELECT * FROM {name}"',
        'def f(db, names):\n    marks = ", ".join(names)\n    return scalar(db, f"SELECT 1 IN ({marks})")',
        "def f(db, names):\n    db.execute(f\"SELECT {', '.join(name for name in names)} FROM t\")",
        'def f(db, names):\n    for name in names:\n        db.execute(f"PRAGMA {name}")',
        'TABLE = f"SELECT * FROM {name}"',
        'WHERE = "x = %s" % name\ndb.execute(f"SELECT 1 FROM t WHERE {WHERE}")',
        'db.execute(f"SELECT {strip(quoted(name))} FROM t")',
        'db.execute("begin" + name)',
        'query = " ".join(("DELETE FROM", name))',
    ],
)
def test_a_statement_with_a_value_in_it_is_found_however_it_is_glued(code: str) -> None:
    assert [ast.unparse(node) for node in Glue(code).found()] != []


@pytest.mark.parametrize(
    "code",
    [
        'db.execute("SELECT x FROM t WHERE y = ?", (name,))',
        'db.execute(f"SELECT {quoted(name)} FROM t")',
        'db.execute(f"SELECT 1 WHERE 2 IN ({placeholders(names)})", names)',
        "db.execute(f\"SELECT {', '.join(map(quoted, names))} FROM t\")",
        'def f(db, names):\n    counts = ", ".join(f"count({quoted(name)})" for name in names)\n    db.execute(f"SELECT {counts} FROM t")',
        'FIELDS = "a, b"\ndb.execute(f"SELECT {FIELDS} FROM t LIMIT {int(limit)}")',
        'for pragma in ("a = 1", "b = 2"):\n    db.execute(f"PRAGMA {pragma}")',
        "def f(db, sql):\n    return db.execute(sql)",
        "for statement in statements():\n    db.execute(statement)",
        'message = f"SELECTED: {name}"',
        'raise E(f"WITH {name} nothing goes")',
    ],
)
def test_constants_quoted_names_and_parameters_make_a_statement(code: str) -> None:
    assert [ast.unparse(node) for node in Glue(code).found()] == []


def test_no_statement_of_the_package_has_a_value_in_it() -> None:
    wrong = [
        f"lessons/{name}:{node.lineno}: {ast.unparse(node)[:90]}"
        for path in sorted(ROOT.rglob("*.py"))
        for name in [path.relative_to(ROOT).as_posix()]
        if not name.startswith(SEARCH) and name != WRAPS
        for node in Glue(path.read_text("utf-8")).found(definitions=name.startswith(DEFINITIONS))
    ]
    assert wrong == [], "bind values as parameters; put identifiers through `quoted`"
