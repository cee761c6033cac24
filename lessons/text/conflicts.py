"""Merge conflicts that were left in a text: each is reported once, and one of its versions is read, so that nothing is told of the marks."""

from __future__ import annotations

import re

from lessons.problems import Place, Problem

RULE = "merge-conflicts"
_OURS, _BASE, _THEIRS, _END = (re.compile(rf"[{mark}]{{7}}(?: .*)?") for mark in "<|=>")
_WORDS = "a merge conflict is left here; keep the version that is right, and delete the other and the lines <<<<<<<, ======= and >>>>>>>"


def resolved(text: str, path: str, faults: list[Problem]) -> str:
    """Return the text with the first version of each conflict, the other lines left empty; add a problem for each to ``faults``.

    A mark whose others are gone is a conflict too, but for `=======`, which is also Markdown.
    """
    if not any(mark in text for mark in ("<<<<<<<", "|||||||", ">>>>>>>")):
        return text
    lines = text.split("\n")
    first = list(lines)  # without the other versions
    bare = list(lines)  # without the marks alone
    reported = dropping = False
    divided = None
    for number, line in enumerate(lines):
        opens, base, theirs, ends = (mark.fullmatch(line) for mark in (_OURS, _BASE, _THEIRS, _END))
        if (opens or base or ends) and (opens or not reported):
            faults.append(Problem(Place(path, number + 1), _WORDS, RULE))
            reported = True
            if ends and divided is not None:
                first[divided] = bare[divided] = ""
        dropping = bool((dropping and not opens) or base or (theirs and reported))
        divided = number if theirs else divided
        if opens or base or ends or (theirs and reported):
            bare[number] = ""
        if opens or dropping or ends:
            first[number] = ""
        if ends:
            reported = dropping = False
            divided = None
    # Without its end, the rest of the text would be lost.
    return "\n".join(bare if dropping else first)
