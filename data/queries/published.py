"""Published figures, and the comparable sums of the store's own rows. Never mixed: nothing here computes with both."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import func

from data.facts.indicators import registry
from data.model import schema
from data.model.period import Grain
from data.model.status import FactStatus
from data.queries.periods import PATTERNS
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION

_COLUMNS = ("topic", "measure", "place", "year", "scope", "method", "value", "unit", "note")


def published(store: Store, scope: Scope, region_codes: Sequence[str], topics: Sequence[str]) -> pd.DataFrame:
    """Figures published of some regions, newest first, with ``publisher``; the nearest region of `region_codes` first."""
    figure = schema.published_figure.c
    order = sa.case({code: i for i, code in enumerate(region_codes)}, value=figure.region_code)
    statement = (
        sa.select(*(figure[name] for name in _COLUMNS), schema.source.c.publisher)
        .join_from(schema.published_figure, schema.source, schema.source.c.id == figure.source_id)
        .where(figure.region_code.in_(region_codes), figure.topic.in_(topics))
        .order_by(order, figure.topic, figure.year.desc(), figure.id)
    )
    return as_frame(store, scope, statement)


def contents(store: Store, scope: Scope) -> pd.DataFrame:
    """How many rows of which table each source brought: ``title, kind, content, row_count``."""
    content, source = schema.source_content.c, schema.source.c
    statement = (
        sa.select(source.title, source.kind, content.content, content.row_count)
        .join_from(schema.source_content, schema.source, source.id == content.source_id)
        .order_by(source.kind, content.row_count.desc())
    )
    return as_frame(store, scope, statement)


def beside(store: Store, scope: Scope) -> pd.DataFrame:
    """Published figures that have comparable rows in the store: ``topic, measure, place, year, value, own, publisher``.

    `own` is the sum of the store's rows, simulated or reported, within `scope`; missing where it holds none.
    """
    figure = schema.published_figure.c
    own = _own().subquery()
    statement = (
        sa.select(
            figure.topic,
            figure.measure,
            figure.place,
            figure.scope,
            figure.year,
            figure.value,
            own.c.own,
            figure.unit,
            figure.note,
            schema.source.c.publisher,
        )
        .join_from(
            schema.published_figure,
            own,
            sa.and_(
                own.c.topic == figure.topic,
                own.c.measure == figure.measure,
                own.c.code == figure.region_code,
                own.c.year == figure.year,
                own.c.scope == figure.scope,
            ),
        )
        .join(schema.source, schema.source.c.id == figure.source_id)
        .order_by(figure.topic, figure.year, figure.region_code != NATION, figure.value.desc())
    )
    return as_frame(store, scope, statement)


def _own() -> sa.CompoundSelect[*tuple[Any, ...]]:
    """``topic, measure, code, year, scope, own`` from public facts, registries and the agencies' own totals."""
    nilai, facility, unit, recap = schema.nilai.c, schema.facility.c, schema.ibm_unit.c, schema.rehab_recap.c
    year, clients = func.extract("year", recap.month), func.sum(recap.clients)
    # the table also has facts of months, and a cast may run before the condition that drops them
    whole_year = sa.case((nilai.period.like(PATTERNS[Grain.YEAR]), nilai.period))
    said = {item.code: item.published_as for item in registry().values() if item.published_as}
    topic, measure, scope = (
        sa.case({code: getattr(words, name) for code, words in said.items()}, value=nilai.indicator)
        for name in ("topic", "measure", "scope")
    )
    facts = _part(topic, measure, nilai.region_code, whole_year, scope, nilai.numerator)
    agencies = {"BNN": ["BNN"], "BNN dan mitra": ["BNN", "Mitra"], "Nasional": ["BNN", "Mitra", "Kemenkes", "Kemensos"]}
    return sa.union_all(
        facts.where(
            nilai.indicator.in_(list(said)),
            nilai.level <= 1,
            nilai.sensitivity == 0,
            nilai.status == FactStatus.KNOWN,
            whole_year.is_not(None),
        ),
        *(
            _part("rehabilitasi", "fasilitas standar SNI", NATION, 2024, name, func.count(facility.id)).where(
                facility.operator == name, facility.sni
            )
            for name in ("BNN", "Mitra")
        ),
        _part("rehabilitasi", "unit IBM", NATION, 2024, "BNN", func.count(unit.id)),
        _part("rehabilitasi", "Agen Pemulihan", NATION, 2024, "BNN", func.sum(unit.agents)),
        *(
            _part("rehabilitasi", "semua layanan", NATION, year, name, clients).where(recap.agency.in_(among)).group_by(year)
            for name, among in agencies.items()
        ),
    )


def _part(
    topic: object, measure: object, code: object, year: object, scope: object, own: object
) -> sa.Select[*tuple[Any, ...]]:
    """One source of own figures, in the order and with the types that all have."""
    values = (topic, measure, code, year, scope, own)
    kinds = (sa.Text, sa.Text, sa.Text, sa.Integer, sa.Text, sa.Double)
    names = ("topic", "measure", "code", "year", "scope", "own")
    return sa.select(*(sa.cast(v, kind).label(name) for v, kind, name in zip(values, kinds, names, strict=True)))
