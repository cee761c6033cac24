"""What a backslash makes inside double quotes, where somebody meant the backslash itself."""

from __future__ import annotations

from lessons.text.files import HIDDEN, hidden_message


def double_quoted(text: str, written: str, line: str, *, whole: bool) -> str | None:
    """Return what is wrong with a ``text`` that is ``written`` in double quotes on a ``line``, or begins there where that is not the ``whole``."""
    hidden = HIDDEN.search(text)
    if hidden and "\\" not in written:
        return hidden_message(hidden[0])
    if hidden:
        made = f"the hidden character U+{ord(hidden[0]):04X}"
    elif whole and "\\" in written and any(mark in text and mark not in written for mark in "\n\t\r"):
        made = "a line end or a tab"
    else:
        return None
    return f"in `{line}` a backslash makes {made}; put the value in single quotes"
