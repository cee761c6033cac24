"""An entry that is there already, to be changed in a form: one of the library, or one that was made from a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lessons import entries, forms
from lessons.authoring.fixes import fixed_text
from lessons.forms import WAS, Contribution, Filled, FormMessage, FormShape, OpenedForm
from lessons.library.version import connection_to
from lessons.proposing import around, filled, opening
from lessons.proposing.changing import changed
from lessons.proposing.checking import empty, judged
from lessons.proposing.shapes import shape
from lessons.proposing.standing import Standing, as_shown, filled_in
from lessons.record.scaffold import file_id
from lessons.record.vocabulary import Vocabulary
from lessons.record.writing import writable
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.version import Identity

# Where a review stands that has no id yet.
NEW = "new-review.md"


def opened(
    path: str, identity: Identity, entry_path: str, text: str, pairs: forms.Pairs | None, asked_for: str
) -> OpenedForm:
    """Return the form of an entry at a path in the folder of entries, in a worker process.

    It is filled in as its text stands, with the lesson opened whose id is ``asked_for``; or, with ``pairs``, as somebody filled it in, with
    one more thing opened beside, such as ``outcomes.12``.
    """
    standing, asked, stated = opened_text(entry_path, text, around.vocabulary_in(connection_to(path, identity)))
    stated = as_shown(stated)
    if pairs is None:
        shown = opening.at_first(asked, standing, stated, asked_for)
    else:
        group, _, number = asked_for.rpartition(".")
        shown = Filled.of(pairs)
        if group in (one.name for one in opening.several(asked)):
            shown = opening.with_another(shown, stated, group, forms.number_of(number))
    return OpenedForm(text, opening.naming_the_rest(asked, stated, shown), shown)


def corrected(
    path: str, identity: Identity, entry_path: str, text: str, pairs: forms.Pairs
) -> tuple[FormShape, Contribution]:
    """Return what the form of an entry asks for, and what became of the entry with what was changed in the form, in a worker process.

    An entry at :data:`NEW` gets an id of its own.
    """
    connection = connection_to(path, identity)
    vocabulary = around.vocabulary_in(connection)
    standing, asked, before = opened_text(entry_path, text, vocabulary)
    after = Filled.of(tuple((name, writable(value)[0]) for name, value in pairs))
    use, is_new = standing.entry.is_use, entry_path == NEW
    new = changed(standing, asked, before, after)
    if fixed_text(text, vocabulary, use=use) == text:
        # What can be fixed comes of the form, where "March 2019" is as good as what a file needs.
        new = fixed_text(new, vocabulary, use=use)
    needed = tuple(
        FormMessage(name, empty(field))
        for name, field in filled.missing(asked, after)
        if is_new or _was_stated(before, after, name)
    )
    asked = opening.naming_the_rest(asked, before, after)
    if new == text and not is_new and not needed:
        id_ = PurePosixPath(entry_path).stem
        return asked, Contribution(
            id_, entry_path, text, (FormMessage("", gettext("contribute.problem.nothing_changed")),)
        )
    if is_new:
        title = entries.read_string(new, NEW, rendering=False).stated("title")
        entry_path = f"{around.free_id(connection, file_id(title or 'review'))}.md"
    found = judged(entry_path, new, connection, needed=needed)
    # Advice stands beside the whole entry, and so keeps the numbers that things have there.
    errors = tuple(one if one in needed else opening.placed(one, asked, before, after) for one in found.errors)
    return asked, replace(found, errors=errors)


def opened_text(entry_path: str, text: str, vocabulary: Vocabulary) -> tuple[Standing, FormShape, Filled]:
    """Return where the parts of an entry stand in its text, and its form filled in."""
    use = entries.is_use(PurePosixPath(entry_path))
    standing = Standing(entries.read_string(text, entry_path, use=use, rendering=False))
    kind = forms.USE if use else standing.entry.form or forms.RAPID
    asked, stated = filled_in(standing, shape(kind, vocabulary))
    return standing, replace(asked, opened=True), stated


def _was_stated(before: Filled, after: Filled, name: str) -> bool:
    """Return whether a field that is empty was filled in before, or belongs to something new: a record may lack what a new one needs."""
    group, _, rest = name.partition(".")
    number, _, key = rest.partition(".")
    if not key:
        return bool(before.every(name))
    if not after.count(group):
        # None is opened; those that are there stay.
        return not before.count(group)
    was = after.first(f"{group}.{number}.{WAS}")
    return not was or bool(before.every(f"{group}.{was}.{key}"))
