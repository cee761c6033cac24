"""A curve of how long things take is drawn on the server, says itself in words, and has the same figures in a table."""

from __future__ import annotations

from xml.etree import ElementTree

from lessons.learning.curve_drawing import LEFT, curve_shown, svg_of
from lessons.learning.report import LearningReport, ReportSection
from lessons.learning.report_formats import to_html, to_markdown, to_text
from lessons.learning.survival import Duration, curve


def test_a_curve_falls_by_steps_and_stays_where_cases_are_open() -> None:
    shown = curve_shown("From a to b", curve([Duration(50, done=True), Duration(100, done=False)]))
    assert shown.path == "M0 0.0H500.0V50.0H1000.0"
    assert shown.median is not None
    assert shown.median.place == LEFT + (100 - LEFT) / 2
    assert shown.median.text == "half within 50 days"
    assert shown.rows == (("50 days", "2", "1", "50%"),)
    assert shown.name.startswith("From a to b: 1 of 2 lessons came that far, half of them within 50 days.")


def test_a_median_that_is_not_reached_is_said_and_not_drawn() -> None:
    shown = curve_shown("From a to b", curve([Duration(50, done=True), *[Duration(100, done=False)] * 3]))
    assert shown.median is None
    assert "half of them not yet" in shown.name


def test_marks_of_the_axis_lie_on_it_and_are_few() -> None:
    for longest in (0, 1, 5, 59, 100, 400, 1900, 9000, 40_000):
        marks = curve_shown("x", curve([Duration(longest, done=True)])).across
        assert 1 <= len(marks) <= 8, longest
        assert all(LEFT <= mark.place <= 100.2 for mark in marks), longest


def test_a_report_as_a_document_of_its_own_draws_the_curve_as_the_site_does() -> None:
    found = curve([Duration(50, done=True), Duration(100, done=False)])
    section = ReportSection("time", "How long", curves=(("From <a> to b", found),))
    report = LearningReport("Audit", "Lead.", (section,))
    document = to_html(report)
    shown = curve_shown("From <a> to b", found)
    assert svg_of(shown) in document
    assert 'd="M0 0.0H500.0V50.0H1000.0"' in document
    assert "<h3>From &lt;a&gt; to b</h3>" in document
    assert "<a>" not in document
    assert '<th scope="row">50 days</th><td>2</td><td>1</td><td>50%</td>' in document
    drawn = ElementTree.fromstring(svg_of(shown))
    assert drawn.get("role") == "img"
    assert "<svg" not in to_markdown(report) + to_text(report)
