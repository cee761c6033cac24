"""Every chart counts what the tables say: against counts made by hand, one number at a time, from the tables alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from lessons.library import charts
from lessons.library.outcomes import OutcomeFilters


def rows(
    db: sqlite3.Connection, query: charts.ChartQuery, narrowing: charts.Narrowing | None = None
) -> dict[str | None, dict[str, int]]:
    """The rows of a chart, by label, and in each the numbers that are not 0, by column."""
    found = charts.rows_of(db, query, *([narrowing] if narrowing else []))
    assert len({row.label for row in found}) == len(found)
    names = [one.column for one in query.series]
    return {row.label: {n: v for n, v in zip(names, row.numbers, strict=True) if v} for row in found}


def count(db: sqlite3.Connection, sql: str, *values: object) -> int:
    return int(db.execute(sql, values).fetchone()[0])


def label(db: sqlite3.Connection, scheme: str, slug: str | None) -> str:
    found = db.execute("SELECT label FROM terms WHERE scheme = ? AND slug = ?", (scheme, slug)).fetchone()
    return found[0] if found else "Not stated"


def counted(pairs: Iterator[tuple[str, str]]) -> dict[str | None, dict[str, int]]:
    found: dict[str | None, dict[str, int]] = {}
    for row, column in pairs:
        cells = found.setdefault(row, {})
        cells[column] = cells.get(column, 0) + 1
    return found


def test_targets_are_counted_by_what_is_measured(db: sqlite3.Connection) -> None:
    def each() -> Iterator[tuple[str, str]]:
        for measures, target, actual, better in db.execute("SELECT measures, target, actual, better FROM outcomes"):
            if target is None:
                became = "no_target"
            elif actual is None:
                became = "not_measured"
            else:
                became = "met" if (actual <= target if better == "lower" else actual >= target) else "missed"
            yield label(db, "measures", measures), became

    assert rows(db, charts.TARGETS) == counted(each())
    assert rows(db, charts.TARGETS)["Outcome"]["missed"] == 1


def test_outcomes_stand_first_and_figures_that_say_not_what_they_measure_last(db: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(":memory:")) as copy:
        db.backup(copy)
        copy.execute("UPDATE outcomes SET measures = NULL WHERE measures <> 'outcome' AND measures <> 'input'")
        labels = [row.label for row in charts.rows_of(copy, charts.TARGETS)]
    assert labels == ["Outcome", "Input", "Not stated"]


@pytest.mark.parametrize(("query", "scheme"), [(charts.BY_SECTOR, "sector"), (charts.BY_METHOD, "method")])
def test_outcomes_alone_are_counted_by_how_they_changed(
    db: sqlite3.Connection, query: charts.ChartQuery, scheme: str
) -> None:
    def each() -> Iterator[tuple[str, str]]:
        for sector, method, before, after, better in db.execute(
            "SELECT (SELECT sector FROM reviews WHERE id = review_id), method, baseline, actual, better FROM outcomes "
            "WHERE measures = 'outcome'"
        ):
            if before is None or after is None or method == "estimate":
                changed = "unknown"
            elif before == after:
                changed = "no_change"
            else:
                changed = "better" if (after < before) == (better == "lower") else "worse"
            yield label(db, scheme, sector if scheme == "sector" else method), changed

    assert rows(db, query) == counted(each())


def test_results_count_each_review_once(db: sqlite3.Connection) -> None:
    expected = {
        label(db, "result", slug): {"reviews": number}
        for slug, number in db.execute("SELECT result, count(*) FROM reviews GROUP BY result")
    }
    assert rows(db, charts.RESULTS) == expected
    assert sum(one["reviews"] for one in expected.values()) == count(db, "SELECT count(*) FROM reviews")


def test_barriers_count_each_review_that_names_one_or_has_a_lesson_that_does(db: sqlite3.Connection) -> None:
    columns = {"no-effect": "no_effect", "too-early": "too_early", None: "not_stated"}

    def each() -> Iterator[tuple[str, str]]:
        for term in [row[0] for row in db.execute("SELECT slug FROM terms WHERE scheme = 'barriers'")]:
            for review, result in db.execute("SELECT id, result FROM reviews").fetchall():
                own = count(
                    db,
                    "SELECT count(*) FROM review_terms WHERE review_id = ? AND scheme = 'barriers' AND term = ?",
                    review,
                    term,
                )
                of_lessons = count(
                    db,
                    "SELECT count(*) FROM lesson_terms JOIN lessons ON lessons.id = lesson_id "
                    "WHERE review_id = ? AND scheme = 'barriers' AND term = ?",
                    review,
                    term,
                )
                if own or of_lessons:
                    yield label(db, "barriers", term), columns.get(result, result)

    assert rows(db, charts.BARRIERS) == counted(each())


def test_lessons_are_counted_by_the_year_of_their_review(db: sqlite3.Connection) -> None:
    found = rows(db, charts.LESSONS_BY_YEAR)
    assert sum(one["lessons"] for one in found.values()) == count(db, "SELECT count(*) FROM lessons")
    for year, cells in found.items():
        begins = f"{year}%" if year else None
        assert cells["lessons"] == count(
            db,
            "SELECT count(*) FROM lessons WHERE review_id IN (SELECT id FROM reviews WHERE coalesce(date, '') LIKE coalesce(?, ''))",
            begins,
        )


def test_each_lesson_stands_where_its_status_says_or_where_a_repeat_put_it(db: sqlite3.Connection) -> None:
    stored = db.execute("SELECT status, recurred FROM lessons").fetchall()
    expected = counted((label(db, "lesson_status", "recurred" if again else one), "lessons") for one, again in stored)
    assert rows(db, charts.STANDING) == expected
    assert len(expected) > 1


def test_decisions_count_what_reviews_and_uses_tell(db: sqlite3.Connection) -> None:
    told = db.execute(
        "SELECT decision, independent FROM lesson_links WHERE link_type = 'builds_on' UNION ALL SELECT decision, independent FROM uses"
    ).fetchall()
    names = {1: "by_another", 0: "by_its_own", None: "not_known"}
    assert rows(db, charts.DECISIONS) == counted((label(db, "decision", one), names[own]) for one, own in told)
    assert told


def test_filters_narrow_a_chart_to_the_figures_that_they_leave(db: sqlite3.Connection) -> None:
    for sector in ("schools", "not-stated"):
        narrowing = charts.of_figures(OutcomeFilters(sector=sector))
        found = rows(db, charts.TARGETS, narrowing)
        stored = None if sector == "not-stated" else sector
        assert sum(sum(cells.values()) for cells in found.values()) == count(
            db,
            "SELECT count(*) FROM outcomes LEFT JOIN reviews ON reviews.id = review_id WHERE sector IS ?",
            stored,
        )


def test_one_figure_has_its_three_points(db: sqlite3.Connection) -> None:
    for id_, *figures in db.execute("SELECT id, baseline, target, actual FROM outcomes").fetchall():
        sql, values = charts.one_figure(id_)
        assert db.execute(sql, values).fetchall() == list(zip(("Baseline", "Target", "Actual"), figures, strict=True))


@pytest.mark.parametrize("query", charts.CHARTS, ids=lambda query: query.name)
def test_a_chart_has_a_question_and_its_columns(db: sqlite3.Connection, query: charts.ChartQuery) -> None:
    assert query.title.endswith("?")
    columns = [one[0] for one in db.execute(charts.Narrowing().statement(query)).description]
    assert columns[1:] == [one.column for one in query.series]
    assert "1 = 1" not in charts.Narrowing().statement(query)
