"""What reading finds and no rule has to look for: the manuals of such faults, and the errors of fields by their rule."""

from __future__ import annotations

from lessons.entries import Entry
from lessons.entries.blocks import CODE_BLOCKS
from lessons.entries.body import RENDERING
from lessons.entries.record import FieldError
from lessons.record.vocabulary import RULE as VOCABULARY
from lessons.text import conflicts, files, nodes

# By id, in the order in which a file is read. The rules `silent-yaml` and `lesson-fields` have manuals of their own.
MANUALS: dict[str, str] = {
    files.LINKS: """Every entry is a file inside the folder of entries.

What is right: put the file itself into the folder; a symbolic link must not lead out of it.

Why: a link could publish any file on the machine that builds the site.
""",
    files.SIZE: """A review has at most 1,000,000 bytes, its front matter at most 64,000.

What is right: a review is a few pages of text; put appendices elsewhere and link to them.

Why: nobody reads more, and a file of that size is usually something else that got into the folder by mistake.
""",
    files.ENCODING: """Files are UTF-8 text.

What is right: save the file as UTF-8 (with or without a byte-order mark), with any kind of line ending. What was damaged before it came here is advice: "CafÃ©" was "Café", and
where a letter was lost a mark (U+FFFD) stands in its place.

Why: in any other encoding, accented letters turn into the wrong characters.
""",
    files.HIDDEN_CHARACTERS: """Text contains no characters that editors do not show.

What is right: delete the character at the place given (control characters, soft hyphens, spaces without width, line separators
of other systems), type a plain space for one that only looks like it after a field's name, and write the letters of a ligature
such as \N{LATIN SMALL LIGATURE FI}. Where a language or an emoji needs such a character, it is accepted.
What search here sees through (soft hyphens, spaces without width, ligatures) is advice.

Why: they arrive with text copied from other programs, change what is read without being seen, and hide words from searches in other programs.
""",
    conflicts.RULE: """No merge conflict is left in a review.

What is right: keep the right one of the two versions between `<<<<<<<` and `>>>>>>>`, or combine both, and delete
the lines with the marks.

Why: git leaves both versions in the file when two people changed the same lines; readers would see both.
""",
    nodes.SYNTAX: """The front matter can be read: `---`, fields as `name: value`, `---`.

What is right: the first line is `---`; then one field per line; lists with one `- value` per line, indented with spaces;
then `---` again. Each field appears once. Anchors (`&`), aliases (`*`), tags (`!`) and merge keys (`<<`) are not supported: put a
value that begins with such a character in quotes.

Why: this is what readers filter and count by.
""",
    "field-types": """Each field holds the kind of value that is meant for it.

What is right: text in one value; a list with one `- value` per line (a single value counts as a list of one); numbers
plain, such as 35 or 4.5, with the unit in `unit` and "about" in `note`; countries and currencies as ISO codes.

Why: numbers and codes are compared and counted, and what people read as one number ("1,000") is a different
one, or none, to a program.
""",
    "outcomes": """An outcome has at least one figure, and says which direction is better.

What is right: `measure`, `better` (lower or higher), and at least one of `baseline`, `target`, `result`, as plain
numbers. A finding without numbers belongs in the text.

Why: readers compare outcomes across reviews; a measure without a figure, or a figure without a direction, tells them nothing.
""",
    RENDERING: """The text can be parsed in reasonable time.

What is right: ordinary prose. Long runs of brackets, asterisks or other marks take very long to parse.

Why: one file must not hold up everybody's build.
""",
    CODE_BLOCKS: """A block of code that is opened is closed.

What is right: a line of three backticks (```` ``` ````) above the code and one below it; or of three tildes.

Why: without the second line everything below it is code, other lessons and sections, too.
""",
    VOCABULARY: """The unit's vocabulary, `vocabulary.yml`, is valid.

What is right: schemes named as the fields that take their terms (sector, event, phase, …), each term with a slug of lower-case
letters, digits and hyphens, a label, a definition of one sentence, and synonyms where people use other words;
`broader` names another term of the same scheme. The terms of result, type, status and the other fixed schemes may be
relabelled but not extended. In a scheme, a label or synonym belongs to one term, and is not the slug of another. An organisation has one preferred name, and a name belongs to one organisation. Under `people` stand those who consent to be named, each once, with a slug and the name they choose.

Why: entries cite these terms, facets count them, and search finds reviews by their synonyms. A mistake here is a mistake in every
review that uses the term.
""",
}


def field_errors(entry: Entry, rule: str) -> list[FieldError]:
    """Return the errors of the front matter's fields that belong to ``rule``."""
    return [error for error in entry.errors if error.rule == rule]
