"""The tab of services: what it says is what the facts say, rounded for those outside, with a reason where there is nothing."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.analysis.area_rows import areas_table, file_rows, value_words
from dashboard.analysis.rehab import services
from dashboard.cache.runtime import store
from dashboard.documents.files import WAYS
from dashboard.documents.report import paper_of_report
from dashboard.documents.services import report_of_services
from dashboard.words.sentences import plain
from dashboard.words.texts import number, text
from data import queries
from data.facts.indicators import indicator
from data.identity.demo import demo_person
from tests.dashboard.opened import open_page, words_of

pytestmark = pytest.mark.usefixtures("own_store")
YEAR = "2025"


def _state(username: str = "demo-pusat") -> tuple[object, queries.Freshness]:
    scope = demo_person(username).scope
    return scope, queries.freshness(store(), scope)


@pytest.mark.parametrize("username", ["demo-pusat", "demo-bnnk", "demo-bupati"])
@pytest.mark.parametrize("area", ["ID", "75", "75.03", "75.03.01"])
def test_the_tab_opens_at_every_level(area: str, username: str) -> None:
    app = open_page("rehabilitasi", bagian="layanan", w=area, periode=YEAR, sebagai=username)
    assert not app.exception
    assert not app.error


def test_the_first_sentence_says_what_was_reported() -> None:
    scope, state = _state()
    with store().writing() as connection:
        held = connection.execute(
            sa.text(
                "select service, sum(held), sum(people) from inti.service_month "
                "where left(region_code, 2) = '75' and extract(year from month) = 2025 group by 1"
            )
        ).all()
        waiting = connection.scalar(
            sa.text(
                "select count(*) from inti.tat where left(regency_code, 2) = '75' and requested <= '2025-12-31' "
                "and (sat_on is null or sat_on > '2025-12-31')"
            )
        )
    found = services.figures(scope, state, ("75",), YEAR)
    said = services.answer_words(found, "75", "Gorontalo", YEAR)
    of = {service: (sessions, people) for service, sessions, people in held}
    expected = text(
        "service_tab.answer",
        place="Gorontalo",
        period=YEAR,
        skhpn=f"**{number(of['skhpn'][0])}**",
        konseling=f"**{number(of['konseling'][0])}**",
        jangkauan_penyuluhan=f"**{number(of['penyuluhan'][1])}**",
        tes_urine=f"**{number(of['tes_urine'][1])}**",
        tat_dilaksanakan=f"**{value_words(services.fact_of(found, 'tat_dilaksanakan', '75'), indicator('tat_dilaksanakan'))}**",
        tat_menunggu=f"**{number(waiting)}**",
    )
    assert said == expected


def test_waiting_days_are_the_months_weighted_by_what_was_held() -> None:
    scope, state = _state()
    with store().writing() as connection:
        expected = connection.scalar(
            sa.text(
                "select sum(waiting_days * held) / sum(held) from inti.service_month where service = 'konseling' "
                "and left(region_code, 2) = '75' and extract(year from month) = 2025 and waiting_days is not null"
            )
        )
    row = services.fact_of(services.figures(scope, state, ("75",), YEAR), "hari_tunggu_konseling", "75")
    assert row is not None
    assert float(row["value"]) == pytest.approx(float(expected), abs=0.01)


def test_reach_is_people_over_all_inhabitants_of_the_area() -> None:
    scope, state = _state()
    found = services.figures(scope, state, ("75",), YEAR)
    reached = services.reach_of(scope, state, found, "75", YEAR)
    assert [one.item.code for one in reached] == list(services.REACHED)
    for one in reached:
        people = services.fact_of(found, one.item.code, "75")
        assert one.per == pytest.approx(1000 * float(people["value"]) / one.inhabitants)
    with store().writing() as connection:
        whole = connection.scalar(
            sa.text(
                "select sum(people) from inti.population where left(region_code, 2) = '75' and length(region_code) = 13 "
                "and year = :year"
            ),
            {"year": int(reached[0].year)},
        )
    assert reached[0].inhabitants == whole


def test_outcomes_are_counted_by_kind_for_offices_and_hidden_where_few_for_others() -> None:
    scope, state = _state()
    exact = services.outcomes_of(services.figures(scope, state, ("ID",), YEAR), "ID")
    with store().writing() as connection:
        rows = connection.execute(
            sa.text(
                "select recommendation, coalesce(followed_up::text, 'kosong'), count(*) from inti.tat "
                "where extract(year from sat_on) = 2025 and recommendation is not null group by 1, 2"
            )
        ).all()
    counted = {(kind, {"true": "ya", "false": "tidak"}.get(what, what)): count for kind, what, count in rows}
    for one in exact:
        assert one.total == sum(count for (kind, _), count in counted.items() if kind == one.name)
        assert {name: count for name, count in one.count.items() if count} == {
            what: count for (kind, what), count in counted.items() if kind == one.name
        }
    outside, state = _state("demo-bupati")
    for one in services.outcomes_of(services.figures(outside, state, ("75.03",), YEAR), "75.03"):
        for name in services.OUTCOMES:
            if np.isfinite(one.share[name]):
                assert one.total >= 20
                assert one.count[name] % 5 == 0
            else:
                assert one.reason[name]
    table = services.outcome_table(exact)
    assert len(table) == len(services.RECOMMENDATIONS)


def test_an_area_without_an_office_is_not_reported_and_not_zero() -> None:
    scope, state = _state()
    with store().writing() as connection:
        without = connection.scalars(
            sa.text(
                "select code from inti.region r where level = 2 and number is not null "
                "and not exists (select 1 from inti.service_month s where s.region_code = r.code) order by code"
            )
        ).all()
    assert without
    found = services.figures(scope, state, tuple(without), YEAR)
    for code in without:
        assert value_words(services.fact_of(found, "skhpn", code), indicator("skhpn")) == text("nothing.tidak_dilaporkan")


def test_where_nothing_was_reported_the_tab_says_who_sends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Layanan bulanan" not in words_of(open_page("rehabilitasi", bagian="layanan", w="75", periode=YEAR))
    figures = services.figures

    def nothing(*asked: object) -> pd.DataFrame:
        return figures(*asked).assign(value=np.nan)

    monkeypatch.setattr(services, "figures", nothing)
    assert "Layanan bulanan" in words_of(open_page("rehabilitasi", bagian="layanan", w="75", periode=YEAR))


def test_a_file_has_a_row_for_every_figure_and_names_its_state() -> None:
    scope, state = _state()
    published = replace(scope, published=True)
    names = {"75": "Gorontalo", "75.03": "Bone Bolango"}
    found = services.figures(published, state, tuple(names), YEAR)
    rows = file_rows(found, names, replace(state, exact=False))
    assert len(rows) == len(names) * len(services.ALL)
    without = rows[rows[text("export.value")].isna()]
    assert len(without)
    assert (without[text("table.state")] != "").all()
    held = rows[rows[text("export.indicator")] == indicator("tat_dilaksanakan").name["id"]][text("export.value")].dropna()
    assert (held.astype(float) % 5 == 0).all()
    shown = areas_table(found, names, [indicator("skhpn"), indicator("tat_menunggu")])
    assert isinstance(shown, pd.DataFrame)
    assert shown.shape == (2, 3)


@pytest.mark.parametrize("suffix", list(WAYS))
def test_documents_say_what_the_tab_says(suffix: str) -> None:
    scope, state = _state("demo-bupati")
    report = report_of_services(scope, state, "75", "Gorontalo", YEAR)
    found = services.figures(scope, state, ("75",), YEAR)
    assert report.answer == plain(services.answer_words(found, "75", "Gorontalo", YEAR))
    paper = paper_of_report(report, pd.Series({"name": "Gorontalo", "code": "75"}), YEAR, state, "")
    assert paper.tables[0].title == text("service_tab.reach")
    assert len(WAYS[suffix][1](paper)) > 10_000
