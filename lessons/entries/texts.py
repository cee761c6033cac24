"""The texts of many entries in one piece of memory, which goes back to the system as a whole; pieces as small as a text hardly ever do, since
others stand between them."""

from __future__ import annotations


class PutText:
    """A text that was put among others."""

    __slots__ = ("_end", "_start", "_texts")

    def __init__(self, texts: bytearray, start: int, end: int) -> None:
        self._texts, self._start, self._end = texts, start, end

    def __str__(self) -> str:
        return self._texts[self._start : self._end].decode("utf-8", "surrogatepass")

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | PutText) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


class Texts:
    """Texts that are kept together as long as one of them is needed."""

    def __init__(self) -> None:
        self._texts = bytearray()

    def put(self, text: str) -> PutText:
        """Put a text among the others."""
        start = len(self._texts)
        self._texts += text.encode("utf-8", "surrogatepass")
        return PutText(self._texts, start, len(self._texts))
