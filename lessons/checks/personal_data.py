"""People are named by their role, and nobody is blamed by name.

What is right: "the project manager", "a crew member"; in `contact` a shared mailbox rather than a person's. No private
e-mail addresses and telephone numbers in the text, its links and the fields of the front matter. Authors of sources are cited by name, of course.

Why: people tell what went wrong only where it is safe to, and a public text cannot be taken back. In many countries
publishing personal data without need is also against the law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import unquote

from lessons.checks.judging import Line, english, judged, lines
from lessons.checks.roles_not_names import personal_mailbox
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.review import free_text_fields

ID = "personal-data"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A country code, or a nought for the area, and groups of digits as people write them; a day is none, behind a slash a nought begins another number, and so does
# what stands behind the end of a sentence.
_PHONE = re.compile(
    r"(?<![\w.,:/-])(?!\d\d([./-])\d\d\1\d{4})(?:\(0\d{1,5}(?=\))|[+0]\d+)(?:(?:(?:[ ()-]|\.(?!\s)){1,3}| ?/ ?(?!0))\d+)*(?!\w)"
)
# What every telephone number begins with: looks at a whole text for these are many times as quick as for the number.
_BEGINS = tuple(re.compile(rf"{mark}(?<![\w.,:/-].)\d") for mark in (r"\+", "0"))
_ADDRESS = '"{}" is an e-mail address; leave it out, or put a shared mailbox into `contact`'
# Where a mailbox or a name has its place, of which other rules speak.
_MAY_NAME = frozenset(
    {
        ("contact",),
        ("author",),
        ("contributors",),
        ("contributors", "role"),
        ("sources", "cite"),
    }
)
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Cllr|Councillor|Sgt|Sergeant|Inspector)\.?"
# Two capitalised words are a person only where nothing in them is an office, a body or a thing.
_NO_PERSON = (
    "Agency|Army|Authority|Board|Bureau|Cabinet|Center|Centre|Chief|City|College|Commission|Committee|Contractor|Council|Counsel|County|Department|Director|"
    "District|Division|Executive|Force|Government|Group|Hospital|Manager|Minister|Ministry|Network|North|South|East|West|Office|Officer|Panel|Police|Programme|"
    "Program|Project|Region|School|Science|Secretary|Section|Service|Services|State|System|Team|Trust|Union|Unit|University|The|This|That|These|Those|In|No|All|Our"
)
_NAME = re.compile(
    rf"\b{_TITLE}\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?"
    rf"|\b(?!(?:{_NO_PERSON})\b)[A-Z][a-z]+\s+(?!(?:{_NO_PERSON})\b)[A-Z][a-z]+"
    r"(?=\s+(?:failed|forgot|ignored|refused|neglected|misled|lied|is to blame|was (?:to blame|at fault|negligent|careless|incompetent|mistaken))\b)"
)
_BLAME = re.compile(
    r"\b(?:to blame|blamed|at fault|his fault|her fault|their fault|fault of|negligen\w+|incompeten\w+|careless\w*|failed to|forgot|ignored|refused to|"
    r"neglected|mistaken|misled|lied|lazy|unprofessional|inept|responsible for the (?:failure|error|mistake|delay|accident))\b",
    re.IGNORECASE,
)
_SIGNS_OF_BLAME = (
    "blame", "fault", "negligen", "incompeten", "careless", "failed to", "forgot", "ignored", "refused to", "neglected", "mistaken", "misled",
    "lied", "lazy", "unprofessional", "inept", "responsible for the",
)  # fmt: skip
_SENTENCE = re.compile(r"(?:[^.!?]|(?:(?<=\bMr|\bMs|\bDr)|(?<=\bMrs|\bSgt)|(?<=\bProf|\bCllr))\.)+")


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each address, telephone number and blamed person in the text."""
    if not judged(entry):
        return
    yield from _in_front_matter(entry)
    # Most texts have none of this, and a look at the whole is cheaper than one at each line.
    lowered = entry.text.lower()
    blame = english(entry) and _may_blame(lowered)
    if not (blame or "@" in lowered or entry.body.links or _may_hold_number(entry.text)):
        return
    read = lines(entry)
    shown = set()
    for line in read:
        for at, address, message in _personal(line.text):
            shown.add((line.number, address))
            yield Problem(line.place(at), message, ID, "advice")
    for link in entry.body.links:
        address = unquote(link.address.partition(":")[2].partition("?")[0])
        # An address that is written out is told wherever it stands; behind words, a shared mailbox is what they are for.
        is_mail = link.address.lower().startswith("mailto:") and personal_mailbox(address) is not None
        if is_mail and (link.place.line, address) not in shown:
            yield Problem(link.place, _ADDRESS.format(address), ID, "advice")
    if blame:
        yield from _blamed(read)


def _in_front_matter(entry: Entry) -> Iterator[Problem]:
    """Yield advice for addresses and numbers in the texts of the front matter; of `contact` the rule `roles-not-names` speaks."""
    for path, scalar in entry.scalars_at(free_text_fields(entry.model)):
        if path not in _MAY_NAME:
            for _, _, message in _personal(scalar.text):
                yield Problem(scalar.place, message, ID, "advice")


def _personal(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the place of each e-mail address and telephone number of a text, the address or number, and what to say of it."""
    for match in _EMAIL.finditer(text) if "@" in text else ():
        yield match.start(), match.group(), _ADDRESS.format(match.group())
    for match in _PHONE.finditer(text) if "0" in text or "+" in text else ():
        if _FEWEST_DIGITS <= sum(character.isdigit() for character in match.group()) <= _MOST_DIGITS:
            yield match.start(), match.group(), f'"{match.group()}" looks like a telephone number; leave it out'


def _blamed(read: Iterable[Line]) -> Iterator[Problem]:
    """Yield advice for each name in a sentence of blame; a sentence may run over several lines."""
    for paragraph in _paragraphs(read):
        text = "\n".join(line.text for line in paragraph)
        if not _may_blame(text.lower()):
            continue
        for sentence in _SENTENCE.finditer(text):
            name = _NAME.search(sentence.group())
            if name and _BLAME.search(sentence.group()):
                at = sentence.start() + name.start()
                row = text.count("\n", 0, at)
                column = at - (text.rfind("\n", 0, at) + 1)
                message = f'"{" ".join(name.group().split())}" is named in a sentence that lays blame; write the role instead, such as "the project manager"'
                yield Problem(paragraph[row].place(column), message, ID, "advice")


def _may_hold_number(text: str) -> bool:
    return ("(0" in text or any(begins.search(text) for begins in _BEGINS)) and _PHONE.search(text) is not None


def _may_blame(lowered: str) -> bool:
    return any(map(lowered.__contains__, _SIGNS_OF_BLAME))


def _paragraphs(read: Iterable[Line]) -> Iterator[list[Line]]:
    for is_blank, found in groupby(read, lambda line: not line.text.strip()):
        if not is_blank:
            yield list(found)
