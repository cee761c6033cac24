"""Why a lesson is in a brief, in words: what it shares with the passage of the plan that it fits best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from lessons.learning.matching import BRIDGES, CONCEPT_POWER, CONCEPTS, MEANING, SCENES
from lessons.learning.scenes import scenes
from lessons.learning.texts import Stemmer, general_words
from lessons.search.text import words
from lessons.words import gettext, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from lessons.learning.matching import Fit
    from lessons.learning.plan import Passage
    from lessons.learning.reader import LessonTexts
    from lessons.learning.texts import TextWords
    from lessons.learning.thesaurus import Cue, Thesaurus
    from lessons.search.lsa import Single

MOST_CONCEPTS = 2
MOST_CUES = 3
MOST_WORDS = 3
# What adds less than this share of the strongest reason of its kind explains nothing.
LEAST_SHARE = 0.3
# Situations that both name are said where one of them says this share of all, or nothing else does.
CONCEPTS_SHARE = 0.125
# Scenes are named where they say this share of all, and then so many words by which the plan reads like them: one alone is chance.
SCENES_SHARE = 0.25
SCENE_WORDS = range(2, 5)
# Latent semantic analysis is named where it says this share of all, or nothing else does.
MEANING_SHARE = 0.35
EXCERPT_WORDS = 60
# Shorter words are abbreviations or fragments.
SHORTEST_NAME = 4
# What is said of what the vocabulary calls that both share, by scheme.
TOUCHES = {
    "barriers": "brief.reason.barriers",
    "enablers": "brief.reason.enablers",
    "change": "brief.reason.change",
}


@dataclass(frozen=True)
class Reason:
    """Why a lesson is there: the sentence, the words of the plan that it speaks of, and the sentences of the plan in which they stand.

    It is not ``telling`` where nothing but a likeness of vectors speaks for the lesson.
    """

    words: str
    shared: tuple[str, ...]
    passage: str
    telling: bool


def reason(
    fit: Fit,
    read: Sequence[TextWords],
    passages: Sequence[Passage],
    thesaurus: Thesaurus,
    labels: Mapping[tuple[str, str], str],
    lesson: int,
) -> Reason:
    """Return why a lesson, given by its place in ``fit``, belongs to the brief; ``labels`` are those of what helped and hindered."""
    passage = int(fit.scores[:, lesson].argmax())
    mine, theirs = read[passage], _words_of(fit.lessons[lesson], thesaurus)
    by_concepts = fit.by_concepts[passage] * fit.lesson_concepts[lesson]
    by_words = fit.by_words[passage] * fit.lesson_words[lesson]
    said: list[str] = []
    places: list[int] = []
    shared: list[str] = []
    in_concepts: set[str] = set()
    about = []
    named: set[int] = set()
    situation, read_like = _scene(fit, mine, passage, lesson)
    slight = _share(by_concepts, float(fit.scores[passage, lesson])) < CONCEPTS_SHARE
    passed_over = slight and (read_like or _mentioned(fit, mine, by_words, in_concepts))
    for concept in [] if passed_over else _strongest(by_concepts, MOST_CONCEPTS):
        own, others = (
            {cue: at for cue, at in text.concepts.get(concept, {}).items() if text.cue(cue, at) not in general_words()}
            for text in (mine, theirs)
        )
        if not own or not others:
            continue
        named.add(concept)
        ours, their = _cues(mine, own), _cues(theirs, others)
        about.append(
            gettext("brief.reason.concept", name=thesaurus.names[concept], ours=_quoted(ours), theirs=_quoted(their))
            if set(ours) != set(their)
            else gettext("brief.reason.concept.same", name=thesaurus.names[concept], words=_quoted(ours))
        )
        shared += ours
        places += own.values()
        in_concepts.update(stem for cue in own for stem in cue)
    if about:
        names = reduce(lambda first, last: gettext("brief.reason.and_of", first=first, last=last), about)
        said.append(gettext("brief.reason.both_speak", names=names))
    if read_like and situation not in named:
        name = thesaurus.names[situation]
        said.append(gettext("brief.reason.scenes", name=name, words=_quoted(read_like)))
        shared += read_like
    mentioned = [word for word in _mentioned(fit, mine, by_words, in_concepts) if word not in shared]
    if mentioned:
        said.append(gettext("brief.reason.mention", words=listed(_marked(mentioned))))
        shared += mentioned
    bridge = _bridge(fit, passage, lesson, labels)
    if bridge:
        said.append(bridge)
    telling = bool(said)
    meaning = MEANING * float(fit.meaning[passage, lesson])
    if meaning > MEANING_SHARE * float(fit.scores[passage, lesson]) or not said:
        said.append(gettext("brief.reason.meaning"))
    sentence = "; ".join(said)
    places += [mine.spoken.index(word) for word in dict.fromkeys((*read_like, *mentioned))]
    return Reason(
        f"{sentence[:1].upper()}{sentence[1:]}.",
        tuple(dict.fromkeys(shared)),
        _excerpt(passages[passage], places),
        telling,
    )


def _share(by_concepts: Single, score: float) -> float:
    """Return what share of a score the strongest of the situations is that a passage and a lesson both name."""
    total = float(by_concepts.sum())
    return (
        CONCEPTS * float(by_concepts.max()) * total ** (CONCEPT_POWER - 1) / score if total > 0 and score > 0 else 0.0
    )


def _mentioned(fit: Fit, mine: TextWords, by_words: Single, in_concepts: Set[str]) -> list[str]:
    """Return the words that tell most of those that a passage and a lesson both have, but what situations are named by."""
    return [
        mine.written[fit.stems[place]]
        for place in _strongest(by_words, MOST_WORDS + len(in_concepts))
        if fit.stems[place] in mine.written
        and fit.stems[place] not in in_concepts
        and len(mine.written[fit.stems[place]]) >= SHORTEST_NAME
    ][:MOST_WORDS]


def _scene(fit: Fit, mine: TextWords, passage: int, lesson: int) -> tuple[int, list[str]]:
    """Return the situation that a lesson is about and a passage reads like, and the words by which it does; none where that says little."""
    shares = SCENES * fit.by_scenes[passage] * fit.lesson_situations[lesson]
    situation = int(shares.argmax())
    if float(shares[situation]) < SCENES_SHARE * float(fit.scores[passage, lesson]):
        return situation, []
    telling = scenes().telling(mine, situation)
    most = sorted(telling, key=lambda stem: (-telling[stem], stem))[: max(SCENE_WORDS)]
    found = [word for stem in most if len(word := mine.written[stem]) >= SHORTEST_NAME]
    return situation, sorted(found, key=mine.spoken.index) if len(found) in SCENE_WORDS else []


def _words_of(lesson: LessonTexts, thesaurus: Thesaurus) -> TextWords:
    """Return the words of a lesson, its parts in order."""
    parts = (lesson.statement, lesson.recommendation, lesson.applies_when, lesson.body)
    return Stemmer(thesaurus).read([" . ".join(parts)])[0]


def _strongest(shares: Single, most: int) -> list[int]:
    """Return the places of the largest shares, the largest first."""
    order = np.argsort(-shares, kind="stable")[:most]
    least = LEAST_SHARE * float(shares.max(initial=0.0))
    return [int(place) for place in order if shares[place] > 0 and shares[place] >= least]


def _cues(text: TextWords, cues: Mapping[Cue, int]) -> list[str]:
    """Return the cues of a concept as a text has them, the first first."""
    ordered = sorted(cues.items(), key=lambda one: (one[1], -len(one[0])))
    found = [text.cue(cue, place) for cue, place in ordered]
    return list(dict.fromkeys(found))[:MOST_CUES]


def _bridge(fit: Fit, passage: int, lesson: int, labels: Mapping[tuple[str, str], str]) -> str | None:
    """Return what the vocabulary calls that the passage and the lesson share, where that says much."""
    own = [place for place, term in enumerate(fit.terms) if term in fit.lessons[lesson].terms]
    if not own:
        return None
    best = max(own, key=lambda place: float(fit.bridges[passage, place]))
    strongest = float(fit.bridges[passage].max(initial=0.0))
    if BRIDGES <= 0 or strongest <= 0 or float(fit.bridges[passage, best]) < strongest:
        return None
    scheme, _ = fit.terms[best]
    return gettext(TOUCHES[scheme], name=labels[fit.terms[best]])


def _marked(words: Sequence[str]) -> list[str]:
    return [f"“{word}”" for word in words]


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(_marked(words))


def _excerpt(passage: Passage, places: Sequence[int]) -> str:
    """Return the sentences of a passage in which most of the words at some places stand, side by side, or the first of them."""
    lengths = [len(words(sentence)) for sentence in passage.sentences]
    ends = np.cumsum(lengths)
    held = np.bincount(np.searchsorted(ends, np.array(places, dtype=np.int64), side="right"), minlength=len(ends) + 1)
    best, chosen = -1, (0, 1)
    for first in range(len(lengths)):
        for end in range(first + 1, len(lengths) + 1):
            if end > first + 1 and sum(lengths[first:end]) > EXCERPT_WORDS:
                break
            count = int(held[first:end].sum()) * 100 - sum(lengths[first:end])
            if count > best or best == -1:
                best, chosen = count, (first, end)
    return " ".join(passage.sentences[chosen[0] : chosen[1]])
