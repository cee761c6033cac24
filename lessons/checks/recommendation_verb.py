"""A recommendation says what to do: it has a verb.

What is right: "Train the crews before the first round." Not: "Better training", "Communication issues".

Why: a noun names a topic, and nobody can act on a topic or tell whether it was done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import english, judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "recommendation-verb"
# A longer recommendation without any verb is so rare that looking at it would only find verbs we do not know.
_MOST_WORDS = 12
_WORD = re.compile("[a-z'-]+")
# Verbs in the form in which one tells somebody to do something, and the ones that go with another verb.
_VERBS = frozenset(
    _WORD.findall("""
    accept adapt add adjust adopt agree align allocate allow analyse analyze anticipate apply appoint arrange ask assess assign assume attach attend avoid
    be become begin borrow bring build buy calculate carry choose clarify collect combine commit communicate compare conduct confirm consider consult
    continue coordinate create decide declare define delegate delete deliver describe determine develop devolve disclose discuss do earmark educate
    eliminate employ empower enable encourage enforce engage ensure enter equip establish estimate evaluate examine exclude expand expect explain explore
    extend facilitate fill find finish follow formalise formalize gather get give go grow handle have identify implement improve include inform insist
    inspect install integrate introduce invest investigate invite involve isolate join judge keep know learn leave let listen locate maintain make manage
    meet mention merge minimise minimize monitor move name negotiate notify obtain operate organise organize perform permit pick practise prepare preserve
    prevent prioritise prioritize proceed procure produce promote prompt protect prototype prove provide publish push put qualify realise rebuild recheck
    recognise recognize recommend recover recruit redesign reduce refer refuse register regularise rehearse reject rely remember remind remove renew
    reorganise repeat replace represent require rerun reserve resist resolve respond restore restrict retain rethink revise rotate save say secure see seek
    select send settle simplify simulate sit solve spell spend standardise standardize strengthen submit suggest suspend sustain tackle take teach tell think
    transmit treat understand undertake utilise utilize validate verify warn weigh widen withdraw write is are was were been being has had does did can
    could may might must ought shall should will would cannot
    """)
)
# Nouns at least as often as verbs: only at the beginning do they tell somebody to do something.
_ALSO_NOUNS = frozenset(
    _WORD.findall("""
    address aim approach aware base brief call challenge change charge check clean close coach commission complete contact contract control copy correct
    count cover cut delay demand design document draft draw drop end experiment face fix focus force form free fund group guard guide hand help hire hold
    increase label launch lead limit link list look lower map mark match measure mind mix model need needs note notice offer open order own pair pass pay
    pilot place plan post practice present probe purchase question raise reach read record release repair report research respect return reuse review
    reward run scale schedule search separate serve set share shift show size split spread staff stage start state stay stick stop store structure study
    supply support survey switch talk target test track train transfer trial trust try turn update upgrade use value view visit wait walk watch welcome win
    work
    """)
)
_BEFORE_VERBS = frozenset({"always", "never", "don't", "please", "not"})
_AFTER_NOUNS = frozenset(
    {"of", "management", "issues", "issue", "problems", "planning", "quality", "policy", "process"}
)


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each short recommendation in which no verb is found."""
    if not judged(entry) or not english(entry):
        return
    for lesson in entry.body.lessons:
        for value in lesson.values("recommendation"):
            if not tells(value.text):
                message = "the recommendation names a topic but no action; begin with a verb: what should somebody do?"
                yield Problem(value.value_place, message, ID, "advice")


def tells(text: str) -> bool:
    """Return whether a text tells somebody to do something, as far as a list of verbs can tell."""
    clauses = [_WORD.findall(clause) for clause in re.split("[,;:.–—]", text.lower().replace("’", "'"))]
    return sum(map(len, clauses)) > _MOST_WORDS or any(map(_has_verb, clauses))


def _has_verb(clause: list[str]) -> bool:
    if not _VERBS.isdisjoint(clause):
        return True
    # "Use of checklists" and "Contract management" are nouns, "Use checklists" is not.
    first, second = [*clause, "", ""][:2]
    return (first in _BEFORE_VERBS and second != "") or (first in _ALSO_NOUNS and second not in _AFTER_NOUNS)
