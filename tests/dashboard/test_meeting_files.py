"""Files of a meeting hold what its slides show; what is written down from a slide is stored once, for who may write."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from docx import Document
from PIL import Image
from pptx import Presentation
from pptx.util import Pt
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.cache import answers, runtime
from dashboard.meeting.compose_meeting import compose
from dashboard.web.meetings import meeting_routes
from data import queries
from data.identity.demo import demo_person
from data.meetings.decisions import Decided, decide
from data.meetings.snapshots import freeze
from data.model.clock import today
from data.queries import Arrangement
from data.queries.meetings import Frozen

pytestmark = pytest.mark.usefixtures("own_store")
BUPATI = demo_person("demo-bupati").scope
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
HIDDEN = ("kotan", "proses")


def _client() -> TestClient:
    """The app's routes without what runs beside them."""
    return TestClient(Starlette(routes=meeting_routes()), base_url="http://localhost")


def _started() -> str:
    store = runtime.store()
    state = queries.freshness(store, BUPATI)
    focus = answers.regions(BUPATI, state.boundary_version, 2).set_index("code", drop=False).loc["75.03"].copy()
    focus["level"] = 2
    body = compose(BUPATI, state, focus, "2026", "http://localhost/layar", date(2026, 11, 25))
    return freeze(store, BUPATI, Frozen("75.03", "2026", 1, 1, "uji", body), Arrangement((), HIDDEN), NOW)


def test_slides_pdf_and_minutes_hold_what_the_screen_shows() -> None:
    name = _started()
    decide(
        runtime.store(),
        BUPATI,
        Decided("75.03", "Bangun posko di Desa Uji", "Dinas PMD", today() + timedelta(90), today(), meeting_id=name),
    )
    found = queries.meeting(runtime.store(), BUPATI, name)
    slides = [one for one in found.frozen.body["slides"] if one["name"] not in HIDDEN]
    client = _client()
    files = {suffix: client.get(f"/layar/{name}/berkas/{suffix}?sebagai=demo-bupati") for suffix in ("pptx", "pdf", "docx")}
    assert client.get(f"/layar/{name}/berkas/exe?sebagai=demo-bupati").status_code == 404
    assert client.get(f"/layar/{name}/berkas/pdf?sebagai=demo-auditor").status_code == 404
    assert {answer.status_code for answer in files.values()} == {200}
    assert "SIMULASI_rapat_" in files["pdf"].headers["content-disposition"]
    deck = Presentation(io.BytesIO(files["pptx"].content))
    assert len(deck.slides) == len(slides) + 1, "the decisions of this meeting have a slide of their own"
    shown = ["\n".join(one.text_frame.text for one in slide.shapes if one.has_text_frame) for slide in deck.slides]
    for words, slide in zip(shown[:-2], slides, strict=False):
        assert (slide["headline"] or slide["title"]) in words
    maps = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(maps) == 5, "the cover, three maps, and the code of the address"
    for shape in maps[1:4]:
        assert shape._element.xpath(".//p:cNvPr")[0].get("descr").count(": ") == 1, "the picture says what is on it"
        assert Image.open(io.BytesIO(shape.image.blob)).width >= 1.9 * shape.width / 9525, "twice the pixels of the slide"
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 2
    assert len(charts[1].plots[0].categories) == len(charts[0].plots[0].categories)
    sizes = [
        run.font.size
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert min(sizes) >= Pt(15), "20 pixels of a slide of 1280 x 720"
    pages = PdfReader(io.BytesIO(files["pdf"].content)).pages
    assert len(pages) == len(deck.slides), "no slide runs over its page"
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Bangun posko di Desa Uji" in text
    assert "DATA SIMULASI" in text
    names = found.frozen.body["shapes"]["names"]
    assert [one for one in names if one not in text] == [], "maps have the names of all areas"
    letter = Document(io.BytesIO(files["docx"].content))
    assert len(letter.inline_shapes) == 4
    assert any("Bangun posko di Desa Uji" in cell.text for table in letter.tables for row in table.rows for cell in row.cells)


def test_what_is_written_from_a_slide_is_stored_once_and_only_by_who_may() -> None:
    name = _started()
    wanted = {"what": "Tambah relawan di kecamatan", "who": "Kesbangpol", "until": (today() + timedelta(30)).isoformat()}
    client = _client()

    def send(body: object, who: str = "demo-bupati", **headers: str) -> int:
        return client.post(f"/layar/{name}/catatan?sebagai={who}", json=body, headers=headers).status_code

    assert send(wanted) == 200
    assert send(wanted | {"what": " Tambah  relawan di kecamatan "}) == 200, "sent again after an answer was lost"
    assert send({"slide": "peta", "words": "Lihat wilayah timur."}) == 200
    assert send({"slide": "peta", "words": "Lihat wilayah timur."}) == 200
    assert send({"slide": "peta", "words": "Data barat menyusul."}) == 200
    assert send({"slide": "tidak_ada", "words": "Lihat."}) == 404
    assert send({"slide": "peta", "words": " "}) == 422
    assert send({"slide": "peta", "words": "Hubungi 0812-3456-7890"}) == 422
    assert send(wanted | {"until": "besok"}) == 422
    assert send(wanted | {"what": "x"}) == 422
    assert send([1]) == 422
    assert send(wanted | {"what": "x" * 9000}) == 422
    assert send(wanted, who="demo-auditor") == 404
    assert send(wanted, who="demo-polda") in (403, 404)
    assert send(wanted, origin="http://jahat.example") == 403
    rows = client.get(f"/layar/{name}/catatan?sebagai=demo-bupati").json()
    assert [row["words"] for row in rows] == [
        "Tambah relawan di kecamatan",
        "Data barat menyusul.",
        "Lihat wilayah timur.",
    ]
    page = client.get(f"/layar/{name}?sebagai=demo-bupati").text
    assert "Keputusan rapat ini, keadaan" in page
    assert "Tambah relawan di kecamatan" in page
    found = queries.meetings(runtime.store(), BUPATI, "75.03").set_index("id")
    assert found.at[name, "decisions"] == 1
    assert found.at[name, "place"] == "Kabupaten Bone Bolango"
    assert json.dumps(queries.meeting(runtime.store(), BUPATI, name).frozen.body), "the figures are as they were"
