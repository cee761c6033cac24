"""Taking a person's name out of texts: as a whole, however it is spelt, in sentences, in addresses and in front matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass

from lessons.problems import LessonsError
from lessons.record import FILE_NAME
from lessons.record.types import WITHHELD
from lessons.text import nodes
from lessons.text.decoding import decoded, meant

REPLACEMENT = "(name withheld)"
_FEWEST_LETTERS = 2
_LETTER = r"[^\W_]"
# Between the words of a name in a sentence, which may go on in the next line, of a quotation too; and in an address.
_BETWEEN = r"(?:[^\S\n]+|[^\S\n]*\n[ \t>]*)"
_JOINT = r"[-._+]"
# A word may be broken at the end of a line.
_BROKEN = r"(?:-[ \t]*\n[ \t>]*)?"
_TITLE = r"(?:(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Cllr)\b\.?[^\S\n]+)?"
_MAILBOX = re.compile(r"[\w.+%-]*@[\w.-]*\w")
_MAILBOX_BEGINS = re.compile(r"<?(?:mailto:)?[\w.+%-]*$")
_ADDRESS_BEGINS = re.compile(r"(?:[a-z][a-z+.-]*:|www\.)[^\s<>()\[\]\"']*$", re.IGNORECASE)
_LINK_BEGINS = re.compile(r"\[([^\[\]]*)\]\(<?[^()\s<>]*$")
_LINK_ENDS = re.compile(r"[^()\s<>]*>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")
_MARKS = re.compile(r"\*+|_+|`+|~+")
_SENTENCE_BEGINS = re.compile(r"(?:\A|\n[ \t]*\n)[ \t>]*(?:#{1,6} |[-*+] )?\Z|[.!?][\"'”’)]?\s+\Z|\n#{1,6} \Z")


@dataclass(frozen=True)
class Name:
    """A person's name as it is looked for: in sentences, and as part of an address, a file's name or a slug."""

    text: str
    spoken: re.Pattern[str]
    handle: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> Name:
        """Return how a name is looked for. Raises :class:`LessonsError` for what is none."""
        words = text.split()
        if sum(letter.isalpha() for letter in text) < _FEWEST_LETTERS or re.search(r"[\[\]<>{}@/\\|]", text):
            raise LessonsError(f'"{text}" is not a name; write it as it stands in the texts, such as "Ann Driver"')
        spoken = [_alternatives({word, word[:1].upper() + word[1:], word.upper()}) for word in words]
        orders = [_BETWEEN.join(spoken)]
        lower = [_alternatives({word}) for word in words]
        handles = [rf"{''.join(lower)}(?=@)", rf"(?<=[@/#]){''.join(lower)}"]
        if len(words) > 1:
            # One word may be a word of prose, in small letters; two that stand together are the name.
            orders[0] = f"(?i:{orders[0]})"
            orders.append(rf"{spoken[-1]},{_BETWEEN}{_BETWEEN.join(spoken[:-1])}(?!\s+[A-Z]{_LETTER})")
            # Run together, also by a character that nobody sees.
            first, last = (_alternatives({words[at][:1].upper() + words[at][1:]}) for at in (0, -1))
            orders.append(rf"(?<![@/#]){first}{''.join(spoken[1:-1])}{last}")
            handles.append(_JOINT.join(lower))
        return cls(" ".join(words), _whole(_TITLE, orders), re.compile(_whole("", handles).pattern, re.IGNORECASE))

    @property
    def forms(self) -> list[str]:
        """Return the most usual ways to write the name, for looking into files that are no texts of ours."""
        words = self.text.split()
        return list(dict.fromkeys([self.text, *(mark.join(words) for mark in ("-", ".", "_", ""))]))

    def stands_in(self, text: str) -> bool:
        """Return whether a text has the name, however it is spelt."""
        told = (meant(text), decoded(text, marks=True).text)
        return any(pattern.search(part) for part in told for pattern in (self.spoken, self.handle))


def _whole(before: str, ways: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!{_LETTER})(?<!{_LETTER}-){before}(?:{'|'.join(ways)})(?!{_LETTER}|-{_LETTER})")


def _alternatives(words: Set[str]) -> str:
    """Return a pattern for any of the words, with accents in one character, in two, or left out."""
    forms = {form for word in words for form in _spellings(word)}
    return f"(?:{'|'.join(sorted(map(_breakable, forms), reverse=True))})"


def _breakable(word: str) -> str:
    """Return a pattern for a word that may be broken at the end of a line, after a hyphen of its own too."""
    letters = [re.escape(letter).replace("'", "['’]") for letter in word]
    return _BROKEN.join(letters).replace(rf"\-{_BROKEN}", r"\-(?:[ \t]*\n[ \t>]*)?")


def _spellings(word: str) -> Iterator[str]:
    apart = unicodedata.normalize("NFD", word)
    yield unicodedata.normalize("NFC", word).replace("’", "'")
    yield apart.replace("’", "'")
    yield "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("’", "'")


def redacted(text: str, name: Name, replacement: str = REPLACEMENT, slugs: Set[str] = frozenset()) -> str:
    """Return a text without the name: ``replacement`` stands where it stood in a sentence, *withheld* where it was part of an address.

    A mailbox with the name is replaced as a whole, and a link whose address has it becomes the text of the link. Contributors with one
    of the ``slugs``, by which the person was declared, are left with their roles.
    """
    for slug in slugs:
        text = _without_person(text, slug)
    if not name.stands_in(text):
        return text
    for marks in (False, True):
        # From the end, one after the other: what is replaced may have held another.
        while (place := _last(text, name, marks=marks)) is not None:
            text = _replaced(text, *place, replacement)
    return text


def _without_person(text: str, slug: str) -> str:
    person = rf"person:[ \t]*([\"']?){re.escape(slug)}\1[ \t]*"
    for pattern, instead in (
        (rf"^([ \t]*-[ \t]+){person.replace(chr(92) + '1', chr(92) + '2')}(?:#.*)?\r?\n[ \t]+", r"\1"),
        (rf"^[ \t]+{person}(?:#.*)?\r?\n", ""),
        (rf"{person},[ \t]*", ""),
        (rf",[ \t]*{person}(?=[,}}])", ""),
    ):
        text = re.sub(pattern, instead, text, flags=re.MULTILINE)
    return text


def _last(text: str, name: Name, *, marks: bool) -> tuple[int, int, bool] | None:
    """Return start and end of the name where it stands last, and whether it is spoken there."""
    found = decoded(text, marks=marks)
    places = [
        (*found.span(match.start(), match.end()), pattern is name.spoken)
        for pattern in (name.spoken, name.handle)
        for match in pattern.finditer(found.text)
    ]
    return max(places, default=None)


def _replaced(text: str, start: int, end: int, spoken: bool, replacement: str) -> str:  # noqa: FBT001 - where it stands
    start, end = _with_marks(text, start, end)
    if mailbox := _MAILBOX.match(text, end):
        begins = _MAILBOX_BEGINS.search(text, 0, start)
        assert begins is not None  # noqa: S101 - it matches nothing, too
        start, end, spoken = begins.start(), mailbox.end(), True
        if text[start] == "<":
            end += text.startswith(">", end)
    line = text.rfind("\n", 0, start) + 1
    if (link := _LINK_BEGINS.search(text, line, start)) and (ends := _LINK_ENDS.match(text, end)):
        return f"{text[: link.start()]}{link[1]}{text[ends.end() :]}"
    if not spoken or _ADDRESS_BEGINS.search(text, line, start):
        return f"{text[:start]}{WITHHELD}{text[end:]}"
    begins_sentence = _SENTENCE_BEGINS.search(text[max(0, start - 200) : start]) is not None
    words = replacement[:1].upper() + replacement[1:] if begins_sentence else replacement
    return f"{text[:start]}{words}{text[end:]}"


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end such that no mark of emphasis stays without its other half."""
    runs = [
        match[0]
        for match in _MARKS.finditer(text, start, end)
        if not text[match.start() - 1 : match.end() + 1].isidentifier()
    ]
    for run in dict.fromkeys(runs):
        if runs.count(run) % 2:
            if text.startswith(run, end):
                end += len(run)
            elif text.endswith(run, 0, start):
                start -= len(run)
    return start, end


def without_people(text: str, slugs: Set[str]) -> str:
    """Return the text of a vocabulary that does not declare these people any more."""
    root = nodes.parse(text, FILE_NAME).root
    people = root.fields.get("people") if root is not None else None
    if root is None or not isinstance(people, nodes.Mapping):
        return text
    lines = text.splitlines(keepends=True)
    first = root.names["people"].line
    declared = {slug: place.line for slug, place in people.names.items() if place.line > first}
    begins = sorted({*declared.values(), *(place.line for place in root.names.values()), len(lines) + 1})
    gone = [declared[slug] for slug in slugs & declared.keys()]
    if gone and declared.keys() <= slugs:
        gone.append(first)
    for line in sorted(gone, reverse=True):
        end = next(begin for begin in begins if begin > line) - 1
        # What stands below it at the margin is about something else.
        while end > line and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        del lines[line - 1 : end]
    return "".join(lines)
