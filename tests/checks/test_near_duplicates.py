"""Near-duplicates: recall and precision on planted cases, and work that grows with the number of texts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result

from lessons.entries.folder import read_folder
from lessons.entries.resembling import LESSONS
from lessons.text import duplicates
from lessons.text.duplicates import Index

ROOT = Path(__file__).parents[2]
PLANTED: dict[str, list[dict[str, str]]] = yaml.safe_load(
    (ROOT / "tests" / "data" / "planted-duplicates.yml").read_text("utf-8")
)
FOUNDING = {
    f"{entry.id}#{lesson.get('id')}": f"{lesson.statement} {lesson.get('recommendation') or ''} {lesson.text}"
    for entry in read_folder(ROOT / "entries").entries
    for lesson in entry.body.lessons
}


def found(planted: dict[str, str]) -> set[str]:
    """Return the founding lessons that a planted text is said to resemble, when it alone is added to them."""
    return {one.other for one in Index({**FOUNDING, "planted": planted["text"]}).resembling("planted", LESSONS)}


def test_every_lesson_that_was_copied_and_edited_is_found() -> None:
    assert [case["of"] for case in PLANTED["edited"] if case["of"] not in found(case)] == []


def test_three_of_four_lessons_told_again_in_other_words_are_found() -> None:
    hits = [case for case in PLANTED["retold"] if case["of"] in found(case)]
    assert len(hits) / len(PLANTED["retold"]) >= 0.75


def test_what_is_found_is_right() -> None:
    cases = [(case, found(case)) for kind in PLANTED for case in PLANTED[kind]]
    said = sum(len(others) for _, others in cases)
    right = sum(case.get("of") in others for case, others in cases)
    assert said >= 15
    assert right == said


def test_of_the_founding_lessons_no_two_are_taken_for_one() -> None:
    index = Index(FOUNDING)
    assert [(key, one.other) for key in FOUNDING for one in index.resembling(key, LESSONS)] == []


def test_an_exact_copy_is_wholly_alike_and_names_the_words_that_both_use() -> None:
    (first,) = Index({**FOUNDING, "copy": FOUNDING["kirklees-recycling#prepare-crews"]}).resembling("copy", 0.5)
    assert (first.other, round(first.similarity, 3)) == ("kirklees-recycling#prepare-crews", 1.0)
    assert "crews" in first.words


def test_a_text_is_compared_with_few_others_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: Counter[str] = Counter()

    class Counting(Counter[str]):
        def update(self, keys: Any = (), **more: Any) -> None:
            if isinstance(keys, list):
                looked_at["texts"] += len(keys)
            super().update(keys, **more)

    monkeypatch.setattr(duplicates, "Counter", Counting)
    # Five hundred texts of common words, each with two rare words that it shares with one other.
    texts = {
        f"t{number}": f"the council asked the residents about bins and crews {number // 2:03}pair {number // 2:03}twin"
        for number in range(500)
    }
    index = Index(texts)
    looked_at.clear()
    pairs = {key: [one.other for one in index.resembling(key, 0.5)] for key in texts}
    assert all(others == [f"t{int(key[1:]) ^ 1}"] for key, others in pairs.items())
    assert looked_at["texts"] <= len(texts) * duplicates.LOOKED_UP * duplicates.COMMON
    assert looked_at["texts"] == 2 * 2 * len(texts)


def test_empty_and_unknown_texts_resemble_nothing() -> None:
    index = Index({"a": "", "b": "", "c": "one two"})
    assert index.resembling("a", 0.0) == index.resembling("c", 0.0) == index.resembling("unknown", 0.0) == []


class TestRule:
    """What `lessons check` says, and when it is silent."""

    RETOLD = next(case["text"] for case in PLANTED["edited"] if case["of"] == "kirklees-recycling#prepare-crews")

    @pytest.fixture
    def calder(self, folder: Path) -> Path:
        (folder / "kirklees-recycling.md").write_bytes((ROOT / "entries" / "kirklees-recycling.md").read_bytes())
        text = (folder / "kirklees-recycling.md").read_text("utf-8")
        for related in ("  - kirklees-strategic-executive-team\n", "  - kirklees-talkback-panel\n", "related:\n"):
            text = text.replace(related, "")
        (folder / "kirklees-recycling.md").write_text(text, "utf-8")
        path = folder / "calder-bins.md"
        path.write_text(
            "---\ntitle: Bins in Calder\ndate: 1999\norganisation: Calder\nsector: transport\nresult: failure\ntype: rapid-lesson\nbarriers: stillborn-strategy\n---\n\n"
            "## What happened\n\nNo.\n\n## Outcomes and evidence\n\nNone.\n\n## Lessons\n\n### Prepare the crews\n\n"
            + self.RETOLD
            + "\n\n- Id: crews\n- Recommendation: Train the crews before the first round.\n- Applies when: Always.\n",
            "utf-8",
        )
        return path

    def said(self, lessons: Callable[..., Result], *arguments: str) -> list[str]:
        lines = lessons("check", *arguments).stderr.splitlines()
        return [line for line in lines if line.endswith("[near-duplicates]")]

    @pytest.mark.usefixtures("calder")
    def test_it_says_which_how_much_why_and_what_to_write(self, lessons: Callable[..., Result]) -> None:
        (line,) = self.said(lessons)
        assert line.startswith(
            'entries/calder-bins.md:21:5: advice: the lesson resembles "kirklees-recycling#prepare-crews" ('
        )
        assert "% similar; both use “crews”, " in line
        assert (
            "if the same thing went wrong again, write `repeats: kirklees-recycling#prepare-crews`; if the team used that lesson, `builds_on:`"
            in line
        )

    @pytest.mark.parametrize(
        ("result", "first"),
        [("no-effect", "repeats"), ("mixed", "repeats"), ("success", "builds_on"), ("too-early", "builds_on")],
    )
    def test_what_it_offers_first_goes_by_the_result(
        self, calder: Path, lessons: Callable[..., Result], result: str, first: str
    ) -> None:
        calder.write_text(calder.read_text("utf-8").replace("result: failure", f"result: {result}"), "utf-8")
        (line,) = self.said(lessons)
        assert sorted(("`repeats: ", "`builds_on:` "), key=line.index)[0].startswith(f"`{first}:")

    def test_a_review_that_was_withdrawn_is_not_asked_about(self, calder: Path, lessons: Callable[..., Result]) -> None:
        calder.write_text(calder.read_text("utf-8").replace("date: 1999", "date: 1999\nstatus: withdrawn"), "utf-8")
        assert self.said(lessons) == []

    @pytest.mark.parametrize(
        "link",
        [
            "repeats: kirklees-recycling#prepare-crews",
            "related: kirklees-recycling",
            "supersedes: [kirklees-recycling]",
        ],
    )
    def test_a_link_between_the_two_ends_it(self, calder: Path, lessons: Callable[..., Result], link: str) -> None:
        calder.write_text(calder.read_text("utf-8").replace("date: 1999", f"date: 1999\n{link}"), "utf-8")
        assert self.said(lessons) == []

    @pytest.mark.usefixtures("calder")
    def test_the_file_asked_about_is_told_even_when_the_other_is_newer(self, lessons: Callable[..., Result]) -> None:
        (line,) = self.said(lessons, "entries/kirklees-recycling.md")
        assert line.startswith("entries/kirklees-recycling.md:")
        assert '"calder-bins#crews"' in line

    def test_what_was_imported_stands_as_recorded_but_is_still_compared_with_new_lessons(
        self, calder: Path, lessons: Callable[..., Result]
    ) -> None:
        system = "source_system: {name: Old, id: 1, imported: 2024}"
        calder.write_text(calder.read_text("utf-8").replace("date: 1999", f"date: 1999\n{system}"), "utf-8")
        assert len(self.said(lessons)) == 1
        other = calder.with_name("kirklees-recycling.md")
        other.write_text(other.read_text("utf-8").replace("date: 1998-04", f"date: 1998-04\n{system}"), "utf-8")
        assert self.said(lessons) == []

    def test_two_lessons_of_one_review_that_say_the_same_are_told_once(
        self, calder: Path, lessons: Callable[..., Result]
    ) -> None:
        text = calder.read_text("utf-8")
        lesson = text[text.index("### Prepare") :]
        calder.with_name("kirklees-recycling.md").unlink()
        calder.write_text(text + "\n" + lesson.replace("- Id: crews", "- Id: again"), "utf-8")
        (line,) = self.said(lessons)
        assert 'resembles "calder-bins#crews" in the same review (100% similar' in line

    def test_a_whole_review_told_twice_is_told_once_and_not_for_each_lesson(
        self, calder: Path, lessons: Callable[..., Result]
    ) -> None:
        text = calder.with_name("kirklees-recycling.md").read_text("utf-8")
        calder.write_text(text.replace("date: 1998-04", "date: 1999"), "utf-8")
        (line,) = self.said(lessons)
        assert line.startswith(
            'entries/calder-bins.md:2:8: advice: the review resembles "kirklees-recycling" (100% similar'
        )
