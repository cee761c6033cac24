"""The rule ``roles-not-names``."""

from __future__ import annotations

import pytest

from lessons.checks.roles_not_names import personal_mailbox
from lessons.record.vocabulary.model import Person, Vocabulary
from tests.support.advice import GOOD, WORDS, advice


def said(text: str, words: Vocabulary = WORDS) -> list[str]:
    return advice("roles-not-names", words, front=f"contact: {text}\n")


@pytest.mark.parametrize(
    ("front", "fields", "place"),
    [
        ("contributors:\n  - planner\n  - Ian Lee\n", "", "10:5"),
        ("contributors:\n  - role: Ian Lee\n", "", "9:11"),
        ("contact: Ian Lee\n", "", "8:10"),
        ("", "- Owner: Ian Lee\n", "27:10"),
    ],
)
def test_a_name_in_place_of_a_role_is_advised_about_where_it_stands(front: str, fields: str, place: str) -> None:
    assert advice("roles-not-names", front=front, fields=GOOD["fields"] + fields) == [
        f'{place} "Ian Lee" seems to be a person\'s name; write the role, or declare the person under `people` in vocabulary.yml '
        "if they consent to be named"
    ]


@pytest.mark.parametrize(
    "name",
    ["John Smith", "Mary O’Neill", "Mary O'Neill", "Jo Smith-Kay", "J. Bloggs", "Peter Brown", "Grant Young", "Anna Maria Lopez", "Mr Lee", "Ms. Lee of Leeds", "Dr Mary Jones",
     "Mr Driver", "Mrs Driver", "Ms Driver", "Miss Driver", "Mx Driver", "Dr Driver", "Prof. Driver", "Sir Driver", "Dame Driver  of Leeds, retired", "Mr  A"],
)  # fmt: skip
def test_what_is_a_name(name: str) -> None:
    (line,) = said(name)
    assert f'"{" ".join(name.split())}" seems to be a person\'s name' in line


@pytest.mark.parametrize(
    "role",
    ["fleet manager", "Bus Driver", "Head Teacher", "Parish Clerk", "Night Bus Users", "Tenants’ Panel", "Social Worker", "GP", "Deputy Chief Constable",
     "Local Residents", "Housing Team", "a nurse at St Mary’s", "Bus Company", "head of prevention", "fleet.team@example.org", "buses@example.org",
     "Jo", "Jo Kay Lee Ray", "Jo (planner)", "jo lee", "NHS BBC", "Mr driver", "MrDriver", "Mra Driver", "Jo Nurses", "Jo Coaches", "J.. Lee", "Driver Lee", "Our Mr Lee Bus"],
)  # fmt: skip
def test_a_role_or_a_shared_mailbox_is_no_name(role: str) -> None:
    assert advice("roles-not-names", front=f"contributors: {role}\ncontact: {role}\n") == []


@pytest.mark.parametrize(
    "name", ["jo.bloggs", "jane", "Jane", "j.bloggs", "jo-bloggs", "jo_bloggs", "Jo.Bloggs", "sarah2", "sarah123", "jo.bloggs99"]
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "Ask {} or the team.", "bus.team@example.org, {}"])
def test_a_mailbox_of_one_person_is_advised_about(name: str, around: str) -> None:
    address = f"{name}@kirklees-north.example"
    assert personal_mailbox(around.format(address)) == address
    assert advice("roles-not-names", front=f"contact: {address}\n") == [
        f'8:10 "{address}" seems to be one person\'s mailbox; write a role or a shared mailbox'
    ]


@pytest.mark.parametrize(
    "name", ["bus.team", "jo.team", "team.jo", "travel", "may", "sarah1234", "the.jane", "x.y.jane", "jo+jane", "2jane", "2-jane", "_jane", "jane.", "jo.bloggs.team", "jo..bloggs"]
)  # fmt: skip
def test_a_mailbox_of_many_is_left_alone(name: str) -> None:
    assert personal_mailbox(f"{name}@kirklees.example.org") is None


def test_what_has_no_domain_is_no_mailbox() -> None:
    assert personal_mailbox("jane@ home") is None


def test_of_an_address_of_an_owner_the_rule_for_texts_speaks() -> None:
    fields = GOOD["fields"] + "- Owner: jo.bloggs@kirklees.example.org\n"
    assert advice("roles-not-names", fields=fields) == []
    assert len(advice("personal-data", fields=fields)) == 1


@pytest.mark.parametrize("text", ["Ann Driver", "ann-driver"])
def test_a_declared_person_among_the_roles_is_told_how_to_be_written(text: str) -> None:
    words = Vocabulary(WORDS.words.model_copy(update={"people": {"ann-driver": Person(name="Ann Driver")}}))
    assert said(text, words) == [
        f'8:10 "{text}" is a person whom the vocabulary declares; write `person: ann-driver` and the `role` they had'
    ]
