"""The unit's words, from ``vocabulary.yml`` beside the entries."""

from __future__ import annotations

from lessons.record import FILE_NAME
from lessons.record.vocabulary.loading import RULE, load
from lessons.record.vocabulary.model import Organisation, Scheme, Term, Unit, Vocabulary, Words, ascii_slug, slugified
from lessons.schemes import FIXED, ORDERED

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
    "ascii_slug",
    "load",
    "slugified",
]
