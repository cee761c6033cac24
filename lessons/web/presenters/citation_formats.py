"""A citation in the formats of reference managers: BibTeX, RIS and CSL JSON.

https://www.bibtex.org/Format/, https://en.wikipedia.org/wiki/RIS_(file_format),
https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessons.web.presenters.citation import Citation

# BibTeX counts braces also after a backslash, so they are written by name.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)


def bibtex(citation: Citation) -> str:
    """Return a citation as BibTeX; braces keep titles and authors as they are written."""
    lesson = citation.container is not None
    year, month = (citation.published or "")[:4], (citation.published or "")[5:7]
    fields = (
        ("author", braced(citation.author)),
        ("title", braced(citation.title)),
        ("booktitle", braced(citation.container)),
        ("publisher" if lesson else "institution", braced(citation.unit)),
        ("year", year and f"{{{year}}}"),
        ("month", month.lstrip("0")),
        ("note", braced(citation.note)),
        # As it is: styles print an address letter by letter.
        ("url", f"{{{citation.address}}}"),
        ("language", citation.language and f"{{{citation.language}}}"),
    )
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields if value)
    return f"@{'incollection' if lesson else 'techreport'}{{{citation.key},\n{lines}\n}}\n"


def braced(text: str | None) -> str | None:
    """Return text as a value of BibTeX that no style changes."""
    return f"{{{{{line(text).translate(TEX)}}}}}" if text else None


def ris(citation: Citation) -> str:
    """Return a citation as RIS: one field a line."""
    fields = (
        ("TY", "CHAP" if citation.container else "RPRT"),
        ("AU", citation.author),
        ("TI", citation.title),
        ("T2", citation.container),
        ("PB", citation.unit),
        ("PY", citation.published and citation.published[:4]),
        ("DA", citation.published and citation.published.replace("-", "/")),
        ("AB", citation.summary),
        ("N1", citation.note),
        ("LA", citation.language),
        ("UR", citation.address),
    )
    return "".join(f"{tag}  - {line(value)}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def csl(citation: Citation) -> str:
    """Return a citation as CSL JSON: a list of one item."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "chapter" if citation.container else "report",
        "title": citation.title,
        "container-title": citation.container,
        "author": [{"literal": citation.author}],
        "publisher": citation.unit,
        "issued": {"date-parts": [list(map(int, citation.published.split("-")))]} if citation.published else None,
        "abstract": citation.summary,
        "note": citation.note,
        "language": citation.language,
        "URL": citation.address,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def line(text: str) -> str:
    """Return text in one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


WRITERS = {
    ".bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    ".ris": (ris, "application/x-research-info-systems; charset=utf-8"),
    ".csl.json": (csl, "application/vnd.citationstyles.csl+json; charset=utf-8"),
}
