"""Published figures, and the comparable sums of the store's own rows. Never mixed: nothing here computes with both."""

from collections.abc import Sequence
from datetime import date
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

_COLUMNS = ("topic", "measure", "place", "year", "scope", "method", "value", "unit", "note", "half", "age_band")
_SENT = ("place_held", "low", "high", "published_on")


def published(store: Store, scope: Scope, region_codes: Sequence[str], topics: Sequence[str]) -> pd.DataFrame:
    """Figures published of some regions, newest first, the nearest region of `region_codes` first.

    ``publisher`` is the document where an agency sent the figure, of the day ``published_on``; ``simulated`` is whether it was
    sent for practice. ``half`` is 1 or 2 for a half-year, else 0.
    """
    figure = schema.published_figure.c
    order = sa.case({code: i for i, code in enumerate(region_codes)}, value=figure.region_code)
    statement = (
        sa.select(
            *(figure[name] for name in (*_COLUMNS, *_SENT)),
            func.coalesce(func.nullif(figure.publication, ""), schema.source.c.publisher).label("publisher"),
            (schema.source.c.kind == "simulasi").label("simulated"),
        )
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
    """Published figures that have comparable rows in the store: ``topic, measure, place, year, value, least, most, agencies,
    publisher``.

    `least` and `most` are the sum of the store's rows, simulated or reported, within `scope`; a figure of which it holds none
    has no row. They differ where several agencies count clients that cannot be matched: then the truth lies between the largest
    agency and the sum, and `agencies` is each of them, as JSON.
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
            own.c.least,
            own.c.most,
            own.c.agencies,
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
                figure.half == 0,
            ),
        )
        .join(schema.source, schema.source.c.id == figure.source_id)
        .where(own.c.most.is_not(None))
        .order_by(figure.topic, figure.year, figure.region_code != NATION, figure.value.desc())
    )
    return as_frame(store, scope, statement)


def _own() -> sa.CompoundSelect[*tuple[Any, ...]]:
    """``topic, measure, code, year, scope, least, most, agencies`` from public facts, registries and agencies' totals."""
    nilai = schema.nilai.c
    # the table also has facts of months, and a cast may run before the condition that drops them
    whole_year = sa.case((nilai.period.like(PATTERNS[Grain.YEAR]), nilai.period))
    said = {item.code: item.published_as for item in registry().values() if item.published_as}
    topic, measure, scope = (
        sa.case({code: getattr(words, name) for code, words in said.items()}, value=nilai.indicator)
        for name in ("topic", "measure", "scope")
    )
    facts = _part(topic, measure, nilai.region_code, whole_year, scope, nilai.numerator)
    return sa.union_all(
        facts.where(
            nilai.indicator.in_(list(said)),
            nilai.level <= 1,
            nilai.sensitivity == 0,
            nilai.status == FactStatus.KNOWN,
            whole_year.is_not(None),
        ),
        *_registered(2024),
        *_clients(),
    )


def _registered(year: int) -> list[sa.Select[*tuple[Any, ...]]]:
    """Facilities and units of registers that were open at the end of a year; no register with rows says nothing, not zero."""
    facility, unit = schema.facility.c, schema.ibm_unit.c
    last = date(year, 12, 31)
    here = sa.and_(facility.opened <= last, sa.or_(facility.closed.is_(None), facility.closed > last), facility.sni)
    return [
        *(
            _part("rehabilitasi", "fasilitas standar SNI", NATION, year, name, func.nullif(func.count(facility.id), 0)).where(
                facility.operator == name, here
            )
            for name in ("BNN", "Mitra")
        ),
        _part("rehabilitasi", "unit IBM", NATION, year, "BNN", func.nullif(func.count(unit.id), 0)).where(unit.opened <= last),
        _part("rehabilitasi", "Agen Pemulihan", NATION, year, "BNN", func.sum(unit.agents)).where(unit.opened <= last),
    ]


def _clients() -> list[sa.Select[*tuple[Any, ...]]]:
    """Clients of agencies by year. Totals name nobody, so clients of two agencies cannot be matched and are never added."""
    recap = schema.rehab_recap.c
    agencies = {"BNN": ["BNN"], "BNN dan mitra": ["BNN", "Mitra"], "Nasional": ["BNN", "Mitra", "Kemenkes", "Kemensos"]}
    year = func.extract("year", recap.month)
    each = sa.select(recap.agency, year.label("year"), func.sum(recap.clients).label("clients")).group_by(recap.agency, year)
    made = []
    for name, among in agencies.items():
        one = each.where(recap.agency.in_(among)).subquery()
        largest, total = func.max(one.c.clients), func.sum(one.c.clients)
        listed = sa.cast(func.jsonb_object_agg(one.c.agency, one.c.clients), sa.Text)
        words = sa.case((func.count() > 1, listed))
        made.append(
            _part("rehabilitasi", "semua layanan", NATION, one.c.year, name, largest, total, words).group_by(one.c.year)
        )
    return made


def _part(
    topic: object,
    measure: object,
    code: object,
    year: object,
    scope: object,
    least: object,
    most: object = None,
    agencies: object = None,
) -> sa.Select[*tuple[Any, ...]]:
    """One source of own figures, in the order and with the types that all have; without `most` it is a single number."""
    values = (topic, measure, code, year, scope, least, least if most is None else most, agencies)
    kinds = (sa.Text, sa.Text, sa.Text, sa.Integer, sa.Text, sa.Double, sa.Double, sa.Text)
    names = ("topic", "measure", "code", "year", "scope", "least", "most", "agencies")
    return sa.select(*(sa.cast(v, kind).label(name) for v, kind, name in zip(values, kinds, names, strict=True)))
