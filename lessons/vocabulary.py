"""The unit's words: schemes of terms with labels, definitions and synonyms, and the names of organisations."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lessons import nodes
from lessons.distance import edit_distance
from lessons.errors_in_words import in_words
from lessons.field_types import Slug, Text
from lessons.files import Unreadable, read_text
from lessons.problems import Place, Problem

FILE_NAME = "vocabulary.yml"
RULE = "vocabulary"
# In words up to this many letters two slips make too many other words.
SHORT_WORD = 5
# Schemes whose terms are fixed in code: a unit may relabel them but not extend them.
FIXED: dict[str, tuple[str, ...]] = {
    "type": ("after-action-review", "rapid-lesson", "evaluation", "incident-review", "case-study"),
    "result": ("success", "mixed", "no-effect", "failure", "too-early", "not-stated"),
    "status": ("draft", "in-review", "published", "withdrawn"),
    "handling": ("public", "internal", "restricted"),
    "lesson_status": (
        "observation", "identified", "endorsed", "in-progress", "implemented", "learned",
        "rejected", "superseded", "closed-not-implemented", "recurred",
    ),
    "kind": ("sustain", "improve"),
    "priority": ("urgent", "caution", "information", "good-practice"),
    "decision": ("considered", "trialled", "adopted", "adapted", "declined", "abandoned"),
    "method": ("none", "estimate", "before-after", "comparison", "trial"),
    "better": ("lower", "higher"),
}  # fmt: skip
# Schemes whose terms have an order of their own rather than the alphabet's.
ORDERED = frozenset({"phase", "level", "result", "lesson_status", "status", "method", "handling"})


def _listed(value: Any) -> Any:
    return [] if value is None else value if isinstance(value, list) else [value]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Term(_Part):
    """One term of a scheme."""

    label: Text
    definition: Text | None = None
    broader: Slug | None = None
    cofog: Annotated[str, Field(pattern=r"^(0[1-9]|10)$")] | None = None
    synonyms: Annotated[list[Text], BeforeValidator(_listed)] = []


class Scheme(_Part):
    """One scheme: the terms that a field takes."""

    label: Text
    definition: Text | None = None
    terms: dict[Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")], Term] = {}


class Organisation(_Part):
    """One organisation under its preferred name, with the other names it goes by."""

    name: Text
    variants: Annotated[list[Text], BeforeValidator(_listed)] = []


class Unit(_Part):
    """The Lessons Learned Unit whose reviews these are."""

    slug: Slug = "unit"
    name: Text = "Lessons Learned Unit"
    description: Text | None = None


class Words(_Part):
    """The whole of ``vocabulary.yml``."""

    unit: Unit = Unit()
    schemes: dict[str, Scheme] = {}
    organisations: dict[Slug, Organisation] = {}


@dataclass(frozen=True)
class Vocabulary:
    """The unit's words, the file as written, and what is wrong with it."""

    words: Words = field(default_factory=Words)
    text: str = ""
    problems: tuple[Problem, ...] = ()

    def terms(self, scheme: str) -> dict[str, Term]:
        """Return the terms of a scheme by slug; an empty mapping when the unit does not list the scheme."""
        return self.words.schemes[scheme].terms if scheme in self.words.schemes else {}

    def allowed(self, scheme: str) -> tuple[str, ...] | None:
        """Return the slugs that a scheme takes, or ``None`` when it takes any."""
        return FIXED.get(scheme) or (tuple(self.terms(scheme)) or None)

    def suggestion(self, scheme: str, text: str) -> str | None:
        """Return the slug that the writer of ``text`` may have meant: by label, synonym or spelling."""
        wanted = _folded(text)
        spellings = self._spellings(scheme)
        if wanted in spellings:
            return spellings[wanted]
        close = difflib.get_close_matches(wanted, spellings, n=1, cutoff=0.75)
        if close:
            return spellings[close[0]]
        # "polcing" is one slip away from a word of "policing and justice".
        slips = 2 if len(wanted) > SHORT_WORD else 1
        return next(
            (
                slug
                for text, slug in spellings.items()
                if any(edit_distance(wanted, word) <= slips for word in text.split() if len(word) > 3)
            ),
            None,
        )

    def _spellings(self, scheme: str) -> dict[str, str]:
        terms = self.terms(scheme)
        spellings = {_folded(slug): slug for slug in FIXED.get(scheme, ())}
        for slug, term in terms.items():
            for text in (*term.synonyms, term.label, slug):
                spellings[_folded(text)] = slug
        return spellings

    @cached_property
    def _organisation_names(self) -> dict[str, tuple[str, Organisation]]:
        names: dict[str, tuple[str, Organisation]] = {}
        for slug, organisation in self.words.organisations.items():
            for name in (slug, organisation.name, *organisation.variants):
                names.setdefault(_folded(name), (slug, organisation))
        return names

    def organisation(self, name: str) -> tuple[str, str]:
        """Return slug and preferred name of the organisation that ``name`` means."""
        known = self._organisation_names.get(_folded(name))
        if known:
            return known[0], known[1].name
        return slugified(name), name


