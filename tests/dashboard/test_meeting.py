"""Slides of a meeting: composed from queries, frozen, and limited to what a projector may show."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from dashboard.analysis.periods import period_label
from dashboard.analysis.profile.compose_profile import compose as profile_of
from dashboard.app import app
from dashboard.cache import answers, runtime
from dashboard.meeting import parts
from dashboard.meeting.compose_meeting import SLIDES, compose, projected
from dashboard.meeting.screen import screen_of
from dashboard.words.texts import number
from data import queries
from data.facts.indicators import indicator
from data.identity import audit
from data.identity.demo import demo_person
from data.meetings.snapshots import freeze
from data.queries import Arrangement, Meeting
from data.queries.meetings import Frozen
from data.store.scope import Scope

pytestmark = pytest.mark.usefixtures("own_store")
DAY, NOW = date(2026, 11, 25), datetime(2026, 11, 25, 3, tzinfo=UTC)
BUPATI, BNNP = demo_person("demo-bupati").scope, demo_person("demo-bnnp").scope


def _body(scope: Scope, code: str, period: str = "2026") -> dict[str, Any]:
    state = queries.freshness(runtime.store(), scope)
    level = code.count(".") + 1 if code != "ID" else 0
    regions = answers.regions(scope, state.boundary_version, level)
    focus = regions[regions["code"] == code].iloc[0].copy()
    focus["level"] = level
    return compose(scope, state, focus, period, "http://uji/layar", DAY)


def _slide(body: dict[str, Any], name: str) -> dict[str, Any]:
    return next(slide for slide in body["slides"] if slide["name"] == name)


def _meeting(body: dict[str, Any], arrangement: Arrangement = Arrangement(), sensitivity: int = 1) -> Meeting:  # noqa: B008
    return Meeting("R2026-UJIUJI", NOW, "uji", Frozen("75.03", "2026", sensitivity, 1, "uji", body), arrangement, "")


@pytest.mark.parametrize("code", ["ID", "75", "75.03", "75.03.01"])
def test_every_level_has_all_slides_in_meeting_order_and_fits_json(code: str) -> None:
    body = _body(demo_person("demo-pusat").scope, code)
    assert tuple(slide["name"] for slide in body["slides"]) == SLIDES
    assert SLIDES[:2] == ("pembuka", "keputusan"), "what was decided comes before anything else"
    assert json.loads(json.dumps(body, allow_nan=False)) == body
    assert "DATA SIMULASI" in body["marks"]
    for slide in body["slides"]:
        assert slide["blocks"] or slide["headline"], slide["name"]


def test_figures_on_slides_are_those_of_the_queries() -> None:
    body = _body(BUPATI, "75.03")
    state = queries.freshness(runtime.store(), BUPATI)
    codes = ("cakupan_bersinar", "bagian_rawan", "kasus_narkoba")
    found = queries.snapshot(runtime.store(), BUPATI, ["75.03"], codes, "2026").set_index("indicator")
    cards = {card["name"]: card["value"] for card in _slide(body, "keadaan")["blocks"][0]["cards"]}
    for code in codes:
        item = indicator(code)
        assert cards[item.short["id"]] == number(found.at[code, "value"], item.decimals)
    chart = _slide(body, "bersinar")["blocks"][0]
    rows = queries.series(runtime.store(), BUPATI, "75.03", ["cakupan_bersinar"])
    assert chart["words"] == [number(value, 1) for value in rows["value"]]
    parts_of = _slide(body, "peta")["details"][0]
    layer = queries.layer(runtime.store(), BUPATI, "cakupan_bersinar", 3, "2026")
    regions = queries.regions(runtime.store(), BUPATI, 3)
    for code, row in zip(parts_of["codes"], parts_of["rows"], strict=True):
        at = int(regions["code"].searchsorted(code))
        assert row[:2] == [regions["name"].iat[at], number(float(layer.value[at]), 1)]
    assert body["version"] == number(state.data_version)


def test_people_of_a_running_year_are_said_to_be_of_its_months() -> None:
    state = queries.freshness(runtime.store(), BUPATI)
    assert period_label("2026", state) == "2026 (s.d. Okt)"
    for year, label in (("2026", "2026 (s.d. Okt): "), ("2025", "2025: ")):
        slide = _slide(_body(BUPATI, "75", year), "rehab")
        assert str(slide["headline"]).startswith(label)
        focus = answers.regions(BUPATI, state.boundary_version, 1).query("code == '75'").iloc[0].copy()
        focus["level"] = 1
        said = [one.words for one in profile_of(BUPATI, state, focus, year).own if one.indicator == "orang_direhabilitasi"]
        assert said == [slide["headline"]]


def test_last_decisions_stand_there_with_what_became_of_them() -> None:
    slide = _slide(_body(BUPATI, "75.03"), "keputusan")
    waiting, everything = slide["blocks"][0], slide["details"][0]
    assert waiting["marks"] == sorted(waiting["marks"], key=("lewat", "berjalan", "tercapai").index)
    assert waiting["marks"][0] == "lewat", "the simulated meeting has an overdue one"
    assert len(everything["rows"]) == len(queries.decisions(runtime.store(), BUPATI, "75.03", below=False))
    assert any("sasaran" in row[4] for row in everything["rows"])


def test_a_meeting_shows_published_figures_unless_exact_are_chosen() -> None:
    published = replace(BNNP, published=True)
    shown, hidden = _body(projected(BNNP, exact=True), "75"), _body(projected(BNNP, exact=False), "75")
    assert projected(published, exact=True) == published, "a tick widens nothing"
    again = _body(published, "75")
    assert again["slides"][:-1] == hidden["slides"][:-1], "all but the slide that says when it was made"
    hidden_rows = [row for slide in hidden["slides"] for block in slide["details"] for row in block.get("rows", [])]
    shown_rows = [row for slide in shown["slides"] for block in slide["details"] for row in block.get("rows", [])]
    assert shown_rows != hidden_rows, "else this test would prove nothing"
    codes = ("kasus_narkoba", "perkara_mandek", "tersangka_anak")
    exact, rounded = (
        queries.across(runtime.store(), scope, codes, 2, "2026", "75").set_index(["indicator", "region_code"])["value"]
        for scope in (BNNP, published)
    )
    secret = [at for at in exact.index if np.isfinite(exact[at]) and not np.isfinite(rounded.get(at, np.nan))]
    assert secret
    table = _slide(hidden, "proses")["details"][0]
    for name, code in secret:
        assert table["rows"][table["codes"].index(code)][1 + codes.index(name)] == "–"
    assert "ANGKA KERJA" in shown["marks"]
    assert "ANGKA KERJA" not in hidden["marks"]


def test_the_page_holds_everything_and_asks_nobody_else() -> None:
    body = _body(BUPATI, "75.03")
    page = screen_of(_meeting(body), "http://uji/layar/R2026-UJIUJI", "/assets/x")
    assert page.count("<section ") == len(SLIDES)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert addresses == ["/assets/x/icon.svg", "/assets/x/rapat/rapat.css", "/assets/x/rapat/rapat.js"]
    assert "R2026-UJIUJI, angka dibekukan 25 November 2026 10.00 WIB" in page
    assert page.count("DATA SIMULASI") >= 1
    assert 'data-code="75.03.01"' in page, "the map can be asked part by part"


def test_order_hiding_and_notes_of_slides_can_change_markup_is_text() -> None:
    body = _body(BUPATI, "75.03")
    body["slides"][1]["blocks"] = [parts.lead("<script>alert(1)</script>")]
    wanted = Arrangement(("asal", "peta"), ("kotan", "rehab"), {"peta": "Lihat <b>timur</b>."})
    page = screen_of(_meeting(body, wanted), "", "/assets/x")
    names = re.findall(r'data-name="(\w+)"', page)
    assert names[:2] == ["asal", "peta"]
    assert "kotan" not in names
    assert len(names) == len(SLIDES) - 2
    assert "Lihat &lt;b&gt;timur&lt;/b&gt;." in page
    assert "<script>alert" not in page


def test_a_meeting_with_exact_figures_says_so_on_every_slide() -> None:
    body = _body(projected(BNNP, exact=True), "75")
    page = screen_of(_meeting(body, sensitivity=2), "", "/assets/x")
    header = page[page.index("<header>") : page.index("</header>")]
    assert header.count("<em>") == 2
    assert "ANGKA KERJA" in header


def test_a_meeting_address_shows_frozen_figures_to_its_area_and_is_noted() -> None:
    store = runtime.store()
    body = _body(BUPATI, "75.03")
    _slide(body, "perkara")["headline"] = "Angka dari waktu itu."
    name = freeze(store, BUPATI, Frozen("75.03", "2026", 1, 1, "uji", body), Arrangement(), NOW)
    with TestClient(app, base_url="http://localhost") as client:
        seen = client.get(f"/layar/{name}?sebagai=demo-bupati")
        assert seen.status_code == 200
        assert "Angka dari waktu itu." in seen.text
        assert seen.headers["cache-control"] == "no-store"
        assert client.get(f"/layar/{name}?sebagai=demo-auditor").status_code == 404
        assert client.get("/layar/R2026-000000?sebagai=demo-pusat").status_code == 404
        assert client.get("/layar/'%20or%201=1?sebagai=demo-pusat").status_code == 404
    shown = audit.trail(store, demo_person("demo-auditor").scope, acts=("rapat",), words=name)
    assert shown["subject"].tolist() == [f"tampil {name}", f"mulai {name}"]
