"""All text that people read is plain, idiomatic English: no clumsy phrase comes back, and names in code are standard terms."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "lessons"

# Each with what to write instead.
CLUMSY = {
    r"\bknown are\b": "known fields: …, use one of: …",
    r"\bnoughts?\b": "zero",
    r"\bmend(s|ed|ing)?\b": "fix, correct",
    r"\bsmall\s+letters\b": "lower-case letters",
    r"(?<![Tt]here )\bis no (?!longer\b|evidence\b)\w+": "is not a …",
    r"\bnot carried out\b": "not rendered",
    r"\bbefore, if any\b|\bfrom before is\b|\buntouched\b": "the existing database was not changed",
    r"\bCannot be told\b": "Unknown",
    r"\bgoes on with\b|\bgoes on being\b": "continues, still",
    r"\bfor it (depends|is|has)\b": "because it …",
    r"\bone a (line|row)\b|\bvalue` a line\b|\bOne (review|lesson)[\w ]* a (line|row)\b": "per line, per row",
    r"\bstands? here\b": "found …, is here",
    r"\bruns in a circle\b": "is circular",
    r"\bHedges\b|\bhedges\b": "caveats",
    r"\bcame by meaning\b": "were found by meaning",
    r"\bwas looked for\b|\bwere looked for\b": "the search used …",
    r"\btold apart\b": "distinguished",
    r"\bof those alone who\b": "only from …",
    r"\bby the person's own choice\b": "with the person's consent",
    r"\bsay it shorter\b|\bmake two of it\b": "shorten it, split it in two",
}
# Words that once named things only here: the score of a result, the idf of a term, an LSA vector, the cosine similarity of two texts.
PRIVATE = {"worth", "rarity", "likeness", "straighten", "straightening", "knot", "turned", "wanted", "mend", "mended"}


def spoken(path: Path) -> Iterator[str]:
    """Yield what people read of a Python file: its texts, the manuals of rules, and the help of commands."""
    tree = ast.parse(path.read_text("utf-8"))
    shown = {"checks": (ast.Module,), "cli": (ast.FunctionDef,)}.get(path.parent.name, ())
    if path.name == "against.py":
        shown = (ast.Module,)
    unseen = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and not isinstance(node, shown)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unseen:
            yield node.value


@cache
def read_by_people() -> dict[str, str]:
    """Return the texts that people read, by file."""
    found = {path: "\n".join(spoken(path)) for path in PACKAGE.rglob("*.py")}
    plain = [
        *PACKAGE.rglob("*.md"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.po"), *PACKAGE.rglob("maps/*.yml"), *PACKAGE.rglob("deploy/**/*.yml"), *ROOT.glob("*.md"), ROOT / "metadata.yml",
        ROOT / ".pre-commit-hooks.yaml", *(ROOT / ".github").rglob("*.yml"), *(ROOT / ".github").rglob("*.md"),
    ]  # fmt: skip
    found |= {path: path.read_text("utf-8") for path in plain}
    return {path.relative_to(ROOT).as_posix(): text for path, text in found.items()}


@pytest.mark.parametrize("phrase", CLUMSY)
def test_no_clumsy_phrase_is_left(phrase: str) -> None:
    found = [
        f"{path}: {match.group()}" for path, text in read_by_people().items() for match in re.finditer(phrase, text)
    ]
    assert not found, f"write instead: {CLUMSY[phrase]}"


@pytest.mark.parametrize(
    "text", ["found `a`; known are: b, c", "a leading nought", "x.json is no JSON", "nothing to mend"]
)
def test_a_clumsy_phrase_would_be_found(text: str) -> None:
    assert any(re.search(phrase, text) for phrase in CLUMSY)


def test_messages_manuals_help_pages_and_guides_are_all_looked_at() -> None:
    texts = read_by_people()
    for path, words in {
        "lessons/checks/known_fields.py": "known fields: ",
        "lessons/checks/raw_html.py": "shown as plain text, not rendered",
        "lessons/authoring/against.py": "Published ids do not vanish",
        "lessons/cli/build.py": "Check the reviews and compile them",
        "lessons/words/en_GB/help.po": "You cannot type anything wrong.",
        "lessons/docs/serving.md": "# Serving a library",
        "README.md": "after-action reviews",
        ".github/pull_request_template.md": "How do we know?",
    }.items():
        assert words in texts[path], path


def test_names_in_code_are_no_private_dialect() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{token.start[0]}: {token.string}"
        for path in PACKAGE.rglob("*.py")
        for token in names(path)
        if PRIVATE & set(token.string.lower().split("_"))
    ]
    assert not found


def names(path: Path) -> Iterator[tokenize.TokenInfo]:
    with path.open("rb") as file:
        yield from (token for token in tokenize.tokenize(file.readline) if token.type == tokenize.NAME)
