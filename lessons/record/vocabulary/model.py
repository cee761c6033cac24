"""The unit's words: schemes of terms with labels, definitions and synonyms, and the names of organisations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from lessons.problems import Problem
from lessons.record.types import Link, Slug, Text, refuse, shorten
from lessons.schemes import FIXED, OTHER_NAMES
from lessons.text.distance import Spellings
from lessons.text.lookalikes import latin


def _listed(value: Any) -> Any:
    return [] if value is None else value if isinstance(value, list) else [value]


def _named(value: Any) -> Any:
    """An empty value is a mapping without entries."""
    return {} if value is None else value


def _division(value: str) -> str:
    if not re.fullmatch("0[1-9]|10", value):
        refuse("field-types", f'found "{shorten(value)}"; a COFOG division is 01 to 10')
    return value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Term(_Part):
    """One term of a scheme."""

    label: Text
    definition: Text | None = None
    broader: Slug | None = None
    cofog: Annotated[str, AfterValidator(_division)] | None = None
    synonyms: Annotated[list[Text], BeforeValidator(_listed)] = []


_NONE = Term(label="-")
_SHORT_NAME = 12


class Scheme(_Part):
    """One scheme: the terms that a field takes."""

    label: Text
    definition: Text | None = None
    terms: Annotated[dict[Slug, Term], BeforeValidator(_named)] = {}


class Organisation(_Part):
    """One organisation under its preferred name, with the other names it goes by."""

    name: Text
    variants: Annotated[list[Text], BeforeValidator(_listed)] = []


class Person(_Part):
    """One person who consents to be named, under the name that they choose."""

    name: Text


class Unit(_Part):
    """The Lessons Learned Unit whose reviews these are."""

    slug: Slug = "unit"
    name: Text = "Lessons Learned Unit"
    description: Text | None = None
    contact: Text | None = None
    address: Link | None = None
    licence: Text | None = None


class Words(_Part):
    """The whole of ``vocabulary.yml``."""

    unit: Unit = Unit()
    schemes: Annotated[dict[str, Scheme], BeforeValidator(_named)] = {}
    organisations: Annotated[dict[Slug, Organisation], BeforeValidator(_named)] = {}
    people: Annotated[dict[Slug, Person], BeforeValidator(_named)] = {}


@dataclass(frozen=True)
class Vocabulary:
    """The unit's words, the file as written, what is wrong with it, and the digest of its content, empty where there is none."""

    words: Words = field(default_factory=Words)
    text: str = ""
    problems: tuple[Problem, ...] = ()
    content: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that stop a build."""
        return tuple(one for one in self.problems if one.severity == "error")

    def terms(self, scheme: str) -> dict[str, Term]:
        """Return the terms of a scheme by slug; an empty mapping when the unit does not list the scheme."""
        return self.words.schemes[scheme].terms if scheme in self.words.schemes else {}

    def allowed(self, scheme: str) -> tuple[str, ...] | None:
        """Return the slugs that a scheme takes, or ``None`` when it takes any."""
        return FIXED.get(scheme) or (tuple(self.terms(scheme)) or None)

    def suggestion(self, scheme: str, text: str) -> str | None:
        """Return the slug that the writer of ``text`` may have meant: by label, synonym or spelling."""
        key = folded(text)
        names = self._names(scheme)
        if key in names:
            return names[key]
        close = self._spellings[scheme].closest(key)
        return names[close] if close else None

    def named(self, scheme: str, text: str) -> str | None:
        """Return the slug that ``text`` names, by slug, label or synonym, in any case."""
        return self._names(scheme).get(folded(text))

    def _names(self, scheme: str) -> dict[str, str]:
        """Return the slug of every name that a term of the scheme goes by."""
        if scheme not in self._known:
            names = {folded(slug): slug for slug in FIXED.get(scheme, ())}
            for _, slug, text in names_of(self.terms(scheme)):
                names.setdefault(folded(text), slug)
            for slug, texts in OTHER_NAMES.get(scheme, {}).items():
                for text in texts:
                    names.setdefault(folded(text), slug)
            self._known[scheme] = names
            # By one letter, another short word of the language is another word and no misspelt synonym.
            own = {
                folded(text) for slug in names.values() for text in (slug, self.terms(scheme).get(slug, _NONE).label)
            }
            spelt = [name for name in names if name in own or len(name) > _SHORT_NAME]
            self._spellings[scheme] = Spellings(spelt, 0.75, by_words=True)
        return self._known[scheme]

    @cached_property
    def _known(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _spellings(self) -> dict[str, Spellings]:
        return {}

    @cached_property
    def _organisation_names(self) -> dict[str, tuple[str, Organisation]]:
        names: dict[str, tuple[str, Organisation]] = {}
        for slug, organisation in self.words.organisations.items():
            for name in (slug, organisation.name, *organisation.variants):
                names.setdefault(folded(name), (slug, organisation))
        return names

    def knows_organisation(self, name: str) -> bool:
        """Return whether the unit lists an organisation of this name."""
        return folded(name) in self._organisation_names

    def organisation(self, name: str) -> tuple[str, str]:
        """Return slug and preferred name of the organisation that ``name`` means."""
        known = self._organisation_names.get(folded(name))
        if known:
            return known[0], known[1].name
        return slugified(name), name


def names_of(terms: Mapping[str, Term]) -> Iterator[tuple[str, str, str]]:
    """Yield every name of the terms of a scheme, each with what it is and its slug: a slug goes before a label, and a label before a synonym."""
    yield from (("slug", slug, slug) for slug in terms)
    yield from (("label", slug, term.label) for slug, term in terms.items())
    yield from (("synonyms", slug, text) for slug, term in terms.items() for text in term.synonyms)


def shared_names(terms: Mapping[str, Term]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each name that another term goes by with more right, with what it is, its slug, and the slug of the other."""
    owners: dict[str, str] = {}
    for kind, slug, text in names_of(terms):
        if (owner := owners.setdefault(folded(text), slug)) != slug:
            yield kind, slug, text, owner


def slugified(text: str) -> str:
    """Return a slug made from text: small letters and digits of any script, and hyphens; accents are dropped."""
    # Taken apart first: what stands for several letters may stand for capitals.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", folded)).strip("-")[:80].strip("-") or "other"


def ascii_slug(text: str) -> str:
    """Return a slug of the letters that an id may have, also for those that only look like them; empty when the text has none."""
    return re.sub("-+", "-", slugified(latin(text)).encode("ascii", "ignore").decode()).strip("-")


def folded(text: str) -> str:
    """Return a name without the differences that nobody means: case, hyphens, spaces."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
