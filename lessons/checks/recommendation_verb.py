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
from lessons.record.scaffold import PLACEHOLDER

ID = "recommendation-verb"
# A longer recommendation without any verb is so rare that looking at it would only find verbs we do not know.
_MOST_WORDS = 12
_WORD = re.compile(r"[A-Za-z’'-]+")
# Verbs in the form in which one tells somebody to do something, and the ones that go with another verb.
_VERBS = frozenset(
    _WORD.findall("""
    accept adapt add address adjust adopt agree aim align allocate allow analyse analyze anticipate apply appoint approach arrange ask assess assign
    assume attach attend avoid aware base be become begin borrow brief bring build buy calculate call carry challenge change charge check
    choose clarify clean close coach collect combine commit commission communicate compare complete conduct confirm consider consult contact continue
    contract control coordinate copy correct count cover create cut decide declare define delay delegate delete deliver demand describe design
    determine develop devolve disclose discuss document do draft draw drop earmark educate eliminate employ empower enable encourage end enforce engage
    ensure enter equip establish estimate evaluate examine exclude expand expect experiment explain explore extend face facilitate fill find finish fix
    focus follow force form formalise formalize free fund gather get give go group grow guard guide hand handle have help hire hold identify
    implement improve include increase inform insist inspect install integrate introduce invest investigate invite involve isolate join judge keep know label
    launch lead learn leave let limit link list listen locate look lower maintain make manage map mark match measure meet mention merge
    mind minimise minimize mix model monitor move name negotiate note notice notify obtain offer open operate order organise organize own pair pass pay
    perform permit pick pilot place plan post practise practice prepare present preserve prevent prioritise prioritize probe proceed procure produce promote
    prompt protect prototype prove provide publish purchase push put qualify question raise reach read realise rebuild recheck recognise recognize
    recommend record recover recruit redesign reduce refer refuse register regularise rehearse reject release rely remember remind remove renew reorganise repair
    repeat replace report represent require rerun research reserve resist resolve respect respond restore restrict retain rethink return reuse review revise reward
    rotate run save say scale schedule search secure see seek select send separate serve set settle share shift show simplify sit size solve
    spell spend split spread staff stage standardise standardize start state stay stick stop store strengthen structure study submit suggest supply support survey
    suspend sustain switch tackle take talk target teach tell test think track train transfer transmit treat trial trust try turn understand
    undertake update upgrade use utilise utilize validate value verify view visit wait walk warn watch weigh welcome widen win withdraw work write
    is are was were been being has had does did can could may might must need needs ought shall should will would cannot
    """)
)


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each short recommendation in which no verb is found."""
    if not judged(entry) or not english(entry):
        return
    for lesson in entry.body.lessons:
        for value in lesson.values("recommendation"):
            if PLACEHOLDER.search(value.text) or tells(value.text):
                continue
            message = "the recommendation names a topic but no action; begin with a verb: what should somebody do?"
            yield Problem(value.value_place, message, ID, "advice")


def tells(text: str) -> bool:
    """Return whether a text tells somebody to do something, as far as a list of verbs can tell."""
    clauses = [_WORD.findall(clause.lower().replace("’", "'")) for clause in re.split("[,;:.–—]", text)]
    if sum(map(len, clauses)) > _MOST_WORDS:
        return True
    return any(
        _begins_with_verb(clause) or any(word in _VERBS - _ALSO_NOUNS for word in clause[1:]) for clause in clauses
    )


def _begins_with_verb(clause: list[str]) -> bool:
    if len(clause) > 1 and clause[0] in _BEFORE_VERBS:
        return True
    # "Use of checklists" and "Contract management" are nouns, "Use checklists" is not.
    return bool(clause) and clause[0] in _VERBS and (len(clause) == 1 or clause[1] not in _AFTER_NOUNS)


_BEFORE_VERBS = frozenset({"always", "never", "don't", "please", "not"})
_AFTER_NOUNS = frozenset(
    {"of", "management", "issues", "issue", "problems", "planning", "quality", "policy", "process"}
)
# Nouns at least as often as verbs: only at the beginning do they tell somebody to do something.
_ALSO_NOUNS = frozenset(
    _WORD.findall("""
    address aim approach base brief call challenge change charge check coach contact contract control copy count cover cut delay demand design document draft
    draw drop end experiment face fix focus force form fund group guard guide hand help hold label lead limit link list look map mark match measure mind
    mix model need needs note notice offer order own pair pass pay pilot place plan post practice present probe process question raise reach read record
    release report research respect return review reward run scale schedule search set share shift show size stage start state stay stick stop store structure
    study supply support survey switch talk target test track train transfer trial trust try turn update upgrade use value view visit wait walk
    watch welcome win work aware open free close separate clean complete correct lower staff commission base spread split serve supply waste
    """)
)
