"""Texts from outside (names, titles, sources, decisions, an address) through every writer: none runs, none becomes markup."""

import csv
import io
import json
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from branca.element import Element
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser
from pptx import Presentation
from pypdf import PdfReader
from shapely import box

from dashboard.analysis.view import View
from dashboard.bulletin.compose_bulletin import Bulletin
from dashboard.bulletin.send import message_of
from dashboard.documents import html_map
from dashboard.documents.files import csv_of, plain_csv
from dashboard.documents.geopackage import geopackage_of
from dashboard.documents.letter import letter_of
from dashboard.documents.paper import Chart, Listed
from dashboard.documents.pdf import pdf_of
from dashboard.documents.slides import slides_of
from dashboard.documents.workbook import rows_workbook, workbook_of
from dashboard.meeting import parts
from dashboard.meeting.screen import screen_of
from dashboard.state import url
from dashboard.web import where
from data.identity.demo import demo_person
from data.model.settings import ROOT, Settings
from data.queries import Arrangement, Fit, Meeting
from data.queries.meetings import Frozen
from tests.dashboard.test_documents import PAPER
from tests.dashboard.test_parts import LAYER, RATE, REGIONS, STATE

# 7 * 191919 is 1343433, which stands nowhere else
EVIL = [
    "{{7*191919}}", "${7*191919}", "</title><script>window.hacked=7*191919</script>", "`+(window.hacked=1)+`",
    "\\`${window.hacked=1}", "{% for x in [1] %}{{7*191919}}{% endfor %}", "{# hilang #}ada",
    "#{7*191919} #panic() $7*191919$", "<img src=x onerror=hacked=1>",
]  # fmt: skip
RUN = "1343433"
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
_BOUNDS = {"west": 122.0, "south": 0.0, "east": 127.0, "north": 1.0}


def _shapes() -> gpd.GeoSeries:
    return gpd.GeoSeries([box(122 + at, 0, 123 + at, 1) for at in range(5)], index=REGIONS["code"].to_numpy(), crs=4326)


def _item(words: str):
    return RATE.model_copy(update={name: {"id": words, "en": words} for name in ("name", "source", "unit")})


def _paper(words: str):
    figures = PAPER.figures.assign(name=words, unit=words, source=words)
    return replace(
        PAPER,
        title=words,
        period=words,
        verdict=words,
        marks=words,
        sections=[(words, [words])],
        figures=figures,
        url=words,
        visits=[(words, words)],
        offices=[(words, words, words)],
        stamp=[words, words, words],
        tables=(Listed(words, [words], [[words]], words),),
        trend=Chart(words, words, 0, [words, "2026"], [1.0, 2.0]),
    )


def _map(words: str) -> str:
    regions = REGIONS.assign(name=words)
    focus = pd.Series({"name": words, "code": "75", "level": 1} | _BOUNDS)
    state = replace(STATE, boundary_title=words)
    view = View(demo_person("demo-pusat"), state, _item(words), LAYER, 2, "2025", focus, regions, 0, 5, ("2025",), Fit())
    return html_map.region_map(view, _shapes(), state, [words], words).decode()


def _facilities(words: str) -> str:
    numbers = {"beds": 1, "beds_men": 1, "beds_women": 0, "places": 2, "lat": 0.5, "lon": 124.5}
    said = {"name": words, "operator": words, "address": words, "telephone": words, "vacancy": None, "as_of": None}
    rows = pd.DataFrame([numbers | said]).assign(services=[["rawat_inap"]])
    return html_map.facility_map(rows, _shapes(), pd.Series(_BOUNDS))


def _slides(words: str) -> str:
    blocks = [
        parts.lead(words),
        {"kind": "table", "title": words, "heads": [words], "rows": [[words]], "codes": None, "marks": None},
    ]
    slide = {"name": "asal", "title": words, "blocks": blocks, "details": blocks}
    body: dict[str, Any] = {
        "title": words, "place": words, "period": words, "marks": words, "version": words, "slides": [slide], "url": words,
        "language": "id",
    }  # fmt: skip
    frozen = Frozen("75.03", "2026", 1, 1, "uji", body)
    return screen_of(Meeting(words, NOW, "uji", frozen, Arrangement((), (), {"asal": words}), ""), words, "/assets/x")


PAGES = {"map": _map, "facilities": _facilities, "meeting": _slides}


@pytest.mark.parametrize("words", EVIL)
@pytest.mark.parametrize("writer", PAGES)
def test_a_page_writes_texts_and_runs_none(writer: str, words: str) -> None:
    page = PAGES[writer](words)
    assert RUN not in page
    assert "<script>window" not in page
    assert "<img" not in page
    assert page.count("<title>") == page.count("</title>") - page.count('"</title>')


