"""Markdown: what a change brings, as a comment on a pull request. Text of entries is shown as it is and calls nobody."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.changes import Changes, NewLesson
from lessons.authoring.report_formats.model import Checked
from lessons.problems import Problem
from lessons.record.writing import literal

# A comment on the common code host holds 65,536 characters.
_LONGEST = 60_000
_MOST_LISTED = 30
_MOST_PROBLEMS = 50


def text(checked: Checked) -> str:
    """Return the report; with the changes since a revision where the check was against one."""
    lines = [f"**{literal(checked.summary)}**", ""]
    if checked.changes is not None:
        lines += _changes(checked.changes)
    lines += _problems(checked)
    whole = "\n".join(lines).rstrip("\n") + "\n"
    if len(whole) <= _LONGEST:
        return whole
    return whole[:_LONGEST].rpartition("\n")[0] + "\n\n… and more; run `lessons check` to see all of it.\n"


def _changes(changes: Changes) -> Iterator[str]:
    yield f"Since {_code(changes.revision)}: {_counted(changes)}."
    yield ""
    for entry in changes.new_reviews[:_MOST_LISTED]:
        yield f"- New review: {shown(entry.stated('title') or entry.id)} ({_code(entry.path)})"
    for entry in changes.changed_reviews[:_MOST_LISTED]:
        yield f"- Changed review: {shown(entry.stated('title') or entry.id)} ({_code(entry.path)})"
    for entry in changes.uses[:_MOST_LISTED]:
        what = f"{entry.stated('organisation') or entry.id}: {entry.stated('decision') or '?'}, {entry.stated('lesson') or '?'}"
        yield f"- Use of a lesson, new or changed: {shown(what)} ({_code(entry.path)})"
    for id_, entry in changes.renamed[:_MOST_LISTED]:
        yield f"- Renamed: {_code(id_)} is now {_code(entry.id)} ({_code(entry.path)})"
    for former, id_ in changes.renamed_lessons[:_MOST_LISTED]:
        yield f"- Renamed: {_code(former)} is now {_code(id_)}"
    for id_ in (*changes.gone, *changes.gone_lessons)[:_MOST_LISTED]:
        yield f"- Removed: {_code(id_)}"
    yield ""
    if changes.new_lessons:
        yield "### New lessons"
        yield ""
        for lesson in changes.new_lessons[:_MOST_LISTED]:
            yield from _lesson(lesson, changes)
        if len(changes.new_lessons) > _MOST_LISTED:
            yield f"- … and {len(changes.new_lessons) - _MOST_LISTED} more"
        yield ""


def _lesson(new: NewLesson, changes: Changes) -> Iterator[str]:
    yield f"- {shown(new.lesson.statement)} ({_code(new.entry.id)})"
    for related in new.related:
        statement = changes.statements.get(related.other, related.other)
        words = ", ".join(related.words[:3])
        yield f"  - related: {shown(statement)} ({_code(related.other)}; both use {shown(words)})"


def _counted(changes: Changes) -> str:
    gone, renamed = len(changes.gone) + len(changes.gone_lessons), len(changes.renamed) + len(changes.renamed_lessons)
    reviews, lessons = len(changes.new_reviews), len(changes.new_lessons)
    changed = len(changes.changed_reviews)
    return (
        f"{reviews} new {'review' if reviews == 1 else 'reviews'}, {changed} changed, "
        f"{lessons} new {'lesson' if lessons == 1 else 'lessons'}, "
        + (f"{renamed} renamed, " if renamed else "")
        + f"{gone} removed"
    )


def _problems(checked: Checked) -> Iterator[str]:
    errors = [problem for problem in checked.problems if checked.counts(problem)]
    # Advice on what this change did not touch would only be in its way.
    here = None if checked.changes is None else checked.changes.paths
    others = [one for one in checked.problems if not checked.counts(one) and (here is None or one.place.path in here)]
    alike = [problem for problem in others if problem.rule == "near-duplicates"]
    advice = [problem for problem in others if problem.rule != "near-duplicates"]
    for heading, problems in (
        ("To fix before this can be merged", errors),
        ("Learnt before?", alike),
        ("Advice", advice),
    ):
        if problems:
            yield f"### {heading}"
            yield ""
            yield from (_problem(problem) for problem in problems[:_MOST_PROBLEMS])
            if len(problems) > _MOST_PROBLEMS:
                yield f"- … and {len(problems) - _MOST_PROBLEMS} more"
            yield ""


def _problem(problem: Problem) -> str:
    return f"- {_code(str(problem.place))} {shown(problem.message)} {_code(problem.rule)}"


def shown(text: str) -> str:
    """Return text as it is, in which no name calls a person and no number links to an issue."""
    return literal(text).replace("@", "@\u200b").replace("#", "#\u200b")


def _code(text: str) -> str:
    """Return text as code; a backtick inside would end it."""
    return f"`{' '.join(text.split()).replace('`', chr(0x2019))}`"
