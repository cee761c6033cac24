"""Where a role is asked for, a role stands there and no name.

What is right: "fleet manager", "bus driver" among the `contributors`, in `contact` and as Owner of a lesson; in `contact` also a
shared mailbox. Somebody who consents to be named is declared once under `people` in vocabulary.yml, by the name they choose, and a
review then writes `person: their-slug` beside the role.

Why: whether a person agreed to stand in a public text cannot be seen from a name, and a role is still true when the person has left.
Names cannot be told from other words with certainty; where this is wrong, leave the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Place, Problem
from lessons.record.types import shorten

ID = "roles-not-names"
_WORD = re.compile(r"\w+")
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame)\.?\s+[A-Z].*")
_PART_OF_A_NAME = re.compile(r"[A-Z](?=\S*[a-z])[\w’'-]+|[A-Z]\.")
# Words of offices and bodies, and the ends of words for what people do: no two capitalised words that hold one are a name.
_OFFICES = frozenset(
    _WORD.findall("""
    user owner buyer rider tutor actor tenant agent client parent head chief lead clerk nurse crew guard mayor coach cook judge aide intern pilot team
    panel board trust group unit college school council town city parish county borough office service centre house club bus health water housing care road
    post admin info desk mail help staff police fire youth enquiries inquiries north south east west the new local public senior junior general deputy
    """)
)
_OF_AN_OFFICE = (
    "er", "or", "ist", "ian", "ant", "ent", "ee", "ing", "tion", "ity", "ship", "nce", "ary", "ory", "man", "woman", "person",
)  # fmt: skip
# "Peter" and "Grant" end so as well: before the end stand at least so many letters.
_BEFORE_THE_END = 4
_MAILBOX = re.compile(r"(?<![\w.+-])([a-z]+)(?:[._-]([a-z]+))?\d{0,3}@[\w.-]+", re.IGNORECASE)
# One word before the sign is a person's only where it is a given name, and nothing else in English.
_GIVEN_NAMES = frozenset(
    _WORD.findall("""
    adam aisha alan alex alice ali amanda amy andrea andrew angela ann anna anne anthony barbara ben brian carol caroline catherine charlotte chris
    christine christopher claire clare colin daniel dave david deborah diane elizabeth emily emma fatima fiona gareth gary gemma george hannah harry
    heather helen ian jack james jane janet jason jean jennifer jenny jessica joan joanne john jonathan joseph julia julie karen kate katherine kathryn
    keith kelly kevin laura lauren leanne linda lisa louise lucy margaret maria marie martin mary matthew michael michelle mike mohammed muhammad natalie
    neil nicholas nicola nigel olivia patricia patrick paul paula pauline peter philip rachel rebecca richard robert ruth ryan sally samantha sandra sarah
    sean sharon simon sophie stephen steve steven stuart susan thomas tim timothy tom tracey tracy victoria wendy william yusuf zoe
    """)
)


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each contributor, contact and owner that seems to be a person's name or mailbox."""
    if not judged(entry):
        return
    declared = {
        word: slug for slug, person in collection.vocabulary.words.people.items() for word in (slug, person.name)
    }
    # Of an address in the text the rule `personal-data` speaks.
    owners = {value.value_place for lesson in entry.body.lessons for value in lesson.values("owner")}
    for text, place in _roles(entry):
        slug = declared.get(text)
        if slug:
            message = f'"{shorten(text)}" is a person whom the vocabulary declares; write `person: {slug}` and the `role` they had'
        elif _is_name(text):
            message = (
                f'"{shorten(text)}" seems to be a person\'s name; write the role, or declare the person under `people` in vocabulary.yml '
                "if they consent to be named"
            )
        elif place not in owners and (mailbox := personal_mailbox(text)):
            message = f'"{shorten(mailbox)}" seems to be one person\'s mailbox; write a role or a shared mailbox'
        else:
            continue
        yield Problem(place, message, ID, "advice")


def personal_mailbox(text: str) -> str | None:
    """Return the e-mail address in a text that seems to be one person's, or ``None``."""
    for mailbox in _MAILBOX.finditer(text):
        first, second = mailbox.groups()
        if first.lower() in _GIVEN_NAMES if second is None else not (_is_office(first) or _is_office(second)):
            return mailbox[0]
    return None


def _roles(entry: Entry) -> Iterator[tuple[str, Place]]:
    for path in (("contributors",), ("contributors", "role"), ("contact",)):
        yield from ((scalar.text, scalar.place) for scalar in entry.scalars(*path))
    for lesson in entry.body.lessons:
        yield from ((value.text, value.value_place) for value in lesson.values("owner"))


def _is_name(text: str) -> bool:
    words = text.split()
    if _TITLED.fullmatch(text):
        return True
    return (
        2 <= len(words) <= 3
        and all(_PART_OF_A_NAME.fullmatch(word) for word in words)
        and not any(map(_is_office, words))
    )


def _is_office(word: str) -> bool:
    lowered = word.lower()
    return any(
        form in _OFFICES or form[_BEFORE_THE_END:].endswith(_OF_AN_OFFICE)
        for form in (lowered, lowered.removesuffix("s"), lowered.removesuffix("es"))
    )
