"""Whether there is something to read before the first section, where nothing belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from lessons.record.outline import section_for
from lessons.text import markdown

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def begins(tokens: Sequence[Token]) -> Token | None:
    """Return the first of the tokens before the first section that holds something to read, or ``None``.

    A section whose heading has the wrong level ends them. Level-1 headings and comments are matters of their own.
    """
    comment = ""
    for index, token in enumerate(tokens):
        if token.type == "inline" and tokens[index - 1].type == "heading_open":
            if section_for(markdown.inline_text(token)):
                return None
            if tokens[index - 1].tag != "h1":
                return token
        elif token.type == "inline" and (comment or token.content.startswith("<!--")):
            # A comment may run over several blocks, and text may stand behind it.
            comment = _COMMENT.sub("", f"{comment}\n{token.content}").strip()
            if comment and not comment.startswith("<!--"):
                return token
        elif token.type in ("fence", "code_block") or (token.type == "inline" and token.content.strip()):
            return token
    return None
