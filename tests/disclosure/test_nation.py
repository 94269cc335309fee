"""The simulated nation as each role is shown it, attacked: counts, rates times people, periods and areas all at once."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from data.access.demo import demo_person
from data.access.token import Scope
from data.disclosure.close import LEAST_WIDTH
from data.disclosure.families import FAMILIES, members, total_of
from data.indicators import registry
from data.store.frames import framed
from tests.conftest import FULL
from tests.disclosure.attacker import Puzzle
from tests.stores import Loaded

pytestmark = pytest.mark.slow

YEAR = "2025"
ATTEMPTS = 200 if FULL else 3
MONTHS = [f"{YEAR}-{month:02d}" for month in range(1, 13)]
BEFORE = f"{int(YEAR) - 1}-12"
STOCK = "rehab_aktif"
BEDS = "okupansi_inap"
BED_DAYS = 30  # of one person in a month
_INSIDE = {
    YEAR: MONTHS, f"{YEAR}-B06": MONTHS[:6], f"{YEAR}-B12": MONTHS[6:],
    **{f"{YEAR}-Q{quarter + 1}": MONTHS[quarter * 3 : quarter * 3 + 3] for quarter in range(4)},
    **{month: [month] for month in MONTHS},
}  # fmt: skip
PERSONS = {
    "anybody": Scope.public(),
    **{name: replace(demo_person(f"demo-{name}").scope, opened=True) for name in ("bupati", "polda", "bnnk", "bnnp")},
}


def test_every_indicator_of_people_is_in_one_family() -> None:
    listed = [code for family in FAMILIES for code in members(family)]
    assert sorted(listed) == sorted(item.code for item in registry().values() if item.small)
    assert {code for code, item in registry().items() if item.has_exact} - set(listed) == {"kasus_narkoba_desa"}


@pytest.fixture
def attacked(request: pytest.FixtureRequest) -> Loaded:
    """The nation in a full run, else four provinces."""
    return request.getfixturevalue("nation" if FULL else "provinces_postgis")


def _seen(store: Loaded, scope: Scope, codes: list[str]) -> pd.DataFrame:
    """All that somebody may read of some indicators in the year, and of a stock before it: the best row of each cell."""
    with store.store.reading(scope) as connection:
        return framed(
            connection.execute(
                sa.text(
                    "select distinct on (indicator, level, region_code, period) indicator, level, region_code as code, period, "
                    "numerator, denominator, value, status from analitik.nilai where indicator = any (:codes) and level <= 2 "
                    "and (starts_with(period, :year) or indicator = :stock and period = :before) "
                    "order by indicator, level, region_code, period, sensitivity desc"
                ),
                {"codes": codes, "year": YEAR, "stock": STOCK, "before": BEFORE},
            )
        )


def _inside(code: str, regencies: list[str]) -> list[str]:
    return regencies if code == "ID" else [one for one in regencies if one.startswith(code)]


def _flow(seen: pd.DataFrame, chains: list[list[str]], rates: dict[str, str]) -> Puzzle:
    """Counts by month of the year; those of a chain hold each other, smallest first."""
    puzzle = Puzzle()
    regencies = sorted(seen.loc[seen["level"] == 2, "code"].unique())
    live = set(
        seen.loc[(seen["level"] == 2) & seen["status"].isin([1, 5]), ["indicator", "code", "period"]].itertuples(
            index=False, name=None
        )
    )
    for row in seen.itertuples():
        layer = rates.get(row.indicator, row.indicator)
        parts = [
            (layer, code, month)
            for code in _inside(row.code, regencies)
            for month in _INSIDE[row.period]
            if (layer, code, month) in live
        ]
        if row.status == 1 and row.indicator in rates:
            puzzle.publish(parts, round(row.value * row.denominator / registry()[row.indicator].scale))
        elif row.status == 1:
            puzzle.publish(parts, row.numerator)
        elif row.status == 5 and any(row.indicator in chain for chain in chains):
            puzzle.hide((row.indicator, row.code, row.period), parts)
    for small, large in (pair for chain in chains for pair in pairwise(chain)):
        for layer, code, month in live:
            if layer == small and (large, code, month) in live:
                puzzle.order((small, code, month), (large, code, month))
    return puzzle


def _stock(seen: pd.DataFrame) -> Puzzle:
    """Who is in treatment at the end of a month is who was there before, and who came, less who left; bed-days are of them."""
    flows, months = ["rehab_baru", "rehab_berakhir"], [BEFORE, *MONTHS]
    puzzle = _flow(seen[seen["indicator"].isin(flows)], [[flow] for flow in flows], {})
    counted = seen[(seen["indicator"] == STOCK) & seen["period"].isin(months) & seen["status"].isin([1, 5])]
    regencies = sorted(counted.loc[counted["level"] == 2, "code"].unique())
    live = set(counted.loc[counted["level"] == 2, ["code", "period"]].itertuples(index=False, name=None))
    for row in counted.itertuples():
        parts = [(STOCK, code, row.period) for code in _inside(row.code, regencies) if (code, row.period) in live]
        if row.status == 1:
            puzzle.publish(parts, row.numerator)
        else:
            puzzle.hide((row.indicator, row.code, row.period), parts)
    for code in regencies:
        for before, month in pairwise(months):
            cells = [(STOCK, code, month), ("rehab_berakhir", code, month)]
            earlier = [(STOCK, code, before), ("rehab_baru", code, month)]
            if {(code, month), (code, before)} <= live:
                puzzle.balance(cells, earlier)
    beds = seen[(seen["indicator"] == BEDS) & seen["period"].isin(MONTHS) & (seen["status"] == 1)]
    for row in beds.itertuples():
        there = (row.code, row.period)
        before = months[months.index(row.period) - 1]
        people = [
            part
            for code in _inside(row.code, regencies)
            if {(code, row.period), (code, before)} <= live
            for part in ((STOCK, code, before), ("rehab_baru", code, row.period))
        ]
        if people:
            puzzle.publish([("in beds", *there)], row.numerator / pd.Period(row.period).days_in_month)
            puzzle.balance([("in beds", *there), ("others", *there)], people)
    return puzzle


def _yearly(seen: pd.DataFrame, layers: list[str], totals: dict[str, str]) -> Puzzle:
    """Counts of a year; `totals` names what the denominator of a share counts, where it stands by itself."""
    puzzle = Puzzle()
    seen = seen[seen["period"] == YEAR]
    regencies = sorted(seen.loc[seen["level"] == 2, "code"].unique())
    live = set(
        seen.loc[(seen["level"] == 2) & seen["status"].isin([1, 5]), ["indicator", "code"]].itertuples(index=False, name=None)
    )
    for row in seen.itertuples():
        share = registry()[row.indicator].is_share
        parts = [(row.indicator, code) for code in _inside(row.code, regencies) if (row.indicator, code) in live]
        wholes = [(totals.get(row.indicator, f"{row.indicator} /"), code) for _, code in parts]
        if row.status == 1:
            puzzle.publish(parts, row.numerator)
            if share:
                puzzle.publish(wholes, row.denominator)
        elif row.status == 5:
            puzzle.hide((row.indicator, row.code, row.period), parts)
    for indicator, code in live:
        if registry()[indicator].is_share:
            puzzle.order((indicator, code), (totals.get(indicator, f"{indicator} /"), code))
    for small, large in pairwise(layers):
        for layer, code in live:
            if layer == small and (large, code) in live:
                puzzle.order((small, code), (large, code))
    return puzzle


RETENTION = ["retensi_12_bulan", "retensi_6_bulan", "retensi_3_bulan"]
TOTALS = {code: total_of(family) for family in FAMILIES for code in members(family) if total_of(family)}
ENTRY = ["masuk_sukarela", "masuk_tat", "masuk_putusan", "masuk_razia"]
VERDICTS = ["tat_rehabilitasi", "tat_rehabilitasi_dan_proses", "tat_proses_hukum"]
ATTACKS: dict[str, tuple[list[str], Callable[[pd.DataFrame], Puzzle]]] = {
    "cases": (
        ["jumlah_kasus", "tersangka", "kasus_narkoba"],
        lambda seen: _flow(seen, [["jumlah_kasus", "tersangka"]], {"kasus_narkoba": "jumlah_kasus"}),
    ),
    "clients": (["rehab_baru"], lambda seen: _flow(seen, [["rehab_baru"]], {})),
    "stock": ([STOCK, "rehab_baru", "rehab_berakhir", BEDS], _stock),
    "occupancy": ([BEDS], lambda seen: _flow(seen, [[BEDS]], {})),
    "assessments": (["tat_dilaksanakan"], lambda seen: _flow(seen, [["tat_dilaksanakan"]], {})),
    "stages": (["hari_ke_putusan", "perkara_putusan"], lambda seen: _yearly(seen, ["hari_ke_putusan", "perkara_putusan"], {})),
    "entry": ([*ENTRY, "rehab_baru"], lambda seen: _yearly(seen, [], dict.fromkeys(ENTRY, "rehab_baru"))),
    "retention": (RETENTION, lambda seen: _yearly(seen, RETENTION, {})),
    "minors": (
        ["tersangka_anak", "jumlah_kasus", "tersangka"],
        lambda seen: _yearly(seen, ["jumlah_kasus", "tersangka"], {"tersangka_anak": "tersangka"}),
    ),
    "places": (
        ["kasus_tanpa_tempat", "jumlah_kasus"],
        lambda seen: _yearly(seen, [], {"kasus_tanpa_tempat": "jumlah_kasus"}),
    ),
    "endings": (["rehab_selesai", "rehab_berakhir"], lambda seen: _yearly(seen, [], {"rehab_selesai": "rehab_berakhir"})),
    "verdicts of assessments": (
        [*VERDICTS, "tat_dilaksanakan"],
        lambda seen: _yearly(seen, [], dict.fromkeys(VERDICTS, "tat_dilaksanakan")),
    ),
}


@pytest.mark.parametrize("subject", list(ATTACKS))
@pytest.mark.parametrize("person", list(PERSONS))
def test_nobody_can_reckon_a_hidden_count(attacked: Loaded, subject: str, person: str, record_property) -> None:
    codes, lay_out = ATTACKS[subject]
    puzzle = lay_out(_seen(attacked, PERSONS[person], codes))
    chance = np.random.default_rng(2045)
    names = sorted(puzzle.hidden)
    if not names:
        pytest.skip("nothing is hidden here")
    own = PERSONS[person].prefixes if PERSONS[person].clearance == 2 else ()
    near = [name for name in names if own and str(name[1]).startswith(own[0][:2])]  # where an insider knows most
    picked = [near[at] for at in chance.permutation(len(near))[:ATTEMPTS]] + [
        names[at] for at in chance.permutation(len(names))[:ATTEMPTS]
    ]
    widths = []
    least = LEAST_WIDTH * (BED_DAYS if subject == "occupancy" else 1)
    for name in picked:
        low, high = puzzle.bounds(name)
        assert high - low >= least - 1e-6, (name, low, high)
        widths.append(high - low)
    record_property("attacks", len(widths))
    record_property("narrowest", min(widths))


def test_no_share_shows_a_total_that_is_hidden(attacked: Loaded) -> None:
    with attacked.store.reading(Scope.public()) as connection:
        shown = {
            (code, total): connection.scalar(
                sa.text(
                    "select count(*) from analitik.nilai s join analitik.nilai t using (region_code, period, level) "
                    "where s.indicator = :code and t.indicator = :total and s.status = 1 and t.status = 5 and level <= 2 "
                    "and length(period) = 4"
                ),
                {"code": code, "total": total},
            )
            for code, total in TOTALS.items()
        }
    assert len(shown) > 10
    assert not any(shown.values()), shown


YEARS = tuple(str(year) for year in range(2022, 2027))
CLASSES = ((0, 4), (5, 9), (10, 19), (20, 10**6))


def _lower(store: Loaded, scope: Scope, regency: str) -> Puzzle:
    """Cases of a regency's kecamatan by year and of its villages over all years, with the classes that somebody is shown."""
    with store.store.reading(scope) as connection:
        seen = framed(
            connection.execute(
                sa.text(
                    "select distinct on (n.indicator, n.region_code, n.period) n.indicator, n.level, n.region_code as code, "
                    "n.period, n.numerator, n.class as kind, n.status from analitik.nilai n "
                    "where n.indicator in ('jumlah_kasus', 'kasus_narkoba', 'kasus_narkoba_desa') "
                    "and starts_with(n.region_code, :regency) and (length(n.period) = 4 or n.level = 4) "
                    "order by n.indicator, n.region_code, n.period, n.sensitivity desc"
                ),
                {"regency": regency},
            )
        )
    puzzle, shown = Puzzle(), seen[seen["status"].isin([1, 5])]
    districts = sorted(shown.loc[shown["level"] == 3, "code"].unique())
    villages = sorted(shown.loc[shown["level"] == 4, "code"].unique())
    for row in shown.itertuples():
        if row.level == 4:
            puzzle.hide((row.code,), [(row.code,)])
            if row.status == 1:
                least, most = CLASSES[int(row.kind)]
                puzzle.publish([(row.code,), ("below", row.code)], most)
                puzzle.publish([("at least", row.code)], least)
                puzzle.order(("at least", row.code), (row.code,))
        elif row.level == 3 and row.status == 1:
            puzzle.publish([(row.code, row.period)], row.numerator)
        elif row.level == 3:
            puzzle.hide((row.code, row.period), [(row.code, row.period)])
        elif row.level == 2 and row.status == 1:  # cases whose place is unknown stand in no kecamatan
            puzzle.publish([*((code, row.period) for code in districts), ("nowhere", row.period)], row.numerator)
    for code in districts:
        inside = [(village,) for village in villages if village.startswith(f"{code}.")]
        if inside:  # the same cases counted twice: by years, and by villages
            puzzle.balance(inside, [(code, year) for year in YEARS])
    return puzzle


@pytest.mark.parametrize("person", ["anybody", "bupati", "polda"])
def test_kecamatan_and_classes_of_villages_give_no_count_away(attacked: Loaded, person: str, record_property) -> None:
    chance = np.random.default_rng(2045)
    narrowest, attacks = np.inf, 0
    for regency in ("75.03", "75.71") if person != "anybody" else ("75.03", "93.01", "31.71"):
        puzzle = _lower(attacked, PERSONS[person], regency)
        names = sorted(puzzle.hidden)
        tried = [names[at] for at in chance.permutation(len(names))[: 400 if FULL else 60]]
        for name in tried:
            low, high = puzzle.bounds(name)
            alone = len(name) == 1 and sum(other[0][:9] == name[0][:9] for other in names if len(other) == 1) == 1
            if alone or high == 0:  # a kecamatan of one village is that village; nothing is nobody
                continue
            # a class of five numbers, 0 to 4, is as wide as the threshold; a hidden count lies in more
            assert high - low >= LEAST_WIDTH - 1 - 1e-6, (name, low, high)
            narrowest, attacks = min(narrowest, high - low), attacks + 1
    assert attacks > 20
    record_property("attacks", attacks)
    record_property("narrowest", narrowest)
