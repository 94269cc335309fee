"""Clusters on a map: which run answers, what the areas say, what stands on the picture, and what a reader finds in the tab."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import geopandas as gpd
import pandas as pd
import pytest
import shapely
import sqlalchemy as sa
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboard.analysis.cases import clusters as analysis
from dashboard.cache import runtime
from dashboard.documents.cluster_map import cluster_map
from dashboard.web import downloads
from dashboard.words.palettes import CLUSTER_COLOURS
from dashboard.words.texts import text
from data.facts.clusters import renew
from data.model import schema
from data.queries import ClusterRun
from geo.regions.codes import Level
from geo.stats.cluster_class import ClusterClass
from tests.dashboard.opened import file_links, words_of
from tests.stores import Loaded, Run, environment

AT = datetime(2026, 11, 1, 17, 30, tzinfo=UTC)
RUN = ClusterRun(2, "2025", "uji", 7, 9999, 999, 0.05, 0.1, 480, 0.21, 0.001, 3, AT)


def areas(*classes: ClusterClass, cases: float = 15.0) -> pd.DataFrame:
    count = len(classes)
    return pd.DataFrame(
        {
            "code": [f"75.01.{at:02}" for at in range(count)],
            "name": [f"Wilayah {at}" for at in range(count)],
            "above": ["Boalemo"] * count,
            "class": [int(one) for one in classes],
            "cases": [cases] * count,
            "people": [10_000.0] * count,
            "smoothed": [float(at) for at in range(count)],
            "p": [0.01] * count,
        }
    )


def circles(*members: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"rank": range(1, len(members) + 1), "members": members, "centre": [one[0] for one in members]})


@pytest.mark.parametrize(
    ("level", "period", "expected"),
    [
        (2, "2025", "2025"),
        (2, "2025-03", "2025"),
        (2, "2030", "2026"),
        (2, "2020", "2024"),
        (3, "2026", "2025"),
        (1, "2025", None),
    ],
)
def test_the_run_of_the_year_of_a_period_answers_or_the_nearest_before(level: int, period: str, expected: str | None) -> None:
    runs = [replace(RUN, period=year) for year in ("2024", "2025", "2026")] + [replace(RUN, level=3)]
    found = analysis.run_for(runs, level, period)
    assert (found and found.period) == expected
    assert found is None or found.level == level


def test_the_nation_is_shown_by_kabupaten_and_a_province_by_kecamatan() -> None:
    assert [analysis.level_shown(code) for code in ("ID", "75", "75.01")] == [Level.REGENCY, Level.DISTRICT, Level.DISTRICT]


def test_circles_of_an_area_are_those_that_reach_into_it() -> None:
    found = analysis.circles_in(circles(["75.01.00", "75.09.09"], ["31.01.01"]), areas(ClusterClass.HIGH_HIGH))
    assert found[["rank", "here"]].to_numpy().tolist() == [[1, 1]]
    assert analysis.circles_in(circles(["31.01.01"]), areas(ClusterClass.HIGH_HIGH)).empty
    assert analysis.circles_in(circles(["31.01.01"]).head(0), areas(ClusterClass.HIGH_HIGH)).empty


@pytest.mark.parametrize(
    ("cases", "level", "words"),
    [(2.5, 3, "<5"), (15.0, 3, "15"), (0.0, 3, "0"), (1234.0, 2, "1.234"), (float("nan"), 3, "–")],
)
def test_cases_of_a_kecamatan_read_as_published(cases: float, level: int, words: str) -> None:
    assert analysis.cases_words(cases, level) == words


def test_an_area_says_its_class_its_cases_and_its_circle() -> None:
    found = analysis.tip(ClusterClass.HIGH_HIGH, 15.0, 12.34, 3, 4)
    assert found == "Tinggi di antara tinggi · 15 kasus · 12,3 per 100.000 setelah dihaluskan · lingkaran 4"
    assert analysis.tip(ClusterClass.UNDEFINED, float("nan"), float("nan"), 3, None) == "Tidak terdefinisi"


SAID = {
    (ClusterClass.HIGH_HIGH, ClusterClass.LOW_HIGH, ClusterClass.HIGH_LOW): "Dari 3 kecamatan yang dapat dibandingkan, yang "
    "jelas berbeda dari seluruh Indonesia, sulit dijelaskan oleh kebetulan: 1 tinggi dan bertetangga dengan yang tinggi, "
    "2 berlawanan dengan tetangganya.",
    (ClusterClass.LOW_LOW, ClusterClass.UNDEFINED): "Dari 1 kecamatan yang dapat dibandingkan, yang jelas berbeda dari seluruh "
    "Indonesia, sulit dijelaskan oleh kebetulan: 1 rendah dan bertetangga dengan yang rendah.",
    (ClusterClass.NOT_SIGNIFICANT, ClusterClass.NO_NEIGHBOUR): "Dari 1 kecamatan yang dapat dibandingkan, tidak ada "
    "kelompok bertetangga yang kasusnya jelas lebih banyak atau lebih sedikit daripada di seluruh Indonesia.",
    (ClusterClass.UNDEFINED, ClusterClass.NO_NEIGHBOUR): "Belum ada kecamatan di X yang dapat dibandingkan untuk 2025: laporan "
    "kasus atau penduduknya belum ada.",
}


@pytest.mark.parametrize(("classes", "sentence"), SAID.items())
def test_the_answer_counts_what_stands_out_and_says_where_nothing_does(
    classes: tuple[ClusterClass, ...], sentence: str
) -> None:
    assert analysis.said(areas(*classes), circles(["x"]).head(0), "X", 3, "2025") == sentence


def test_how_a_run_was_made_is_said_in_one_line() -> None:
    words = analysis.method_words(RUN)
    for part in (
        "9.999 permutasi",
        "benih 7",
        "FDR 5 %",
        "999 ulangan",
        "10 % penduduk",
        "I Moran 0,210",
        "2 Nov 2026",
        "versi 3",
    ):
        assert part in words
    assert "dibulatkan" not in words
    assert "<5 dihitung 2,5" in analysis.method_words(replace(RUN, level=3))
    assert "I Moran –" in analysis.method_words(replace(RUN, moran=None))


def test_the_table_begins_with_what_stands_out_and_the_highest_rates() -> None:
    rows = areas(ClusterClass.NOT_SIGNIFICANT, ClusterClass.LOW_LOW, ClusterClass.HIGH_HIGH, ClusterClass.HIGH_HIGH)
    assert analysis.area_table(rows, 3)[text("table.name")].tolist() == ["Wilayah 3", "Wilayah 2", "Wilayah 1", "Wilayah 0"]


def drawn(rows: pd.DataFrame, around: pd.DataFrame, sentence: str = "Kalimat & peta") -> str:
    painted = pd.DataFrame(
        {
            "name": rows["name"].to_numpy(),
            "said": "kata",
            "colour": [CLUSTER_COLOURS[one] for one in rows["class"]],
            "dashed": (rows["class"] >= ClusterClass.UNDEFINED).to_numpy(),
        },
        index=rows["code"].to_numpy(),
    )
    squares = [shapely.box(122 + at, 0, 123 + at, 1) for at in range(len(rows))]
    shapes = gpd.GeoSeries(squares, index=rows["code"].to_numpy(), crs=4326)
    return cluster_map(painted, shapes, around, (122.0, 0.0, 125.0, 1.0), sentence)


def test_the_sentence_stands_on_the_map_and_areas_have_their_class() -> None:
    html = drawn(areas(ClusterClass.HIGH_HIGH, ClusterClass.UNDEFINED), circles(["75.01.00"]))
    assert "Kalimat &amp; peta" in html
    assert html.count(CLUSTER_COLOURS[ClusterClass.HIGH_HIGH]) > 0
    assert html.count("2 3") > 0
    assert "://" not in html


def test_a_circle_is_outlined_as_one_and_numbered_inside() -> None:
    html = drawn(areas(*[ClusterClass.HIGH_HIGH] * 3), circles(["75.01.00", "75.01.01"], ["31.01.01"]))
    assert '"1", 15' in html
    assert '"2", 15' not in html  # none of its areas is drawn
    assert html.count("MultiLineString") + html.count("LineString") == 1
    without = drawn(areas(ClusterClass.HIGH_HIGH), circles(["31.01.01"]))
    assert "LineString" not in without


def test_names_cannot_write_into_the_page() -> None:
    rows = areas(ClusterClass.HIGH_HIGH).assign(name="</script><b>{{ 1 }}${2}`\\")
    html = drawn(rows, circles(["75.01.00"]), "<b>{{ 7 }}</b>")
    assert "</script><b>" not in html
    assert "<b>{{" not in html
    assert "{{ 1 }}" not in html


@pytest.fixture(scope="module")
def own(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Four provinces whose clusters were computed."""
    with run.own("embedded", "provinsi", tmp_path_factory.mktemp("gugus") / "home") as own:
        renew(own.store, 0, lambda done, of: None)
        yield own


