"""``lessons use``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons import checks
from lessons.checks import links, used_lessons
from lessons.cli.new import new_path, on_terminal, write_new
from lessons.cli.options import WORDS, entries_option, say
from lessons.cli.questions import Questions
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from lessons.problems import LessonsError, Problem
from lessons.proposing import filled
from lessons.record import scaffold
from lessons.record.use import FOLDER
from lessons.schemes import FIXED, NOT_STATED


@click.command("use")
@click.argument("lesson")
@click.argument("name", required=False)
@click.option("--organisation", type=WORDS, help="Organisation that decided about the lesson.  [default: not-stated]")
@click.option("--decision", help=f"What it decided: {', '.join(FIXED['decision'])}.")
@click.option("--date", help="Date of the decision: 1998, 1998-04 or 1998-04-17; or not-stated.  [default: today]")
@click.option("--why", type=WORDS, help="Why it decided this, in one sentence.")
@entries_option
def command(
    *, lesson: str, name: str | None, organisation: str | None, decision: str | None, date: str | None, why: str | None, entries: Path
) -> None:  # fmt: skip
    """Write a template for a use, which says what a team did with a LESSON: uses/NAME.md in the folder of entries.

    LESSON is cited as <review>#<lesson>, or by the address of its page. Every answer is welcome: that you tried it, changed it, or
    decided against it. On a terminal it asks for what you did not give; Enter takes the default, Ctrl-C leaves nothing behind. An
    existing file is never overwritten. Then open the file, replace each `[write: …]`, and run `lessons check`.

    Exit status: 0 written, 2 could not run.

    \b
    Examples:
      lessons use kirklees-recycling#prepare-crews
      lessons use kirklees-recycling#prepare-crews --organisation "Northshire" --decision adapted --date 2026-09
    """
    collection = read_folder(entries, rendering=False)
    words = collection.vocabulary
    if words.problems:
        raise LessonsError(f"{words.problems[0]}; correct the vocabulary first")
    cited = filled.cited(lesson)
    _refuse_unknown(cited, collection)
    ask = Questions(words, asking=on_terminal())
    if decision is None and not ask.asking:
        raise LessonsError(f"a decision is needed: lessons use {cited} --decision {'|'.join(FIXED['decision'])}")
    fields = {
        "lesson": cited,
        "organisation": ask.text("Organisation that decided about the lesson", organisation, NOT_STATED) or NOT_STATED,
        "decision": ask.term("What did it decide?", "decision", decision, required=True),
        "date": ask.date(date, "the decision"),
    }
    if reason := ask.text("Why, in one sentence (Enter to write it later)", why, ""):
        fields["why"] = reason
    path = ask.path(
        "File name, which is the use's permanent id",
        name,
        _suggested(fields, collection),
        lambda chosen: new_path(entries, chosen, entries / FOLDER, f"lessons use {cited} NAME"),
    )
    schema = scaffold.schema_path(entries, path, scaffold.SCHEMA_FILE_OF_USES)
    text = scaffold.blank_use(fields, words, schema=schema)
    write_new(path, text)
    for advice in _problems(text, collection, path.stem):
        say(f"Note: {advice.message}")
    say(f"Written. Replace each `[write: …]` with your own words, then run: lessons check {path}")
    click.echo(path)


def _refuse_unknown(cited: str, collection: Collection) -> None:
    """Raise :class:`LessonsError` for what is neither a lesson of the collection nor one of another unit."""
    text = scaffold.blank_use(
        {"lesson": cited, "decision": "adopted", "date": NOT_STATED}, collection.vocabulary, schema=""
    )
    wrong = next((one for one in _problems(text, collection) if one.rule == links.ID), None)
    if wrong is not None:
        raise LessonsError(wrong.message)


def _problems(text: str, collection: Collection, name: str = "a-new-use") -> list[Problem]:
    """Return what the rules say of the lesson that a new use cites."""
    entry = read_string(text, f"{FOLDER}/{name}.md", use=True)
    everything = Collection((*collection.entries, entry), collection.vocabulary)
    return list(checks.problems_of(entry, everything, (links, used_lessons)))


def _suggested(fields: dict[str, str], collection: Collection) -> str:
    """Return a name for the file that is not taken, made from who decided and the lesson's id."""
    who = "" if fields["organisation"] == NOT_STATED else fields["organisation"]
    suggested = scaffold.file_id(f"{who} {fields['lesson'].partition('#')[2]}")
    numbered = (f"{suggested}-{number}" for number in range(2, len(collection.entries) + 3))
    return next(id_ for id_ in (suggested, *numbered) if id_ not in collection.by_id)
