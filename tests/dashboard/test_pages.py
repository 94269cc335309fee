"""Every page as every demo user in both languages, and with addresses nobody should write."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from dashboard import runtime
from data.access.demo import DEMO
from data.settings import ROOT
from tests.conftest import Nation

PAGES = {
    "peta": "pages/peta.py",
    "ringkasan": "pages/ringkasan.py",
    "kirim": "pages/kirim.py",
    "kelengkapan": "pages/kelengkapan.py",
    "mutu": "pages/mutu.py",
    "kamus": "pages/kamus.py",
    "tentang": "pages/tentang_data.py",
}
pytestmark = pytest.mark.xdist_group("embedded")


@pytest.fixture(autouse=True)
def _store(national_embedded: Nation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BERSINAR_HOME", str(national_embedded.settings.home))
    runtime.settings.cache_clear()
    runtime.store.cache_clear()
    yield
    runtime.store().close()
    runtime.settings.cache_clear()
    runtime.store.cache_clear()


def _open(page: str, **parameters: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard/shell.py"), default_timeout=120)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    if page != "peta":
        app.switch_page(str(ROOT / PAGES[page])).run()
    return app


def _words(app: AppTest) -> str:
    kinds = ("title", "subheader", "caption", "markdown", "info", "error", "html")
    return "\n".join(
        str(getattr(element, "value", None) or getattr(element, "body", "")) for kind in kinds for element in app.get(kind)
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("username", [person.username for person in DEMO])
def test_every_page_opens_for_every_demo_user(page: str, username: str) -> None:
    app = _open(page, sebagai=username)
    assert not app.exception
    assert not app.error
    assert app.title


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_its_data_is_simulated(page: str) -> None:
    assert any("DATA SIMULASI" in str(element.proto) for element in _open(page).get("html"))


@pytest.mark.parametrize("theme", ["program", "rehabilitasi", "penangkapan"])
@pytest.mark.parametrize("level", ["1", "2", "3", "4"])
def test_every_theme_opens_at_every_level(theme: str, level: str) -> None:
    app = _open("peta", tema=theme, tingkat=level)
    assert not app.exception
    assert not app.error
    said = "mengukur kegiatan penegakan hukum" in " ".join(caption.value for caption in app.caption)
    assert said == (theme == "penangkapan")
    assert "rawan" not in app.title[0].value.lower()


@pytest.mark.parametrize(
    "parameters",
    [
        {"w": "99"}, {"w": "bukan kode"}, {"w": "75.71.01.9999"}, {"w": "'; drop table inti.region"}, {"tema": "x"},
        {"tingkat": "9"}, {"periode": "1999"}, {"periode": "2022-2026"}, {"sebagai": "admin"}, {"bahasa": "xx"},
        {"ukuran": "x", "tema": "rehabilitasi"}, {"layar": "x"}, {"w": "75.71.01.1001", "tingkat": "1"},
    ],
)  # fmt: skip
def test_a_hostile_address_falls_back_without_a_fault(parameters: dict[str, str]) -> None:
    app = _open("peta", **parameters)
    assert not app.exception
    assert not app.error
    assert app.title


def test_the_language_switch_changes_every_heading() -> None:
    indonesian, english = _open("ringkasan", w="75"), _open("ringkasan", w="75", bahasa="en")
    assert indonesian.title[0].value == "Ringkasan Gorontalo"
    assert english.title[0].value == "Summary of Gorontalo"


def test_a_person_with_one_region_starts_there() -> None:
    assert "Bone Bolango" in _open("peta", sebagai="demo-bupati").title[0].value


def test_an_address_reopens_the_same_view() -> None:
    app = _open("peta", w="75.03", tingkat="4", tema="rehabilitasi", ukuran="jalan", periode="2024")
    assert app.title[0].value == "Tempat rehabilitasi rawat jalan dalam jangkauan 50 km: Kabupaten Bone Bolango, 2024"


def test_cards_do_not_compare_a_part_year_of_cases_with_a_whole_one() -> None:
    app = _open("ringkasan")
    cases = next(metric for metric in app.metric if metric.label == "Kasus narkotika")
    assert cases.delta == ""
    assert any("belum setahun penuh" in caption.value for caption in app.caption)
    full = _open("ringkasan", periode="2025")
    assert next(metric for metric in full.metric if metric.label == "Kasus narkotika").delta


@pytest.mark.parametrize(("page", "cold", "warm"), [("peta", 24, 4), ("ringkasan", 24, 4)])
def test_a_page_asks_little_and_a_second_run_almost_nothing(page: str, cold: int, warm: int) -> None:
    """Statements, each with the one that sets its scope; a run that changes nothing only asks whether data is newer."""
    asked: list[str] = []
    engine = runtime.store().app
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    app = _open(page)
    assert 0 < len(asked) <= 2 * cold
    asked.clear()
    app.run()
    assert 0 < len(asked) <= warm
    assert not any("region_shape" in statement for statement in asked)
