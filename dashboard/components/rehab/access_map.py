"""Reach by part of an area, as a map and as tables; the villages beyond reach, listed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.analysis.periods import newest_year
from dashboard.analysis.rehab.access import LIMITS, around, parts_level, serving, share_class
from dashboard.analysis.rehab.access_words import decimals, item_of, ordered, parts_of, relative_words, service_words, table_of
from dashboard.cache import answers
from dashboard.components.drawn_map import show_drawn, show_keys
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.components.table import MOST_ROWS
from dashboard.documents import html_map
from dashboard.documents.files import XLSX
from dashboard.documents.paper import stamp_of
from dashboard.documents.rows import placed
from dashboard.documents.workbook import rows_workbook
from dashboard.state.url import address
from dashboard.words import palettes
from dashboard.words.marks import marks
from dashboard.words.texts import number, text
from data.facts.access_question import INPATIENT, Question
from data.identity.people import Person
from data.queries import Freshness, Nothing
from data.store.scope import Scope
from geo.regions.codes import NATION, Level, level_of

UNKNOWN_COLOUR = palettes.NOTHING_COLOURS[Nothing.TIDAK_DILAPORKAN]


def show_parts(
    person: Person, state: Freshness, focus: "pd.Series[object]", question: Question, summary: dict[str, Any]
) -> None:
    """The map, its table one click away, and the list of villages beyond reach."""
    scope, code = person.scope, str(focus["code"])
    level = parts_level(code)
    rows = parts_of(scope, state, code, question, level)
    if rows.empty:
        return
    colours = palettes.class_colours(item_of(question), len(LIMITS))
    classes = share_class(rows["share"].to_numpy(dtype=float))
    painted = pd.DataFrame(
        {
            "name": rows["name"].to_numpy(),
            "said": [_tip(row, level) for row in rows.to_dict("records")],
            "colour": [UNKNOWN_COLOUR if at < 0 else colours[at] for at in classes],
        },
        index=rows["code"].to_numpy(),
    )
    names = {0: "tip_no", len(LIMITS): "tip_yes"} if level == Level.VILLAGE else {}
    keys = [(colours[at], text(f"access.{names.get(at, f'class_{at}')}")) for at in sorted({*classes.tolist()} - {-1})]
    if (classes < 0).any():
        keys.append((UNKNOWN_COLOUR, text("access.class_unknown")))
    place = str(focus["name"])
    st.subheader(text("access.map", service=service_words(question), level=text(f"levels.{level}"), place=place))
    show_map(scope, state, focus, question, painted, keys, pd.DataFrame(columns=["lon", "lat", "name"]))
    rows = ordered(rows)
    shown = table_of(rows)
    with st.expander(text("access.table", level=text(f"levels.{level}")), icon=":material/table_rows:"):
        show_frame(shown.head(MOST_ROWS), decimals(), alt=text("access.table", level=text(f"levels.{level}")))
        show_sheet(
            scope, state, focus, question, ("akses", text("access.sheet", level=text(f"levels.{level}"))), rows, table_of
        )
    _show_beyond(scope, state, focus, question)


def show_map(
    scope: Scope,
    state: Freshness,
    focus: "pd.Series[object]",
    question: Question,
    painted: pd.DataFrame,
    keys: Sequence[tuple[str, str]],
    sites: pd.DataFrame,
) -> None:
    """A frame with painted parts, the facilities that serve in and around the area, and new sites."""
    code = str(focus["code"])
    every = serving(answers.facilities(scope, state.data_version, NATION), question)
    box = [float(str(focus[side])) for side in ("west", "south", "east", "north")]
    every = every.assign(size=every["beds" if question.service == INPATIENT else "places"])
    near = every if code == NATION else around(every, box, question.radius_km)
    alt = text("access.map_alt", parts=number(len(painted)), place=focus["name"], facilities=number(len(near)))

    def draw() -> str:
        shapes = answers.shapes(scope, state.boundary_version, parts_level(code), code)
        return html_map.access_map(painted, shapes, near, sites, focus)

    show_drawn("akses", (painted, near, sites, code, state.boundary_version), draw, scope, alt)
    show_keys((colour, words, "1px solid #777") for colour, words in keys)
    new = text("access.new_sites") if len(sites) else ""
    st.caption(" ".join(filter(None, (new, text("facility.key"), marks(replace(state, exact=False), item_of(question))))))


def _tip(row: dict[Any, Any], level: int) -> str:
    if row["unknown"] == row["villages"]:
        return text("access.class_unknown")
    if level == Level.VILLAGE:
        words = text("access.tip_yes" if row["reaching"] else "access.tip_no")
    else:
        share = number(row["share"], 1) if np.isfinite(row["share"]) else "–"
        words = text("access.tip", share=share, beyond=number(row["beyond"]), villages=number(row["villages"]))
    return words + (
        f" · {text('access.tip_access', value=relative_words(row['access']))}" if np.isfinite(row["access"]) else ""
    )


def show_sheet(
    scope: Scope,
    state: Freshness,
    focus: "pd.Series[object]",
    question: Question,
    named: tuple[str, str],
    rows: pd.DataFrame,
    columns_of: Callable[[pd.DataFrame], pd.DataFrame],
) -> None:
    """A button for rows (with ``code``) as a workbook: both codes, the areas above, and the columns of `columns_of`, in the
    order of the rows; with marks and method. `named` is the name of the file and the words of the button.
    """
    name, label = named
    item, state = item_of(question), replace(state, exact=False)  # all of it is public, whatever else its reader may see
    notes = [
        marks(state, item),
        text("access.straight"),
        text(f"access.about_{question.formula}", km=question.radius_km).replace("**", ""),
        question.spelled(),
        *stamp_of(str(focus["name"]), str(focus["code"]), newest_year(state), state, item),
        address(),
    ]

    def made() -> bytes:
        table = columns_of(rows).drop(columns=text("table.name"))
        level = int(level_of(str(rows["code"].iloc[0]))) if len(rows) else int(Level.VILLAGE)
        areas = placed(rows["code"].tolist(), level, scope, state.boundary_version)
        return rows_workbook(pd.concat([areas, table], axis=1), [item], notes)

    mark = "SIMULASI_" if state.simulated else ""
    public = replace(scope, published=True)
    show_file_button(label, made, scope=public, mime=XLSX, icon="table", file_name=f"{mark}{name}_{focus['code']}.xlsx")


def _show_beyond(scope: Scope, state: Freshness, focus: "pd.Series[object]", question: Question) -> None:
    """The villages that reach no place, those with the most people first."""
    villages = parts_of(scope, state, str(focus["code"]), question, int(Level.VILLAGE))
    out = ordered(villages[villages["beyond"] > 0])
    if out.empty or int(str(focus["level"])) == Level.VILLAGE:
        return
    with st.expander(text("access.listed", count=number(len(out))), icon=":material/checklist:"):
        if len(out) > MOST_ROWS:
            st.caption(text("access.listed_first", shown=number(MOST_ROWS)))
        first = out.head(MOST_ROWS)
        areas = placed(first["code"].tolist(), int(Level.VILLAGE), scope, state.boundary_version)
        listed = areas.assign(**{text("access.column_population"): first["population"].to_numpy()})
        show_frame(listed, alt=text("access.listed", count=number(len(out))))
        show_sheet(scope, state, focus, question, ("tak_terjangkau", text("access.listed_sheet")), out, _people)


def _people(rows: pd.DataFrame) -> pd.DataFrame:
    named = rows.reset_index(drop=True)
    return pd.DataFrame({text("table.name"): named["name"], text("access.column_population"): named["population"]})