@pytest.fixture
def there(own: Loaded, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loaded]:
    """That store, as the running app finds it."""
    for name, value in environment(own.settings).items():
        if name.startswith("BERSINAR_") or name == "DATABASE_URL":
            monkeypatch.setenv(name, value)
    runtime.forget()
    yield own
    runtime.forget()


def opened(user: str, code: str, period: str) -> AppTest:
    """The component alone, for one user, area and period."""

    def page(user: str, code: str, period: str) -> None:
        from dashboard.cache import answers
        from dashboard.components.cases.cluster_map import show_clusters
        from data.identity.demo import demo_person

        person = demo_person(user)
        state = answers.freshness(person.scope)
        focus = answers.region_row(person.scope, state.boundary_version, code)
        show_clusters(person, state, focus, period)

    app = AppTest.from_function(page, default_timeout=120, args=(user, code, period)).run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("user", "code", "period"), [("demo-pusat", "ID", "2026"), ("demo-bupati", "75", "2025-03")])
def test_the_tab_shows_answer_map_legend_method_and_tables(there: Loaded, user: str, code: str, period: str) -> None:
    app = opened(user, code, period)
    words = words_of(app)
    assert "Gugus kasus menurut" in words
    assert text("cluster.class_high_high") in words
    assert "9.999 permutasi" in words
    assert "SIMULASI" in words
    assert "rawan" not in words.lower()
    assert len(app.dataframe) >= 1
    (frame,) = app.get("iframe")
    assert frame.proto.src.startswith("/bingkai/")


