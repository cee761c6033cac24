"""What a command needs to know: from its options, or asked for on a terminal, one question after the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date as today
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from lessons.cli.options import say
from lessons.problems import LessonsError
from lessons.record import meant, vocabulary
from lessons.record.outline import FULL, RAPID, SECTIONS
from lessons.record.types import PartialDate
from lessons.record.vocabulary import Term, Vocabulary
from lessons.schemes import NOT_STATED


class Questions:
    """Answers from options, or asked for on a terminal; without a terminal the defaults."""

    def __init__(self, words: Vocabulary, *, asking: bool) -> None:
        self.words, self.asking = words, asking

    def text(self, question: str, given: str | None, default: str) -> str:
        """Return the given answer, the one typed, or the default."""
        if given is not None or not self.asking:
            return (default if given is None else given).strip()
        shown = bool(default)
        answer: str = click.prompt(question, default=default, show_default=shown, err=True)
        return answer.strip()

    def title(self, given: str | None) -> str:
        """Return the title, which has no default."""
        if given is None and not self.asking:
            raise LessonsError('a title is needed: lessons new --title "What the review is about"')
        title = given
        while not (title or "").strip():
            if title is not None:
                self.refuse("the title is empty; write what the review is about, in one line", given)
            title = click.prompt(
                "Title: what the review is about, in one line", default="", show_default=False, err=True
            )
        return " ".join((title or "").split())

    def rapid(self, given: bool | None) -> bool:  # noqa: FBT001 - the answer to a yes-or-no question
        """Return whether to write the short form."""
        if given is not None or not self.asking:
            return bool(given)
        forms = {
            form: ", ".join(kind.heading for kind in SECTIONS if form in kind.required_in) for form in (FULL, RAPID)
        }
        say(f"  full:  {forms[FULL]}\n  rapid: {forms[RAPID]}")
        return bool(click.prompt("Form", type=click.Choice([FULL, RAPID]), default=FULL, err=True) == RAPID)

    def date(self, given: str | None, of: str = "the review") -> str:
        """Return the date of the review, or ``of`` something else; asks again until it is one."""
        while True:
            answer = self.text(f"Date of {of}: year, month or day; or not-stated", given, today.today().isoformat())
            try:
                if answer == NOT_STATED or meant.is_unknown(answer):
                    return NOT_STATED
                return str(PartialDate.parse(meant.date(answer) or answer))
            except PydanticCustomError as error:
                self.refuse(error.message(), given)

    def term(self, question: str, scheme: str, given: str | None, *, required: bool = False) -> str:
        """Return a term of a scheme, which may be given by number, slug, label or synonym, in any case; not-stated unless it is ``required``."""
        allowed = list(self.words.allowed(scheme) or ())
        offered = [slug for slug in allowed if slug != NOT_STATED] + ([] if required else [NOT_STATED])
        pages = self.pages(scheme, offered)
        if given is None and self.asking:
            say(question)
        while True:
            if given is None and self.asking and pages:
                say("\n".join(pages.pop(0)))
            # Enter turns the page, and on the last one takes the default.
            answer = self.text("Number or term (Enter for more)", given, "") if pages and given is None else None
            if answer == "" and self.asking:
                continue
            answer = answer or self.text("Number or term", given, "" if required else NOT_STATED)
            if answer in offered or (not allowed and vocabulary.slugified(answer) == answer):
                return answer
            if answer.isdecimal() and 1 <= int(answer) <= len(offered):
                return offered[int(answer) - 1]
            named = self.words.named(scheme, answer)
            if named in offered and given is not None:
                return str(named)
            close = self.words.suggestion(scheme, answer)
            if close is not None and given is None:
                say(f"  taken as: {close}")
                return close
            known = "choose from the list above" if given is None else f"use one of: {', '.join(offered)}"
            hint = f', did you mean "{close}"?' if close else f"; {known}"
            self.refuse(f'there is no {scheme} "{answer}"{hint}', given)

    def pages(self, scheme: str, offered: list[str]) -> list[list[str]]:
        """Return the choices with their definitions, in parts that fit on the terminal."""
        terms = self.words.terms(scheme)
        width, height = shutil.get_terminal_size()
        found: list[list[str]] = [[]]
        used = 0
        for number, slug in enumerate(offered, 1):
            term = terms.get(slug, Term(label="Not stated" if slug == NOT_STATED else slug))
            line = f"  {number:>2}  {slug:<28} {term.definition or term.label}"
            lines = -(-len(line) // max(width, 1))
            # Two lines are for the question above and the answer below.
            if found[-1] and used + lines > max(height - 2, 1):
                found.append([])
                used = 0
            found[-1].append(line)
            used += lines
        return found

    def path(self, question: str, given: str | None, default: str, free: Callable[[str], Path]) -> Path:
        """Return the path of a new file, by a name that is ``free``; on a terminal it is asked for until it is, and all other answers are kept."""
        while True:
            name = self.text(question, given, default)
            try:
                return free(name)
            except LessonsError as error:
                self.refuse(str(error), given)

    def refuse(self, message: str, given: str | None) -> None:
        """Say why an answer cannot be taken: stops where it came as an option, else the question is asked again."""
        if given is not None or not self.asking:
            raise LessonsError(message)
        say(f"  {message}")
