"""The only way a page reads. Every function takes a store and a scope; the database decides what it returns."""

from data.queries.about import Freshness, completeness, freshness, placement, sources
from data.queries.boundaries import boundary_checks, boundary_versions
from data.queries.explain import Explanation, explain
from data.queries.facilities import facilities
from data.queries.judged import coverage, ranking, snapshot, trend_of
from data.queries.layer import NOTHING, UNSTABLE, Layer, Nothing, block, classes, layer
from data.queries.people import PeopleInRehab, people_in_rehab
from data.queries.published import beside, contents, published
from data.queries.regions import regions, search, shapes, tile
from data.queries.series import profile, series
from data.queries.submissions import finding_counts, findings, steps, submissions, timeliness

__all__ = [
    "NOTHING",
    "UNSTABLE",
    "Explanation",
    "Freshness",
    "Layer",
    "Nothing",
    "PeopleInRehab",
    "beside",
    "block",
    "boundary_checks",
    "boundary_versions",
    "classes",
    "completeness",
    "contents",
    "coverage",
    "explain",
    "facilities",
    "finding_counts",
    "findings",
    "freshness",
    "layer",
    "people_in_rehab",
    "placement",
    "profile",
    "published",
    "ranking",
    "regions",
    "search",
    "series",
    "shapes",
    "snapshot",
    "sources",
    "steps",
    "submissions",
    "tile",
    "timeliness",
    "trend_of",
]
