"""From ``vocabulary.yml`` to a vocabulary, with what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from lessons.problems import Problem
from lessons.record import FILE_NAME
from lessons.record.fields import fields_at
from lessons.record.messages import in_words
from lessons.record.vocabulary.model import Scheme, Vocabulary, Words, folded, shared_names
from lessons.schemes import FIXED, NOT_STATED, OPEN, RECURRED
from lessons.text import nodes
from lessons.text.distance import closest
from lessons.text.files import Unreadable, read_known
from lessons.text.graphs import circles

RULE = "vocabulary"
# Countries are no field of terms, but a unit may give them other labels and synonyms.
_SCHEMES = (*OPEN, *FIXED, "country")


def load(folder: Path, shown: str) -> Vocabulary:
    """Read the vocabulary of a folder of entries; a folder without one has an empty vocabulary.

    ``shown`` is the folder's path as messages show it. Problems are kept in the result; nothing is raised for bad content.
    """
    path = folder / FILE_NAME
    name = f"{shown}/{FILE_NAME}" if shown not in ("", ".") else FILE_NAME
    if not os.path.lexists(path):
        return Vocabulary()
    try:
        text, content = read_known(path, name, inside=folder)
    except Unreadable as unreadable:
        return Vocabulary(problems=tuple(Problem(p.place, p.message, RULE) for p in unreadable.problems))
    return replace(read_string(text, name), content=content)


def read_string(text: str, name: str = FILE_NAME) -> Vocabulary:
    """Return the vocabulary that a text holds, as :func:`load` does; ``name`` is the file's path in messages."""
    parsed = nodes.parse(text, name)
    problems = [Problem(fault.place, fault.message, RULE) for fault in parsed.faults]
    words: Words | None = None
    if parsed.root is not None:
        try:
            words = Words.model_validate(nodes.data(parsed.root))
        except ValidationError as error:
            problems += _errors(parsed.root, error)
        else:
            problems += _inconsistencies(words, parsed.root)
    return Vocabulary(words or Words(), text, tuple(sorted(problems)))


def _errors(root: nodes.Mapping, error: ValidationError) -> Iterator[Problem]:
    for one in error.errors(include_url=False):
        path = tuple(part for part in one["loc"] if part != "[key]")
        node = nodes.walk(root, path)
        if isinstance(node, nodes.Scalar) and node.unread:
            continue
        words = in_words(one, ", ".join(fields_at(Words, path)))
        if one["type"] == "extra_forbidden":
            known = fields_at(Words, path[:-1])
            close = closest(str(path[-1]), known, 0.6)
            words += f', did you mean "{close}"?' if close else f"; choose from: {', '.join(known)}"
        at_name = one["type"] == "extra_forbidden" or path != one["loc"]
        place = (nodes.find_name(root, path) if at_name else None) or nodes.find(root, path)
        yield Problem(place, words, RULE)


def _inconsistencies(words: Words, root: nodes.Mapping) -> Iterator[Problem]:
    for name, scheme in words.schemes.items():
        # A unit may have schemes of its own for search; a misspelt one would leave the field without its terms.
        close = closest(name, _SCHEMES, 0.8) if name not in _SCHEMES else None
        if close:
            yield _problem(root, f'no field is called "{name}", did you mean "{close}"?', "schemes", name)
        for slug in scheme.terms:
            if name in FIXED and slug not in FIXED[name]:
                fixed = ", ".join(term for term in FIXED[name] if term != RECURRED)
                yield _term_problem(
                    root, f'"{slug}" cannot be added: the terms of "{name}" are fixed: {fixed}', name, slug
                )
            elif slug == NOT_STATED and name not in FIXED:
                yield _term_problem(
                    root, f'"{slug}" is reserved for what is not stated; choose another slug', name, slug
                )
        yield from _broader(words, root, name)
        yield from _shared_terms(scheme, root, name)
    yield from _shared_names(words, root)


def _broader(words: Words, root: nodes.Mapping, name: str) -> Iterator[Problem]:
    terms = words.schemes[name].terms
    for slug, term in terms.items():
        if term.broader and term.broader not in terms:
            yield _term_problem(root, f'the broader term "{term.broader}" of "{slug}" is not in "{name}"', name, slug)
    for circle in circles({slug: [term.broader] if term.broader else [] for slug, term in terms.items()}):
        shown = " → ".join([*circle, circle[0]])
        yield _term_problem(root, f"`broader` is circular: {shown}", name, circle[0])


def _shared_terms(scheme: Scheme, root: nodes.Mapping, name: str) -> Iterator[Problem]:
    """Yield advice for each label and synonym that means another term as well: a slug goes before a label, and a label before a synonym, but nobody knows that who looks for one of them."""
    at = ("schemes", name, "terms")
    for kind, slug, text, owner in shared_names(scheme.terms):
        line = (nodes.find_name(root, (*at, owner)) or nodes.find(root, (*at, owner))).line
        synonyms = scheme.terms[slug].synonyms
        place = nodes.find(root, (*at, slug, kind, *((synonyms.index(text),) if kind == "synonyms" else ())))
        words = f'"{text}" names both "{owner}" (line {line}) and "{slug}"; in a scheme, a name belongs to one term'
        yield Problem(place, words, RULE, "advice")


def _shared_names(words: Words, root: nodes.Mapping) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for slug, organisation in words.organisations.items():
        for name in dict.fromkeys((slug, organisation.name, *organisation.variants)):
            if owners.setdefault(folded(name), slug) != slug:
                message = (
                    f'"{name}" names both "{owners[folded(name)]}" and "{slug}"; a name belongs to one organisation'
                )
                yield _problem(root, message, "organisations", slug)


def _term_problem(root: nodes.Mapping, message: str, scheme: str, slug: str) -> Problem:
    return _problem(root, message, "schemes", scheme, "terms", slug)


def _problem(root: nodes.Mapping, message: str, *path: str) -> Problem:
    return Problem(nodes.find_name(root, path) or nodes.find(root, path), message, RULE)
