"""The commonest lines of Markdown, parsed at once: they could only be what they are, so no other rule is asked.

Most of a review is paragraphs in a line, list items and headings, and most of their text has no mark in it. The parser would try a dozen rules
on each line and a handful on each word; here one look tells. What comes out is the same, to the token.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, heading, list_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Everything with which a rule for text inside a block can begin.
_MARK = re.compile(r"[\n\\`~*_\[<&]")
# A list item with something in it, which is no rule (`- - -`), nor the second line of a table or of a heading.
_ITEM = re.compile(r"- +[^\W_]")
# Lines that are indented so far are code.
_CODE = 4


def install(markdown: MarkdownIt) -> None:
    """Let the parser take the commonest lines first."""
    markdown.block.ruler.before("table", "commonest", _block)
    markdown.core.ruler.at("inline", _inline)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Take a line that begins with a letter, a heading's mark or a list item's, if what follows it makes it nothing else."""
    first, last = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if silent or first >= last or state.sCount[start] - state.blkIndent >= _CODE or not _stands_alone(state, start):
        return False
    mark = state.src[first]
    if mark == "#":
        return heading(state, start, end, silent)
    if mark == "-":
        return _ITEM.match(state.src, first, last) is not None and list_block(state, start, end, silent)
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
    span = [line, line + 1]
    state.push("paragraph_open", "p", 1).map = span
    text = state.push("inline", "", 0)
    text.content, text.map, text.children = content, [*span], []
    state.push("paragraph_close", "p", -1)
    return True


def _inline(state: StateCore) -> None:
    """Parse the text of each block; one without a mark is a text as it is."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.children is None:
            token.children = []
        if not token.content or _MARK.search(token.content):
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children.append(Token("text", "", 0, content=token.content))
