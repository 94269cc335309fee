"""A page's answer, figures and tables as documents: what PDF, slides, letter and workbook of a tab are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.overview import Card
from dashboard.analysis.periods import period_label
from dashboard.documents.paper import NO_FIGURES, Listed, Paper, running_year, stamp_of, written
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import language, pick
from data.queries import Freshness


@dataclass(frozen=True)
class Report:
    """What a tab says: title, answer, sentences under headings, cards whose figures by year go along, and tables."""

    title: str
    answer: str
    sections: list[tuple[str, list[str]]]
    cards: Sequence[Card]
    tables: Sequence[Listed]


def paper_of_report(report: Report, focus: "pd.Series[object]", period: str, state: Freshness, url: str) -> Paper:
    """The report on paper, with the stamp and the marks that every document carries."""
    figures, years = _figures(report.cards, period)
    return Paper(
        language=language(),
        title=report.title,
        period=period_label(period, state),
        verdict=report.answer,
        marks=marks_of_data(state),
        sections=report.sections,
        figures=figures,
        years=years,
        drawing=None,
        visits=[],
        offices=[],
        stamp=stamp_of(str(focus["name"]), str(focus["code"]), period, state, *(card.item for card in report.cards)),
        url=url,
        tables=tuple(report.tables),
        running=running_year(years, state),
    )


def listed_of(title: str, frame: pd.DataFrame, decimals: Mapping[str, int] | None = None, note: str = "") -> Listed:
    """A frame as a table: numbers as the reader writes them, whole where `decimals` names none."""
    places = [(decimals or {}).get(str(head), 0) for head in frame.columns]
    values = tuple(tuple(row) for row in frame.itertuples(index=False))
    rows = [[_written(cell, place) for cell, place in zip(row, places, strict=True)] for row in values]
    return Listed(title, [str(head) for head in frame.columns], rows, note, values)


def _written(cell: object, decimals: int) -> str:
    return written(float(cell), decimals) if isinstance(cell, int | float) else str(cell)


def _figures(cards: Sequence[Card], period: str) -> tuple[pd.DataFrame, list[str]]:
    """Figures by year up to `period`; NaN where nothing is known or shown."""
    years = sorted({str(year) for card in cards for year in card.rows["period"] if str(year) <= period})
    rows = []
    for card in cards:
        values = dict(zip(card.rows["period"], card.rows["value"], strict=True))
        item = card.item
        rows.append(
            {"code": item.code, "name": pick(item.short), "unit": pick(item.unit), "decimals": item.decimals}
            | {"source": pick(item.source), "middle": float("nan")}
            | {year: float(values.get(year, np.nan)) for year in years}
        )
    return (pd.DataFrame(rows), years) if rows else (NO_FIGURES, [])
