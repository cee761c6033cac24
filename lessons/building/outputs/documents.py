"""The files that a database carries: what is right in a review and a use, the vocabulary, the organisations that it declares, and the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lessons.building.outputs import help_pages
from lessons.building.outputs.shared import Row
from lessons.record import json_schema
from lessons.record.use import LessonUse
from lessons.record.vocabulary import FILE_NAME, Vocabulary
from lessons.schema.system import DECLARED_ORGANISATIONS

_SCHEMA_TYPE = "application/schema+json"


def rows(vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the rows of the table ``documents``."""
    organisations = {slug: [one.name, *one.variants] for slug, one in vocabulary.words.organisations.items()}
    for name, media_type, content in (
        ("schema.json", _SCHEMA_TYPE, json_schema.text(vocabulary)),
        ("schema-of-uses.json", _SCHEMA_TYPE, json_schema.text(vocabulary, LessonUse)),
        (FILE_NAME, "application/yaml", vocabulary.text),
        (DECLARED_ORGANISATIONS, "application/json", json.dumps(organisations, ensure_ascii=False, indent=1) + "\n"),
    ):
        yield {"name": name, "media_type": media_type, "content": content}
    yield from help_pages.rows()
