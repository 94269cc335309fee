"""The regions that a field offers: of the sender's own area, a kabupaten/kota at a time where they are many."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboard.cache import answers
from dashboard.components.forms.work import Work, is_of_area
from dashboard.words.texts import text
from data.feeds import Column
from data.queries import Freshness
from geo.regions.codes import NATION, Level, inside, kind_of, level_of, lies_within, parent_of

MOST_OFFERED = 1_200


def prefixes_of(work: Work, column: Column) -> tuple[str, ...]:
    """The regions inside which a column's regions lie: the sender's own, and any where it does not say whose a row is."""
    return work.person.prefixes if is_of_area(work.contract, column) else ("",)


def offered(work: Work, state: Freshness, column: Column, within: Sequence[str]) -> dict[str, str]:
    """Regions of a column's levels inside some regions, by code, as people call them."""
    found: dict[str, str] = {}
    for level in sorted(column.levels):
        frame = answers.regions(work.person.scope, state.boundary_version, int(level))
        for prefix in within:
            start, end = inside(frame["code"], prefix) if prefix else (0, len(frame))
            part = frame.iloc[start:end]
            found |= dict(zip(part["code"], part["name"], strict=True))
    if NATION in found and not lies_within(NATION, within):
        del found[NATION]
    return _said(work, state, found)


def count(work: Work, state: Freshness, column: Column, within: Sequence[str]) -> int:
    """How many regions a column could offer."""
    total = 0
    for level in column.levels:
        codes = answers.regions(work.person.scope, state.boundary_version, int(level))["code"]
        for prefix in within:
            start, end = inside(codes, prefix) if prefix else (0, len(codes))
            total += end - start
    return total


def is_whole(work: Work, state: Freshness, column: Column) -> bool:
    """Whether a field offers all that it may, and not the part that the sender chose first."""
    return column.type != "region" or count(work, state, column, prefixes_of(work, column)) <= MOST_OFFERED


def narrowed(work: Work, state: Freshness, column: Column) -> tuple[str, ...]:
    """The regions inside which a field offers its own; where they are too many, the sender first chooses the one above them."""
    within: tuple[str, ...] = prefixes_of(work, column)
    begun = str(work.begun.get(column.name, ""))
    for level in (Level.PROVINCE, Level.REGENCY):
        if count(work, state, column, within) <= MOST_OFFERED:
            break
        areas = {
            code: name
            for prefix in within
            for code, name in _regions(work, state, level, prefix).items()
            if prefix == "" or level_of(prefix) < level or code == prefix
        }
        if len(areas) < 2:
            within = tuple(areas) or within
            continue
        first = next((code for code in areas if begun.startswith(code)), None)
        names = list(areas)
        chosen = st.selectbox(
            text(f"form_within.{int(level)}"),
            names,
            index=names.index(first) if first else None,
            format_func=areas.__getitem__,
            key=work.key(f"{column.name}_{int(level)}_{'.'.join(within)}"),
            placeholder=text("form.search"),
        )
        if chosen is None:
            return ()
        within = (chosen,)
    return within


def own_region(work: Work, column: Column, options: Sequence[str]) -> str | None:
    """The region that a field begins with: the only one, or the sender's own where there is one."""
    if not is_of_area(work.contract, column):
        return None
    own = [prefix for prefix in work.person.prefixes if prefix in options]
    return options[0] if len(options) == 1 else own[0] if len(own) == 1 else None


def _regions(work: Work, state: Freshness, level: int, prefix: str) -> dict[str, str]:
    frame = answers.regions(work.person.scope, state.boundary_version, int(level))
    start, end = inside(frame["code"], prefix) if prefix else (0, len(frame))
    part = frame.iloc[start:end]
    return dict(zip(part["code"], part["name"], strict=True))


def _said(work: Work, state: Freshness, found: dict[str, str]) -> dict[str, str]:
    """Names with what they lie in; two that would read the same have their code too."""
    above = {code: parent_of(code) or "" for code in found if level_of(code) >= Level.DISTRICT}
    parents = sorted({code for code in above.values() if code})
    names = dict(zip(parents, answers.names_of(work.person.scope, state.boundary_version, parents), strict=True))
    said = {}
    for code, name in found.items():
        kind = text(f"form_kind.{kind_of(code, name)}") if level_of(code) >= Level.DISTRICT else ""
        where = f", {names[above[code]]}" if level_of(code) >= Level.DISTRICT else ""
        said[code] = f"{kind} {name}{where}".strip()
    times = Counter(said.values())
    return {code: f"{one} ({code})" if times[one] > 1 else one for code, one in said.items()}
