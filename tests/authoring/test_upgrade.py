"""A library written for schema 1.0 goes through `lessons check --fix` and a list of decisions; the founding reviews as they stood then."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lessons.authoring import fixes
from lessons.building import build
from lessons.entries import Entry, read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from tests.support.sample import WORDS, Run, lesson, review

OLD = Path(__file__).parents[1] / "data" / "entries-1.0"
# A problem, or a piece of advice: path, line, message, rule.
LISTED = re.compile(r"^entries/([\w-]+\.md):(\d+):\d+: (?:advice: )?(.*) \[([\w-]+)\]$", re.MULTILINE)


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder ``entries`` of the working directory, as written for schema 1.0."""
    shutil.copytree(OLD, tmp_path / "entries")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "entries"


def addresses(folder: Path) -> dict[str, list[str | None]]:
    return {entry.id: [one.get("id") for one in entry.body.lessons] for entry in read_folder(folder).entries}


def test_one_command_mends_what_is_safe_and_lists_each_decision_with_its_line(old: Path, run: Run) -> None:
    before = {path.name: path.read_text("utf-8") for path in old.glob("*.md")}
    ids = addresses(old)
    result = run("check", "--fix")
    assert result.exit_code == 1
    listed = LISTED.findall(result.stderr)
    assert {rule for _, _, _, rule in listed} == {"status-gates", "measures-given", "acted-upon"}
    # Each points at the line that is to be changed.
    expected = {
        "status-gates": "- Status: learned",
        "measures-given": "measure:",
        "acted-upon": "- Status: implemented",
    }
    for name, line, _, rule in listed:
        assert expected[rule] in (old / name).read_text("utf-8").splitlines()[int(line) - 1]
    assert sum(rule == "measures-given" for *_, rule in listed) == sum(
        text.count("  - measure:") for text in before.values()
    )
    assert addresses(old) == ids
    for name, text in before.items():
        after = (old / name).read_text("utf-8")
        without = after.replace("- Basis: reviewer\n", "")
        assert words(without) == words(
            re.sub(r"The\s+recommendation\s+is\s+drawn\s+by\s+the\s+reviewer\.", "", text)
        ), name
    assert "nothing to fix" in run("check", "--fix").stderr


def test_with_the_decisions_taken_the_old_library_builds_without_advice_of_these_rules(
    old: Path, run: Run, tmp_path: Path
) -> None:
    listed = LISTED.findall(run("check", "--fix").stderr)
    for name, line, _, rule in sorted(listed, key=lambda one: -int(one[1])):
        lines = (old / name).read_text("utf-8").splitlines(keepends=True)
        at = int(line) - 1
        if rule == "measures-given":
            lines[at] = lines[at] + "    measures: output\n"
        else:
            lines[at] = "- Status: identified\n"
        (old / name).write_text("".join(lines), "utf-8")
    result = run("check", "--strict")
    assert (result.exit_code, LISTED.findall(result.stderr)) == (0, [])
    report = build.build(old, tmp_path / "lessons.db", build.Options())
    assert report.written
    assert (report.reviews, report.lessons) == (24, 84)


def words(text: str) -> list[str]:
    return text.split()


def fixed(prose: str, fields: str = "- Id: a\n- Recommendation: b\n") -> Entry:
    """Return the review that the fixes make of one whose lesson has this prose."""
    entry = read_string(review(lessons=lesson(fields, prose=prose)), "night-buses.md")
    source = fixes._fixed(entry, entry.text, Collection((entry,), WORDS))
    return read_string(source, "night-buses.md")


@pytest.mark.parametrize(
    ("prose", "left"),
    [
        ("They knew. The recommendation is drawn by the reviewer.", "They knew."),
        ("They knew. The\nrecommendation is drawn\nby the reviewer.", "They knew."),
        ("The recommendation is drawn by the reviewer. They knew.", "They knew."),
        ("They knew.\n\nThe recommendation is drawn by the reviewer.", "They knew."),
        ("They knew. The recommendation is drawn by the reviewer from it.", None),
        ("They knew; the recommendation is drawn by the reviewer.", None),
        ("The recommendation, including its limits, is drawn by the reviewer.", None),
    ],
)
def test_the_reviewer_s_recommendation_gets_a_basis_and_loses_the_bare_sentence(prose: str, left: str | None) -> None:
    (one,) = fixed(prose).body.lessons
    assert one.get("basis") == "reviewer"
    assert " ".join(one.text.split()) == (left or " ".join(prose.split()))


@pytest.mark.parametrize(
    ("prose", "fields"),
    [
        ("The recommendation is the authors' own.", "- Id: a\n- Recommendation: b\n"),
        ("The conclusion is drawn by the reviewer.", "- Id: a\n- Recommendation: b\n"),
        (
            "The recommendation is the source's. It was drawn up by the reviewer of the plan.",
            "- Id: a\n- Recommendation: b\n",
        ),
        ("The recommendation is drawn by the reviewer.", "- Id: a\n- Basis: source\n- Recommendation: b\n"),
    ],
)
def test_what_does_not_say_so_or_has_a_basis_stays_as_it_is(prose: str, fields: str) -> None:
    text = review(lessons=lesson(fields, prose=prose))
    assert fixed(prose, fields).text == text
