"""The only way a page reads. Every function takes a store and a scope; the database decides what it returns."""

from data.queries.about import Freshness, completeness, freshness, placement, sources
from data.queries.boundaries import boundary_checks, boundary_versions
from data.queries.layer import NOTHING, Layer, Nothing, layer
from data.queries.published import beside, contents, published
from data.queries.regions import regions, search, tile
from data.queries.series import profile, series

__all__ = [
    "NOTHING",
    "Freshness",
    "Layer",
    "Nothing",
    "beside",
    "boundary_checks",
    "boundary_versions",
    "completeness",
    "contents",
    "freshness",
    "layer",
    "placement",
    "profile",
    "published",
    "regions",
    "search",
    "series",
    "sources",
    "tile",
]
