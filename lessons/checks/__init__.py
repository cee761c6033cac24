"""What makes an entry right: one rule a file, and the order in which they are asked.

A rule is a module with an ``ID``, a docstring that is its manual, and a generator ``check(entry, collection)`` that yields
:class:`~lessons.problems.Problem` and never raises. What reading an entry found is reported whether a rule knows of it or
not; its manuals stand in ``faults``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import ModuleType

from lessons.checks import (
    acronyms,
    acted_upon,
    applies_when,
    causes_given,
    comments,
    cycles,
    dates,
    empty_lessons,
    evidence_given,
    file_names,
    footnotes,
    headings,
    ids,
    images,
    known_fields,
    known_terms,
    lesson_fields,
    lessons_present,
    links,
    measures_given,
    near_duplicates,
    not_known,
    one_value_each,
    pasted_tables,
    perhaps_repeated,
    personal_data,
    placeholders,
    raw_html,
    readable_length,
    recommendation_verb,
    repeats_later,
    required_fields,
    required_sections,
    roles_not_names,
    safe_links,
    silent_yaml,
    status_gates,
    summary_length,
    sustain_named,
    used_later,
    used_lessons,
)
from lessons.checks.faults import MANUALS
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.text.docstrings import documentation

__all__ = ["IDS", "MANUALS", "NEEDED", "QUALITY", "RULES", "Collection", "check", "manual", "problems_of"]

# From the name of the file, over each field, to how entries fit together.
NEEDED: tuple[ModuleType, ...] = (
    file_names,
    silent_yaml,
    required_fields,
    known_fields,
    dates,
    known_terms,
    not_known,
    one_value_each,
    summary_length,
    placeholders,
    headings,
    required_sections,
    lessons_present,
    lesson_fields,
    ids,
    links,
    cycles,
    repeats_later,
    status_gates,
    safe_links,
    images,
    comments,
)
# What makes a review useful rather than right: advice, given by `lessons check` and never by a build.
QUALITY: tuple[ModuleType, ...] = (
    evidence_given,
    measures_given,
    acted_upon,
    causes_given,
    sustain_named,
    empty_lessons,
    recommendation_verb,
    applies_when,
    acronyms,
    personal_data,
    roles_not_names,
    readable_length,
    raw_html,
    footnotes,
    pasted_tables,
    used_lessons,
    used_later,
    near_duplicates,
    perhaps_repeated,
)
RULES: tuple[ModuleType, ...] = (*NEEDED, *QUALITY)
# What a use is asked: the others speak of a review's sections and lessons.
OF_USES = frozenset(
    rule.ID
    for rule in (
        file_names,
        silent_yaml,
        required_fields,
        known_fields,
        dates,
        known_terms,
        not_known,
        measures_given,
        placeholders,
        headings,
        ids,
        links,
        used_later,
        used_lessons,
        safe_links,
        images,
        comments,
        raw_html,
        footnotes,
        pasted_tables,
        personal_data,
        roles_not_names,
    )
)
# Every id that may stand in brackets after a message about the entries as they are.
IDS: tuple[str, ...] = (*MANUALS, *(rule.ID for rule in RULES))
# These say in words of their own what is wrong with a field.
_WORDING = frozenset(rule.ID for rule in (known_fields, known_terms, links, required_fields, safe_links))


def check(
    collection: Collection, entries: Iterable[Entry] | None = None, rules: Iterable[ModuleType] | None = None
) -> list[Problem]:
    """Return every problem of ``entries`` (default: all of the collection) and of the vocabulary, sorted by place.

    ``rules`` are those to ask; by default the ones that a build depends on.
    """
    asked = NEEDED if rules is None else tuple(rules)
    found = set(collection.vocabulary.problems)
    for entry in collection.entries if entries is None else entries:
        found.update(problems_of(entry, collection, asked))
    return sorted(found, key=lambda problem: (problem.place, problem.rule, problem.message))


def problems_of(entry: Entry, collection: Collection, rules: Iterable[ModuleType] | None = None) -> Iterator[Problem]:
    """Yield the problems of one entry: what reading it found, then rule by rule; by default the rules that a build depends on."""
    yield from entry.faults
    if file_names.misplaced(entry):
        yield from file_names.check(entry, collection)
        return
    for error in entry.errors:
        if error.rule not in _WORDING:
            yield Problem(error.place, f"{error.name}: {error.message}", error.rule)
    for rule in NEEDED if rules is None else rules:
        if not entry.is_use or rule.ID in OF_USES:
            yield from rule.check(entry, collection)


def manual(rule_id: str) -> str | None:
    """Return the manual of the rule ``rule_id``, or ``None`` when there is no such rule."""
    rule = next((rule for rule in RULES if rule_id == rule.ID), None)
    text = MANUALS.get(rule_id)
    if rule is not None:
        text = rule.manual() if hasattr(rule, "manual") else documentation(rule)
    return None if text is None else f"{rule_id}\n\n{text.strip()}\n"
