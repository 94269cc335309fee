"""The only way a page reads. Every function takes a store and a scope; the database decides what it returns."""

from data.queries.about import Freshness, completeness, freshness, placement, sources
from data.queries.layer import NOTHING, Layer, Nothing, layer
from data.queries.regions import regions, search, tile
from data.queries.series import profile, series

__all__ = [
    "NOTHING",
    "Freshness",
    "Layer",
    "Nothing",
    "completeness",
    "freshness",
    "layer",
    "placement",
    "profile",
    "regions",
    "search",
    "series",
    "sources",
    "tile",
]
