"""Other systems' Markdown inside a review: headings below its own, links that lead somewhere, no images and no comments.

Code is never changed. Where a link, an image or a comment cannot be kept as it is, the text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown_it.token import Token

from lessons.authoring.importers.foreign import html_as_markdown, names_of_addresses, wiki_as_markdown
from lessons.library.web_addresses import joined
from lessons.record.writing import literal
from lessons.text import markdown, sanitising

# The first three levels are the review's own: its title, its sections, its lessons.
_FIRST_LEVEL = 4
_LAST_LEVEL = 6
_FENCES = frozenset({"fence", "code_block"})
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_TARGET = r"\(\s*<?((?:[^\s<>()\\]|\\.|\([^\s()]*\))*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?\s*\)"
_TEXT = r"\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.){0,1000}\]){0,1000})\]"
# Each bracket may begin a link and is looked into, which takes time; no text that people write has more.
_MOST_BRACKETS = 20_000
_IMAGE_IN_LINK = re.compile(r"\[!" + _TEXT + _TARGET + r"\]" + _TARGET)
_IMAGE = re.compile("!" + _TEXT + _TARGET)
_LINK = re.compile("(?<!!)" + _TEXT + _TARGET)
# A footnote looks like one and is text.
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\]]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

JOINED, SIBLING, UNLINKED, IMAGES, COMMENTS = (
    "relative links joined to the base",
    "links to other records of the source",
    "links without an address that can be kept (their text stays)",
    "images turned into links or text",
    "comments that readers did not see",
)


class Adapter:
    """Adapts the Markdown of one record.

    ``sibling`` gives the id of the review that a relative address of the source leads to, ``page`` of that which a wiki link names, or
    ``None``; ``base`` is the address that other relative links begin at; ``note`` is told of each change.
    """

    def __init__(
        self,
        base: str,
        sibling: Callable[[str], str | None],
        page: Callable[[str], str | None],
        note: Callable[[str], None],
    ) -> None:
        self.base, self.sibling, self.page, self.note = base, sibling, page, note
        self._defined: frozenset[str] = frozenset()

    def adapted(self, text: str) -> str:
        """Return Markdown that says what ``text`` says and can stand in a review."""
        lines = text.split("\n")
        code = _code_lines(lines)
        lines = self._without_comments(lines, code)
        lines = html_as_markdown(lines, _code_lines(lines), lambda: self.note(IMAGES))
        code = _code_lines(lines)
        self._defined = names_of_addresses(lines)
        if text.count("[") <= _MOST_BRACKETS:
            lines = [line if number in code else self._line(line) for number, line in enumerate(lines)]
        lines = _lowered(lines)
        return self._kept("\n".join(lines).strip("\n"))

    def _without_comments(self, lines: list[str], code: set[int]) -> list[str]:
        if not any("<!--" in line for line in lines):
            return lines
        # Lines of code hide their comments, so that these stay.
        hidden = [
            line.replace("<!--", "\x00") if number in code or "`" in line else line for number, line in enumerate(lines)
        ]
        text, number = _COMMENT.subn("", "\n".join(hidden))
        for _ in range(number):
            self.note(COMMENTS)
        return text.replace("\x00", "<!--").split("\n")

    def _line(self, line: str) -> str:
        """Return a line with its links and images as they can stand, code left alone."""
        parts: list[str] = []
        done = 0
        for code in _CODE.finditer(line):
            parts += [self._links(line[done : code.start()]), code[0]]
            done = code.end()
        return "".join(parts) + self._links(line[done:])

    def _links(self, text: str) -> str:
        if not any(mark in text for mark in ("](", "]:", "[[")):
            return text
        text = _IMAGE_IN_LINK.sub(lambda match: self._image_in_link(match[1], match[3]), text)
        text = _IMAGE.sub(lambda match: self._image(match[1], match[2]), text)
        text = _LINK.sub(lambda match: self._link(match[1], match[2]), text)
        text = wiki_as_markdown(text, self._defined, self._page, self._embedded)
        definition = _DEFINITION.match(text)
        if definition is not None:
            address = self._address(definition[2])
            return f"[{definition[1]}]: {address}" if address else ""
        return text

    def _image_in_link(self, words: str, address: str) -> str:
        self.note(IMAGES)
        return f"[{words or 'image'}]({address})"

    def _image(self, words: str, address: str) -> str:
        self.note(IMAGES)
        return f"[{words or address.rpartition('/')[2] or 'image'}]({address})"

    def _embedded(self, words: str, address: str) -> str:
        self.note(IMAGES)
        return self._link(words, address)

    def _page(self, words: str, name: str) -> str:
        own = self.page(name)
        self.note(SIBLING if own else UNLINKED)
        return f"[{words}]({own}.md)" if own else words

    def _link(self, words: str, address: str) -> str:
        kept = self._address(address)
        return f"[{words}]({kept})" if kept else words

    def _address(self, address: str) -> str | None:
        """Return the address to write, or ``None`` where only the words can stay."""
        scheme = markdown.scheme_of(address)
        if scheme in sanitising.URL_SCHEMES:
            return address
        own = self.sibling(address) if not scheme and not address.startswith(("/", "#")) else None
        if own is not None:
            self.note(SIBLING)
            return f"{own}.md"
        if self.base and not scheme and address and not address.startswith("#"):
            whole = joined(self.base, address)
            self.note(JOINED if whole else UNLINKED)
            return whole
        self.note(UNLINKED)
        return None

    def _kept(self, text: str) -> str:
        """Write a block as its plain text where a link or an image is left in it that no review may hold."""
        tokens = markdown.parse(text)
        lines = text.split("\n")
        for span, block in reversed(list(_blocks(tokens))):
            if any(map(self._refused, _children(block))):
                self.note(UNLINKED)
                shown = "\n\n".join(literal(line) for line in markdown.plain(block).split("\n"))
                lines[span[0] : span[1]] = [shown, ""]
        return "\n".join(lines).strip("\n")

    def _refused(self, token: Token) -> bool:
        if token.type == "image":
            return True
        address = str(token.attrs.get("href", ""))
        own = re.fullmatch(r"[a-z0-9-]+\.md", address) is not None
        return token.type == "link_open" and not own and markdown.scheme_of(address) not in sanitising.URL_SCHEMES


def bullets(text: str) -> list[str]:
    """Return the items of the first level of a Markdown text's lists, each as one line of plain text."""
    found = []
    tokens = markdown.parse(text)
    start = None
    for number, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == 1:
            start = number
        elif token.type == "list_item_close" and token.level == 1 and start is not None:
            found.append(" ".join(markdown.plain(tokens[start : number + 1]).split()))
    return found


