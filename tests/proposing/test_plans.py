"""A plan that somebody sent as a file: what a site says that cannot read it."""

from __future__ import annotations

import sys

import pytest

from lessons.problems import LessonsError
from lessons.proposing.plans import brief_of_file
from tests.support import office


def test_a_site_without_the_extra_says_that_it_reads_no_word_files_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(LessonsError, match=r"not set up to read Word files.*paste it into the box") as raised:
        brief_of_file("no-file-is-opened.db", ("",), office.word(), 1.0)  # type: ignore[arg-type]
    assert type(raised.value) is LessonsError
