"""The full-text indexes: what they read, how their columns weigh, and the lists of their words.

Each type of document has two FTS5 indexes over the same text. The stemmed one finds and ranks: the other forms of a word are the
same word to it. The exact one holds words as they are written: quoted phrases, prefixes, and the form that was typed.
"""

from __future__ import annotations

from lessons.schema.fts5 import FullText, WordList
from lessons.schema.model import Column, View
from lessons.schema.reviews import REVIEW_FILES

# The sentence of a lesson and the title weigh more than recommendation and summary, these more than the body. FTS5 marks the place of each word
# that is not in the first column, so the longest text comes first: that makes an index a fifth smaller.
REVIEW_WEIGHTS = {
    "body": 1.0,
    "title": 3.0,
    "statements": 2.5,
    "summary": 1.5,
    "advice": 1.5,
    "facts": 1.5,
    "compounds": 1.0,
}
LESSON_WEIGHTS = {"body": 1.0, "statement": 4.0, "advice": 2.0, "context": 1.5, "compounds": 1.0}


def asked(index: str, table: str, column: str, words: str) -> str:
    """Return a query that asks an index, as it stands in a sentence."""
    return (
        f"`SELECT {table}.id, {table}.{column} FROM {index} JOIN {table} ON {table}.number = {index}.rowid "
        f"WHERE {index} MATCH '{words}' ORDER BY {index}.rank LIMIT 20`"
    )


def passages(index: str) -> str:
    """Return what else is to be known of a query that asks an index, as the end of its sentence."""
    return (
        f" finds the best twenty, `snippet({index}, -1, '[', ']', '…', 20)` in it the passage that matches; "
        "what counts or groups matches takes them from `WITH found AS MATERIALIZED (…)`."
    )


def searched(what: str, weights: dict[str, float]) -> View:
    """Return the view that the indexes of ``what`` read: its text, normalised where that makes a difference."""
    columns = ",\n           ".join(
        f"coalesce(json_extract(normalised, '$.{name}'), {name}) AS {name}" for name in weights
    )
    return View(
        f"{what}_search_text",
        f"One row for each {what} with its text as the full-text indexes read it: normalised where that makes a difference.",
        f"""
    SELECT number,
           {columns}
    FROM {what}_text
    """,
        (
            Column("number", "INTEGER", f"Row number of the {what}, by which the indexes know it."),
            *(Column(name, "TEXT", f"`{what}_text.{name}`, normalised.") for name in weights),
        ),
    )


REVIEW_TEXT = View(
    "review_text",
    "One row for each review with its long text, apart from `reviews` so that counting stays fast, and its original file.",
    """
    SELECT review_id, review_files.number, title,
           coalesce((SELECT group_concat(statement, char(10))
                     FROM (SELECT statement FROM lessons WHERE review_id = reviews.id ORDER BY position)), '') AS statements,
           coalesce(summary, '') AS summary,
           coalesce((SELECT group_concat(advice, char(10))
                     FROM (SELECT advice FROM lessons JOIN lesson_text ON lesson_id = lessons.id
                           WHERE review_id = reviews.id AND advice <> '' ORDER BY position)), '') AS advice,
           facts,
           substr(coalesce((SELECT group_concat(char(10) || char(10) || text, '')
                            FROM (SELECT text FROM sections WHERE review_id = reviews.id AND text <> '' ORDER BY position)), '')
                  || coalesce((SELECT group_concat(char(10) || char(10) || prose, '')
                               FROM (SELECT prose FROM lessons JOIN lesson_text ON lesson_id = lessons.id
                                     WHERE review_id = reviews.id AND prose <> '' ORDER BY position)), '')
                  || CASE WHEN uses = '' THEN '' ELSE char(10) || char(10) || uses END,
                  3) AS body,
           compounds, normalised, markdown
    FROM review_files JOIN reviews ON reviews.id = review_id
    """,
    (
        REVIEW_FILES.column("review_id"),
        REVIEW_FILES.column("number"),
        Column("title", "TEXT", "Title, as searched."),
        Column("statements", "TEXT", "The sentences of all its lessons, as searched."),
        Column("summary", "TEXT", "Summary, as searched."),
        Column("advice", "TEXT", "Recommendations and when they apply, of all its lessons, as searched."),
        REVIEW_FILES.column("facts"),
        Column(
            "body", "TEXT", "All sections, the prose of its lessons and what their uses say as plain text, as searched."
        ),
        REVIEW_FILES.column("compounds"),
        REVIEW_FILES.column("normalised"),
        REVIEW_FILES.column("markdown"),
    ),
)
REVIEW_SEARCH_TEXT = searched("review", REVIEW_WEIGHTS)
LESSON_SEARCH_TEXT = searched("lesson", LESSON_WEIGHTS)
VIEWS = (REVIEW_TEXT, REVIEW_SEARCH_TEXT, LESSON_SEARCH_TEXT)

REVIEWS_FTS = FullText(
    "reviews_fts",
    "Full-text index of reviews, by the stems of their words: "
    + asked("reviews_fts", "reviews", "title", "partnership OR schools")
    + passages("reviews_fts"),
    documents="reviews",
    content=REVIEW_SEARCH_TEXT.name,
    rowid="number",
    weights=REVIEW_WEIGHTS,
    stemmed=True,
)
LESSONS_FTS = FullText(
    "lessons_fts",
    "Full-text index of lessons, by the stems of their words: "
    + asked("lessons_fts", "lessons", "statement", "partnership OR schools")
    + passages("lessons_fts"),
    documents="lessons",
    content=LESSON_SEARCH_TEXT.name,
    rowid="number",
    weights=LESSON_WEIGHTS,
    stemmed=True,
)
REVIEWS_EXACT = FullText(
    "reviews_exact",
    "Full-text index of reviews, by their words as written, for phrases and prefixes: "
    + asked("reviews_exact", "reviews", "title", '"local council" OR partner*')
    + " finds the best twenty.",
    documents="reviews",
    content=REVIEW_SEARCH_TEXT.name,
    rowid="number",
    weights=REVIEW_WEIGHTS,
)
LESSONS_EXACT = FullText(
    "lessons_exact",
    "Full-text index of lessons, by their words as written, for phrases and prefixes: "
    + asked("lessons_exact", "lessons", "statement", '"local council" OR partner*')
    + " finds the best twenty.",
    documents="lessons",
    content=LESSON_SEARCH_TEXT.name,
    rowid="number",
    weights=LESSON_WEIGHTS,
)
FULL_TEXT = (REVIEWS_FTS, LESSONS_FTS, REVIEWS_EXACT, LESSONS_EXACT)

REVIEWS_WORDS = WordList("reviews_words", "Every word of the reviews, from their exact index.", REVIEWS_EXACT.name)
LESSONS_WORDS = WordList("lessons_words", "Every word of the lessons, from their exact index.", LESSONS_EXACT.name)
WORD_LISTS = (REVIEWS_WORDS, LESSONS_WORDS)
