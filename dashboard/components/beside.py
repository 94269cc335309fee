"""Two to five areas side by side: how they are chosen, the table of their figures, and the files of it."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from dashboard.analysis.beside import MOST, USUAL, Line, common_area, compare, more_words, names_of, rows_of
from dashboard.analysis.periods import period_label
from dashboard.cache.answers import region_row
from dashboard.components.downloads import choose_exact
from dashboard.components.file import show_file_button
from dashboard.components.picker import show_picker
from dashboard.components.search import find_region
from dashboard.documents.files import XLSX, csv_of
from dashboard.documents.paper import stamp_of
from dashboard.documents.workbook import rows_workbook
from dashboard.state import pickers, url
from dashboard.state.view import LiveView
from dashboard.words.texts import number, pick, text
from data.facts.families import head_of, named
from data.facts.indicators import Indicator
from data.queries import Freshness

_KEY = "berdampingan"


def show_beside(view: LiveView) -> None:
    """The areas that the address names, by the map's indicator, a second one, and some more; in one period or in two."""
    st.subheader(text("beside.title"))
    codes = _choose_areas(view)
    if len(codes) < 2:
        st.caption(text("beside.hint"))
        return
    heads, periods = _choose_lines(view)
    lines = compare(view.person.scope, view.state, codes, heads, periods)
    st.html(_table(lines, view.state))
    within = region_row(view.person.scope, view.state.boundary_version, common_area(codes))
    if within is not None:
        st.caption(text("beside.ranked_in", place=within["name"]))
    for caution in {pick(head.caveats[0]) for head in heads if head.counts_enforcement}:
        st.caption(caution)
    _show_files(view, codes, heads, periods)


def _table(lines: Sequence[Line], state: Freshness) -> str:
    """A row for each indicator and period, a column for each area; a value, and small below it its move and rank."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names_of(lines[0]))
    rows = []
    for line in lines:
        unit = "" if line.head.is_categorical else f"{pick(line.head.unit)}, "
        said = f"<b>{escape(pick(line.head.short))}</b><small>{escape(unit + period_label(line.period, state))}</small>"
        cells = "".join(
            f"<td><b>{escape(cell.figure.value)}</b><small>{escape(more_words(cell))}</small></td>" for cell in line.cells
        )
        rows.append(f'<tr><th scope="row">{said}</th>{cells}</tr>')
    alt = text("beside.alt", areas=number(len(lines[0].cells)), rows=number(len(lines)))
    return (
        f'<div class="bs-beside" tabindex="0" role="region" aria-label="{escape(alt)}"><table><thead><tr>'
        f'<th scope="col">{escape(text("beside.indicator"))}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def add_area(code: str) -> None:
    """One more area to compare; the five that are there stay."""
    codes = url.together()
    if len(codes) < MOST:
        url.compare_areas([*codes, code])


def _choose_areas(view: LiveView) -> tuple[str, ...]:
    """A field to find more, and the chosen ones, each with a cross."""
    scope, version = view.person.scope, view.state.boundary_version
    rows = {code: region_row(scope, version, code) for code in url.together()}
    names = {code: str(row["name"]) for code, row in rows.items() if row is not None}
    if len(names) < MOST:
        find_region(f"{_KEY}_cari", version, add_area, text("beside.find"))
    else:
        st.caption(text("beside.full"))
    if names:
        key = f"{_KEY}_wilayah"
        st.session_state[key] = list(names)
        st.multiselect(
            text("beside.areas"),
            list(names),
            key=key,
            format_func=names.__getitem__,
            on_change=lambda: url.compare_areas(st.session_state[key]),
            label_visibility="collapsed",
        )
    return tuple(names)


def _choose_lines(view: LiveView) -> tuple[list[Indicator], list[str]]:
    """What is compared: the map's indicator, a second one, those that the reader added or the usual; and when."""
    second = named(url.read(url.COMPARE) or "")
    others = [code for code in view.periods if code != view.period]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        show_picker(
            f"{_KEY}_kedua",
            second,
            lambda code: url.choose(url.COMPARE, code, ""),
            label=text("beside.second"),
            none=text("beside.no_second"),
        )
        if others:
            pickers.select(
                url.AGAINST,
                text("beside.against"),
                ["", *reversed(others)],
                "",
                lambda year: period_label(year, view.state) if year else text("beside.no_against"),
            )
    added = [item for code in (url.read(url.ROWS) or "").split(",") if (item := named(code))]
    heads = [head_of(view.item), *([second] if second else []), *(added or filter(None, map(named, USUAL)))]

    def add(code: str) -> None:
        url.choose(url.ROWS, ",".join(dict.fromkeys([*(item.code for item in added), code])), "")

    show_picker(f"{_KEY}_baris", None, add, label=text("beside.add_row"), keeps=text("beside.add_row"))
    against = url.read(url.AGAINST) or ""
    return list({head.code: head for head in heads}.values()), [view.period, *([against] if against in others else [])]


def _show_files(view: LiveView, codes: tuple[str, ...], heads: list[Indicator], periods: list[str]) -> None:
    exact = choose_exact(view.person, key=f"{_KEY}_angka_kerja")
    person = view.person if exact else replace(view.person, published=True)
    state = view.state if exact else replace(view.state, exact=False)
    where = url.address()

    def lines() -> list[Line]:
        return compare(person.scope, state, codes, heads, periods)

    def frame() -> pd.DataFrame:
        return rows_of(lines(), state)

    def notes() -> list[str]:
        return [*stamp_of(str(view.focus["name"]), str(view.focus["code"]), view.period, state, *heads), where]

    kinds = (
        ("Excel (XLSX)", "xlsx", lambda: rows_workbook(frame(), heads, notes()), XLSX),
        (text("export.csv_local"), "csv", lambda: csv_of(frame(), notes(), local=True), "text/csv"),
    )

    simulated = state.simulated and not all(head.published for head in heads)
    name = f"{'SIMULASI_' if simulated else ''}{_KEY}_{view.period}"
    with st.container(horizontal=True, gap="small"):
        for label, suffix, make, mime in kinds:
            show_file_button(label, make, scope=person.scope, file_name=f"{name}.{suffix}", mime=mime)