def test_all_roles_see_the_same_and_the_file_holds_every_area(there: Loaded) -> None:
    apps = [opened(user, "75", "2025") for user in ("demo-pusat", "demo-auditor", "demo-bupati", "demo-polda")]
    first = apps[0]
    for app in apps[1:]:
        assert [one.value for one in (*app.subheader, *app.markdown)] == [
            one.value for one in (*first.subheader, *first.markdown)
        ]
        for mine, other in zip(app.dataframe, first.dataframe, strict=True):
            pd.testing.assert_frame_equal(mine.value, other.value)
    (ticket,) = file_links(apps[1])
    book = load_workbook(io.BytesIO(downloads._offers[ticket].body()))
    assert book.worksheets[0].max_row == 1 + len(first.dataframe[0].value) == 78
    about = " ".join(str(cell.value) for sheet in book.worksheets[1:] for row in sheet.iter_rows() for cell in row)
    assert text("cluster.sentence") in about
    assert "9.999 permutasi" in about


def test_before_the_first_run_it_says_so(there: Loaded) -> None:
    with there.store.writing() as connection:
        kept = connection.execute(sa.select(schema.cluster_run)).mappings().all()
        connection.execute(schema.cluster_run.delete())
    try:
        app = opened("demo-pusat", "ID", "2025")
        assert [one.value for one in app.info] == [text("cluster.not_computed")]
        assert not app.get("iframe")
    finally:
        with there.store.writing() as connection:
            connection.execute(schema.cluster_run.insert(), [dict(row) for row in kept])
