"""A view of the map as a document: its answer, its map, the rows behind it, and the area's trend by year."""

import geopandas as gpd
import numpy as np
import pandas as pd

from dashboard.analysis.periods import period_label
from dashboard.analysis.view import View
from dashboard.cache import answers
from dashboard.documents.drawing import drawing_of
from dashboard.documents.paper import NO_FIGURES, Chart, Listed, Paper, running_year, stamp_of, written
from dashboard.documents.rows import placed
from dashboard.words.marks import marks_of_data
from dashboard.words.sentences import layer_sentence
from dashboard.words.tables import layer_table
from dashboard.words.texts import language, number, pick, text
from geo.regions.codes import Level

MOST_ROWS = 60  # on slides and letters; workbook and CSV hold all
_MOST_ON_PAPER = 1_000  # in a PDF: the villages of any kabupaten, by kecamatan


def paper_of_view(view: View, outlines: gpd.GeoSeries | None, url: str, *, whole: bool = False) -> Paper:
    """The content of `view`; without `outlines` there is no map, because it would have too many regions.

    `whole`: the list of areas has room for all of a kabupaten, under headings of its kecamatan.
    """
    item, state = view.item, view.state
    span = (view.start, view.end)
    said = layer_sentence(view.layer, item, view.regions, view.start, view.end)
    return Paper(
        language=language(),
        title=text("map.title", name=pick(item.name), place=view.focus["name"], period=view.period),
        period=period_label(view.period, state),
        verdict=said,
        marks=marks_of_data(state),
        sections=[
            (text("paper.meaning"), [pick(item.definition), *(pick(caveat) for caveat in item.caveats)]),
            (text("export.source"), [pick(item.source)]),
        ],
        figures=NO_FIGURES,
        years=[],
        visits=[],
        offices=[],
        url=url,
        drawing=None if outlines is None else drawing_of(item, view.layer, view.regions, span, outlines),
        stamp=stamp_of(str(view.focus["name"]), str(view.focus["code"]), view.period, state, item),
        tables=(_listed(view, whole=whole),),
        trend=_trend(view),
    )


def _listed(view: View, *, whole: bool) -> Listed:
    """The rows with the areas above them: all, under headings, where there is room; else the highest."""
    unit = pick(view.item.unit)
    frame = layer_table(view.layer, view.item, view.regions, view.start, view.end)
    areas = placed(frame[text("table.code")].tolist(), view.level, view.person.scope, view.state.boundary_version)
    above = [text(f"export.{key}") for key in ("district", "regency") if text(f"export.{key}") in areas]
    grouped = whole and view.level == Level.VILLAGE and len(frame) <= _MOST_ON_PAPER
    most = _MOST_ON_PAPER if whole and len(frame) <= _MOST_ON_PAPER else MOST_ROWS
    for at, name in enumerate(above):
        frame.insert(2 + at, name, areas[name].to_numpy())
    if unit in frame:
        frame = frame.sort_values(unit, ascending=False, na_position="last", kind="stable")
    if grouped:
        frame = frame.sort_values(text("table.code"), key=lambda codes: codes.str[:8], kind="stable")
    shown = frame.head(most)
    rows, group = [], ""
    for row in shown.to_dict("records"):
        if grouped:
            named = text("paper.group", district=row.pop(above[0]), regency=row.pop(above[1]))
            rows += [] if named == group else [[named]]
            group = named
        rows.append([_written(value, view.item.decimals if name == unit else 0) for name, value in row.items()])
    heads = [name for name in frame.columns if not (grouped and name in above)]
    note = text("paper.first_rows", shown=number(len(shown)), rows=number(len(frame))) if len(frame) > len(shown) else ""
    title = text("table.title", level=text(f"levels.{view.level}"), place=view.focus["name"])
    return Listed(title, heads, rows, note)


def _written(value: object, decimals: int) -> str:
    return written(value, decimals) if isinstance(value, float) else str(value)


def _trend(view: View) -> Chart | None:
    """The chosen area itself by year, where the indicator has that level and comparable years."""
    item, code = view.item, str(view.focus["code"])
    if item.is_categorical or item.pooled or int(view.focus["level"]) not in item.levels:
        return None
    rows: pd.DataFrame = answers.series(view.person.scope, view.state.data_version, code, (item.code,))
    rows = rows[(rows["period"] >= item.comparable_from) & np.isfinite(rows["value"].astype(float))].sort_values("period")
    labels = [period_label(str(year), view.state) for year in rows["period"]]
    place = f"{view.focus['name']}: {pick(item.short)}"
    running = running_year([str(year) for year in rows["period"]], view.state)[1]
    return Chart(place, pick(item.unit), item.decimals, labels, rows["value"].astype(float).tolist(), running=running)
