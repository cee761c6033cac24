"""One Markdown parser: text to tokens, tokens to safe HTML or to plain text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, zip_longest
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from lessons.schema.paragraphs import paragraphs
from lessons.text import commonest
from lessons.text.sanitising import sanitised
from lessons.text.tokens import relinked, scrolled

# Seconds of processor time for one file. A review of 5,000 words takes about 0.02 s; 200,000 opening brackets,
# within every size limit, would take 12 s.
TIME_LIMIT = 3.0
# A review of 5,000 words has about 1,000 tokens; rendering and sanitising take time in proportion.
MAX_TOKENS = 100_000
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\ud800-\udfff]")


class TooSlowError(Exception):
    """The text needs more processor time than a review ever does."""


class TooDeepError(Exception):
    """Lists or quotations are nested deeper than the parser goes: it would leave out what is inside."""


def parse(text: str, *, time_limit: float | None = None, env: dict[str, Any] | None = None) -> list[Token]:
    """Return the Markdown text's tokens; ``time_limit`` is in seconds of processor time, by default :data:`TIME_LIMIT`.

    ``env`` is given what the parser keeps beside them: the addresses that links use by name. Raises :class:`TooSlowError` when that takes too long, :class:`TooDeepError` when text would be lost.
    """
    env = {} if env is None else env
    env["deadline"] = time.thread_time() + (time_limit or TIME_LIMIT)
    try:
        tokens = _MARKDOWN.parse(text, env)
    except RecursionError as error:
        raise TooSlowError from error
    count, deepest = len(tokens), 0
    for token in tokens:
        if token.children:
            count += len(token.children)
        if token.level > deepest:
            deepest = token.level
    if count > MAX_TOKENS:
        raise TooSlowError
    if deepest >= _MARKDOWN.options["maxNesting"] - 1:
        raise TooDeepError
    return tokens


def html(
    tokens: Sequence[Token], link: Callable[[str], str | None] = lambda href: href, *, whole_page: bool = False
) -> str:
    """Return the tokens as sanitised HTML.

    ``link`` maps each link's address to the one to write, or to ``None`` to keep its text and drop the link. A
    ``whole_page`` has headings of all levels, each with an id made from its words; otherwise the page around it has.
    Raises :class:`TooSlowError` when sanitising would take too long.
    """
    if (simple := paragraphs_alone(tokens)) is not None:
        return paragraphs(simple)
    headed = _with_ids(tokens) if whole_page else map(_lowered, tokens)
    shown = [relinked(part, link) for token in headed for part in scrolled(token)]
    rendered = _MARKDOWN.renderer.render(shown, _MARKDOWN.options, {})
    if rendered.count("&") > MAX_TOKENS:
        # The sanitiser's time grows with the square of the number of entities: a million take 15 s.
        raise TooSlowError
    return sanitised(rendered, whole_page=whole_page)


def paragraphs_alone(tokens: Sequence[Token]) -> str | None:
    """Return the text of tokens that are paragraphs without any markup, one a line, ``None`` of others; there is nothing to sanitise in its HTML."""
    if len(tokens) % 3 or any(token.type != "paragraph_open" for token in tokens[::3]):
        return None
    blocks: list[str] = []
    for token in tokens[1::3]:
        children = token.children or ()
        if any(child.type not in ("text", "softbreak") for child in children):
            return None
        if not (block := "".join(child.content or " " for child in children)):
            return None
        blocks.append(block)
    text = "\n".join(blocks)
    # What the sanitiser writes in a way of its own.
    odd = not all(map(str.isprintable, blocks)) and _ODD.search(text)
    return None if odd or text.count("&") > MAX_TOKENS else text


def may_be_slow_to_clean(text: str) -> bool:
    """Return whether the HTML of a text may hold so many entities that :func:`html` refuses it.

    Each of them comes from a mark of the text, which a link or an image may repeat up to four times: as address, title, text and source.
    """
    marks = sum(map(text.count, '&<>"'))
    return marks * 4 * (text.count("[") + 1) > MAX_TOKENS


def plain(tokens: Sequence[Token]) -> str:
    """Return the tokens as plain text: one line a block, without markup, with the addresses of links."""
    blocks = (inline_text(token) for token in tokens if token.type in ("inline", "fence", "code_block"))
    return "\n".join(block for block in blocks if block)


def inline_text(token: Token) -> str:
    """Return one inline token as a single line of plain text; a link's address follows it in parentheses."""
    if token.children is None:
        return " ".join(token.content.split())
    if len(token.children) == 1 and token.children[0].type == "text":
        return one_line(token.children[0].content)
    parts: list[str] = []
    address, start = "", 0
    for child in token.children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "link_open":
            address, start = str(child.attrs.get("href", "")), len(parts)
        elif child.type == "link_close":
            if address.startswith(("http", "mailto")) and address.removeprefix("mailto:") not in "".join(parts[start:]):
                parts.append(f" ({address})")
        elif child.type == "image":
            parts.append(child.content)
        else:
            parts.append(child.content)
    return " ".join("".join(parts).split())


