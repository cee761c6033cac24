"""Ids: whatever a title is, an id can be made of it; and every id is found again under it, wherever it is written."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import assume, example, given
from hypothesis import strategies as st

from lessons.record.scaffold import file_id, lesson_id
from lessons.record.types import LESSON_ID, REVIEW_ID
from lessons.record.vocabulary import slugified
from tests.support.examples import examples
from tests.support.sample import LESSON, Folder, lesson, review


@given(st.text(max_size=120))
@example("")
@example("ab " + "x" * 70)
@example("日本")
def test_any_title_gives_an_id_and_the_id_gives_itself(title: str) -> None:
    made = file_id(title)
    assert REVIEW_ID.fullmatch(made)
    assert file_id(made) == made
    assert len(made) <= 60


@given(st.text(max_size=120), st.sets(st.sampled_from(["lesson", "lesson-2", "ask", "ask-2"])))
@example("Lesson 1: Ask", {"ask"})
def test_any_sentence_gives_an_id_that_is_not_taken(statement: str, taken: set[str]) -> None:
    made = lesson_id(statement, taken)
    assert LESSON_ID.fullmatch(made)
    assert made not in taken


@given(st.text(max_size=60))
def test_the_slug_of_a_slug_is_itself(text: str) -> None:
    assert slugified(slugified(text)) == slugified(text)


REVIEW_IDS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,4}){1,4}", fullmatch=True)
LESSON_IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)


@examples(8, scheduled=200)
@given(REVIEW_IDS, REVIEW_IDS, LESSON_IDS, LESSON_IDS)
@example("on-1", "no-0", "null", "1e5")
def test_ids_come_back_from_the_database_as_they_were_written(cited: str, citing: str, old: str, new: str) -> None:
    assume(cited != citing)
    assume(old != new)
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place) / "entries")
        folder.write(cited, review(lessons=LESSON.replace("ask-users", f"{new}\n- Formerly: {old}"), title="Cited"))
        text = f"See [the lesson]({cited}.md#{new}) and [all of it]({cited}.md)."
        built_on = f"builds_on:\n  - lesson: {cited}#{new}\n    decision: adopted"
        folder.write(citing, review(built_on, lessons=lesson("- Id: ask-users\n- Recommendation: Ask.", prose=text)))
        report = folder.build(Path(place) / "lessons.db")
        assert report.written, [str(one) for one in report.problems]
        with closing(sqlite3.connect(Path(place) / "lessons.db")) as connection:
            ids = {id_ for (id_,) in connection.execute("SELECT id FROM reviews")}
            lessons = {id_ for (id_,) in connection.execute("SELECT id FROM lessons")}
            uses = connection.execute("SELECT to_lesson_id FROM lesson_links").fetchall()
            former = dict(connection.execute("SELECT old, new FROM redirects").fetchall())
            (html,) = connection.execute(
                "SELECT html FROM lesson_text WHERE lesson_id = ?", (f"{citing}#ask-users",)
            ).fetchone()
    assert ids == {cited, citing}
    assert lessons == {f"{cited}#{new}", f"{citing}#ask-users"}
    assert former == {f"/reviews/{cited}/{old}": f"/reviews/{cited}/{new}"}
    assert (f"{cited}#{new}",) in uses
    assert html.count(f'href="/reviews/{cited}/{new}"') >= 1
    assert f'href="/reviews/{cited}"' in html
