"""Ids of reviews that an audience may not see leave no trace; everything else stays as it was written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lessons.building import redaction
from lessons.building.redaction import named, redacted
from lessons.entries import Entry
from lessons.problems import LessonsError
from tests.support.sample import body, front, lesson, read, review

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
        ("mission: Secret-operation", "mission: withheld"),
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
        ("See [there](../x/secret-operation.md).", "See [there](withheld.md)."),
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


# The same id, spelt in the ways that Markdown, HTML, addresses and YAML have.
SPELT = [
    r"secret\-operation",
    r"secret\\-operation",
    "secret&#45;operation",
    "secret&#x2d;operation",
    "&#115;ecret&#0045;operation",
    "secret&amp;#45;operation",
    "secret%2Doperation",
    "%73ecret%2doperation",
    "secret%252Doperation",
    "Secret-Operation",
    "SECRET-OPERATION",
    "secret\u2011operation",
    "sec\u00adret-opera\u200btion",
    "\uff53ecret\uff0doperation",
]
AROUND = [
    "[there]({}.md)",
    "[there]({}.md#its-id 'a title')",
    "[there](<{}.md>)",
    "[there](/reviews/{})",
    "[there](/reviews/{}/its-id)",
    "[there](https://lessons.example.org/reviews/{}#its-id)",
    "<https://lessons.example.org/reviews/{}>",
    "[there][1]\n\n[1]: {}.md",
    "[there][]\n\n[there]: </reviews/{}> 'a title'",
    "[{0}]\n\n[{0}]: {0}.md",
    "![there]({}.md)",
    "**{}**, _{}_ and `{}`",
    "a | b\n--- | ---\n{} | [x]({}.md)",
    "    {}\n",
]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("spelt", SPELT)
def test_an_id_is_found_by_what_it_means_however_it_is_spelt(spelt: str, around: str) -> None:
    entry = again(front() + body(What_happened=around.replace("{0}", spelt).replace("{}", spelt)))
    for text in (entry.text, *(part for section in entry.body.sections for part in (section.html, section.text))):
        assert named(text, {"secret-operation"}) == set(), text
    assert not [link for link in entry.body.links if "operation" in link.address]


@pytest.mark.parametrize(
    "link",
    [
        "[c](poli&#99;e.md)",
        "[c](%70olice.md)",
        "[c](/reviews/pol\u00adice)",
        "[c](Police.md#its-id)",
        "[c](police)",
        "[c](./police)",
        "[c](../reviews/police)",
        "[c][d]\n\n[d]: police",
        "<https://lessons.example.org/reviews/polic%65>",
    ],
)
def test_a_link_to_an_id_of_one_word_is_dropped_however_it_is_spelt(link: str) -> None:
    entry = again(front() + body(What_happened=f"The police were there: {link}."))
    html = "".join(section.html for section in entry.body.sections)
    assert "The police were there" in html
    assert html.lower().count("police") == 1
    assert entry.text.lower().count("police") == 1


@pytest.mark.parametrize(
    "fields",
    [
        'related: "secret\\x2doperation"',
        'related: ["secret\\u002doperation", night-trams]',
        'repeats: ["secret\\U0000002doperation#its-id"]',
        'mission: "As in secret\\x2doperation"',
        'sources: {cite: a, url: "https://b.org/reviews/secret%2Doperation"}',
        "tags: [Secret-Operation]",
    ],
)
def test_an_id_is_found_in_the_front_matter_however_it_is_spelt(fields: str) -> None:
    entry = again(review(fields))
    assert entry.record is not None
    assert "operation" not in entry.record.model_dump_json().lower()
    assert "operation" not in entry.text.lower()


@pytest.mark.parametrize(
    "written", ["secret**-**operation", "se`cret-op`eration", "secret-[operation](x.md)", "s*ecret-operation*"]
)
def test_marks_inside_an_id_do_not_hide_it(written: str) -> None:
    entry = again(front() + body(What_happened=f"See {written}."))
    for section in entry.body.sections:
        assert "secret-operation" not in section.text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("[a](cells/night-desk/secret-operation.md)", "[a](withheld.md)"),
        ("[a](/entries/night-desk/secret-operation.md)", "[a](withheld.md)"),
        ("https://x.org/entries/secret-operation.md", "https://x.org/entries/withheld.md"),
        ("[a](night/trams.md) secret-operation", "[a](night/trams.md) withheld"),
    ],
)
def test_the_folder_of_a_hidden_file_goes_with_its_name(written: str, kept: str) -> None:
    assert again(front() + body(What_happened=written)).text == front() + body(What_happened=kept)


def test_a_name_that_cannot_be_taken_out_stops_the_build_and_the_message_says_where() -> None:
    text = front() + body(What_happened="See secret<!-- -->-operation.")
    entry = read(text)
    entry.body.sections[0] = replace(entry.body.sections[0], markup="<p>secret-operation</p>")
    assert redaction._trace(entry, GONE) == 'under "Summary"'
    with pytest.raises(
        LessonsError, match=r"^night-buses\.md names, .*, a review that this audience may not see.*; reword it$"
    ):
        redaction._sure(entry, GONE)


def test_an_entry_that_names_none_is_left_as_it_is() -> None:
    entry = read(review())
    assert redacted(entry, frozenset({"secret-operation"})) is entry


def test_an_entry_that_cannot_do_without_the_name_is_one_clear_line() -> None:
    with pytest.raises(LessonsError, match=r"^night-buses\.md names a review that this audience may not see"):
        redacted(read(review("title: secret-operation\nsecret-operation: x")), GONE)
