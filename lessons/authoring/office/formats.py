"""The kinds of Office files that a review may be written in: how each is read, and how its template is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lessons.authoring.office import excel_review, excel_template, word_review, word_template
from lessons.authoring.office.answers import Draft
from lessons.record.vocabulary import Vocabulary

Reader = Callable[[bytes, Vocabulary], Draft]
Template = Callable[[Mapping[str, str], Vocabulary], bytes]
READERS: dict[str, Reader] = {"docx": word_review.read, "xlsx": excel_review.read}
TEMPLATES: dict[str, Template] = {"docx": word_template.template, "xlsx": excel_template.template}
