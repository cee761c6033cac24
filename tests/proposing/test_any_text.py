"""Whatever is typed into a form, or told in an issue, comes back in words: a file that says it, or what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons import entries, forms
from lessons.forms import Contribution
from lessons.library.version import identity_of
from lessons.problems import LessonsError
from lessons.proposing.checking import contributed
from lessons.proposing.correcting import corrected
from lessons.proposing.issue_forms import draft
from lessons.record.writing import writable
from tests.support.examples import examples
from tests.support.sample import WORDS, Folder, review

NAMES = [
    "title", "date", "organisation", "sector", "result", "section.what-happened", "lessons.1.statement", "lessons.1.recommendation",
    "lessons.2.statement", "lessons.1.was", "lessons.2.was", "outcomes.1.was", "lessons.9.status", "period.from", "cost.amount", "related", "partners", "tags", "lesson", "decision", "told", "why", "no-such",
]  # fmt: skip
TYPED = st.lists(
    st.one_of(
        st.sampled_from(["1", "2", "²", "٣", "9" * 30, "---", "\n", "# ", "- Id: x", ": ", '"', "<b>", "1998", "unknown", "night-buses#ask-users", "|", "\x00"]),
        st.text(max_size=6),
    ),
    max_size=8,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database of one review."""
    root = tmp_path_factory.mktemp("library")
    folder = Folder(root / "entries")
    folder.write("night-buses")
    folder.write("vocabulary.yml", "unit: {slug: here, name: Here}\nschemes:\n  sector:\n    label: Sector\n    terms:\n      transport: {label: Transport}\n")  # fmt: skip
    report = folder.build(root / "lessons.db")
    assert report.written, [str(problem) for problem in report.errors]
    return str(root / "lessons.db")


def told(found: Contribution) -> None:
    """Each message has words; the file that is proposed is read as a file is."""
    assert all(message.text.strip() for message in found.errors)
    entry = entries.read_string(found.text, "proposed.md")
    assert entry.text == found.text


@examples(40, scheduled=3000)
@given(
    kind=st.sampled_from([forms.RAPID, forms.USE]), pairs=st.lists(st.tuples(st.sampled_from(NAMES), TYPED), max_size=8)
)
def test_any_form_becomes_a_file_or_messages(library: str, kind: str, pairs: list[tuple[str, str]]) -> None:
    identity = identity_of(Path(library))
    assert identity is not None
    _, found = contributed(library, identity, kind, tuple(pairs))
    told(found)
    titles = [writable(text)[0] for name, text in pairs if name == "title"]
    if kind == forms.RAPID and titles and titles[0].strip() and not found.errors:
        record = entries.read_string(found.text, "proposed.md").record
        assert record is not None
        assert record.title == " ".join(titles[0].split())


@examples(40, scheduled=3000)
@given(st.lists(st.tuples(st.sampled_from(NAMES), TYPED), max_size=8))
def test_whatever_is_changed_in_the_form_of_an_entry_is_judged(library: str, pairs: list[tuple[str, str]]) -> None:
    identity = identity_of(Path(library))
    assert identity is not None
    told(corrected(library, identity, "night-buses.md", review(), tuple(pairs))[1])


def said_in_words(error: LessonsError) -> None:
    assert len(str(error).split()) > 3


ISSUES = st.one_of(
    st.binary(max_size=60),
    st.builds(
        lambda title, body: json.dumps({"issue": {"title": title, "body": body}}).encode(),
        st.one_of(st.none(), TYPED),
        st.lists(st.one_of(TYPED, st.sampled_from(["\n\n### What happened\n\n", "### Lesson\n\n", "### Title\n\n", "_No response_"])), max_size=6).map("".join),
    ),
)  # fmt: skip


@examples(60, scheduled=3000)
@given(ISSUES)
def test_any_issue_becomes_an_entry_or_is_refused_in_words(event: bytes) -> None:
    try:
        made = draft(event, WORDS)
    except LessonsError as error:
        said_in_words(error)
        return
    assert entries.read_string(made.text, "made.md").text == made.text
