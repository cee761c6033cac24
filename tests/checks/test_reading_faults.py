"""What reading a file found is reported, whatever its id, and every id that the code can give has a manual."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import lessons
from lessons import checks
from lessons.authoring import against
from lessons.entries import body
from lessons.entries.folder import read_folder
from lessons.entries.record import FieldError
from lessons.problems import Place, Problem
from tests.support.sample import Folder, collection, read, review

PACKAGE = Path(lessons.__file__).parent
# What makes a problem, and where in its arguments the id stands.
MAKERS = {"Problem": 2, "refuse": 0, "PydanticCustomError": 0, "_unreadable": 2, "fault": 1, "FieldError": 0}


def found(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in checks.check(read_folder(folder))]


def test_a_file_that_cannot_be_read_is_reported_for_that_alone(shelf: Folder) -> None:
    shelf.write("latin", review(title="caf\xe9").encode("latin-1"))
    shelf.write("hidden", review(title="a\u2028b"))
    shelf.write("large", b"a" * 1_000_001)
    (shelf.path / "linked.md").symlink_to("/etc/hostname")
    shelf.write("empty", b"")
    assert found(shelf.path) == [
        "empty.md:1:1: the file is empty [front-matter]",
        "hidden.md:2:9: found the hidden character U+2028 (line separator); delete it [hidden-characters]",
        "large.md:1:1: the file has 1,000,001 bytes; a review has at most 1,000,000; split it or leave appendices out [size]",
        "latin.md:2:11: byte 0xe9 (byte 15 of the file) is not UTF-8; save the file as UTF-8 [encoding]",
        "linked.md:1:1: this symbolic link leads out of the folder of entries; put the file itself here [symbolic-links]",
    ]


def test_a_text_that_takes_too_long_is_reported_for_that_alone(shelf: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body.markdown, "TIME_LIMIT", 0.1)
    shelf.write("slow", review(lessons="[" * 100_000))
    assert found(shelf.path) == [
        "slow.md:8:1: the text takes too long to parse; look for a long run of brackets or other marks [rendering]"
    ]


def test_a_fault_is_reported_though_no_rule_knows_its_id() -> None:
    entry = read(review())
    entry.faults.append(Problem(Place(entry.path, 3), "is odd", "enconding"))
    for rules in (None, checks.QUALITY, ()):
        assert [str(one) for one in checks.check(collection(entry), rules=rules) if one.severity == "error"] == [
            f"{entry.path}:3:1: is odd [enconding]"
        ]


def test_an_error_of_a_field_is_reported_though_no_rule_knows_its_id() -> None:
    entry = replace(read(review()), errors=[FieldError("cycels", ("related", 0), Place("x.md", 4, 5), "is odd")])
    assert [str(one) for one in checks.check(collection(entry))] == ["x.md:4:5: related: is odd [cycels]"]


@pytest.mark.parametrize("rule", sorted(checks._WORDING))
def test_a_rule_with_words_of_its_own_for_errors_of_fields_says_them(rule: str) -> None:
    entry = replace(read(review()), errors=[FieldError(rule, ("url",), Place("x.md", 4, 5), "is odd")])
    assert [one.rule for one in checks.check(collection(entry))] == [rule]


def ids_given() -> Iterator[tuple[str, str]]:
    """Yield where a problem is made and the id that it gets, but where that is the caller's choice."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if {"importers", "cli", "web"} & set(path.parts):
            continue  # what they report is on maps, sources, options and requests, which `lessons check` never sees
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            position = MAKERS.get(node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", ""))
            if position is None or len(node.args) <= position:
                continue
            argument = node.args[position]
            value: object = argument.value if isinstance(argument, ast.Constant) else importlib.import_module(name)
            if not isinstance(argument, ast.Constant):
                for part in ast.unparse(argument).split("."):
                    value = getattr(value, part, None)
            if isinstance(value, str) or "rule" not in ast.unparse(argument):
                yield f"{name}:{node.lineno}", str(value)


def test_every_id_that_a_problem_is_given_anywhere_has_a_manual() -> None:
    given = list(ids_given())
    documented = {*checks.IDS, against.ID}
    assert [(where, id_) for where, id_ in given if id_ not in documented] == []
    assert {id_ for _, id_ in given} == documented
