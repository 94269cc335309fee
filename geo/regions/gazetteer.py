"""Finds regions by typed text: current and former names, the names above them, codes with or without dots."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from geo.regions.names import key

SHORTEST = 2  # letters; one letter names half the country
_SIMILARITY = 82  # of 100: lowest similarity at which an unknown name is taken for a known one
_KINDS = ("kabupaten ", "kota ", "provinsi ")
_SHORT = {"kab": "kabupaten", "kec": "kecamatan", "prov": "provinsi"}


@dataclass(frozen=True)
class Gazetteer:
    """An index of regions; its arrays have one entry per region. `own` and `path` are plain (see `plain`)."""

    codes: np.ndarray
    digits: pa.StringArray
    own: pa.StringArray
    path: pa.StringArray
    weight: np.ndarray
    squeezed: list[str]  # names without kind and spaces, for those who write them apart or together, or misspell them


def plain(words: str) -> str:
    """Lower-case letters without accents and marks, one space between words: ``Pa'ngadéan `` becomes ``pangadean``."""
    letters = unicodedata.normalize("NFKD", words.replace("'", "").replace("’", ""))
    bare = "".join(one if one.isascii() else "" if unicodedata.combining(one) else " " for one in letters)
    return " ".join(_SHORT.get(word, word) for word in re.split(r"[^a-z0-9]+", bare.lower()) if word)


def gazetteer(regions: pd.DataFrame) -> Gazetteer:
    """Index regions ``code, name, level, above`` (names above, joined by spaces) and ``former`` (a former code).

    Higher levels come before lower ones and current regions before former ones.
    """
    own = [plain(name) for name in regions["name"]]
    above = [plain(name) for name in regions["above"]]
    return Gazetteer(
        regions["code"].to_numpy(dtype=object),
        pa.array([code.replace(".", "") for code in regions["code"]]),
        pa.array([f" {name}" for name in own]),
        pa.array([f" {name} {more}" for name, more in zip(own, above, strict=True)]),
        regions["level"].to_numpy(dtype=float) + 10.0 * regions["former"].to_numpy(dtype=float),
        [key(name) for name in own],
    )


def find(index: Gazetteer, words: str, limit: int = 8) -> list[int]:
    """Positions of the regions that match, the likeliest first.

    Every word must begin a word of the region's own name or of those above it, and at least one of its own. A whole name
    finds the region of that name before those that only contain it. An unknown name finds the most similar ones.
    """
    wanted = plain(words)
    if len(wanted) < SHORTEST:
        return []
    compact = wanted.replace(" ", "")
    if compact.isdecimal():
        hits = np.flatnonzero(pc.starts_with(index.digits, compact).to_numpy(zero_copy_only=False))
        return _sorted(index, hits, np.zeros(len(hits)), limit)
    inside = np.ones(len(index.codes), dtype=bool)
    named = np.zeros(len(index.codes), dtype=bool)
    for word in wanted.split():
        inside &= pc.match_substring(index.path, f" {word}").to_numpy(zero_copy_only=False)
        named |= pc.match_substring(index.own, f" {word}").to_numpy(zero_copy_only=False)
    hits = np.flatnonzero(inside & named)
    if not len(hits):
        similar = process.extract(key(wanted), index.squeezed, scorer=fuzz.ratio, score_cutoff=_SIMILARITY, limit=limit)
        return [position for _, _, position in similar]
    own = index.own.take(pa.array(hits))
    whole = np.isin(own.to_numpy(zero_copy_only=False), [f" {kind}{wanted}" for kind in ("", *_KINDS)])
    begins = pc.starts_with(own, f" {wanted}").to_numpy(zero_copy_only=False)
    return _sorted(index, hits, np.where(whole, 0.0, np.where(begins, 1.0, 2.0)), limit)


def _sorted(index: Gazetteer, hits: np.ndarray, rank: np.ndarray, limit: int) -> list[int]:
    length = pc.utf8_length(index.own.take(pa.array(hits))).to_numpy(zero_copy_only=False)
    order = np.lexsort((index.codes[hits].astype(str), length, index.weight[hits], rank))
    return [int(hits[at]) for at in order[:limit]]
