"""Summaries that are longer than lists can show: their first sentences, as many as fit."""

from __future__ import annotations

import re

from lessons.checks.summary_length import MAX_WORDS

SHORTENED = f"summaries shortened to {MAX_WORDS} words (they stand whole in the text)"
# A sentence ends with a mark and a space, and the next begins with a capital, a figure or a quotation; "e.g. this" goes on.
_END = re.compile(r"[.!?…](?:[\"'”’)\]]*)(?=\s+[\"'“‘(\[]*[^\W_a-z])|[。！？]")
# So few words of the first sentences say less than the beginning of what follows them.
_FEWEST = 8


def shortened(text: str) -> str:
    """Return a summary as it is where it is short enough, else its first sentences, or its first words with a mark that more follows."""
    words = text.split()
    if len(words) <= MAX_WORDS:
        return text
    # Cut behind the last word that fits, so that the end of a sentence there still is followed by something.
    begun = " ".join(words[: MAX_WORDS + 1])
    limit = len(" ".join(words[:MAX_WORDS]))
    ends = [match.end() for match in _END.finditer(begun) if match.end() <= limit]
    if ends and len(begun[: ends[-1]].split()) >= _FEWEST:
        return begun[: ends[-1]]
    return " ".join(words[: MAX_WORDS - 1]).rstrip(",;:–—-") + " …"
