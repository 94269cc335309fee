"""The map's classes compared with the facts row by row, as everybody may see them."""

from dataclasses import replace

import numpy as np
import pytest
import sqlalchemy as sa

from data import queries
from data.facts.indicators import indicator
from data.identity.demo import DEMO
from data.model import schema
from data.model.errors import Fault
from data.queries import Fit, Nothing
from data.store import Store
from data.store.scope import Scope
from geo.stats.classes import rounded
from tests.people import make_accounts, scope_of
from tests.stores import Loaded

LAYERS = [
    ("cakupan_bersinar", 2),
    ("kasus_narkoba", 2),
    ("kasus_narkoba", 3),
    ("status_bersinar", 4),
    ("kasus_narkoba_desa", 4),
]
SCOPES = [replace(person.scope, published=published) for person in DEMO for published in (False, True)] + [
    scope_of("bnnk", "75.03.01"),
    scope_of("bnnk", "75.03.01.2001", "31"),
    scope_of("bnnp", "75.03.01.2001"),
]


def _period(code: str) -> str:
    return "2022-2026" if indicator(code).pooled else "2025"


def _rows(store: Store, scope: Scope, code: str, level: int, period: str) -> dict[int, tuple[float | None, int, int | None]]:
    """Of each region the most exact fact that the policies show."""
    nilai = schema.nilai.c
    statement = (
        sa.select(nilai.number, nilai.value, nilai.status, nilai["class"])
        .where(nilai.indicator == code, nilai.level == level, nilai.period == period)
        .order_by(nilai.sensitivity)
    )
    with store.reading(scope) as connection:
        return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(statement)}


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.person)
@pytest.mark.parametrize(("code", "level"), LAYERS)
def test_packs_show_what_the_facts_show_no_more_no_less(provinces: Loaded, scope: Scope, code: str, level: int) -> None:
    period = _period(code)
    layer = queries.layer(provinces.store, scope, code, level, period)
    rows = _rows(provinces.store, scope, code, level, period)
    silent = queries.NOTHING
    for number in range(len(layer.classes)):
        value, status, klass = rows.get(number, (None, 0, None))
        assert (layer.value[number] == value) if value is not None else np.isnan(layer.value[number])
        if status == 1:
            assert layer.classes[number] == klass if klass is not None else layer.classes[number] < 200
        else:
            assert layer.classes[number] == silent.get(status, layer.classes[number])
        if number not in rows:
            assert layer.classes[number] >= min(Nothing)
    moment = queries.moments(provinces.store, scope, code, level, [period])[period]
    painted = moment.base if indicator(code).is_categorical else queries.painted(moment.base, moment.value, layer.breaks)
    np.testing.assert_array_equal(painted, layer.classes)


def test_one_village_is_seen_without_its_siblings(provinces: Loaded) -> None:
    """A pack holds a whole kecamatan: who may see one village gets that one fact, not the pack."""
    villages = queries.regions(provinces.store, SCOPES[-1], 4)["code"]
    everything = queries.layer(provinces.store, DEMO[0].scope, "kasus_narkoba_desa", 4, "2022-2026")
    one = villages[np.isfinite(everything.value)].iloc[0]
    with provinces.store.writing() as connection:  # on this worker's own copy
        make_accounts(connection, scope_of("bnnp", one))
    layer = queries.layer(provinces.store, scope_of("bnnp", one), "kasus_narkoba_desa", 4, "2022-2026")
    assert villages[np.isfinite(layer.value)].tolist() == [one]


def test_a_rate_of_few_events_is_marked_unstable_and_one_of_many_is_not(provinces: Loaded) -> None:
    scope = DEMO[0].scope
    layer = queries.layer(provinces.store, scope, "kasus_narkoba", 3, "2025")
    marked = queries.moments(provinces.store, scope, "kasus_narkoba", 3, ["2025"])["2025"].shaky
    events = layer.numerator
    np.testing.assert_array_equal(marked, (events > 0) & (events < 20) & (layer.classes < 200))
    assert 0 < marked.sum() < len(marked)


