"""The unit's words, from ``vocabulary.yml`` beside the entries."""

from __future__ import annotations

from lessons.schemes import FIXED, ORDERED
from lessons.vocabulary.loading import FILE_NAME, RULE, load
from lessons.vocabulary.words import Organisation, Scheme, Term, Unit, Vocabulary, Words, slugified

__all__ = [
    "FILE_NAME",
    "FIXED",
    "ORDERED",
    "RULE",
    "Organisation",
    "Scheme",
    "Term",
    "Unit",
    "Vocabulary",
    "Words",
    "load",
    "slugified",
]