def load(folder: Path, shown: str) -> Vocabulary:
    """Read the vocabulary of a folder of entries; a folder without one has an empty vocabulary.

    ``shown`` is the folder's path as messages show it. Problems are kept in the result; nothing is raised for bad content.
    """
    path = folder / FILE_NAME
    name = f"{shown}/{FILE_NAME}" if shown not in ("", ".") else FILE_NAME
    if not path.is_file():
        return Vocabulary()
    try:
        text = read_text(path, name)
    except Unreadable as unreadable:
        return Vocabulary(problems=tuple(Problem(p.place, p.message, RULE) for p in unreadable.problems))
    parsed = nodes.parse(text, name)
    problems = [Problem(fault.place, fault.message, RULE) for fault in parsed.faults]
    if parsed.root is None:
        return Vocabulary(text=text, problems=tuple(problems))
    try:
        words = Words.model_validate(nodes.data(parsed.root) or {})
    except ValidationError as error:
        problems += [
            Problem(nodes.find(parsed.root, tuple(e["loc"])), in_words(e), RULE)
            for e in error.errors(include_url=False)
        ]
        return Vocabulary(text=text, problems=tuple(problems))
    problems += _inconsistencies(words, parsed.root)
    return Vocabulary(words, text, tuple(problems))


def _inconsistencies(words: Words, root: nodes.Mapping) -> list[Problem]:
    problems = []
    for name, scheme in words.schemes.items():
        for slug, term in scheme.terms.items():
            place = nodes.find(root, ("schemes", name, "terms", slug))
            if name in FIXED and slug not in FIXED[name]:
                problems.append(
                    Problem(
                        place,
                        f'"{slug}" cannot be added: the terms of "{name}" are fixed: {", ".join(FIXED[name])}',
                        RULE,
                    )
                )
            if term.broader and term.broader not in scheme.terms:
                problems.append(
                    Problem(place, f'the broader term "{term.broader}" of "{slug}" is not in "{name}"', RULE)
                )
            elif term.broader and _in_circle(slug, scheme.terms):
                problems.append(Problem(place, f'"{slug}" is broader than itself', RULE))
    problems += _shared_names(words, root)
    return problems


def _shared_names(words: Words, root: nodes.Mapping) -> list[Problem]:
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    for slug, organisation in words.organisations.items():
        for name in dict.fromkeys((_folded(slug), *map(_folded, (organisation.name, *organisation.variants)))):
            if owners.setdefault(name, slug) != slug:
                place: Place = nodes.find(root, ("organisations", slug))
                problems.append(Problem(place, f'"{name}" names both "{owners[name]}" and "{slug}"', RULE))
    return problems


def _in_circle(slug: str, terms: dict[str, Term]) -> bool:
    seen = {slug}
    broader = terms[slug].broader
    while broader in terms:
        if broader in seen:
            return True
        seen.add(broader)
        broader = terms[broader].broader
    return False


def slugified(text: str) -> str:
    """Return a slug made from text: small letters and digits of any script, and hyphens; accents are dropped."""
    folded = "".join(mark for mark in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(mark))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", folded)).strip("-")[:80] or "other"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
