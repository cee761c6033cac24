"""Tables and views as the version before had them, so that its queries run for one more version: they begin with `schema1_`.

What has another name now, or another meaning, is here; the rest of version 1.0 stands where it stood. What only search read is gone.
"""

from __future__ import annotations

from lessons.schema.lessons import LESSON_LINKS
from lessons.schema.model import Column, Table, View, quoted
from lessons.schema.outcomes import OUTCOMES
from lessons.schema.review_lists import REVIEW_CHECKS, REVIEW_LINKS
from lessons.schema.reviews import REVIEWS
from lessons.schema.system import DATA_DICTIONARY, REDIRECTS
from lessons.schema.views.cards import LESSON_CARDS
from lessons.schema.views.figures import OUTCOME_RESULTS
from lessons.schema.vocabulary import SCHEMES, TERMS


def _former(name: str, of: Table | View, order: str, where: str = "", **renamed: str) -> View:
    """Return the view of the columns, in ``order``, that a table or view had; ``renamed`` says in SQL what they are now."""
    types = {column.name: column.type for column in of.columns}
    now = {one: renamed.get(one, one) for one in order.split()}
    return View(
        name,
        f"What version 1.0 called `{name.removeprefix('schema1_')}`, for its queries; the next version will not have it. Use `{of.name}`.",
        f"SELECT {', '.join(f'{sql} AS {quoted(one)}' for one, sql in now.items())} FROM {of.name}{where}",
        tuple(
            Column(
                one,
                types.get(sql, "INTEGER" if sql.startswith("row_number") else "TEXT"),
                f"Now `{of.name}.{sql}`." if sql in types else "As version 1.0 had it.",
                null=True,
            )
            for one, sql in now.items()
        ),
    )


VIEWS = (
    _former(
        "schema1_reviews",
        REVIEWS,
        "number id unit_id title date date_earliest date_precision year organisation_id sector result type event phase delivery_model "
        "level country place mission contact summary period_from period_to people_affected cost_amount cost_currency cost_year cost_note "
        "handling status review_due language licence source_system source_system_id source_system_url source_system_imported "
        "lesson_count first_published last_changed path",
        date_precision="coalesce(date_precision, 'not-stated')",
        result="coalesce(result, 'not-stated')",
        summary="coalesce(summary, '')",
        status="editorial_status",
        first_published="published_earliest",
        path="file",
    ),
    _former(
        "schema1_outcomes",
        OUTCOMES,
        "id review_id position measure unit baseline target result better period method note source",
        where=" WHERE use_id IS NULL",
        id="row_number() OVER (ORDER BY review_id, position)",
        result="actual",
    ),
    _former("reviewed", REVIEW_CHECKS, "review_id position date by note", by="checked_by"),
    _former(
        "schema1_lesson_links",
        LESSON_LINKS,
        "id kind from_review_id position to_lesson_id target decision why independent",
        id="row_number() OVER (ORDER BY from_review_id, link_type, position)",
        kind="link_type",
        target="cited_as",
    ),
    _former(
        "schema1_review_links",
        REVIEW_LINKS,
        "from_review_id kind to_review_id to_lesson_id target",
        kind="link_type",
        target="cited_as",
    ),
    _former(
        "schema1_terms",
        TERMS,
        "id scheme slug label definition broader cofog position",
        id="row_number() OVER (ORDER BY rowid)",
    ),
    _former("schema1_schemes", SCHEMES, "slug label definition facet ordered position", slug="id"),
    _former("schema1_data_dictionary", DATA_DICTIONARY, "table_name column_name type meaning", type="data_type"),
    _former("schema1_redirects", REDIRECTS, "old new status", status="http_status"),
    _former(
        "schema1_lesson_cards",
        LESSON_CARDS,
        "lesson_id review_id path statement kind recommendation applies_when does_not_apply_when priority standing owner due review_title "
        "organisation date date_earliest sector result",
        lesson_id="id",
        path="address",
        result="coalesce(result, 'not-stated')",
    ),
    _former(
        "schema1_outcome_results",
        OUTCOME_RESULTS,
        "id review_id review_title organisation sector measure unit baseline target result change change_per_cent direction target_met better "
        "method period note source",
        where=" WHERE use_id IS NULL",
        id="row_number() OVER (ORDER BY review_id, position)",
        result="actual",
    ),
)
