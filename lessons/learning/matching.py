"""How well each lesson fits each passage of a plan: by words, by concepts, by what helps or hinders, and by latent semantic analysis.

Words and concepts are compared by the cosine similarity of their weights, inverse document frequency counted in, lessons told apart by
the part of them in which a word stands: its sentence and when it applies count most.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lessons.learning.candidates import candidates
from lessons.learning.reader import LessonTexts, mean_direction
from lessons.learning.scenes import scenes
from lessons.learning.texts import Stemmer, TextWords, together
from lessons.search.deadline import TimeUp
from lessons.search.lsa import Single
from lessons.search.reader import idf
from lessons.search.statements import any_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from lessons.learning.plan import Passage
    from lessons.learning.reader import BriefReader
    from lessons.learning.thesaurus import Thesaurus

# What a word counts for by the part of the lesson in which it stands; `subject` is the sector of its review, its topics and its title.
PARTS = {"statement": 1.0, "recommendation": 0.8, "applies_when": 1.2, "body": 0.2, "context": 0.5, "subject": 1.5}
# What its review is about says little of what a lesson is about whatever its sector.
CONCEPT_PARTS = {
    "statement": 1.0,
    "recommendation": 1.0,
    "applies_when": 1.2,
    "body": 0.4,
    "context": 0.0,
    "subject": 0.0,
}
# What the ways of comparing count for.
WORDS, CONCEPTS, BRIDGES, MEANING, SCENES = 2.0, 1.0, 0.1, 1.5, 8.0
# How much a lesson's strongest situations stand out from others that it touches.
SITUATION_POWER = 3.0
# What a lesson that is plainly about a situation states of it, by its cues; one that has a chance cue states a third of that.
PLAINLY = 5.0
# Several concepts in common say more than each by itself.
CONCEPT_POWER = 1.2
# What the second best passage, and the plan as a whole, count for beside the passage that fits best.
SECOND, WHOLE = 0.3, 0.5
# Inverse document frequencies, tempered: what is rare in a small library may be so by chance.
WORD_IDF_POWER, CONCEPT_IDF_POWER = 0.5, 0.5
# A concept for which a passage has several cues, or telling ones, counts for more, up to so much of them; of a lesson, to this power of them.
MORE_CUES, MOST_CUES = 0.6, 10.0
LESSON_CUES_POWER = 0.5
# What a word of the whole plan counts for more that many passages have.
MORE_PASSAGES = 0.3
# Texts that say much are not to win by their length alone, nor to lose by it.
PASSAGE_LENGTH_POWER, LESSON_LENGTH_POWER = 0.5, 0.25
# Stems of a plan that are looked up, the most frequent first: those of about 15 pages.
MOST_STEMS = 700
# With fewer stems that tell something, a passage says too little to tell whether it is about what the library knows.
FEW_STEMS = 6


@dataclass(frozen=True)
class Fit:
    """How well lessons fit passages: ``scores`` (passages, lessons), and what they consist of.

    ``by_words`` (passages, stems) and ``lesson_words`` (lessons, stems) are the weights whose products add up to the share of words;
    likewise concepts; ``bridges`` (passages, terms), ``meaning`` (passages, lessons). ``unknown`` is the smallest share that any passage has of
    words of which neither the lessons nor the scenes have one.
    """

    lessons: Sequence[LessonTexts]
    stems: Sequence[str]
    scores: Single
    whole: Single
    by_words: Single
    lesson_words: Single
    by_concepts: Single
    lesson_concepts: Single
    bridges: Single
    terms: Sequence[tuple[str, str]]
    meaning: Single
    by_scenes: Single
    lesson_situations: Single
    unknown: float = 0.0

    def totals(self) -> Single:
        """Return how well each lesson fits the plan: by its best passages, and by the plan as a whole."""
        best = -np.sort(-self.scores, axis=0)
        second = best[1] if len(best) > 1 else np.zeros_like(best[0])
        return np.asarray(best[0] + SECOND * second + WHOLE * self.whole, dtype=np.float32)


def fit(reader: BriefReader, thesaurus: Thesaurus, passages: Sequence[Passage]) -> tuple[list[TextWords], Fit]:
    """Return the words of some passages, and how well the lessons of the database fit them."""
    stemmer = Stemmer(thesaurus)
    read = stemmer.read([passage.text for passage in passages])
    counted = Counter(stem for passage in read for stem in passage.written)
    reader.begin()
    chosen = [stem for stem, _ in counted.most_common(MOST_STEMS)]
    written = {stem: word for passage in reversed(read) for stem, word in passage.written.items()}
    postings = dict(zip(chosen, reader.postings([any_of([(written[stem],)]) for stem in chosen]), strict=False))
    postings = {stem: found for stem, found in postings.items() if len(found)}
    weights = {stem: idf(len(found), len(reader.numbers)) for stem, found in postings.items()}
    points = _passage_points(reader, read, list(postings))
    all_points = reader.points()
    meaning = (
        (points @ all_points.T).clip(min=0.0)
        if points.shape[1] == all_points.shape[1]
        else np.zeros((len(read), len(reader.numbers)), np.float32)
    )
    similarity = scenes().similarity(read)
    places, concept_idf = candidates(reader, thesaurus, read, postings, weights, meaning, similarity[:-1])
    lessons = reader.lessons(places)
    unknown = set(chosen).difference(postings, scenes().columns) if not reader.partial else set()
    compared = _compared(
        reader, stemmer, thesaurus, read, lessons, weights, concept_idf, meaning[:, places], similarity
    )
    shares = (_share(one, unknown) for one in read if len(one.written) >= FEW_STEMS)
    return read, replace(compared, unknown=min(shares, default=0.0))


def _share(passage: TextWords, unknown: AbstractSet[str]) -> float:
    """Return what share of the words of a passage is among those of which nothing is known."""
    return len(unknown & passage.written.keys()) / len(passage.written)


def _passage_points(reader: BriefReader, read: Sequence[TextWords], known: Sequence[str]) -> Single:
    """Return where each passage points in the LSA space (passages, k)."""
    try:
        directions = reader.directions(known)
    except TimeUp:
        reader.partial, directions = True, {}
    width = len(next(iter(directions.values()), np.zeros(1)))
    points = [mean_direction([directions[stem] for stem in one.written if stem in directions]) for one in read]
    return np.array([np.zeros(width, np.float32) if point is None else point for point in points], dtype=np.float32)


def _compared(
    reader: BriefReader,
    stemmer: Stemmer,
    thesaurus: Thesaurus,
    read: Sequence[TextWords],
    lessons: Sequence[LessonTexts],
    weights: Mapping[str, float],
    concept_idf: Single,
    meaning: Single,
    similarity: Single,
) -> Fit:
    """Return how well some lessons fit the passages, by all that they say."""
    column = {stem: place for place, stem in enumerate(weights)}
    word_idf = np.array(list(weights.values()), np.float32) ** np.float32(WORD_IDF_POWER)
    concept_idf = concept_idf ** np.float32(CONCEPT_IDF_POWER)
    lesson_words = np.zeros((len(lessons), len(column)), np.float32)
    lesson_concepts = np.zeros((len(lessons), len(concept_idf)), np.float32)
    lengths = np.ones((len(lessons), 1), np.float32)
    for part, weight in PARTS.items():
        for place, text in enumerate(stemmer.read([getattr(lesson, part) for lesson in lessons])):
            lesson_words[place, [column[stem] for stem in text.written if stem in column]] += weight
            for concept, cues in text.concepts.items():
                lesson_concepts[place, concept] += CONCEPT_PARTS[part] * thesaurus.strength(cues) ** LESSON_CUES_POWER
            lengths[place] += weight**2 * len(text.written)
    situations = _situations(lesson_concepts)
    lesson_words *= word_idf / lengths ** np.float32(LESSON_LENGTH_POWER)
    lesson_concepts *= concept_idf
    lesson_concepts /= (1.0 + (lesson_concepts**2).sum(axis=1, keepdims=True)) ** np.float32(LESSON_LENGTH_POWER)
    by_words, by_concepts = _weighed(thesaurus, read, column, word_idf, concept_idf)
    bridges = reader.bridges()
    terms = _weighed(thesaurus, stemmer.read(list(bridges.values())), column, word_idf, concept_idf)
    bridged = _bridged(by_words, by_concepts, terms)
    has = np.array([[term in lesson.terms for term in bridges] for lesson in lessons], np.float32)
    scores = np.asarray(
        WORDS * by_words @ lesson_words.T
        + CONCEPTS * (by_concepts @ lesson_concepts.T) ** CONCEPT_POWER
        + MEANING * np.concatenate((meaning, meaning.mean(axis=0, keepdims=True)))
        + SCENES * similarity @ situations.T,
        dtype=np.float32,
    )
    if bridges and len(lessons):
        scores += BRIDGES * (bridged[:, None, :] * has[None, :, :]).max(axis=2)
    return Fit(
        lessons,
        list(column),
        scores[:-1],
        scores[-1],
        by_words,
        lesson_words,
        by_concepts,
        lesson_concepts,
        bridged,
        list(bridges),
        meaning,
        similarity,
        situations,
    )


def _situations(stated: Single) -> Single:
    """Return how much each lesson is about each situation (lessons, situations), rows shorter than 1: what few lessons state counts most."""
    holders = (stated > 0).sum(axis=0)
    weights = (stated * np.log(1 + len(stated) / (holders + 0.5)) ** CONCEPT_IDF_POWER / PLAINLY) ** SITUATION_POWER
    return np.asarray(weights / np.sqrt(1.0 + (weights**2).sum(axis=1, keepdims=True)), dtype=np.float32)


def _weighed(
    thesaurus: Thesaurus,
    texts: Sequence[TextWords],
    column: Mapping[str, int],
    word_idf: Single,
    concept_idf: Single,
) -> tuple[Single, Single]:
    """Return the weights of words (texts + 1, stems) and of concepts (texts + 1, concepts) of some texts, and of all of them together."""
    by_words = np.zeros((len(texts) + 1, len(column)), np.float32)
    by_concepts = np.zeros((len(texts) + 1, len(concept_idf)), np.float32)
    for place, text in enumerate([*texts, together(texts)]):
        by_words[place, [column[stem] for stem in text.written if stem in column]] = 1.0
        for concept, cues in text.concepts.items():
            by_concepts[place, concept] = 1.0 + MORE_CUES * (min(thesaurus.strength(cues), MOST_CUES) - 1)
    by_words[-1] *= 1.0 + MORE_PASSAGES * np.log(np.maximum(1.0, by_words[:-1].sum(axis=0)))
    return _scaled(by_words * word_idf), _scaled(by_concepts * concept_idf)


def _scaled(rows: Single) -> Single:
    """Return each row with its length tempered."""
    lengths = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0) ** PASSAGE_LENGTH_POWER, dtype=np.float32)


def _bridged(by_words: Single, by_concepts: Single, terms: tuple[Single, Single]) -> Single:
    """Return how near each passage is to what each term of the vocabulary means (passages, terms)."""
    term_words, term_concepts = (rows[:-1] for rows in terms)
    return np.asarray(by_words @ term_words.T + by_concepts @ term_concepts.T, dtype=np.float32)
