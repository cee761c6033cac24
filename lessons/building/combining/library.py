"""The rows of a combined library, from those of its units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from operator import attrgetter

from lessons import __version__, schema
from lessons.building.combining import duplicates, links, units
from lessons.building.combining.links import Across
from lessons.building.combining.names import Everywhere, UnitNames, moved_of
from lessons.building.combining.reading import EveryUnit
from lessons.building.combining.rows import BY_NAME, UnitRows
from lessons.building.combining.searched import lesson_searched, review_searched, texts_of
from lessons.building.combining.words import Joined
from lessons.building.outputs import documents, strengths
from lessons.building.outputs.newest import DATED, DAYS
from lessons.building.outputs.shared import Row, row_numbers
from lessons.building.outputs.tables import OWNED, cause_rows
from lessons.building.outputs.vocabulary import (
    facet_rows,
    organisations,
    people_rows,
    scheme_rows,
    synonym_rows,
    term_rows,
    variant_rows,
)
from lessons.learning.causes import causes
from lessons.library.untrusted import UnitFile
from lessons.problems import LessonsError
from lessons.schemes import RECURRED


class CombinedRows:
    """The rows of a combined library: what has to be known of all units is read first, the long texts one row after the other."""

    def __init__(self, files: Mapping[str, UnitFile], joined: Joined) -> None:
        self.files, self.joined = files, joined
        everywhere = Everywhere({slug: _names(slug, file) for slug, file in files.items()})
        named = {
            slug: {str(row["id"]): str(row["name"]) for row in file.rows(BY_NAME["organisations"])}
            for slug, file in files.items()
        }
        self.organisations = organisations(
            dict.fromkeys(chain.from_iterable(one.values() for one in named.values())), joined.vocabulary
        )
        self.parts = {
            slug: UnitRows(
                file, everywhere.units[slug], everywhere, joined,
                {id_: self.organisations[name][0] for id_, name in named[slug].items() if name in self.organisations},
            )
            for slug, file in files.items()
        }  # fmt: skip
        every = everywhere.units.values()
        self.numbers = tuple(
            row_numbers(f"{names.unit}:{id_}" for names in every for id_ in ids(names))
            for ids in (attrgetter("reviews"), attrgetter("lessons"))
        )
        self.every = EveryUnit(self.parts, self.numbers)
        self.reviews = {
            row["id"]: (
                row["organisation_id"],
                strengths.ReviewResult(row["result"], row["date_earliest"], row["date_latest"]),
            )
            for row in self._every("reviews", "id", "organisation_id", "result", "date_earliest", "date_latest")
        }
        self.referring = {table: list(self._every(table)) for table in links.REFERRING}
        self.across = self._resolved(everywhere)

    def rows(self, facts: Mapping[str, str]) -> dict[str, Iterable[Row]]:
        """Return the rows of each table, in part as they are read."""
        vocabulary = self.joined.vocabulary
        found: dict[str, Iterable[Row]] = {name: self._every(name) for name in OWNED}
        found |= {
            name: self._patched(name)
            for name in ("lessons", "lesson_terms", "lesson_text", "review_files", "lesson_causes")
        }
        found |= self.referring
        found["units"] = list(self._unit_rows())
        schemes = list(scheme_rows(vocabulary))
        found["schemes"] = [*schemes, {**units.SCHEME, "position": len(schemes) + 1}]
        found["terms"] = [*term_rows(vocabulary, self.joined.used), *units.terms_of(found["units"])]
        found["review_terms"] = chain(self._every("review_terms"), self._units_of_reviews())
        found["synonyms"] = list(synonym_rows(vocabulary))
        found["facets"] = units.with_facet(facet_rows(vocabulary))
        found["organisations"] = list(self._organisation_rows())
        found["organisation_variants"] = list(variant_rows(self.organisations, vocabulary))
        found["people"] = list(people_rows(vocabulary.words.people, vocabulary))
        found["redirects"] = sorted(self._redirects(), key=lambda row: str(row["old"]))
        found["documents"] = list(documents.rows(vocabulary))
        found["data_dictionary"] = [row._asdict() for row in schema.dictionary()]
        found["causes"] = cause_rows()
        found["build_info"] = self._build_info(facts)
        return found

    def duplicates(self) -> Iterator[tuple[str, str]]:
        """Yield pairs of reviews of different units that are likely the same; none where there are too many to look for them."""
        if len(self.reviews) <= duplicates.MOST:
            yield from duplicates.likely(
                self._every("reviews", "id", "title"), self._every("sections", "review_id", "text")
            )

    def _every(self, table: str, *only: str) -> Iterator[Row]:
        return self.every.rows(table, *only)

    def _resolved(self, everywhere: Everywhere) -> Across:
        across = links.resolve(self.referring, everywhere, lambda review: self.reviews[review][0])
        if across.strengths:
            owners = {id_.partition("#")[0] for id_ in across.strengths}
            owners |= {row["id"] for row in self.referring["uses"] if row["lesson_id"] in across.strengths}
            outcomes = (row for row in self._every("outcomes") if row["review_id"] in owners or row["use_id"] in owners)
            links.weigh(across, self.referring, outcomes, {id_: result for id_, (_, result) in self.reviews.items()})
        return across

    def _patched(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table with what follows from uses and repeats by other units."""
        across, told, known_causes = self.across, self._told, frozenset(causes().names)
        of_reviews: dict[str, list[str]] = {}
        for id_, texts in told.items():
            of_reviews.setdefault(id_.partition("#")[0], []).extend(texts)
        for row in self._every(table):
            match table:
                case "lessons" if row["id"] in across.strengths:
                    term, reason = across.strengths[row["id"]]
                    yield {
                        **row,
                        "evidence_strength": term,
                        "evidence_reason": reason,
                        "recurred": int(row["recurred"] or row["id"] in across.recurred),
                    }
                case "lesson_terms" if row["lesson_id"] in across.strengths:
                    yield {**row, "term": self._term(row)}
                case "lesson_text" if row["lesson_id"] in told:
                    yield lesson_searched(row, told[row["lesson_id"]])
                case "review_files" if row["review_id"] in of_reviews:
                    yield review_searched(row, of_reviews[row["review_id"]])
                case "lesson_causes" if row["cause"] not in known_causes:
                    # Another version of this program knew it.
                    continue
                case _:
                    yield row

    @cached_property
    def _told(self) -> dict[str, list[str]]:
        """Return what the uses of each lesson by other units say, by the lesson's id."""
        if not self.across.used:
            return {}
        using = {row["id"] for uses in self.across.used.values() for row in uses}
        outcomes: dict[str, list[Row]] = {}
        for row in self._every("outcomes"):
            if row["use_id"] in using:
                outcomes.setdefault(row["use_id"], []).append(row)
        names = dict(self.organisations.values())
        return {
            id_: [text for use in uses for text in texts_of(use, names, outcomes.get(use["id"], ()))]
            for id_, uses in self.across.used.items()
        }

    def _term(self, row: Row) -> str:
        if row["scheme"] == strengths.SCHEME:
            return self.across.strengths[row["lesson_id"]][0]
        return (
            RECURRED if row["scheme"] == "lesson_status" and row["lesson_id"] in self.across.recurred else row["term"]
        )

    def _units_of_reviews(self) -> Iterator[Row]:
        for id_ in self.reviews:
            yield {"review_id": id_, "scheme": units.UNIT, "term": id_.partition(":")[0]}

    def _organisation_rows(self) -> Iterator[Row]:
        counts = Counter(organisation for organisation, _ in self.reviews.values())
        for slug, name in sorted(set(self.organisations.values())):
            yield {"id": slug, "name": name, "review_count": counts[slug]}

    def _unit_rows(self) -> Iterator[Row]:
        about = self.joined.vocabulary.words.unit
        yield {"id": about.slug, "name": about.name, "description": about.description}
        for slug, file in self.files.items():
            row = next((row for row in file.rows(BY_NAME["units"]) if row["id"] == slug), None)
            if row is None:
                raise LessonsError(
                    f'{file.shown}: its table `units` does not have its unit, "{slug}"; build that database again'
                )
            yield {**row, "schema_version": file.facts["schema_version"], "checksum": file.checksum}

    def _redirects(self) -> Iterator[Row]:
        """Yield the former addresses that lead to a page which is here, and those of withdrawn ones; none of a page that is here."""
        here = {f"/reviews/{id_.replace('#', '/', 1)}" for ids in self.numbers for id_ in ids}
        here.update(f"/uses/{row['id']}" for row in self.referring["uses"])
        for slug, file in self.files.items():
            names = self.parts[slug].names
            for row in file.rows(BY_NAME["redirects"]):
                old, new = names.address(str(row["old"])), names.address(str(row["new"] or ""))
                if old and old not in here and (new in here or row["http_status"] == 410):
                    yield {"old": old, "new": new, "http_status": row["http_status"]}

    def _build_info(self, facts: Mapping[str, str]) -> list[Row]:
        newest = {
            (table, name): max((str(row[name]) for row in self._every(table, name) if row[name]), default="")
            for table in DATED
            for name in DAYS
            if name in BY_NAME[table].stored
        }
        info = {
            "application": schema.APPLICATION,
            "schema_version": schema.SCHEMA_VERSION,
            "builder_version": __version__,
            "review_count": str(len(self.reviews)),
            "lesson_count": str(len(self.numbers[1])),
            "use_count": str(len(self.referring["uses"])),
            "newest_date": newest["reviews", "date_earliest"],
            "newest_day": max(newest.values()),
            "newest_published": newest["reviews", "published_earliest"],
            "reviews_left_out": "0",
            "links_dropped": "0",
            **facts,
        }
        return [{"key": key, "value": info[key]} for key in sorted(info)]


def _names(slug: str, file: UnitFile) -> UnitNames:
    reviews, lessons = (
        frozenset(str(row["id"]) for row in file.rows(BY_NAME[table], "id")) for table in ("reviews", "lessons")
    )
    return UnitNames(slug, file.shown, reviews, lessons, moved_of(file.rows(BY_NAME["redirects"])))
