"""What is written for contributors is true: examples are run, commands exist, and the reference is what the declarations say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields as fields_of
from pathlib import Path

import click
import pytest
import reference
import yaml
from click.testing import Result

from lessons.authoring import against, importers
from lessons.authoring.fixes import FIXES
from lessons.authoring.importers import mapping
from lessons.authoring.importers.rules import Rule
from lessons.authoring.report_formats import FORMATS
from lessons.checks import IDS
from lessons.cli import COMMANDS, main
from lessons.library.canned_queries import CANNED_QUERIES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "lessons" / "docs"
WRITTEN = [
    ROOT / "CONTRIBUTING.md", DOCS / "contributing.md", DOCS / "maintaining.md", DOCS / "importing.md", *sorted((ROOT / ".github").rglob("*.*")),
    ROOT / ".pre-commit-config.yaml", ROOT / ".pre-commit-hooks.yaml",
]  # fmt: skip


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of ours that a text shows, a group's with the one that is chosen of it, and its options."""
    for line in re.sub(r"\\\n", " ", text).splitlines():
        for match in re.finditer(r"(?:^|[`\s(])lessons ([a-z]+)((?: [^`#|>)\n]*)?)", line):
            if match.group(1) in COMMANDS or " --" in match.group(2):
                name = " ".join([match.group(1), *re.findall(r"^ [a-z]+\b", match.group(2))])
                yield name, re.findall(r"(?<![\w-])--[a-z][a-z-]*", match.group(2))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_and_option_that_is_shown_exists(path: Path) -> None:
    for name, options in commands(path.read_text("utf-8")):
        first, *more = name.split()
        command = main.get_command(click.Context(main), first)
        if isinstance(command, click.Group) and more:
            command = command.get_command(click.Context(command), more[0])
        assert command is not None, name
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert set(options) <= known, f"lessons {name}"


def test_the_contributing_page_shows_the_messages_that_the_check_gives(
    folder: Path, lessons: Callable[..., Result]
) -> None:
    (review,), (messages,) = blocks(ROOT / "CONTRIBUTING.md", "markdown"), blocks(ROOT / "CONTRIBUTING.md", "text")
    path = folder / "night-buses.md"
    path.write_text(review, "utf-8")
    said = lessons("check").stderr.splitlines()
    assert said[:-1] == messages.splitlines()
    lessons("check", "--fix")
    left = lessons("check").stderr
    assert ("[dates]" in left, "[lesson-fields]" in left) == (False, False)
    assert ("[known-terms]" in left, "[links]" in left) == (True, True)


