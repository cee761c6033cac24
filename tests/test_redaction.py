"""Ids of reviews that an audience may not see leave no trace; everything else stays as it was written."""

from __future__ import annotations

import pytest
from sample import body, front, lesson, read, review

from lessons.entries import Entry
from lessons.problems import LessonsError
from lessons.redaction import redacted, redacted_words
from lessons.vocabulary import Vocabulary, Words

GONE = frozenset({"secret-operation", "police", "case-study", "1998-04", "follow-up"})


def again(text: str) -> Entry:
    return redacted(read(text), GONE)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("related: secret-operation", "related: withheld"),
        ("related: [night-trams, secret-operation]", "related: [night-trams, withheld]"),
        ("repeats:\n  - secret-operation#its-id", "repeats:\n  - withheld#withheld"),
        ("repeats:\n  - 'here:secret-operation#its-id'", "repeats:\n  - 'here:withheld#withheld'"),
        ("related: police", "related: withheld"),
        ('related: ["police", police#its-id]  # both', 'related: ["withheld", withheld#withheld]  # both'),
        ("mission: As in secret-operation, quietly.", "mission: As in withheld, quietly."),
        ("place: x  # see secret-operation", "place: x  # see withheld"),
        ("# related: secret-operation", "# related: withheld"),
        (
            "sources: {cite: a, url: https://b.org/reviews/secret-operation/its-id}",
            "sources: {cite: a, url: https://b.org/reviews/withheld/withheld}",
        ),
        ("tags: [police, the-police]", "tags: [police, the-police]"),
        ("type: case-study", "type: case-study"),
        ("mission: secret-operations and my-secret-operation", "mission: secret-operations and my-secret-operation"),
        ("mission: Secret-operation", "mission: Secret-operation"),
    ],
)
def test_ids_leave_the_front_matter_and_coded_values_stay(written: str, kept: str) -> None:
    assert again(review(written)).text == review(kept)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("See secret-operation.", "See withheld."),
        ("See `secret-operation#its-id`.", "See `withheld#withheld`."),
        ("See [there](secret-operation.md#its-id).", "See [there](withheld.md#withheld)."),
        ("See [there](../x/secret-operation.md).", "See [there](../x/withheld.md)."),
        ("See [there](/reviews/secret-operation/its-id).", "See [there](/reviews/withheld/withheld)."),
        ("See [there](police.md) and police#its-id.", "See [there](withheld.md) and withheld#withheld."),
        ("The police, and the same police\nagain the police", "The police, and the same police\nagain the police"),
        ("The police/fire service", "The police/fire service"),
        ("secret-operation/other", "withheld/other"),
        ("[a](/reviews/police/its-id) and /reviews/police", "[a](/reviews/withheld/withheld) and /reviews/withheld"),
        ("A case-study.", "A withheld."),
        ("secret-operation-2 and secret_operation", "secret-operation-2 and secret_operation"),
    ],
)
def test_ids_leave_the_text_and_words_of_prose_stay(written: str, kept: str) -> None:
    assert again(front() + body(What_happened=written)).text == front() + body(What_happened=kept)


def test_a_dropped_link_keeps_its_words() -> None:
    entry = again(front() + body(What_happened="See [how it went](secret-operation.md) and [trams](night-trams.md)."))
    (section,) = [section for section in entry.body.sections if section.heading == "What happened"]
    assert section.html.startswith('<p>See how it went and <a href="/reviews/night-trams"')


def test_ids_dates_and_terms_of_lessons_stay() -> None:
    fields = (
        "- Id: follow-up\n- Recommendation: See secret-operation.\n- Due: 1998-04\n- Barrier: case-study\n"
        "- Superseded by: police#its-id\n- Formerly: case-study\n- Evidence: the police said so\n"
    )
    assert again(review(lessons=lesson(fields))).text == review(
        lessons=lesson(fields.replace("secret-operation", "withheld").replace("police#its-id", "withheld#withheld"))
    )


def test_an_entry_that_is_only_advised_about_is_taken() -> None:
    text = review(
        lessons=lesson("- Id: a\n- Recommendation: b\n", prose="See secret-operation.\n\n- Owner: nobody\n\nx")
    )
    assert read(text).faults
    assert again(text).text == text.replace("secret-operation", "withheld")


def test_headings_of_sections_stay() -> None:
    text = review() + "\n## follow-up\n\nx\n"
    assert again(text + "secret-operation").text == text + "withheld"


def test_ids_leave_the_vocabulary_and_its_own_words_stay() -> None:
    text = "# For secret-operation and police.\nschemes:\n  type: {terms: {case-study: {label: A case-study}}}\n"
    words = Vocabulary(
        Words.model_validate({"schemes": {"type": {"label": "x", "terms": {"case-study": {"label": "y"}}}}}), text
    )
    assert redacted_words(words, GONE) == text.replace("secret-operation", "withheld")


def test_an_entry_that_names_none_is_left_as_it_is() -> None:
    entry = read(review())
    assert redacted(entry, frozenset({"secret-operation"})) is entry


def test_an_entry_that_cannot_do_without_the_name_is_one_clear_line() -> None:
    with pytest.raises(LessonsError, match=r"^night-buses\.md names a review that this audience may not see"):
        redacted(read(review("title: secret-operation\nsecret-operation: x")), GONE)
