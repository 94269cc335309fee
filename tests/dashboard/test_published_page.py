"""The published figures of an area, as its page shows them: years as years, sources whole, nothing made up for an area."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from data.identity.demo import DEMO
from data.model.settings import ROOT

pytestmark = pytest.mark.usefixtures("own_store")


def _opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/shell.py"), default_timeout=120)
    for name, value in {"bagian": "terbitan", **parameters}.items():
        app.query_params[name] = value
    app = app.switch_page(str(ROOT / "pages/beranda.py")).run()
    assert not app.exception
    return app


def test_surveys_stand_with_their_years_and_whole_sources() -> None:
    app = _opened(w="75")
    (table,) = (one.value for one in app.dataframe if "Prevalensi (%)" in one.value)
    assert set(table["Wilayah"]) == {"Gorontalo", "Indonesia"}
    nation = table[(table["Wilayah"] == "Indonesia") & (table["Ukuran"] == "setahun pakai")]
    assert dict(zip(nation["Survei"], nation["Prevalensi (%)"], strict=True))["2021"] == "1,95"
    assert "2021" not in set(table.loc[table["Wilayah"] == "Gorontalo", "Survei"]), "that survey has no provincial figures"
    assert set(table["Rentang (%)"]) == {"–"}, "not published is no empty cell"
    (listed,) = (said for one in app.caption if (said := one.value.replace("\\", "")).startswith("Sumber: [1]"))
    assert all(mark in listed for mark in table["Sumber"])
    assert "BRIN dan BPS 2023" in listed

    (axis,) = (json.loads(one.proto.spec)["layout"]["xaxis"] for one in app.get("plotly_chart") if "umur 15" in one.proto.spec)
    assert axis["ticktext"] == [str(year) for year in axis["tickvals"]]
    assert {"2019", "2021", "2023"} <= set(axis["ticktext"])


@pytest.mark.parametrize("username", [person.username for person in DEMO])
def test_published_figures_open_for_every_role_and_say_they_are_never_mixed(username: str) -> None:
    app = _opened(w="ID", sebagai=username)
    assert not app.error
    assert any("tidak pernah dicampur dengan laporan" in one.value for one in app.caption)


def test_a_village_shows_the_surveys_of_the_areas_around_it() -> None:
    app = _opened(w="75.03.02.1009")
    (table,) = (one.value for one in app.dataframe if "Prevalensi (%)" in one.value)
    assert set(table["Wilayah"]) == {"Gorontalo", "Indonesia"}
