"""The commonest lines of Markdown, parsed at once: they could only be what they are, so no other rule is asked.

Most of a review is paragraphs in a line, list items and headings, and most of their text has no mark in it. The parser would try a dozen rules
on each line and a handful on each word; here one look tells. What comes out is the same, to the token.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, heading, list_block
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.token import Token

# Everything with which a rule for text inside a block can begin.
_MARKS = "\n\\`~*_[<&"
# A list item with something in it, which is no rule (`- - -`), nor the second line of a table or of a heading.
_ITEM = re.compile(r"- +[^\W_]")
# One that holds nothing but a text in a line.
_PLAIN_ITEM = re.compile(r"- [^\W\d_]")
# A heading without the marks that may end one.
_HEADING = re.compile(r"(#{1,6}) +(?=[^\W_])")
# Lines that are indented so far are code, and so far are part of an item that begins with a hyphen and a space.
_CODE, _INSIDE = 4, 2


def install(markdown: MarkdownIt) -> None:
    """Let the parser take the commonest lines first."""
    markdown.core.ruler.at("normalize", _normalised)
    markdown.block.ruler.before("table", "commonest", _block)
    markdown.core.ruler.at("inline", _inline)
    # Done with the text of each block where it is needed.
    markdown.core.ruler.disable("text_join")


def _normalised(state: StateCore) -> None:
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Take a line that begins with a letter, a heading's mark or a list item's, if what follows it makes it nothing else."""
    first, last = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if silent or first >= last or state.sCount[start] - state.blkIndent >= _CODE or not _stands_alone(state, start):
        return False
    mark = state.src[first]
    if mark == "#":
        return _heading(state, start, first, last) or heading(state, start, end, silent)
    if mark == "-":
        return _ITEM.match(state.src, first, last) is not None and (
            _list(state, start, end) or list_block(state, start, end, silent)
        )
    return mark.isalpha() and _paragraph(state, start, state.src[first:last].rstrip(" "))


def _stands_alone(state: StateBlock, start: int) -> bool:
    """Return whether a paragraph that begins in this line ends with it: at the end, before an empty line, or before a list item."""
    after = start + 1
    if after >= state.lineMax or state.isEmpty(after):
        return True
    if not 0 <= state.sCount[after] < state.blkIndent + _CODE:
        return False
    if 0 <= state.listIndent <= state.sCount[after] - _CODE:
        return False
    return _ITEM.match(state.src, state.bMarks[after] + state.tShift[after], state.eMarks[after]) is not None


def _paragraph(state: StateBlock, line: int, content: str) -> bool:
    if content[-1].isspace():
        return False
    state.line = line + 1
    state.tokens += _around(content, line, "paragraph", "p", state.level)
    return True


def _heading(state: StateBlock, line: int, first: int, last: int) -> bool:
    found = _HEADING.match(state.src, first, last)
    if found is None or state.src[last - 1] == "#" or state.src[last - 1].isspace():
        return False
    state.line = line + 1
    state.tokens += _around(
        state.src[found.end() : last], line, "heading", f"h{len(found[1])}", state.level, markup=found[1]
    )
    return True


def _list(state: StateBlock, start: int, end: int) -> bool:
    """Take a whole list that stands in no other block and whose items are a line each."""
    if state.level or state.blkIndent:
        return False
    contents: list[str] = []
    after = start
    while after < end and not state.isEmpty(after):
        first, last = state.bMarks[after], state.eMarks[after]
        content = state.src[first + 2 : last].rstrip(" ")
        if state.tShift[after] or not _PLAIN_ITEM.match(state.src, first, last) or content[-1].isspace():
            return False
        contents.append(content)
        after += 1
    after = state.skipEmptyLines(after)
    if after < end and (state.sCount[after] >= _INSIDE or state.src[state.bMarks[after] + state.tShift[after]] == "-"):
        return False
    state.line = after
    lines = [*range(start, start + len(contents)), after]
    tokens = state.tokens
    tokens.append(Token("bullet_list_open", "ul", 1, map=[start, after], markup="-", block=True))
    for number, content in enumerate(contents):
        span = lines[number : number + 2]
        tokens.append(Token("list_item_open", "li", 1, map=span, level=1, markup="-", block=True))
        tokens += _around(content, span[0], "paragraph", "p", 2, hidden=True)
        tokens.append(Token("list_item_close", "li", -1, level=1, markup="-", block=True))
    tokens.append(Token("bullet_list_close", "ul", -1, markup="-", block=True))
    return True


def _around(
    content: str, line: int, name: str, tag: str, level: int, *, markup: str = "", hidden: bool = False
) -> tuple[Token, Token, Token]:
    """Return the tokens of a block that is one line of text."""
    return (
        Token(f"{name}_open", tag, 1, map=[line, line + 1], level=level, markup=markup, block=True, hidden=hidden),
        Token("inline", "", 0, map=[line, line + 1], level=level + 1, children=[], content=content, block=True),
        Token(f"{name}_close", tag, -1, level=level, markup=markup, block=True, hidden=hidden),
    )


def _inline(state: StateCore) -> None:
    """Parse the text of each block; one without a mark is a text as it is."""
    parsed: list[Token] = []
    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.children is None:
            token.children = []
        if not token.content or any(map(token.content.__contains__, _MARKS)):
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            parsed.append(token)
        else:
            token.children.append(Token("text", "", 0, content=token.content))
    tokens, state.tokens = state.tokens, parsed
    text_join(state)
    state.tokens = tokens
