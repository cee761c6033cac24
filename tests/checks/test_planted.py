"""One mistake planted in founding reviews, wherever it fits: always exactly one message, by the right rule.

What people get wrong is planted in real reviews, because there one slip could upset many rules.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lessons import checks, entries
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder

# Pattern (of whole lines, the first that fits), what is written instead, the rule that has something to say.
PLANTED = {
    "a colon in the title": (r"^title: (.*)$", r"title: Foo: \1", "front-matter"),
    "a number sign in the title": (r"^title: (.*)$", r"title: Foo #1 \1", "silent-yaml"),
    "a title that begins with an at sign": (r"^title: ", "title: @", "front-matter"),
    "a title that begins with a star": (r"^title: ", "title: *", "front-matter"),
    "a title in brackets": (r"^title: ", "title: [x] ", "front-matter"),
    "an open quotation mark": (r"^title: (?![\"'])", 'title: "', "front-matter"),
    "no space after the colon": (r"^title: ", "title:", "front-matter"),
    "a tab": (r"^title: ", "\ttitle: ", "front-matter"),
    "an indented field": (r"^organisation: ", "  organisation: ", "front-matter"),
    "a field twice": (r"^(title:.*)$", r"\1\ntitle: x", "front-matter"),
    "no title": (r"^title:.*\n", "", "required-fields"),
    "an empty title": (r"^title:.*$", "title:", "required-fields"),
    "a misspelt field": (r"^title:", "titel:", "known-fields"),
    "an unknown field": (r"^result:", "budget: 5\nresult:", "known-fields"),
    "a list for a title": (r"^title: .*$", "title: [a, b]", "field-types"),
    "an impossible date": (r"^date: .*$", "date: 2024-02-30", "dates"),
    "a date in words": (r"^date: .*$", "date: April 1998", "dates"),
    "an unknown sector": (r"^sector: (\w)", r"sector: x\1", "known-terms"),
    "two sectors": (r"^sector: (.*)$", r"sector: [\1, \1]", "field-types"),
    "a misspelt result": (r"^result: (\w+)", r"result: \1s", "known-terms"),
    "a null": (r"^result: .*$", "result: null", "silent-yaml"),
    "a country by its wrong code": (r"^country: GB", "country: UK", "field-types"),
    "terms with commas": (r"^enablers:\n  - ([\w-]+)\n(?:  - .*\n)*", r"enablers: \1, \1\n", "known-terms"),
    "an unknown direction": (r"^    better: .*$", "    better: less", "known-terms"),
    "no direction": (r"^    better: .*\n", "", "required-fields"),
    "a misspelt method": (r"^    method: (\w+)", r"    method: \1s", "known-terms"),
    "a figure with a sign": (r"^    baseline: (\S+)$", r"    baseline: \1%", "field-types"),
    "a hedged figure": (r"^    baseline: (\S+)$", r"    baseline: about \1", "field-types"),
    "a misspelt measure": (r"^  - measure:", "  - mesure:", "known-fields"),
    "a colon in a measure": (r"^  - measure: (.*)$", r"  - measure: a: \1", "front-matter"),
    "an address without scheme": (r"^    section: .*$", "    url: www.example.org", "safe-links"),
    "a related review that is not there": (r"^related:\n  - (\S+)", r"related:\n  - \1x", "links"),
    "a lesson that is not there": (r"^  - lesson: (\S+)$", r"  - lesson: \1x", "links"),
    "a review for a lesson": (r"^  - lesson: (\S+)#\S+$", r"  - lesson: \1", "links"),
    "a misspelt decision": (r"^    decision: (\w+)", r"    decision: \1d", "known-terms"),
    "a licence in words": (r"^licence: .*$", "licence: CC BY 4.0", "field-types"),
    "a language in words": (r"^language: .*$", "language: English", "field-types"),
    "no end of the front matter": (r"^---\n\n##", "\n##", "front-matter"),
    "an empty first line": (r"\A", "\n", "front-matter"),
    "a misspelt section": (r"^## What happened$", "## What hapened", "required-sections"),
    "a section at level 1": (r"^## What happened$", "# What happened", "headings"),
    "a section at level 3": (r"^## What happened$", "### What happened", "required-sections"),
    "a section without space": (r"^## What happened$", "##What happened", "required-sections"),
    "an empty section": (r"^(## What happened\n\n)(?:(?!##).*\n)+", r"\1", "required-sections"),
    "a section twice": (r"^## Lessons", "## What happened\n\nx\n\n## Lessons", "required-sections"),
    "misspelt lessons": (r"^## Lessons$", "## Lesons", "required-sections"),
    "a title in the text": (r"^## What happened\n", "# Title\n\n## What happened\n", "headings"),
    "a lesson at level 4": (r"^### ", "#### ", "lesson-fields"),
    "no recommendation": (r"^- Recommendation: .*\n", "", "lesson-fields"),
    "a misspelt label": (r"^- Recommendation: ", "- Recomendation: ", "lesson-fields"),
    "a field without mark": (r"^- Recommendation: ", "Recommendation: ", "lesson-fields"),
    "an unknown label": (r"^(- Id: .*)$", r"\1\n- Budget: 5", "lesson-fields"),
    "a label twice": (r"^(- Id: .*)$", r"\1\n\1", "lesson-fields"),
    "prose after the fields": (r"^(- Recommendation: .*\n(?:- .*\n)*)", r"\1\nMore.\n", "lesson-fields"),
    "an unknown kind": (r"^- Kind: .*$", "- Kind: bad", "known-terms"),
    "an image": (r"^## What happened\n", "## What happened\n\n![a](b.png)\n", "images"),
    "an active link": (r"^## What happened\n", "## What happened\n\n[a](javascript:x)\n", "safe-links"),
    "a link to nowhere": (r"^## What happened\n", "## What happened\n\n[a](nope.md)\n", "links"),
}


# Reviews that a mistake is planted in.
ENOUGH = 8


@pytest.fixture(scope="module")
def founding(project: Path) -> Collection:
    return read_folder(project / "entries")


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_gives_one_message_in_its_file(founding: Collection, mistake: str) -> None:
    pattern, instead, rule = PLANTED[mistake]
    planted = 0
    for entry in founding.entries:
        text = re.sub(pattern, instead, entry.text, count=1, flags=re.MULTILINE)
        if text == entry.text:
            continue
        planted += 1
        if planted > ENOUGH:
            break
        wrong = entries.read_string(text, entry.path)
        collection = Collection(tuple(wrong if one is entry else one for one in founding.entries), founding.vocabulary)
        found = [problem for problem in checks.check(collection, [wrong]) if problem.severity == "error"]
        assert [problem.rule for problem in found] == [rule], [str(problem) for problem in found]
    assert planted > 0
