"""Texts with a line that says what each is about, as they are installed here: manual pages, or the docstrings of Python's library.

Nobody wrote them for this project, and no setting of the search was chosen by looking at them.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import inspect
import os
import pkgutil
import re
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

MANUALS = Path("/usr/share/man")
SECTIONS = ("1", "2", "3", "4", "5", "7", "8")
# More of one family (the subcommands of one program) would drown the others.
LARGEST_FAMILY = 40
SHORTEST_TEXT = 60
LONGEST_TEXT = 600
# Of a file's name without its ending.
LENGTHS = range(3, 81)
# These sections are the line itself, syntax, or addresses.
LEFT_OUT = re.compile(r"NAME|SYNOPSIS|SEE ALSO|AUTHORS?|COPYRIGHT|REPORTING BUGS|COLOPHON|LICEN[CS]E|BUGS")
KEEP_ARGUMENTS = {
    "B",
    "I",
    "R",
    "SM",
    "SB",
    "Nm",
    "Ar",
    "Fl",
    "Pa",
    "Xr",
    "Sy",
    "Em",
    "Li",
    "Cm",
    "Dq",
    "Sq",
    "Ql",
    "Va",
    "Ev",
}
JOIN_ARGUMENTS = {"BR", "RB", "IR", "RI", "BI", "IB"}
ESCAPES = (
    (r'\\".*', ""),
    (r"\\f(\[[^]]*\]|\(..|.)", ""),
    (r"\\s[-+]?\d+", ""),
    (r"\\\((aq|cq)", "'"),
    (r"\\\((lq|rq|dq)", '"'),
    (r"\\(\((em|en|mi|hy)|-)", "-"),
    (r"\\[~ 0]", " "),
    (r"\\[*n]?(\[[^]]*\]|\(..)", ""),
    (r"\\[&|^%/,:c)]", ""),
    (r"\\e", r"\\"),
)


@dataclass(frozen=True)
class Reference:
    """One text: its id, its name, the line that says what it is about, and the text without that line."""

    id: str
    name: str
    line: str
    text: str

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the half that is looked at last."""
        return bool(_digest(self.id)[0] & 1)


def _digest(id_: str) -> bytes:
    return hashlib.sha256(id_.encode()).digest()


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def chosen(found: Iterable[Reference], count: int, wanted: Iterable[str] = ()) -> list[Reference]:
    """Return ``count`` of the texts, those whose ids are wanted among them; by the digest of their ids, so without regard to what they say."""
    first = set(wanted)
    families: Counter[str] = Counter()
    kept: dict[str, Reference] = {}
    for one in sorted(found, key=lambda one: (one.id not in first, _digest(one.id))):
        family = re.split(r"[-_.:]", one.name)[0]
        families[family] += 1
        if one.id in first or (len(kept) < count and families[family] <= LARGEST_FAMILY):
            kept.setdefault(one.id, one)
    return sorted(kept.values(), key=lambda one: one.id)


def manual_pages(folder: Path = MANUALS) -> Iterator[Reference]:
    """Yield the manual pages of a folder that have enough text and a line that says what they are about."""
    for section in SECTIONS:
        for path in sorted((folder / f"man{section}").glob("*.gz")):
            name, _, part = path.name.removesuffix(".gz").rpartition(".")
            if path.is_symlink():
                continue
            source = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
            line, text = _page(source)
            if (one := _reference(slug(f"{name} {part}"), f"{name}({part})", line, text)) is not None:
                yield one


def _reference(id_: str, name: str, line: str, text: str) -> Reference | None:
    """Return a text, cut to the length of a review and without its line; ``None`` if too little remains."""
    words = re.sub(re.escape(line), " ", text, flags=re.IGNORECASE).split() if line else []
    enough = len(words) >= SHORTEST_TEXT and len(id_) in LENGTHS
    return Reference(id_, name, line, " ".join(words[:LONGEST_TEXT])) if enough else None


def _page(source: str) -> tuple[str, str]:
    """Return the line of a manual page and its text, as well as it can be told from the markup."""
    section, parts, skipping = "", {"NAME": [], "": []}, False
    for line in source.splitlines():
        if line.startswith((".de", ".ig", ".am")):
            skipping = True
        if skipping:
            skipping = not line.startswith("..")
            continue
        macro, _, arguments = line[1:].strip().partition(" ") if line[:1] in {".", "'"} else ("", "", line)
        if macro in {"SH", "Sh"}:
            section = _text(arguments).strip('" ').upper()
        elif macro == "Nd":
            parts["NAME"].append("- " + _text(arguments))
        elif (said := _said(macro, arguments)) and (section == "NAME" or not LEFT_OUT.fullmatch(section)):
            parts["NAME" if section == "NAME" else ""].append(said)
    line = " ".join(parts["NAME"]).partition(" - ")[2]
    return " ".join(line.split()), " ".join(parts[""])


def _said(macro: str, arguments: str) -> str:
    """Return what a line of markup shows."""
    if macro in JOIN_ARGUMENTS:
        return _text("".join(one or two for one, two in re.findall(r'"([^"]*)"|(\S+)', arguments)))
    if macro in KEEP_ARGUMENTS:
        return _text(arguments.replace('"', ""))
    return "" if macro else _text(arguments)


def _text(marked: str) -> str:
    """Return a piece of text without its escapes."""
    for pattern, replacement in ESCAPES:
        marked = re.sub(pattern, replacement, marked)
    return marked


def docstrings() -> Iterator[Reference]:
    """Yield the documentation of the modules, classes and functions of Python's library: first line and the rest."""
    for module in _modules():
        for name, value in [
            ("", module),
            *inspect.getmembers(module, lambda one: inspect.isclass(one) or inspect.isroutine(one)),
        ]:
            if name and getattr(value, "__module__", None) != module.__name__:
                continue
            line, _, text = (inspect.getdoc(value) or "").partition("\n")
            full = f"{module.__name__}.{name}".rstrip(".")
            if (one := _reference(slug(full), full, line.rstrip("."), text)) is not None:
                yield one


def _modules() -> Iterator[ModuleType]:
    """Yield the modules of Python's library that can be imported here."""
    for info in pkgutil.iter_modules([os.path.dirname(os.__file__)]):
        if info.name in sys.stdlib_module_names and info.name not in {"antigravity", "this", "idlelib", "test"}:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    yield importlib.import_module(info.name)
                except ImportError:
                    continue


SOURCES: dict[str, Callable[[], Iterable[Reference]]] = {"manual-pages": manual_pages, "docstrings": docstrings}