def title(text: str) -> str:
    """Return the first heading of level 1 as plain text, or nothing."""
    tokens = markdown.parse(text)
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return markdown.inline_text(tokens[number + 1])
    return ""


def sections(text: str) -> dict[str, str]:
    """Return the text under each heading of level 2, by ``# `` and the heading; what stands in code is no heading."""
    lines = text.split("\n")
    tokens = markdown.parse(text)
    heads = [
        (token.map, markdown.inline_text(tokens[number + 1]), token.tag)
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2") and token.map
    ]
    found: dict[str, str] = {}
    for number, (span, words, tag) in enumerate(heads):
        end = heads[number + 1][0][0] if number + 1 < len(heads) else len(lines)
        if tag == "h2":
            below = "\n".join(lines[span[1] : end]).strip("\n")
            found[f"# {words}"] = "\n\n".join(filter(None, (found.get(f"# {words}"), below)))
    return found


def _code_lines(lines: list[str]) -> set[int]:
    tokens = markdown.parse("\n".join(lines))
    return {line for token in tokens if token.type in _FENCES and token.map for line in range(*token.map)}


def _lowered(lines: list[str]) -> list[str]:
    """Return the lines with the highest heading at the first level that is free, the others as far below it as before."""
    tokens = [token for token in markdown.parse("\n".join(lines)) if token.type == "heading_open" and token.map]
    levels = [int(token.tag[1]) for token in tokens]
    # A text whose headings are low enough already keeps them.
    lowering = max(_FIRST_LEVEL - min(levels, default=_FIRST_LEVEL), 0)
    for token, level in zip(tokens, levels, strict=True):
        assert token.map is not None  # noqa: S101 - asked for above
        first, end = token.map
        mark = "#" * min(level + lowering, _LAST_LEVEL)
        if token.markup.startswith("#"):
            lines[first] = re.sub(r"#{1,6}(?=\s|$)", mark, lines[first], count=1)
        else:
            words = " ".join(line.strip() for line in lines[first : end - 1])
            indent = re.match(r"[\s>]*", lines[first])
            lines[first:end] = [f"{indent[0] if indent else ''}{mark} {words.lstrip('> ')}", *[""] * (end - first - 1)]
    return lines


def _blocks(tokens: list[Token]) -> Iterator[tuple[list[int], list[Token]]]:
    """Yield each block of the first level: its lines and its tokens."""
    start = 0
    for number, token in enumerate(tokens):
        if token.level == 0 and token.nesting == 1:
            start = number
        if token.level == 0 and token.nesting <= 0:
            block = tokens[start if token.nesting else number : number + 1]
            if block[0].map:
                yield block[0].map, block


def _children(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()
