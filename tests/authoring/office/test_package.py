"""An Office file that may do harm is refused before a library unpacks it; one that is damaged gets a sentence, never a traceback."""

from __future__ import annotations

import struct
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from lessons.authoring.office import package, sheets, word
from lessons.authoring.office.package import OfficeError
from tests.support import office

READERS: dict[str, tuple[Callable[[bytes], object], bytes, str]] = {
    "Word": (word.read, office.word(lambda document: document.add_paragraph("Ask.")), "word/document.xml"),
    "Excel": (sheets.read, office.excel(["Title"], ["Bins"]), "xl/workbook.xml"),
}
CALLED = {"Word": "a Word file", "Excel": "an Excel file"}
DOCTYPES = {
    "entities": b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>',
    "external": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "remote": b'<!DOCTYPE x SYSTEM "http://host.example/x.dtd">',
    "behind a comment": b"<!-- " + b"x" * 100_000 + b" --><!DOCTYPE x>",
}


@pytest.fixture(params=list(READERS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def refused(kind: str, content: bytes) -> str:
    with pytest.raises(OfficeError) as caught:
        READERS[kind][0](content)
    return str(caught.value)


def packed(*members: tuple[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, part in members:
            written.writestr(name, part)
    return stream.getvalue()


def test_what_is_no_office_file_is_said_to_be_none(kind: str) -> None:
    assert refused(kind, b"") == "the file is empty"
    assert refused(kind, b"Title,Date\n") == f"this is not {CALLED[kind]}"
    assert refused(kind, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).startswith(
        f"this {kind} file is of the old format, or protected by a password; save it as ."
    )
    assert refused(kind, packed(("notes.txt", b"hello"))).startswith(f"this is not {CALLED[kind]} that can be read")


def test_one_kind_is_not_read_as_the_other() -> None:
    assert refused("Word", READERS["Excel"][1]) == "this is an Excel file, not a Word file"
    assert refused("Excel", READERS["Word"][1]) == "this is a Word file, not an Excel file"


def test_what_would_unpack_to_too_much_is_refused(kind: str) -> None:
    whole = READERS[kind][1]
    assert "would unpack to" in refused(kind, office.changed(whole, {}, {"big.xml": b"<a/>" + b" " * 60_000_000}))
    assert "would unpack to" in refused(kind, packed(("a", b"0" * 1_000_000)))


def test_a_part_that_lies_about_its_size_is_not_unpacked(kind: str) -> None:
    bomb = bytearray(packed(("[Content_Types].xml", b" " * 30_000_000)))
    directory = bomb.rindex(b"PK\x01\x02")
    for at in (directory + 24, 22):
        struct.pack_into("<I", bomb, at, 100)
    assert refused(kind, bytes(bomb)).startswith(("this is not a", "the file would unpack"))


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=list(DOCTYPES))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_part_and_encoding(kind: str, doctype: bytes, encoding: str) -> None:
    _, whole, part = READERS[kind]

    def declare(before: bytes) -> bytes:
        text = (
            before.decode().replace("?>", "?>\n" + doctype.decode(), 1)
            if b"?>" in before
            else doctype.decode() + before.decode()
        )
        return (
            text.replace("encoding='UTF-8'", "")
            .replace('encoding="UTF-8"', "")
            .replace('standalone="yes"', "")
            .encode(encoding)
        )

    assert f"the part {part} declares a document type" in refused(kind, office.changed(whole, {part: declare}))


def test_a_password_and_two_parts_of_one_name_are_refused(kind: str) -> None:
    whole = bytearray(READERS[kind][1])
    struct.pack_into("<H", whole, whole.index(b"PK\x01\x02") + 8, 1)
    assert "protected by a password" in refused(kind, bytes(whole))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(("a.xml", b"<a/>"), ("a.xml", b"<b/>"))
    assert refused(kind, twice) == f"the {kind} file is damaged: it has two parts of one name"


def test_a_file_cut_short_anywhere_or_with_a_part_missing_gets_a_sentence(kind: str) -> None:
    reader, whole, part = READERS[kind]
    for end in range(1, len(whole), len(whole) // 23):
        assert refused(kind, whole[:end])
    for broken in (b"", b"<a", b"<a/>", b"\x00\xff"):
        assert refused(kind, office.changed(whole, {part: lambda _, broken=broken: broken}))
    assert reader(whole)


def test_without_the_extra_the_sentence_says_what_to_install(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, {"Word": "docx", "Excel": "openpyxl"}[kind], None)
    assert refused(kind, READERS[kind][1]) == (
        f"reading {kind} files needs the extra `office`; install it: pip install 'lessons-learned-unit[office]'"
    )


def test_the_limits_are_those_that_the_manual_names() -> None:
    assert (package.MOST_UNPACKED, package.MOST_TIMES) == (50_000_000, 100)