def one_line(text: str) -> str:
    """Return a text on one line, with one space for any white space."""
    # Most texts are written so already, which is quicker to see than to do again: white space other than the plain space is not printable.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def scheme_of(address: str) -> str:
    """Return the scheme of an address in lower case, or an empty string for a relative one."""
    # Browsers ignore control characters and white space inside a scheme ("java\\nscript:"), so we do too.
    match = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", address), re.IGNORECASE)
    return match.group(1).lower() if match else ""


def _lowered(token: Token) -> Token:
    """A heading above level 3 inside a quotation or a list is shown at level 3: the levels above are the page's own."""
    return token.copy(tag="h3") if token.tag in ("h1", "h2") else token


def _with_ids(tokens: Sequence[Token]) -> Iterator[Token]:
    """Give each heading an id made from its words, as code hosts do, so that links into a page lead to the same place."""
    taken: set[str] = set()
    for token, after in zip_longest(tokens, tokens[1:]):
        if token.type != "heading_open":
            yield token
            continue
        words = re.sub(r"[^\w\s-]", "", inline_text(after).lower())
        name = re.sub(r"\s", "-", words) or "section"
        free = next(one for number in count() if (one := f"{name}-{number}" if number else name) not in taken)
        taken.add(free)
        yield token.copy(attrs={"id": free})


def _check_time(env: Any) -> None:
    # Asking for the time costs more than the rule it watches, so one step in 16 asks.
    env["steps"] = env.get("steps", 0) + 1
    if not env["steps"] & 15 and time.thread_time() > env.get("deadline", float("inf")):
        raise TooSlowError


def _block_count(state: StateCore) -> None:
    # A wide table has hundreds of thousands of cells: refused in the end, but by then its text would have taken 500 MB.
    if len(state.tokens) > MAX_TOKENS:
        raise TooSlowError


def _inline_clock(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    _check_time(state.env)
    return False


def _block_clock(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    _check_time(state.env)
    return False


def _line_end(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A line of the source that ends inside a paragraph ends nothing that is shown."""
    return " "


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("js-default", {"html": False, "typographer": False, "linkify": False, "store_labels": True})
    # Every address becomes a link token, so that the rule `safe-links` sees the bad ones and can say so.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.inline.ruler.before("text", "clock", _inline_clock)
    # The commonest lines take as long as they are, so the clock is asked after them.
    commonest.install(markdown)
    markdown.core.ruler.after("block", "size", _block_count)
    markdown.block.ruler.before(
        "table", "clock", _block_clock, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    # A note written where its mark would be (`^[…]`) is no Markdown that code hosts show.
    footnote_plugin(markdown, inline=False, move_to_end=False)
    markdown.add_render_rule("softbreak", _line_end)
    return markdown


_MARKDOWN = _parser()
