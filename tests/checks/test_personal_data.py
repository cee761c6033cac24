"""The rule ``personal-data``."""

from __future__ import annotations

import pytest

from tests.support.advice import advice


def said(text: str, **parts: str) -> list[str]:
    return advice("personal-data", happened=text, **parts)


@pytest.mark.parametrize(
    ("text", "place", "address"),
    [
        ("Ask jo.bloggs@kirklees.example.org for more.", "12:5", "jo.bloggs@kirklees.example.org"),
        ("Ask jo+b-2_c@kirklees-north.org.", "12:5", "jo+b-2_c@kirklees-north.org"),
        ("Ask jo@a.b-c.org, please.", "12:5", "jo@a.b-c.org"),
        ("Ask\nthem: x@a.b.c.d.", "13:7", "x@a.b.c.d"),
        ("Ask <jane@kirklees.example.org>.", "12:6", "jane@kirklees.example.org"),
        ("Ask [Jo](mailto:jo.bloggs@kirklees.example.org?subject=x).", "12:10", "jo.bloggs@kirklees.example.org"),
        ("Ask [Jo](MAILTO:jo.bloggs%40kirklees.example.org).", "12:10", "jo.bloggs@kirklees.example.org"),
        ("Ask [jane@kirklees.example.org](mailto:jane@kirklees.example.org).", "12:6", "jane@kirklees.example.org"),
        ("Ask [jane@kirklees.example.org](mailto:jane@kirklees.example.org?subject=x).", "12:6", "jane@kirklees.example.org"),
    ],
)  # fmt: skip
def test_an_e_mail_address_is_advised_about_once_where_it_stands(text: str, place: str, address: str) -> None:
    assert said(text) == [
        f'{place} "{address}" is an e-mail address; leave it out, or put a shared mailbox into `contact`'
    ]


def test_each_address_of_a_text_is_told() -> None:
    lines = said(
        "Ask a@b.org, [Jo](mailto:jo.lee@b.org) or\n[us](mailto:us@b.org) or [Jo](mailto:jo.lee@b.org) or c@b.org."
    )
    assert [line.partition('"')[2].partition('"')[0] for line in lines] == [
        "a@b.org",
        "jo.lee@b.org",
        "jo.lee@b.org",
        "c@b.org",
    ]


@pytest.mark.parametrize("between", [". ", ".  ", ", ", " or ", ".\n"])
def test_of_two_telephone_numbers_each_is_told(between: str) -> None:
    lines = said(f"Ring 01484 221000{between}01484 221001. Or +44 20.7946.0958.")
    assert [line.partition('"')[2].partition('"')[0] for line in lines] == [
        "01484 221000",
        "01484 221001",
        "+44 20.7946.0958",
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ring {} for more.", "01484 221000"), ("Ring {}.", "+44 (0)20 7946 0958"), ("Ring ({}).", "01484221000"), ("Ring ({} or us", "01484 221000"), ("Ring {}!", "(01484) 221000"), ("Ring {}", "+442079460958"), ("Ring {}", "+44 7911 123456"),
        ("Ring {}", "(01484)221000"), ("Ring {},", "0044-20.7946 0958"), ("Ring {}", "020 / 123456"), ("Ring {}", "020/123456"), ("Ring {} / 01484 22100", "01484 221000"),
        ("{}", "020 123 456"), ("{}", "+49 030 123 456 7890"), ("On 01.02.2014 ring {}", "0800 123 456"),
    ],
)  # fmt: skip
def test_a_telephone_number_is_advised_about(text: str, number: str) -> None:
    line, *others = said(text.format(number))
    assert line == f'12:{text.index("{") + 1} "{number}" looks like a telephone number; leave it out'
    assert len(others) == text.count("/")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was late. {} failed to\norder the buses.", "Mr Bloggs"), ("It was late. {} failed to order the buses.", "Mr. Bloggs"), ("They blamed {}.", "Dr Jo-Ann O’Neill"),
        ("The buses were late because {} forgot the timetable.", "Jo Bloggs"), ("It rained! Was it {}\nwho was to blame?", "Sir Jo"), ("For {} the delay\nwas her fault.", "Professor Lee"),
        ("They said that {} ignored it.", "Jo Lee"), ("They said that {} refused it, which is to blame.", "Jo Lee"), ("They said that {} neglected it.", "Jo Lee"),
        ("They said that {} misled them.", "Jo Lee"), ("They said that {} lied.", "Jo Lee"), ("They said that {} is to blame.", "Jo Lee"), ("They said that {} was to blame.", "Jo Lee"),
        ("They said that {} was at fault.", "Jo Lee"), ("They said that {} was negligent.", "Jo Lee"), ("They said that {} was careless.", "Jo Lee"),
        ("They said that {} was incompetent.", "Jo Lee"), ("They said that {}\nwas mistaken.", "Jo Lee"), ("*{}* is careless.", "Cllr Lee"), ("{} is careless.", "Councillor Lee"),
        ("{} is careless.", "Sgt Lee"), ("{} is careless.", "Sergeant Lee"), ("{} is careless.", "Inspector Lee"), ("{} is careless.", "Dame Lee"), ("{} is careless.", "Lord Lee"),
        ("{} is careless.", "Lady Lee"), ("{} is careless.", "Mrs. Lee"), ("{} is careless.", "Ms. Lee"), ("{} is careless.", "Miss Lee"), ("{} is careless.", "Mx Lee"),
        ("{} is careless.", "Prof. Lee"), ("{} is careless.", "Dr. Lee"), ("{} is careless.", "Cllr. Lee"), ("{} is careless.", "Sgt. Lee"),
    ],
)  # fmt: skip
def test_a_person_named_in_a_sentence_of_blame_is_advised_about(text: str, name: str) -> None:
    before = text.partition("{")[0].split("\n")
    assert said(text.format(name)) == [
        f'{11 + len(before)}:{len(before[-1]) + 1} "{name}" is named in a sentence that lays blame; write the role instead, such as "the project manager"'
    ]


