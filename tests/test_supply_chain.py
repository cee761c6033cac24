"""What the program stands on: every dependency with its reason, nothing undeclared, nothing idle, and licences that are allowed."""

from __future__ import annotations

import ast
import csv
import re
import sys
import tomllib
from importlib import metadata
from itertools import pairwise
from pathlib import Path

import licences
import pytest

PROJECT = Path(__file__).parents[1]
PYPROJECT = (PROJECT / "pyproject.toml").read_text("utf-8")
DECLARED = tomllib.loads(PYPROJECT)
TABLE = {row["name"]: row for row in csv.DictReader(licences.TABLE.read_text("utf-8").splitlines())}
# What a package brings of its own, in step with it to the last number.
COME_WITH = {"pydantic_core": "pydantic"}
# Looked up by their names when they are asked for.
BY_NAME = {"openpyxl", "pagefind", "pagefind_bin", "pyarrow"}
# Of the extra `mcp`, which is not always installed: a plugin that Datasette finds for itself, and what both it and our tools stand on.
PLUGIN, UNDER_IT = "datasette-mcp", "mcp"


def wanted(*groups: str) -> dict[str, str]:
    """Return the requirement of each package that the program, or one of the groups beside it, asks for."""
    extras = DECLARED["project"]["optional-dependencies"]
    lines = [
        *DECLARED["project"]["dependencies"],
        *DECLARED["build-system"]["requires"],
        *(line for group in groups for line in extras[group]),
    ]
    return {normalised(re.split(r"[^\w.-]", line)[0]): line for line in lines}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def without_reason(pyproject: str) -> list[str]:
    """Return each requirement that has no sentence of its own above it."""
    lines = [line.strip() for line in pyproject.splitlines()]
    return [
        line
        for above, line in pairwise(lines)
        if re.match(r'"[\w.-]+ *[<>=~!]', line) and not re.match(r"# .+\.$", above)
    ]


def test_every_dependency_has_its_reason_and_a_lower_bound() -> None:
    assert without_reason(PYPROJECT) == []
    assert without_reason('a = [\n  # Because.\n  "b>=1",\n  "c>=2",\n]') == ['"c>=2",']
    everything = wanted(*DECLARED["project"]["optional-dependencies"])
    assert len(everything) > 20
    assert [line for line in everything.values() if not re.fullmatch(r"[\w.-]+>=\d[\w.]*", line)] == []
    assert PYPROJECT.count(">=") >= len(everything)


def test_what_the_program_imports_is_declared_and_what_is_declared_it_imports() -> None:
    imported = set(BY_NAME)
    for path in (PROJECT / "lessons").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    modules = {COME_WITH.get(name, name) for name in imported - sys.stdlib_module_names - {"lessons", UNDER_IT}}
    # An extra that is not installed goes by the names of its modules.
    installed = metadata.packages_distributions()
    packages = {normalised(installed.get(name, [name])[0]) for name in modules}
    assert UNDER_IT in imported
    assert packages | {PLUGIN, UNDER_IT} == set(wanted("office", "parquet", "mcp", "static")) - {"hatchling"}


def test_every_locked_package_has_a_licence_that_is_allowed() -> None:
    assert {name: row["version"] for name, row in TABLE.items()} == licences.locked(), "run: .ci/lock"
    assert set(wanted("test")) <= set(TABLE), "run: .ci/lock"
    refused = {
        name: row["licence"] for name, row in TABLE.items() if not licences.parts(row["licence"]) <= licences.ALLOWED
    }
    assert refused == {}


def test_what_is_installed_has_a_licence_that_is_allowed_and_is_listed() -> None:
    seen = 0
    for name, row in TABLE.items():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # this version of something else does without it
        found = licences.licence(name)
        assert licences.parts(found) <= licences.ALLOWED, f"{name} {version}: {found}"
        if version == row["version"]:
            assert found == row["licence"], f"{name}: run .ci/lock"
        seen += 1
    assert seen > 30


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("(MIT OR Apache-2.0) AND Zlib", True),
        ("MIT OR GPL-3.0-only", False),
        ("GPL-2.0-or-later WITH Classpath-exception-2.0", False),
        ("unknown", False),
        ("Apache License of sorts", False),
    ],
)
def test_a_licence_is_allowed_when_each_that_it_names_is(expression: str, allowed: bool) -> None:
    assert (licences.parts(expression) <= licences.ALLOWED) == allowed


def test_the_version_is_the_same_wherever_it_stands() -> None:
    stated = re.findall(r'^__version__ = "(.+)"$', (PROJECT / "lessons" / "__init__.py").read_text("utf-8"), re.M)
    cited = re.findall(r"^version: (.+)$", (PROJECT / "CITATION.cff").read_text("utf-8"), re.M)
    assert [DECLARED["project"]["version"]] == stated == cited
