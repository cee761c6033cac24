"""The queries over a built database, against what the database itself says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from lessons.cli import main
from lessons.library import connection, lessons, outcomes, reviews, vocabulary
from lessons.library.redirects import redirect
from lessons.library.vocabulary import lessons_by
from lessons.problems import LessonsError
from lessons.schema import SCHEMA_VERSION


def test_a_build_says_what_it_is(db: sqlite3.Connection) -> None:
    built = connection.build(db)
    assert built.review_count == db.execute("SELECT count(*) FROM reviews").fetchone()[0]
    assert built.lesson_count == db.execute("SELECT count(*) FROM lessons").fetchone()[0]
    assert built.name == "Public Service Lessons"


def test_the_database_can_only_be_read(db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM reviews")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not an SQLite database"),
        (b"not a database at all", "is not an SQLite database"),
        (None, "cannot be opened"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "x.db"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(LessonsError, match=message):
        connection.connect(file)
    assert not connection.is_library(file)


def test_a_file_that_ends_too_early_is_refused(path: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.db"
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(LessonsError, match="is not complete"):
        connection.connect(half)


def test_another_database_is_not_ours(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE build_info (key, value)")
    other.commit()
    with pytest.raises(LessonsError, match="not made by lessons build"):
        connection.build(other)
    other.close()
    assert not connection.is_library(tmp_path / "other.db")


@pytest.mark.parametrize("order", ["newest", "event"])
def test_pages_of_reviews_hold_each_once_in_order(db: sqlite3.Connection, order: str) -> None:
    listing = reviews.Listing(newest=order == "newest")
    cards = [card for offset in range(0, 60, 7) for card in reviews.listed(db, listing, 7, offset)]
    assert len({card.id for card in cards}) == len(cards) == connection.build(db).review_count
    dates = [(card.published if order == "newest" else card.date) or "" for card in cards]
    assert dates == sorted(dates, reverse=True)


def test_everything_a_review_states_is_found(db: sqlite3.Connection) -> None:
    for (review_id,) in db.execute("SELECT id FROM reviews").fetchall():
        review = reviews.review(db, review_id)
        assert review is not None
        assert len(lessons.of_review(db, review_id)) == review.lesson_count
        assert reviews.sections(db, review_id)
        assert reviews.markdown(db, review_id)
    assert reviews.review(db, "nope") is None
    assert lessons.lesson(db, "nope", "nope") is None


def test_each_use_of_a_lesson_is_found_from_both_sides(db: sqlite3.Connection) -> None:
    links = db.execute(
        "SELECT from_review_id, to_lesson_id FROM lesson_links WHERE to_lesson_id IS NOT NULL"
    ).fetchall()
    assert links
    for review_id, lesson_id in links:
        assert lesson_id in [use.lesson_id for use in lessons.used_by(db, review_id)]
        assert review_id in [use.review_id for use in lessons.uses_of(db, lesson_id.split("#")[0])]


def test_figures_are_chosen_by_the_fields_that_are_offered_and_no_other(db: sqlite3.Connection) -> None:
    for field in ("sector", "measures", "method"):
        values = outcomes.values(db, field)
        chosen = [len(outcomes.outcomes(db, outcomes.OutcomeFilters(**{field: value}))) for value in values]
        assert all(chosen)
        assert sum(chosen) == outcomes.tally(db, outcomes.OutcomeFilters()).figures


def test_what_is_not_said_to_measure_an_outcome_is_none(db: sqlite3.Connection) -> None:
    everything = outcomes.tally(db, outcomes.OutcomeFilters())
    stated = [row.measures for row in outcomes.outcomes(db, outcomes.OutcomeFilters())]
    assert everything.figures == len(stated)
    assert 0 < everything.outcomes == stated.count("outcome") < len(stated)
    for value in outcomes.values(db, "measures"):
        chosen = outcomes.tally(db, outcomes.OutcomeFilters(measures=value))
        assert chosen.figures == stated.count(None if value == "not-stated" else value)
        assert chosen.outcomes == (chosen.figures if value == "outcome" else 0)
    with pytest.raises(ValueError, match="not chosen by title"):
        outcomes.values(db, "title")


def test_every_term_in_use_has_a_label(db: sqlite3.Connection) -> None:
    words = vocabulary.vocabulary(db)
    for scheme, term in db.execute("SELECT DISTINCT scheme, term FROM review_terms"):
        assert words.label(scheme, term)
    assert words.label("sector", "never-heard-of") == "Never heard of"


def test_lessons_by_organisation_add_up(db: sqlite3.Connection) -> None:
    counts = lessons_by(db, "organisation")
    assert counts is not None
    stated = db.execute("SELECT sum(lesson_count) FROM reviews WHERE organisation_id IS NOT NULL").fetchone()[0]
    assert sum(count for _, _, count in counts) == stated
    assert lessons_by(db, "sector") is None


def test_an_address_that_never_was_redirects_nowhere(db: sqlite3.Connection) -> None:
    assert redirect(db, "/reviews/nope") is None


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.0", f"its schema has version 1.0, but this version of lessons reads {SCHEMA_VERSION}; build it again"),
        ("2.0", "its schema has version 2.0"),
        ("3.0", "its schema has version 3.0"),
        ("", 'its schema version is "", which is not a version; build it again'),
    ],
)
def test_a_file_of_another_schema_is_refused_with_what_to_do(
    path: Path, tmp_path: Path, version: str, said: str
) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(other)) as opened, opened:
        opened.execute("UPDATE build_info SET value = ? WHERE key = 'schema_version'", (version,))
    done = CliRunner().invoke(main, ["search", "--database", str(other), "crews"])
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
