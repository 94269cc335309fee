"""The page of sending on a store of its own: a province's file that leaves out a kabupaten."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from dashboard.cache import runtime
from dashboard.web import session
from data.model import schema
from data.model.settings import ROOT, Settings
from data.store import Store
from data.store.prepare import prepare
from tests.intake.conftest import csv_of
from tests.people import WORD, add_person, sign_in
from tests.stores import Run


@pytest.fixture
def own(run: Run, tmp_path) -> Iterator[tuple[Store, Settings]]:
    settings = run.copy("postgis", "wilayah", tmp_path / "home")
    store = prepare(settings)
    add_person(store, "siti", "Siti", "bnnp", ["75"], WORD, by="uji")
    yield store, settings
    store.close()


@pytest.fixture
def page(own: tuple[Store, Settings], monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The page of sending, programme events chosen, opened by the province's office."""
    store, settings = own
    monkeypatch.setenv("BERSINAR_HOME", str(settings.home))
    monkeypatch.setenv("DATABASE_URL", str(settings.database_url))
    runtime.forget()
    cookies = {session.COOKIE: session.issue(store, sign_in(store, "siti", WORD), 12)}
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", property(lambda _: cookies))
    app = AppTest.from_file(str(ROOT / "pages/shell.py"), default_timeout=60).run()
    app = app.switch_page(str(ROOT / "pages/kirim.py"))
    app.query_params["umpan"] = "bersinar_peristiwa"
    yield app.run()
    runtime.forget()


def test_the_sender_of_a_province_is_asked_about_the_kabupaten_that_are_missing(own, page: AppTest) -> None:
    body = csv_of([{"Desa/kelurahan": "75.03.01.2005", "Peristiwa": "pencanangan", "Tanggal": "2024-05-01"}])
    app = page.file_uploader(key="berkas").set_value(("uji.csv", body, "text/csv")).run()
    assert not app.exception
    said = " ".join(one.value for one in app.caption)
    assert "5 kabupaten/kota di wilayah ini tidak ada di berkas" in said
    assert "Kota Gorontalo. Bila daftar ini lengkap, beri tanda di bawah: nilainya menjadi 0." in said
    assert "Berkas ini melaporkan Gorontalo, " in said, "a name, never a bare code"
    asked = next(one for one in app.checkbox if one.key.startswith("lengkap_"))
    assert not asked.value, "silence is no zero"
    app = asked.check().run()
    next(one for one in app.button if one.label == "Simpan kiriman").click().run()
    with own[0].writing() as connection:
        kept = connection.execute(sa.select(schema.kiriman.c.complete, schema.kiriman.c.region_code)).all()
    assert [tuple(row) for row in kept] == [(True, "75")]