def test_breaks_follow_the_area_and_the_periods_that_are_asked_for(provinces: Loaded) -> None:
    item, years = indicator("kasus_narkoba"), ["2023", "2024", "2025"]
    found = queries.moments(provinces.store, DEMO[0].scope, item.code, 3, years)
    values = {year: moment.value for year, moment in found.items()}
    whole = queries.layer(provinces.store, DEMO[0].scope, item.code, 3, "2025")
    assert queries.breaks_of(item, Fit(), values, "2025") == whole.breaks
    area = queries.breaks_of(item, Fit("", 0, 40), values, "2025")
    assert area.edges[-1] == pytest.approx(np.nanmax(values["2025"][:40]), abs=0.05)
    assert area != whole.breaks
    frozen = queries.breaks_of(item, Fit("", 0, 40, tuple(years)), values, "2025")
    assert frozen.edges[-1] == pytest.approx(max(np.nanmax(values[year][:40]) for year in years), abs=0.05)
    assert queries.breaks_of(item, Fit("", 5, 7), values, "2025") == whole.breaks, "two values make no classes"
    assert queries.breaks_of(item, Fit("sama"), values, "2025") != whole.breaks
    with pytest.raises(Fault):
        queries.breaks_of(item, Fit("'; drop"), values, "2025")


def test_every_class_of_a_layer_holds_what_its_label_says(provinces: Loaded) -> None:
    for code, level in (("cakupan_bersinar", 2), ("kasus_narkoba", 3), ("kapasitas_jalan", 2)):
        layer = queries.layer(provinces.store, DEMO[0].scope, code, level, "2025")
        for klass, (low, high) in enumerate(layer.breaks.ranges(), start=1):
            shown = rounded(layer.value[layer.classes == klass], indicator(code).decimals)
            assert ((low <= shown) & (shown <= (np.inf if high is None else high))).all(), (code, klass)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.person)
def test_a_block_of_facts_is_what_the_layer_says(provinces: Loaded, scope: Scope) -> None:
    block = queries.block(provinces.store, scope, "kasus_narkoba", 3, 64, 128)
    assert block["number"].between(64, 127).all()
    layer = queries.layer(provinces.store, scope, "kasus_narkoba", 3, "2025")
    year = block[block["period"] == "2025"].set_index("number")["value"].reindex(range(64, 128))
    np.testing.assert_array_equal(year.to_numpy(dtype=float), layer.value[64:128])


def test_a_map_through_time_costs_one_statement_per_question(provinces: Loaded) -> None:
    asked: list[str] = []
    sa.event.listen(provinces.store.app, "before_cursor_execute", lambda *call: asked.append(call[2]))
    queries.moments(provinces.store, DEMO[0].scope, "status_bersinar", 4, ["2022", "2023", "2024", "2025", "2026"])
    assert len(asked) <= 4  # the scope, the frame, the packs
    assert not any("region_shape" in statement for statement in asked)


def test_who_sees_counts_of_villages_gets_classes_of_them_and_others_only_the_published_ones(provinces: Loaded) -> None:
    item, period = indicator("kasus_narkoba_desa"), "2022-2026"
    for scope, sees in ((DEMO[0].scope, True), (Scope.public(), False)):
        layer = queries.layer(provinces.store, scope, item.code, 4, period)
        known = layer.classes < min(Nothing)
        assert np.isfinite(layer.value[known]).all() == sees
        moment = queries.moments(provinces.store, scope, item.code, 4, [period])[period]
        np.testing.assert_array_equal(moment.value, layer.value)
        breaks = queries.breaks_of(item, Fit("", counted=True), {period: layer.value}, period)
        classed = layer.classed(breaks)
        if sees:
            assert len(breaks.edges) > 1
            assert (classed.classes[known] == breaks.assign(layer.value[known])).all()
        else:
            assert (classed.classes[known] == int(Nothing.DI_LUAR_WEWENANG)).all(), "no class of a count is made up"
