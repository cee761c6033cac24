"""``lessons init``."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import click

from lessons.authoring import deployment, new_unit
from lessons.building.combining.units import CENTRAL
from lessons.cli.new import on_terminal
from lessons.cli.options import WORDS, say
from lessons.problems import LessonsError
from lessons.proposing import issue_forms
from lessons.record import FILE_NAME
from lessons.record.types import SLUG
from lessons.record.vocabulary.loading import read_string
from lessons.text import git


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--name", type=WORDS, help="The unit's name, as it stands at the top of its site.")
@click.option(
    "--slug", help="What the unit's reviews are cited by in other units, such as north.  [default: made from the name]"
)
@click.option(
    "--from-vocabulary",
    "shared",
    type=click.Path(exists=True, path_type=Path),
    help="The vocabulary.yml of another unit, or its repository, to share its terms and organisations.  [default: the terms of the founding reviews]",
)
@click.option(
    "--without-terms",
    is_flag=True,
    help="Begin with a vocabulary that has no terms, so that reviews may use any: for a collection that is imported.",
)
@click.option(
    "--program",
    help="What the unit installs this program from, as a line of requirements.txt.  [default: what it was installed from here]",
)
@click.option(
    "--deploy-only",
    is_flag=True,
    help="Write only the folder `deploy` with what runs the site for others, into a unit that stands.",
)
def command(
    *,
    folder: Path,
    name: str | None,
    slug: str | None,
    shared: Path | None,
    without_terms: bool,
    program: str | None,
    deploy_only: bool,
) -> None:
    """Make a repository for a unit of its own: DIR with a vocabulary, settings, a first review, workflows, issue forms, a README,
    and files that run its site for others.

    It checks, builds and serves at once. DIR must be new or empty; nothing in it is overwritten. Where git is installed and DIR is in no
    repository yet, it becomes one; committing is left to you.

    Exit status: 0 written, 2 could not run.

    \b
    Examples:
      lessons init lessons-north --name "Lessons of the northern district"
      lessons init lessons-south --name "Lessons of the south" --from-vocabulary ../lessons-north
      lessons init nasa --name "NASA's lessons" --slug nasa --without-terms
      lessons init lessons-north --deploy-only
    """
    if deploy_only:
        if name is not None or slug is not None or shared or without_terms or program is not None:
            raise LessonsError("--deploy-only adds to a unit that stands, so it goes with no other option")
        click.echo(deployment.write(folder))
        return
    if name is None and on_terminal():
        name = click.prompt("Name of the unit", default="", show_default=False, err=True)
    name = " ".join((name or "").split())
    if not name:
        raise LessonsError('a name is needed: lessons init DIR --name "Lessons of the northern district"')
    if slug is not None and (not SLUG.fullmatch(slug) or slug == CENTRAL):
        why = "is that of libraries of several units" if slug == CENTRAL else "cannot be a slug"
        raise LessonsError(f'"{slug}" {why}; write lower-case letters, digits and hyphens, such as north')
    if shared and without_terms:
        raise LessonsError("--from-vocabulary gives terms and --without-terms gives none; say one of the two")
    words = "" if without_terms else new_unit.shared_vocabulary(shared) if shared else new_unit.founding_vocabulary()
    requirement = " ".join((program or new_unit.requirement()).split())
    unit = new_unit.NewUnit(name, date.today().isoformat(), words, requirement, slug or "")
    texts = new_unit.contents(unit)
    forms = issue_forms.files(read_string(texts[f"entries/{FILE_NAME}"]))
    new_unit.write(folder, texts | forms | deployment.contents())
    begin_repository(folder)
    if "file:" in requirement:
        say(
            "requirements.txt names a folder of this machine; before others use it, write there where they get the program from"
        )
    say(f"Written. Then: cd {shlex.quote(str(folder))} && lessons serve")
    click.echo(folder)


def begin_repository(folder: Path) -> None:
    """Make the folder a git repository where it is in none; say so where that cannot be done."""
    try:
        if git.answer(folder, "rev-parse", "--git-dir") is None:
            done = git.run(folder, "init", "--quiet", "--initial-branch=main")
            if done.returncode:
                say("git could not make it a repository; dates of reviews come from git, so do that yourself: git init")
    except LessonsError as error:
        say(f"{error}; dates of reviews come from git, so install it and run: git init")
