"""Imports run downwards, each concern has its place, and a module that breaks this is named with file and line.

A new module of ``lessons`` is put into :data:`ORDER`, after everything that it needs.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import lessons

ROOT = Path(lessons.__file__).parent
# From the ground up: each may import those before it, and none after it.
ORDER = (
    "words",
    "problems",
    "schemes",
    "forms",
    "workers",
    "schema",
    "library",
    "search",
    "learning",
    "web",
    "text",
    "record",
    "entries",
    "checks",
    "authoring",
    "building",
    "proposing",
    "serving",
    "publishing",
    "cli",
)
# The site runs on the database file alone.
WEB_MAY = {"words", "problems", "forms", "workers", "schema", "library", "search", "learning"}
WEB_NEVER = {"pydantic", "nh3", "yaml", "markdown_it", "mdit_py_plugins", "click"}
# Parts that reading the database must not load, not even by way of others.
FROM_THE_DATABASE_ALONE_NEVER = (
    "text",
    "record",
    "entries",
    "checks",
    "authoring",
    "building",
    "proposing",
    "serving",
    "publishing",
    "cli",
)
ONLY_IN_CLI = {"click"}
SQL_IN = ("schema/", "building/outputs/", "library/", "search/", "learning/")
# A database is opened and settled where it is read for every request, and its own version asked for a digest.
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|VIEW|VIRTUAL)|"
    r"DROP\s+(TABLE|VIEW|INDEX)|ALTER\s+TABLE|WITH\s+\w+\s+AS\s*\(|PRAGMA\s+\w|ATTACH\s|VACUUM)",
    re.DOTALL,
)
LONGEST_MODULE = 250
# Longer ones, each with its exact length and the reason, until they are split.
LONGER: dict[str, int] = {}


def component(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(
        path for path in ROOT.rglob("*.py") if path.parent != ROOT or path.stem not in ("__init__", "__main__")
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield everything inside but what only type checkers read."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield child
            yield from running(child)


@cache
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Return line and dotted name of every import that runs, inside functions too."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in running(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "lessons" else [f"lessons.{alias.name}" for alias in node.names]
            yield from ((node.lineno, name) for name in names)


def own(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and component of every import of another part of the package."""
    for line, name in imports(path):
        parts = name.split(".")
        if parts[0] == "lessons" and len(parts) > 1 and parts[1] in ORDER and parts[1] != component(path):
            yield line, parts[1]


def where(path: Path, line: int) -> str:
    return f"lessons/{path.relative_to(ROOT).as_posix()}:{line}"


def test_every_part_of_the_package_has_its_place_in_the_order() -> None:
    parts = {component(path) for path in modules()}
    assert parts - set(ORDER) == set(), "put the new module into ORDER, after everything that it needs"
    assert set(ORDER) - parts == set(), "take what does not exist out of ORDER"
    assert len(ORDER) == len(set(ORDER))


def test_what_is_named_here_exists() -> None:
    parts = {component(path) for path in modules()}
    assert set(WEB_MAY) - parts == set()
    assert [folder for folder in SQL_IN if not (ROOT / folder).is_dir()] == []
    assert set(FROM_THE_DATABASE_ALONE_NEVER) - parts == set()


def test_imports_run_downwards_only() -> None:
    upwards = [
        f"{where(path, line)}: {component(path)} imports {other}, which stands above it"
        for path in modules()
        for line, other in own(path)
        if ORDER.index(other) > ORDER.index(component(path))
    ]
    assert upwards == []


def test_packages_have_no_circles_inside() -> None:
    for package in sorted({path.parent for path in modules() if path.parent != ROOT}):
        inside = {path.stem: path for path in package.glob("*.py")}
        name = "lessons." + ".".join(package.relative_to(ROOT).parts)
        graph: dict[str, list[str]] = {}
        for stem, path in inside.items():
            targets = [
                module.removeprefix(f"{name}.").split(".")[0]
                for _, module in imports(path)
                if module.startswith(f"{name}.")
            ]
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.ImportFrom) and node.module == name:
                    targets += [alias.name for alias in node.names]
            graph[stem] = [target for target in targets if target in inside and stem != "__init__"]
        from lessons.text.graphs import circles

        assert [f"{name}: {' → '.join(circle)}" for circle in circles(graph)] == []


def test_the_site_imports_what_reads_the_database_and_nothing_else() -> None:
    wrong = [
        f"{where(path, line)}: web imports {name}"
        for path in modules()
        if component(path) == "web"
        for line, name in imports(path)
        if name.split(".")[0] in WEB_NEVER
        or (
            name.split(".")[0] == "lessons" and name.split(".")[1:2] not in [[], ["web"], *([part] for part in WEB_MAY)]
        )
    ]
    assert wrong == []


def test_the_site_runs_without_what_the_builder_needs() -> None:
    """What it loads on the way counts too; Datasette itself needs click and yaml, so only our own and the builder's are asked for."""
    code = (
        "import sys, lessons.web, lessons.library, lessons.search.engine\n"
        "print(*sorted({name for name in sys.modules if name.split('.')[0] in ('pydantic', 'nh3', 'markdown_it')}\n"
        "      | {name for name in sys.modules if name.startswith('lessons.') and name.split('.')[1] in\n"
        f"         {FROM_THE_DATABASE_ALONE_NEVER}}}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_only_the_command_line_imports_click() -> None:
    wrong = [
        f"{where(path, line)}: imports {name}"
        for path in modules()
        if component(path) != "cli"
        for line, name in imports(path)
        if name.split(".")[0] in ONLY_IN_CLI
    ]
    assert wrong == []


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and content of every string that is no docstring; of an f-string, its first part."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def test_sql_stands_only_where_the_database_is_known() -> None:
    wrong = [
        f"{where(path, line)}: holds SQL: {' '.join(text.split())[:60]}"
        for path in modules()
        if not path.relative_to(ROOT).as_posix().startswith(SQL_IN)
        for line, text in texts(path)
        if SQL.match(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.relative_to(ROOT).as_posix() not in LONGER:
        assert text.count("\n") <= LONGEST_MODULE, f"{where(path, LONGEST_MODULE)}: split the module"
    if text.strip():
        assert ast.get_docstring(tree(path)), f"{where(path, 1)}: begin with a sentence on what the module is for"


def test_a_longer_module_is_as_long_as_is_said_and_longer_than_the_others() -> None:
    lengths = {name: (ROOT / name).read_text("utf-8").count("\n") for name in LONGER}
    assert lengths == LONGER
    assert [name for name, length in LONGER.items() if length <= LONGEST_MODULE] == []


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [where(path, 1) for path in modules() if path.stem in ("utils", "util", "helpers", "misc", "common")] == []


def test_the_map_of_the_package_names_its_parts() -> None:
    """Each room has one sentence there, in their order, and its place in the journey of one review."""
    text = lessons.__doc__ or ""
    table = re.search(r"^=+ =+\n(.*?)^=+ =+\n", text, re.DOTALL | re.MULTILINE)
    assert table is not None
    assert tuple(line.split()[0] for line in table[1].splitlines()) == ORDER
    for part in ORDER:
        assert f"``{part}``" in text[table.end() :], part


def test_a_class_has_a_name_of_its_own() -> None:
    named: dict[str, list[str]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named.setdefault(node.name, []).append(where(path, node.lineno))
    assert {name: places for name, places in named.items() if len(places) > 1} == {}