def test_each_sentence_of_blame_is_told_in_its_paragraph() -> None:
    text = "It rained.\n\nNobody came. Mr\nAb failed to come. It rained. Mr Bc was at fault.\nSo was Mr Cd.\n\n\nMr De was there.\n\nBut Mr Ef was lazy."
    lines = said(text)
    assert [line.partition(" is named")[0] for line in lines] == ['14:14 "Mr Ab"', '15:31 "Mr Bc"', '21:5 "Mr Ef"']


BLAME = [
    "to blame", "blamed", "at fault", "his fault", "her fault", "their fault", "the fault of", "negligent", "negligence", "incompetent", "incompetence", "careless", "carelessly",
    "failed to", "forgot", "ignored", "refused to", "neglected", "mistaken", "misled", "lied", "lazy", "unprofessional", "inept", "responsible for the failure",
    "responsible for the error", "responsible for the mistake", "responsible for the delay", "responsible for the accident",
]  # fmt: skip


@pytest.mark.parametrize("words", BLAME)
def test_what_blames(words: str) -> None:
    for text in (f"Mr Lee: {words}.", f"Mr Lee: {words.capitalize()}!"):
        assert [line.partition(" is named")[0] for line in said(text)] == ['12:1 "Mr Lee"']


@pytest.mark.parametrize(
    "words",
    [
        "default of",
        "Blamey",
        "a fault",
        "failed",
        "refused",
        "relied",
        "ineptly",
        "responsible for the buses",
        "unmistaken",
    ],
)
def test_what_blames_nobody(words: str) -> None:
    assert said(f"Mr Lee: {words}.") == []


@pytest.mark.parametrize(
    "text",
    [
        "In 1998 1,000 people paid 12,500.50 pounds between 1998 and 1999.", "The reference is 2014/0123456/AB.", "The project manager failed to order the buses.",
        "Mr Bloggs wrote the timetable (Bloggs 1998).", "West Yorkshire Council failed to pay.", "Write to [us](mailto:unit@kirklees.example.org).", "ISBN 0 19 852663 6",
        "On 01.02.2014 10 people came, and on 01/02/2014 12 and on 01-02-2014 15.", "From 0.1234567890 to 1:0123456789", "Of 0 10 20 30 40 50 60 70 80 and 01234567x", "12345678901",
        "0 123 456 7x", "+12345678", "0123 4567", "0123456789012345", "A-0123456789", "Row 0123456789a", "It says jo@kirklees and @kirklees.org.", "See [x](https://a.org/jo.lee).", "See [x](https://a.org:1/jo.lee@b.org).",
        "Mr Lee met the OEMs. Somebody failed to come.", "Mr Lee came. Somebody failed to come.", "Mr Lee came! Somebody failed to come.", "Did Mr Lee come? Somebody failed to.", "It says jo@.org there",
        "a01484 221000", "a.01484 221000", "a,01484 221000", "a:01484 221000", "a/01484 221000", "a-01484 221000", "01/12/2014 12", "(1484) 2210000", "0 123456789", "+ 441484221000", "No Mr. lee failed to come.", "Jo lee failed to come.", "New Programme failed to pay.", "The Mayor ignored it.", "Jo Panel forgot.",
        "Mr Lee came\n\nand failed to see it.", "Mr Lee came\n \t\nand failed to see it.", "`Mr Lee failed to`", "Jo Lee fails to come.",
    ],
)  # fmt: skip
def test_figures_roles_and_bodies_are_no_personal_data(text: str) -> None:
    assert said(text) == []
    assert said(f"{text}\n\nThey met @ noon, and it was lazy.") == []


def test_who_is_blamed_is_looked_for_in_english_only() -> None:
    german = {"front": "language: de\n", "fields": "- Recommendation: Fragen.\n- Applies when: Immer.\n"}
    assert len(said("Mr Lee failed to come: a@b.org.")) == 2
    assert len(said("Mr Lee failed to come: a@b.org.", **german)) == 1


@pytest.mark.parametrize(
    ("extra", "place"),
    [
        ("place: Leeds, ask jo.bloggs@leeds.example.org", "8:8"),
        ("mission: Ring 01484 221000", "8:10"),
        ("partners:\n  - jane@leeds.example.org", "9:5"),
        ("sources:\n  - cite: Minutes\n    section: Ring 01484 221000", "10:14"),
    ],
)
def test_personal_data_in_the_front_matter_is_advised_about(extra: str, place: str) -> None:
    (line,) = advice("personal-data", front=f"{extra}\n")
    assert line.startswith(f"{place} ")
    assert "leave it out" in line


@pytest.mark.parametrize(
    "extra",
    [
        "contact: buses@leeds.example.org", "author: jane@leeds.example.org", "sources:\n  - cite: jane@example.org, 1998", "contributors: jane@leeds.example.org",
        "contributors:\n  - role: jane@leeds.example.org",
    ],
)  # fmt: skip
def test_where_a_mailbox_or_a_name_has_its_place_it_is_no_personal_data(extra: str) -> None:
    assert advice("personal-data", front=f"{extra}\n") == []
