"""What a submission reports on: regions by period, kept in `mentah.kiriman_cakupan`; and what of its area it leaves out.

A submission reports on the kabupaten/kota of its rows, in the periods of those rows, and on a province or the nation where a
row is of that level itself; rows that the contract keeps out of it (`Contract.reports`) say nothing about a region. A sender of
one kabupaten/kota reports on it with any row. Where the sender says that the list is complete, it reports on the whole area:
what is absent is then zero, and only then.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data.facts.days import earliest_year, first_reported, opens_years
from data.facts.parts import groups
from data.feeds import Contract
from data.feeds.approval import ACTIVE
from data.intake.read.faults import Remarks
from data.intake.submit.land import ROWS, quoted
from data.model.period import Period
from geo.regions.codes import Level, level_of

# another active submission of the feed that reports in the same period: on the same region, or completely on one around it
_SAME = (
    "select 1 from mentah.kiriman k join mentah.kiriman_cakupan c on c.kiriman_id = k.id "
    "where k.feed = :feed and k.id <> :number and k.state = any (:active) and c.period = m.period and "
)
_AROUND = "(c.region_code = m.region_code or {} and (c.region_code = 'ID' or starts_with(m.region_code, c.region_code)))"


@dataclass(frozen=True)
class Reported:
    """``period, region`` of each that a submission reports on; with `complete` a region stands for all inside of it."""

    pairs: frozenset[tuple[str, str]]
    complete: bool = False

    def keep(self, connection: sa.Connection, number: int) -> None:
        """Store it as what submission `number` reports on."""
        connection.execute(
            sa.text(
                "insert into mentah.kiriman_cakupan (kiriman_id, period, region_code) "
                "select :number, * from unnest(cast(:periods as text[]), cast(:regions as text[]))"
            ),
            {"number": number, **self._columns()},
        )

    def overlaps(self, connection: sa.Connection, feed: str, office: str, number: int | None) -> tuple[int, ...]:
        """Active submissions of the office that report on one of these regions in the same period."""
        inside = ":complete and (m.region_code = 'ID' or starts_with(c.region_code, m.region_code))"
        found = connection.scalars(
            sa.text(
                "select distinct k.id from unnest(cast(:periods as text[]), cast(:regions as text[])) m (period, region_code) "
                "join mentah.kiriman_cakupan c on c.period = m.period join mentah.kiriman k on k.id = c.kiriman_id "
                "where k.feed = :feed and k.sender = :office and k.id <> :number and k.state = any (:active) "
                f"and ({_AROUND.format('k.complete')} or {inside}) order by k.id"
            ),
            {
                "feed": feed,
                "office": office,
                "number": number or 0,
                "active": list(ACTIVE),
                "complete": self.complete,
                **self._columns(),
            },
        )
        return tuple(found)

    def _columns(self) -> dict[str, list[str]]:
        return {"periods": [period for period, _ in self.pairs], "regions": [region for _, region in self.pairs]}


def reported_on(
    connection: sa.Connection, contract: Contract, area: str, periods: Collection[str], today: date, *, complete: bool
) -> Reported:
    """What the staged rows report on; a register on the year in which it comes, and on that of its earliest date."""
    found: dict[str, set[str]] = {}
    for period, region in _of_rows(connection, contract, today):
        found.setdefault(region, set()).update(periods if period is None else [period])
    if contract.reports:  # periods of rows that report on nothing are none
        periods = set().union(*found.values())
    if (complete or level_of(area) == Level.REGENCY) and (found or not contract.reports):
        found = {area: set(periods).union(*found.values())}
    return Reported(frozenset((period, region) for region, named in found.items() for period in named), complete)


def _of_rows(connection: sa.Connection, contract: Contract, today: date) -> list[tuple[str | None, str]]:
    """``period, region`` of the rows, with regions as large as a kabupaten/kota at least."""
    period, this_year = said_period(contract), str(Period.year(today.year))
    counts = f"not faulty and ({contract.reports or 'true'})"
    rows = connection.execute(
        sa.text(
            f"select distinct {period or 'null'} as period, case when length(at) > 5 then left(at, 5) else at end as region "
            f"from (select *, coalesce({', '.join(contract.area)}) as at from {ROWS} where {counts}) s where at is not null"
        )
    ).all()
    found = [(row.period, str(row.region)) for row in rows]
    if contract.period_from:
        return found
    first: dict[str, str] = {}
    if contract.starts:
        starts = quoted(contract.starts)
        years = connection.execute(
            sa.text(
                f"select case when length(at) > 5 then left(at, 5) else at end, to_char(min({starts})::timestamp, 'YYYY') "
                f"from (select *, coalesce({', '.join(contract.area)}) as at from {ROWS} where {counts}) s "
                f"where at is not null and {starts} is not null group by 1"
            )
        )
        first = {row[0]: row[1] for row in years}
    return [(year, region) for _, region in found for year in {this_year, first.get(region, this_year)}]


def said_period(contract: Contract) -> str:
    """SQL of the period of a staged row; empty for a register."""
    if not contract.period_from:
        return ""
    name, kind = quoted(contract.period_from), contract.column(contract.period_from).type
    if kind in ("year", "half_year"):
        return f"{name}::text"
    return {
        "bulan": f"to_char({name}, 'YYYY-MM')",
        "semester": f"to_char({name}, 'YYYY') || case when extract(month from {name}) <= 6 then '-B06' else '-B12' end",
        "tahun": f"to_char({name}, 'YYYY')",
    }[contract.periodicity]


def asks_for_completeness(feed: str) -> bool:
    """Whether facts depend on whom a submission of this feed reports on, beside its rows: then the sender is asked."""
    return any(group.feeds[:1] == (feed,) and group.covered in ("kiriman", "umum", "umum_masa") for group in groups().values())


def left_out(connection: sa.Connection, feed: str, area: str, periods: Collection[str], said: Reported) -> tuple[str, ...]:
    """The kabupaten/kota of the area that a submission does not report on in each of its periods, by code, as words for its
    sender; none where it does not matter.
    """
    if said.complete or not asks_for_completeness(feed):
        return ()
    times = Counter(region for period, region in said.pairs if period in set(periods))
    rows = connection.execute(
        sa.text(
            "select code, name from inti.region where level = 2 and number is not null "
            "and (:area = 'ID' or starts_with(code, :area)) order by code"
        ),
        {"area": area},
    ).all()
    whole = len(set(periods))
    return tuple(
        row.name if not times[row.code] else f"{row.name} ({times[row.code]} dari {whole} periode ada)"
        for row in rows
        if times[row.code] < whole
    )


def is_covered(connection: sa.Connection, number: int, feed: str, *, complete: bool) -> bool:
    """Whether other active submissions report on all that this one does: then who reported does not depend on it."""
    wide = _AROUND.format("k.complete") if not complete else "k.complete and c.region_code in ('ID', m.region_code)"
    alone = connection.scalar(
        sa.text(
            "select exists (select 1 from mentah.kiriman_cakupan m where m.kiriman_id = :number "
            f"and not exists ({_SAME} {wide}))"
        ),
        {"number": number, "feed": feed, "active": list(ACTIVE)},
    )
    return not alone


def note_older(connection: sa.Connection, contract: Contract, said: Reported, remarks: Remarks) -> None:
    """Note how many staged rows lie before the first year that is shown: they are kept, and no page has them."""
    period = said_period(contract)
    years = [Period.parse(period).last_year for period, _ in said.pairs]
    if not period or not years:
        return
    known = first_reported(connection)
    if opens_years(contract):
        known = min(years if known is None else [*years, known])
    shown = max(earliest_year(connection), max(years) if known is None else known)
    count = connection.scalar(sa.text(f"select count(*) from {ROWS} where left({period}, 4)::int < :shown"), {"shown": shown})
    if count:
        remarks.note("", f"baris dari sebelum {shown} disimpan tetapi tidak ditampilkan", int(count))
