"""Footnotes: a mark in the text, `[^1]`, and a note that stands anywhere in the file, `[^1]: …`.

A file is shown in parts, some of them alone, as a lesson on its page. So each part has its own notes below it, numbered from 1, and the
ids of marks and notes begin with a name that no other part has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

from lessons.text import markdown

# How a mark and the beginning and end of a note are called among the parser's tokens.
MARK, OPEN, CLOSE = "footnote_ref", "footnote_reference_open", "footnote_reference_close"
# A note is shown with each part that refers to it. Characters in notes that count as much as a token, against the parser's limit.
_CHARACTERS = 100


class Footnotes:
    """The notes of one text. ``tokens`` are its tokens without them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens: list[Token] = []
        self._notes: dict[str, list[Token]] = {}
        self._shown = 0
        inside: list[list[Token]] = []
        if OPEN not in [token.type for token in tokens]:
            self.tokens, tokens = list(tokens), ()
        for token in tokens:
            if token.type == OPEN:
                inside.append([])
                # Of two notes with the same mark the first is shown, as code hosts do.
                self._notes.setdefault(token.meta["label"], inside[-1])
            elif token.type == CLOSE:
                inside.pop()
            else:
                (inside[-1] if inside else self.tokens).append(token)

    @property
    def every(self) -> Iterator[Token]:
        """The tokens of all notes that there are."""
        for note in self._notes.values():
            yield from note

    def of(self, *parts: Sequence[Token]) -> dict[str, Sequence[Token]]:
        """Return the notes that the parts refer to, and those that these refer to, by their labels in the order of their numbers.

        Raises :class:`~lessons.text.markdown.TooSlowError` when many parts refer to much.
        """
        found: dict[str, Sequence[Token]] = {}
        if not self._notes:
            return found
        waiting = [label for part in parts for label in _labels(part)]
        while waiting:
            for label in waiting:
                found.setdefault(label, self._notes.get(label, ()))
            self._count(found[label] for label in dict.fromkeys(waiting))
            waiting = [one for label in dict.fromkeys(waiting) for one in _labels(found[label]) if one not in found]
        return found

    def in_parentheses(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """Return the tokens with the words of each note in parentheses in place of its mark."""
        if not self._notes or not any(True for _ in _labels(tokens)):
            return tokens
        return [token.copy(children=list(self._said(token.children))) if token.children else token for token in tokens]

    def _said(self, children: Sequence[Token]) -> Iterator[Token]:
        for child in children:
            if child.type == MARK:
                note = self._notes.get(child.meta["label"], [])
                self._count([note])
                words = " ".join(markdown.plain(note).split()).rstrip(".")
                child = Token("text", "", 0, content=f" ({words})" if words else "")
            yield child

    def _count(self, notes: Iterable[Sequence[Token]]) -> None:
        self._shown += sum(
            1 + len(token.children or ()) + len(token.content) // _CHARACTERS for note in notes for token in note
        )
        if self._shown > markdown.MAX_TOKENS:
            raise markdown.TooSlowError


def shown(tokens: Sequence[Token], notes: dict[str, Sequence[Token]], name: str) -> list[Token]:
    """Return the tokens of a part as they are shown: its marks lead to its notes below it, and these back to the marks.

    ``name`` is one that no other part on any page has.
    """
    if not notes:
        return list(tokens)
    part = _Part(name, {label: number for number, label in enumerate(notes, 1)})
    above = [part.marked(token) for token in tokens]
    below = [[part.marked(token) for token in note] for note in notes.values()]
    attributes: dict[str, str | int | float] = {"class": "notes", "role": "doc-endnotes", "aria-label": "Notes"}
    return [
        *above,
        Token("notes_open", "div", 1, attrs=attributes, block=True),
        Token("ordered_list_open", "ol", 1, block=True),
        *(token for label, note in zip(notes, below, strict=True) for token in part.item(label, note)),
        Token("ordered_list_close", "ol", -1, block=True),
        Token("notes_close", "div", -1, block=True),
    ]


def whole(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a text that is a page of its own, as they are shown."""
    footnotes = Footnotes(tokens)
    return shown(footnotes.tokens, footnotes.of(footnotes.tokens), "page")


class _Part:
    """Makes marks and notes of one part, and counts how often each note is referred to."""

    def __init__(self, name: str, numbers: dict[str, int]) -> None:
        self._name, self._numbers = name, numbers
        self._marks = dict.fromkeys(numbers, 0)

    def marked(self, token: Token) -> Token:
        """Return a token with links to the notes in place of its marks."""
        if not any(child.type == MARK for child in token.children or ()):
            return token
        return token.copy(children=list(self._linked(token.children or ())))

    def _linked(self, children: Sequence[Token]) -> Iterator[Token]:
        for child in children:
            if child.type != MARK:
                yield child
                continue
            label = child.meta["label"]
            number = self._numbers[label]
            words = [Token("text", "", 0, content=str(number))]
            yield Token("mark_open", "sup", 1)
            self._marks[label] += 1
            mark = self._mark(number, self._marks[label])
            yield from _link(self._note(number), words, id=mark, label=f"Note {number}")
            yield Token("mark_close", "sup", -1)

    def item(self, label: str, note: Sequence[Token]) -> Iterator[Token]:
        """Yield one note as an item of the list, with links back to its marks at the end of its last paragraph."""
        number = self._numbers[label]
        back = [token for one in range(1, self._marks[label] + 1) for token in self._back(number, one)]
        yield Token("list_item_open", "li", 1, attrs={"id": self._note(number)}, block=True)
        if len(note) > 1 and note[-1].type == "paragraph_close":
            last = note[-2].copy(children=[*(note[-2].children or ()), *back])
            yield from (*note[:-2], last, note[-1])
        else:
            yield from note
            if back:
                yield Token("paragraph_open", "p", 1, block=True)
                yield Token("inline", "", 0, children=back, block=True)
                yield Token("paragraph_close", "p", -1, block=True)
        yield Token("list_item_close", "li", -1, block=True)

    def _back(self, number: int, one: int) -> Iterator[Token]:
        yield Token("text", "", 0, content=" ")
        said = f"Back to mark {number}" + (f", place {one}" if one > 1 else "")
        yield from _link(self._mark(number, one), [Token("text", "", 0, content="↩\ufe0e")], label=said)

    def _note(self, number: int) -> str:
        return f"{self._name}-note-{number}"

    def _mark(self, number: int, one: int) -> str:
        return f"{self._name}-mark-{number}" + (f"-{one}" if one > 1 else "")


def _link(target: str, words: Sequence[Token], *, label: str, id: str = "") -> Iterator[Token]:  # noqa: A002 - HTML's name
    # Not called as the links that people write are, whose addresses are checked and changed.
    attributes: dict[str, str | int | float] = {"href": f"#{target}", "aria-label": label}
    yield Token("to_note_open", "a", 1, attrs={**attributes, **({"id": id} if id else {})})
    yield from words
    yield Token("to_note_close", "a", -1)


def _labels(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or ():
            if child.type == MARK:
                yield child.meta["label"]
