"""Parameters of an address that programs ask at: one that it does not take is refused, since its answer would be to another question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lessons.library.near_names import nearest
from lessons.web.answers import Data
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lessons.web.ask import Ask


TOO_MANY = "shared.parameters.too_many"


def not_taken(ask: Ask, *names: str, problems: Mapping[str, str] | None = None) -> Data | None:
    """Return the refusal of a request with parameters that are none of ``names``, or that have ``problems``; None without any."""
    found = dict(problems or {})
    for name, _ in ask.pairs:
        if name not in names:
            near = nearest(name, names)
            takes = (
                gettext("shared.parameters.takes", names=", ".join(names))
                if names
                else gettext("shared.parameters.takes_none")
            )
            right = gettext("shared.parameters.did_you_mean", name=near) if near else takes
            found[name] = gettext("shared.parameters.not_taken", path=ask.path, name=name[:60], advice=right)
    return not_answered(ask, found)


def not_answered(ask: Ask, problems: Mapping[str, str]) -> Data | None:
    """Return the refusal that says what is wrong with which parameter, in JSON at an address of JSON; None when nothing is."""
    if ask.pairs_cut:
        # None of them can be trusted to be all.
        problems = {"address": gettext(TOO_MANY)}
    if not problems:
        return None
    words = " ".join(f"{name[:60]}: {problem}" for name, problem in problems.items())
    if not ask.path.endswith(".json"):
        return Data(f"{words}\n", "text/plain; charset=utf-8", status=400, kept=False)
    body = {"ok": False, "status": 400, "error": words, "problems": dict(problems)}
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8", status=400, kept=False)