def test_the_map_of_the_code_names_only_what_is_there() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:lessons|entries|tests)/[\w./]*)`", page) + re.findall(
        r"\]\(((?:lessons|entries)/[^)#]+)\)", page
    )
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", list(reference.FILES))
def test_the_reference_is_what_the_declarations_say(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == reference.FILES[name](), "run: python .ci/reference.py"


def test_the_canned_queries_of_the_metadata_are_those_that_are_declared() -> None:
    text = reference.METADATA.read_text("utf-8")
    assert text == reference.metadata(text), "run: python .ci/reference.py"
    queries = yaml.safe_load(text)["databases"]["lessons"]["queries"]
    assert queries == {query.name: query.for_datasette() for query in CANNED_QUERIES}


def test_the_reference_has_every_rule_with_its_reason() -> None:
    text = reference.rules()
    assert [id_ for id_ in (*IDS, against.ID) if f"### {id_}\n" not in text] == []
    assert text.count("**What is right:**") == len(IDS) + 1


def test_the_map_in_the_import_page_is_right_and_every_word_of_a_map_is_explained() -> None:
    page = (DOCS / "importing.md").read_text("utf-8")
    example, several = blocks(DOCS / "importing.md", "yaml")
    for text in (example, f'id: "{{No}}"\n{several}'):
        assert [str(problem) for problem in mapping.parse(text, "map.yml").problems] == []
    words = {
        *mapping.TOP,
        *(field.name for field in fields_of(Rule) if field.name not in ("place", "fallback")),
        "statement",
        "prose",
        "each",
    }
    assert [word for word in sorted(words) if f"`{word}`" not in page and f"{word}:" not in example + several] == []


def test_the_example_map_makes_a_review(tmp_path: Path) -> None:
    example, _ = blocks(DOCS / "importing.md", "yaml")
    source = tmp_path / "export.csv"
    header = "No;Title;Closed;Department;Area;Outcome;Keywords;Link;Story;Lesson;Advice;Internal number"
    source.write_bytes(
        f"{header}\n7;Caf\u00e9;17/04/1998;Kirklees;IT;unknown;a, b;https://a.b/7;S;L;Ask.;9\n".encode("windows-1252")
    )
    report = importers.run(
        "csv", source, mapping.parse(example, "map.yml"), tmp_path / "entries", importers.ImportOptions("2024-05-17")
    )
    assert (report.problems, report.unmapped, len(report.written)) == ([], [], 1)
    assert "title: Caf\u00e9\ndate: 1998-04-17\n" in (tmp_path / "entries" / "old-7.md").read_text("utf-8")


def test_the_pages_name_every_fix_and_every_format() -> None:
    page = "".join((DOCS / name).read_text("utf-8") for name in ("contributing.md", "maintaining.md"))
    assert [form for form in FORMATS if form not in page] == []
    assert len(FIXES) == 15, "name the new fix in docs/contributing.md, and correct this number"


def test_the_problem_matcher_reads_our_messages() -> None:
    (task,) = blocks(DOCS / "contributing.md", "json")
    pattern = re.compile(re.search(r'"regexp": "(.*)"', task).group(1).replace("\\\\", "\\"))  # type: ignore[union-attr]
    error = pattern.fullmatch('entries/a.md:7:9: unknown sector "x" [known-terms]')
    advice = pattern.fullmatch("entries/a.md:7:9: advice: say more [near-duplicates]")
    assert error is not None
    assert advice is not None
    assert error.groups() == ("entries/a.md", "7", "9", None, 'unknown sector "x"', "known-terms")
    assert advice.groups()[3:] == ("advice", "say more", "near-duplicates")


@pytest.mark.parametrize(
    "path", [path for path in WRITTEN if path.suffix in (".yml", ".yaml")], ids=lambda path: path.name
)
def test_every_yaml_file_for_the_code_host_can_be_read(path: Path) -> None:
    assert yaml.safe_load(path.read_text("utf-8"))


def test_the_workflow_that_may_write_runs_nothing_of_the_pull_request() -> None:
    text = (ROOT / ".github" / "workflows" / "reviews-comment.yml").read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"actions": "read", "pull-requests": "write"}
    assert "checkout" not in text.replace("checks nothing\n# out", "")
    assert "pip" not in text
    # What comes from outside reaches the shell as a variable and never as text of the script.
    assert all("${{" not in step["run"] for step in workflow["jobs"]["comment"]["steps"])


def test_the_workflow_that_runs_the_pull_request_may_only_read() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "reviews.yml").read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in workflow[True]
    assert all("${{" not in step.get("run", "") for step in workflow["jobs"]["check"]["steps"])


def test_the_hooks_take_reviews_and_leave_other_files() -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        if hook.get("always_run"):
            # Whoever only deletes breaks the links of others, and hands over no file.
            assert hook["pass_filenames"] is False, hook["id"]
            continue
        taken = [
            path
            for path in (
                "entries/a.md",
                "entries/1998/b.md",
                "entries/README.md",
                "entries/_draft.md",
                "entries/.x.md",
                "README.md",
                "lessons/docs/fields.md",
            )
            if re.search(hook["files"], path) and not re.search(hook["exclude"], path)
        ]
        assert taken == ["entries/a.md", "entries/1998/b.md"], hook["id"]


def test_every_path_of_the_package_that_contributors_are_told_exists() -> None:
    told = re.findall(r"`((?:lessons|tests)/[\w./-]*)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert len(told) > 20
    assert [path for path in told if not (ROOT / path).exists()] == []
