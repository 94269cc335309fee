"""A view of the map as a document: its answer, its map, the rows behind it, and the area's trend by year."""

import geopandas as gpd
import numpy as np
import pandas as pd

from dashboard.analysis.periods import period_label
from dashboard.analysis.view import View
from dashboard.cache import answers
from dashboard.documents.drawing import drawing_of
from dashboard.documents.paper import NO_FIGURES, Chart, Listed, Paper, stamp_of, written
from dashboard.words.marks import marks_of_data
from dashboard.words.sentences import layer_sentence
from dashboard.words.tables import layer_table
from dashboard.words.texts import language, number, pick, text

MOST_ROWS = 60  # on paper; workbook and CSV hold all


def paper_of_view(view: View, outlines: gpd.GeoSeries | None, url: str) -> Paper:
    """The content of `view`; without `outlines` there is no map, because it would have too many regions."""
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
        listed=_listed(view),
        trend=_trend(view),
    )


def _listed(view: View) -> Listed:
    """The rows, the highest first, as many as fit on paper."""
    unit = pick(view.item.unit)
    frame = layer_table(view.layer, view.item, view.regions, view.start, view.end)
    if unit in frame:
        frame = frame.sort_values(unit, ascending=False, na_position="last")
    shown = frame.head(MOST_ROWS)
    places = {unit: view.item.decimals}
    rows = [
        [written(value, places.get(name, 0)) if isinstance(value, float) else str(value) for name, value in row.items()]
        for row in shown.to_dict("records")
    ]
    note = text("paper.first_rows", shown=number(len(shown)), rows=number(len(frame))) if len(frame) > len(shown) else ""
    title = text("table.title", level=text(f"levels.{view.level}"), place=view.focus["name"])
    return Listed(title, list(frame.columns), rows, note)


def _trend(view: View) -> Chart | None:
    """The chosen area itself by year, where the indicator has that level and comparable years."""
    item, code = view.item, str(view.focus["code"])
    if item.is_categorical or item.pooled or int(view.focus["level"]) not in item.levels:
        return None
    rows: pd.DataFrame = answers.series(view.person.scope, view.state.data_version, code, (item.code,))
    rows = rows[(rows["period"] >= item.comparable_from) & np.isfinite(rows["value"].astype(float))].sort_values("period")
    labels = [period_label(str(year), view.state) for year in rows["period"]]
    place = f"{view.focus['name']}: {pick(item.short)}"
    return Chart(place, pick(item.unit), item.decimals, labels, rows["value"].astype(float).tolist())
