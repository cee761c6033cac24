"""The texts of many entries in one piece of memory, which goes back to the system as a whole; pieces as small as a text hardly ever do, since
others stand between them."""

from __future__ import annotations

from lessons.schema.paragraphs import paragraphs


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
        self._texts, self._end = bytearray(), 0

    def put(self, text: str) -> str | PutText:
        """Put a text among the others; one that is empty needs no room."""
        if not text:
            return text
        start = self._end
        self._texts += text.encode("utf-8", "surrogatepass")
        self._end = len(self._texts)
        return PutText(self._texts, start, self._end)


class Rendered:
    """Text with its HTML, the ``markup``: ``None`` where it follows from the text, empty where it was not made. ``plain`` holds the text."""

    __slots__ = ()
    markup: str | None
    plain: str | PutText

    @property
    def text(self) -> str:
        """Return the text."""
        return str(self.plain)

    @property
    def html(self) -> str:
        """Return the HTML."""
        return paragraphs(self.text) if self.markup is None else self.markup

    def put_into(self, texts: Texts) -> None:
        """Let the text stand among others."""
        object.__setattr__(self, "plain", texts.put(self.text))