@pytest.mark.browser
@pytest.mark.parametrize("writer", ["map", "facilities"])
def test_a_browser_shows_each_text_letter_by_letter(chromium: Browser, writer: str) -> None:
    """The whole way: through folium's templates, a script's strings, and HTML."""
    script = (ROOT / "dashboard/assets/leaflet/leaflet.js").read_text(encoding="utf-8")
    for words in EVIL:
        page = chromium.new_page(viewport={"width": 800, "height": 600})
        html = PAGES[writer](words)
        if writer == "facilities":  # its Leaflet comes from the app
            html = re.sub(r'<script src="[^"]*leaflet.js"></script>', lambda _: f"<script>{script}</script>", html)
        page.set_content(html)
        seen = page.evaluate(
            """() => new Promise(done => {
                const map = window[Object.keys(window).find(name => name.startsWith('map_'))], tips = []
                const add = said => {
                    const box = document.createElement('div')
                    if (said instanceof Element) box.append(said); else box.innerHTML = said
                    tips.push(box.textContent)
                }
                map.eachLayer(layer => {
                    const said = layer.getTooltip && layer.getTooltip()?._content
                    if (said instanceof Function) layer.eachLayer(part => add(said(part))); else if (said) add(said)
                })
                setTimeout(() => done({tips, hacked: window.hacked, scripts: document.body.querySelectorAll('img').length}), 50)
            })"""
        )
        assert seen["hacked"] is None, words
        assert seen["tips"], words
        assert all(words in tip for tip in seen["tips"]), (words, seen["tips"])
        if writer == "map":
            assert words in page.title()
            assert words in page.locator(".bs-head").inner_text()
            assert words in (page.locator(".bs-foot").text_content() or "")
        page.close()


def test_what_is_given_to_branca_is_never_its_template() -> None:
    assert Element("{{7*191919}}").render() == RUN, "the reason: its own element runs its text"
    assert html_map.Written("{{7*191919}}").render() == "{{7*191919}}"
    source = (ROOT / "dashboard" / "documents" / "html_map.py").read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])Element\(", source.replace("class Written(Element)", ""))


@pytest.mark.parametrize("words", EVIL)
def test_documents_hold_texts_as_they_are(words: str) -> None:
    made = _paper(words)
    pdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(made))).pages)
    letter = "\n".join(one.text for one in Document(io.BytesIO(letter_of(made))).paragraphs)
    shapes = [shape for slide in Presentation(io.BytesIO(slides_of(made))).slides for shape in slide.shapes]
    deck = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    for said in (pdf, letter, deck):
        assert RUN not in said
    assert words in letter
    assert words in deck
    for body in (workbook_of(made), rows_workbook(pd.DataFrame({words: [words]}), [_item(words)], [words])):
        cells = [cell.value for sheet in load_workbook(io.BytesIO(body)) for row in sheet.iter_rows() for cell in row]
        assert words in cells
        assert not [cell for cell in cells if RUN in str(cell)]


@pytest.mark.parametrize("words", EVIL)
def test_rows_shapes_and_mails_hold_texts_as_they_are(words: str, tmp_path) -> None:
    frame = pd.DataFrame({words: [words]})
    for body, cut in (
        (csv_of(frame, [words], local=True), ";"),
        (csv_of(frame, [words], local=False), ","),
        (plain_csv(frame, words), ";"),
    ):
        head, row, *_ = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=cut)
        assert words in head
        assert words in row
    file = tmp_path / "x.gpkg"
    numbers = np.arange(5)
    file.write_bytes(
        geopackage_of(_shapes(), pd.DataFrame({"Nama": [words] * 5}), numbers, LAYER, _item(words), words, [words], words)
    )
    with sqlite3.connect(file) as connection:
        assert connection.execute("select distinct nama, periode from wilayah").fetchall() == [(words, words)]
        (style,) = connection.execute("select styleQML from layer_styles").fetchone()
    connection.close()
    metadata = json.loads(pyogrio.read_info(file, layer="wilayah")["layer_metadata"]["dasbor_bersinar"])
    assert (metadata["judul"], metadata["catatan"], metadata["alamat"]) == (words, [words], words)
    assert "<script" not in style
    mail = message_of(Bulletin("a@b.go.id", f"{words}\nBcc: x@y", words, {}, []), "c@d.go.id", NOW)
    assert (mail["Bcc"], mail.get_content_type()) == (None, "text/plain")
    assert words in mail.get_content()


@pytest.mark.parametrize(
    "said",
    [
        "https://{{7*191919}}/peta", "https://a.go.id{{7*191919}}/", "https://${7*7}/", "https://a b/", "javascript:alert(1)",
        "https://a.go.id@evil.example/", "https://a.go.id\\evil/", "https://<script>/", "https://[::1/", "https://a.go.id:8x/",
        "https://a.go.id%2f/", "file:///etc/passwd", "https://" + "a" * 300, "https://a.go.id:1234567/", "//x/", "",
    ],
)  # fmt: skip
def test_an_address_that_is_no_host_is_not_believed(said: str, monkeypatch) -> None:
    monkeypatch.setattr(where, "settings", lambda: Settings())
    assert where.base(said) == ""


@pytest.mark.parametrize("host", ["dasbor.example.go.id", "localhost:8501", "10.0.0.7", "[::1]:8501", "A.go.id"])
def test_an_address_that_is_a_host_is(host: str, monkeypatch) -> None:
    monkeypatch.setattr(where, "settings", lambda: Settings())
    assert where.base(f"https://{host}/peta?w={{{{7*7}}}}#x") == f"https://{host}"


def test_the_setting_goes_before_what_a_browser_says(monkeypatch) -> None:
    monkeypatch.setattr(where, "settings", lambda: Settings(address="https://dasbor.example.go.id/bersinar/"))
    assert where.base("https://evil.example/peta") == "https://dasbor.example.go.id/bersinar"
    monkeypatch.setattr(
        url, "st", SimpleNamespace(context=SimpleNamespace(url="https://{{x}}/"), query_params={"w": "{{7*7}}"})
    )
    assert url.address("peta") == "https://dasbor.example.go.id/bersinar/peta?w=%7B%7B7%2A7%7D%7D"
