"""The evaluation report of one unit of community based intervention, in the order of the instrument, as PDF or DOCX."""

from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.periods import day_words, newest_year
from dashboard.analysis.rehab.community import (
    DOMAINS,
    SCORES,
    change_of,
    change_table,
    change_words,
    clients_of,
    clients_words,
    count_words,
)
from dashboard.documents.paper import NO_FIGURES, Paper, stamp_of
from dashboard.documents.report import listed_of
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import language, number, pick, text
from data.facts.indicators import indicator
from data.facts.instruments import LEAST_SPREAD, whoqol
from data.queries import Freshness


@dataclass(frozen=True)
class Unit:
    """A unit of the register: its row of `queries.ibm_units`, how it is called, and the area it lies in."""

    row: "pd.Series[object]"
    name: str
    place: str

    @property
    def number(self) -> int:
        """Its number in the store."""
        return int(str(self.row["id"]))

    @property
    def regency(self) -> str:
        """The code of its kabupaten/kota."""
        return str(self.row["village_code"])[:5]


def report_of(unit: Unit, rows: pd.DataFrame, period: str, state: Freshness, url: str) -> Paper:
    """The report from rows of `queries.ibm_changes`, of all years together or of one, called `period`.

    Figures are as exact as the rows are; the stamp says which.
    """
    clients = clients_of(rows, unit.regency, unit.number)
    changes = [change_of(rows, unit.regency, domain, unit.number) for domain in DOMAINS]
    scores = [change_of(rows, unit.regency, domain, unit.number) for domain in SCORES]
    opened = unit.row["opened"]
    stages = text(
        "unit_report.stages",
        **{name: count_words(count, there=clients.there) for name, count in clients.stage.items()},
    )
    sections = [
        (
            text("unit_report.unit"),
            [
                text("unit_report.where", name=unit.name, place=unit.place),
                text("unit_report.opened", day=day_words(pd.Timestamp(str(opened)).date())),
            ],
        ),
        (text("unit_report.agents"), [text("unit_report.agent_count", count=number(float(str(unit.row["agents"]))))]),
        (text("unit_report.clients"), [stages if clients.there else text("ibm_tab.no_clients")]),
        (text("unit_report.quality"), [change_words(one) for one in changes]),
        (text("unit_report.scores"), [change_words(one) for one in scores]),
        (text("unit_report.never"), [clients_words(clients)]),
        (
            text("unit_report.method"),
            [
                text(
                    "ibm_tab.method_words", measure=pick(whoqol().measure), source=whoqol().source, least=number(LEAST_SPREAD)
                ),
                text("ibm_tab.clients_note"),
            ],
        ),
        (text("unit_report.limits"), [text("ibm_tab.no_comparison"), text("unit_report.same_people")]),
    ]
    table = change_table([*changes, *scores])
    return Paper(
        language=language(),
        title=text("unit_report.title", name=unit.name),
        period=period,
        verdict="",
        marks=marks_of_data(state),
        sections=sections,
        figures=NO_FIGURES,
        years=[],
        drawing=None,
        visits=[],
        offices=[],
        stamp=_stamp(unit, period, state),
        url=url,
        tables=(listed_of(text("ibm_tab.changes"), table, note=text("ibm_tab.reliable_note")),),
    )


def _stamp(unit: Unit, period: str, state: Freshness) -> list[str]:
    lines = stamp_of(unit.place, unit.regency, newest_year(state), state, indicator("ibm_klien"))
    return [text("unit_report.area", name=unit.place, code=unit.regency, period=period), *lines[1:]]
