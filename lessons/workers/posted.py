"""What was posted, as pages see it: fields of text and files, the same whether it came as a form or as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

FORM, FILES, JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"
MEDIA_TYPES = (FORM, FILES, JSON)
# Where an address takes it, the whole body is one field.
TEXT = "text/plain"
# The field by which Datasette 0.65 knows its own forms; no page has to see it.
TOKEN = "csrftoken"  # noqa: S105 - a name
# A form of ours has a dozen; as many as this, each of them a callback or an object, are none of a person's.
MOST_FIELDS = 500
# Of the name and type of a part of a form with files.
MOST_HEADER_BYTES = 8_000


class UnreadableError(ValueError):
    """What was posted is not what it says that it is; the text says why."""


@dataclass(frozen=True)
class Upload:
    """One file of a form: the field's name, the file's own name and type as the sender has them, and its bytes."""

    name: str
    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Posted:
    """The fields in their order, each a name and a text with plain line ends, and the files."""

    pairs: tuple[tuple[str, str], ...] = ()
    files: tuple[Upload, ...] = ()
    token: str = ""

    def first(self, name: str, default: str = "") -> str:
        """Return the first value of a field."""
        return next((value for key, value in self.pairs if key == name), default)

    def every(self, name: str) -> list[str]:
        """Return all values of a field."""
        return [value for key, value in self.pairs if key == name]

    def file(self, name: str) -> Upload | None:
        """Return the first file of a field; None when none was chosen."""
        return next((file for file in self.files if file.name == name and file.filename), None)


def media_type_of(content_type: str) -> tuple[str, str]:
    """Return the media type of a Content-Type header in lower case, and its boundary, each empty when there is none."""
    message = Message()
    message["content-type"] = content_type
    boundary = message.get_param("boundary", "")
    return message.get_content_type() if content_type.strip() else "", boundary if isinstance(boundary, str) else ""


def parse(content_type: str, body: bytes, text: str | None = None) -> Posted:
    """Return what was posted with this type, one of :data:`MEDIA_TYPES`, or plain text, which is the field ``text``.

    Raises :class:`UnreadableError`.
    """
    media_type, boundary = media_type_of(content_type)
    if media_type == TEXT and text is not None:
        return posted([(text, from_text(body))])
    if media_type == FILES:
        return from_parts(body, boundary)
    pairs = from_json(body) if media_type == JSON else from_form(body)
    return posted(pairs)


def posted(pairs: list[tuple[str, str]], files: tuple[Upload, ...] = ()) -> Posted:
    """Return fields and files as pages see them."""
    token = next((value for name, value in pairs if name == TOKEN), "")
    return Posted(tuple((name, lines(value)) for name, value in pairs if name != TOKEN), files, token)


def lines(text: str) -> str:
    """Return text with line feeds alone between its lines: browsers send those of a text area with carriage returns."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def from_text(data: bytes) -> str:
    """Return a body or file that is plain text: UTF-8, UTF-16 with its mark, or else as Windows writes it.

    What is no text in any encoding comes out as text as well; whoever reads it says what it is.
    """
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def from_form(body: bytes) -> list[tuple[str, str]]:
    """Return the fields of an ordinary form."""
    try:
        text = body.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise UnreadableError("The form is not percent-encoded UTF-8 text.") from error
    except ValueError as error:
        raise UnreadableError(f"The form has more than {MOST_FIELDS} fields.") from error


def from_json(body: bytes) -> list[tuple[str, str]]:
    """Return the members of a JSON object whose values are texts or lists of texts; null is as good as absent."""
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("The body is not JSON in UTF-8.") from error
    if not isinstance(found, dict):
        raise UnreadableError("The JSON must be an object with the names of fields and their texts.")
    pairs: list[tuple[str, str]] = []
    for name, value in found.items():
        texts: list[Any] = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(text, str) for text in texts):
            raise UnreadableError("In the JSON, each field must be a text or a list of texts.")
        pairs += [(name, text) for text in texts]
    if len(pairs) > MOST_FIELDS:
        raise UnreadableError(f"The JSON has more than {MOST_FIELDS} texts.")
    try:
        # JSON can write halves of characters, which no file and no database can hold.
        "".join(name + text for name, text in pairs).encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError("The JSON contains text that is not valid Unicode.") from error
    return pairs


def from_parts(body: bytes, boundary: str) -> Posted:
    """Return the fields and files of a form with files."""
    if not boundary.isascii() or not 0 < len(boundary) <= 70:
        raise UnreadableError("The Content-Type of the form does not say where its parts end (boundary).")
    parts = Parts()
    try:
        parser = MultipartParser(boundary.encode("ascii"), parts.callbacks())  # type: ignore[arg-type]
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise UnreadableError("The form is incomplete or malformed.") from error
    if not parts.ended:
        raise UnreadableError("The form is incomplete.")
    return posted(parts.pairs, tuple(parts.files))


@dataclass
class Parts:
    """Takes the events of the parser and keeps the fields and files that come of them."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    files: list[Upload] = field(default_factory=list)
    ended: bool = False
    _headers: Message = field(default_factory=Message)
    _header: tuple[bytearray, bytearray] = field(default_factory=lambda: (bytearray(), bytearray()))
    _content: bytearray = field(default_factory=bytearray)
    _begun: int = 0
    _header_bytes: int = 0

    def callbacks(self) -> dict[str, Any]:
        """Return the functions that the parser calls."""
        return {
            "on_part_begin": self.begin,
            "on_header_field": lambda data, start, end: self.head(0, data[start:end]),
            "on_header_value": lambda data, start, end: self.head(1, data[start:end]),
            "on_header_end": self.head_end,
            "on_part_data": lambda data, start, end: self._content.extend(data[start:end]),
            "on_part_end": self.end,
            "on_end": lambda: setattr(self, "ended", True),
        }

    def begin(self) -> None:
        """Begin a part."""
        self._begun += 1
        if self._begun > MOST_FIELDS:
            raise UnreadableError(f"The form has more than {MOST_FIELDS} fields.")
        self._headers, self._content, self._header_bytes = Message(), bytearray(), 0
        self._header = (bytearray(), bytearray())

    def head(self, which: int, data: bytes) -> None:
        """Take a piece of a header's name (0) or value (1)."""
        self._header_bytes += len(data)
        if self._header_bytes > MOST_HEADER_BYTES:
            raise UnreadableError("A field of the form has a name that is too long.")
        self._header[which].extend(data)

    def head_end(self) -> None:
        """Take one header."""
        name, value = (part.decode("utf-8", "replace") for part in self._header)
        if name.lower() in ("content-disposition", "content-type") and name not in self._headers:
            self._headers[name] = value
        self._header = (bytearray(), bytearray())

    def end(self) -> None:
        """Take one field or file."""
        name, filename = (self._headers.get_param(key, header="content-disposition") for key in ("name", "filename"))
        if not isinstance(name, str):
            raise UnreadableError("A part of the form has no name.")
        if filename is not None:
            own = filename if isinstance(filename, str) else filename[2]
            self.files.append(Upload(name, own, self._headers.get_content_type(), bytes(self._content)))
            return
        try:
            self.pairs.append((name, self._content.decode("utf-8")))
        except UnicodeDecodeError as error:
            raise UnreadableError("The form is not UTF-8 text.") from error
