"""The newest days of what a database holds, found as its rows go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lessons.building.outputs.shared import Row

# Days of what happened, not of what is planned.
DAYS = ("date_earliest", "published_earliest", "last_changed", "source_system_imported_earliest")
DATED = ("reviews", "lessons", "uses", "review_checks")


class Newest:
    """The newest day on which something certainly happened, the newest that a review is about, and on which one was published, as precise as that is known.

    Each is empty until a row had one.
    """

    def __init__(self) -> None:
        self.day = self.reviewed = self.published = ""
        self._published_from = ""

    def noting(self, table: str, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield rows of a table that is :data:`DATED`, and note their days."""
        of_reviews = table == "reviews"
        for row in rows:
            for name in DAYS:
                if (day := row.get(name)) and day > self.day:
                    self.day = str(day)
            if of_reviews:
                self._note_review(row)
            yield row

    def facts(self) -> dict[str, str]:
        """Return what ``build_info`` says of it."""
        return {"newest_date": self.reviewed, "newest_day": self.day, "newest_published": self.published}

    def _note_review(self, row: Row) -> None:
        self.reviewed = max(self.reviewed, str(row["date_earliest"] or ""))
        if row["published_earliest"]:
            self._published_from, self.published = max(
                (self._published_from, self.published), (str(row["published_earliest"]), str(row["published"]))
            )


def newest_day(found: Mapping[str, Iterable[Row]]) -> str:
    """Return the newest day on which something in these rows certainly happened; what is overdue is reckoned from it."""
    newest = Newest()
    for table in DATED:
        for _ in newest.noting(table, found[table]):
            pass
    return newest.day
