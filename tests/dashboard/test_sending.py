"""The page of sending on a store of its own: a province's file that leaves out a kabupaten."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from dashboard.cache import runtime
from dashboard.documents.files import XLSX
from dashboard.web import session
from dashboard.words.texts import text
from data.feeds import feeds
from data.model import schema
from data.model.settings import ROOT, Settings
from data.store import Store
from data.store.prepare import prepare
from tests.intake.case_list import FOLDER
from tests.intake.conftest import csv_of
from tests.intake.damage.right import workbook
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
    """The page of sending, opened by the province's office."""
    store, settings = own
    monkeypatch.setenv("BERSINAR_HOME", str(settings.home))
    monkeypatch.setenv("DATABASE_URL", str(settings.database_url))
    runtime.forget()
    cookies = {session.COOKIE: session.issue(store, sign_in(store, "siti", WORD), 12)}
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", property(lambda _: cookies))
    app = AppTest.from_file(str(ROOT / "pages/shell.py"), default_timeout=60).run()
    app = app.switch_page(str(ROOT / "pages/kirim.py"))
    yield app
    runtime.forget()


def opened(page: AppTest, feed: str) -> AppTest:
    page.query_params["umpan"] = feed
    return page.run()


def upload(app: AppTest, name: str, rows: list[list[object]]) -> AppTest:
    app = app.file_uploader(key="berkas").set_value((name, workbook([("Data", rows)]), XLSX)).run()
    assert not app.exception
    return app


def pressed(app: AppTest, label: str) -> AppTest:
    app = next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def labels(app: AppTest) -> set[str]:
    return {one.label for one in app.button}


def test_the_sender_of_a_province_is_asked_about_the_kabupaten_that_are_missing(own, page: AppTest) -> None:
    body = csv_of([{"Desa/kelurahan": "75.03.01.2005", "Peristiwa": "pencanangan", "Tanggal": "2024-05-01"}])
    app = opened(page, "bersinar_peristiwa").file_uploader(key="berkas").set_value(("uji.csv", body, "text/csv")).run()
    assert not app.exception
    said = " ".join(one.value for one in app.caption)
    assert "5 kabupaten/kota di wilayah ini tidak ada di berkas" in said
    assert "Kota Gorontalo. Bila daftar ini lengkap, beri tanda di bawah: nilainya menjadi 0." in said
    assert "Laporan ini mencakup Gorontalo, " in said, "a name, never a bare code"
    asked = next(one for one in app.checkbox if one.key.startswith("lengkap_"))
    assert not asked.value, "silence is no zero"
    app = asked.check().run()
    next(one for one in app.button if one.label == "Simpan kiriman").click().run()
    with own[0].writing() as connection:
        kept = connection.execute(sa.select(schema.kiriman.c.complete, schema.kiriman.c.region_code)).all()
    assert [tuple(row) for row in kept] == [(True, "75")]


def recap(month: str, skhpn: int, urine: int) -> list[list[object]]:
    """A month of two services side by side, under two rows of headers."""
    return [
        [f"LAPORAN BULAN {month}"],
        ["No", "Kab/Kota", "SKHPN", None, "Tes urine", None],
        [None, None, "Jml Kegiatan", "Jml Orang", "Jml Kegiatan", "Jml Orang"],
        [1, "Kab. Boalemo", skhpn, skhpn, 2, urine],
        [2, "Kota Gorontalo", skhpn + 1, skhpn + 1, 3, urine + 5],
    ]


def test_a_shape_is_confirmed_once_and_shown_again_with_the_next_month(own, page: AppTest) -> None:
    app = upload(opened(page, "layanan_bulanan"), "mei.xlsx", recap("MEI 2025", 4, 60))
    assert text("shape.confirm") in labels(app)
    assert text("send.commit") not in labels(app), "nothing lands before the answer"
    app = pressed(pressed(app, text("shape.confirm")), text("send.commit"))

    app = upload(app, "juni.xlsx", recap("JUNI 2025", 9, 35))
    said = " ".join(one.value for one in app.caption)
    assert text("shape.answered") in said
    assert "Juni 2025" in " ".join(one.value for one in app.markdown), "what it is taken for stands there each time"
    assert text("shape.confirm") not in labels(app)
    app = pressed(app, text("send.take_back"))
    assert text("shape.confirm") in labels(app)
    assert text("send.commit") not in labels(app)
    pressed(pressed(app, text("shape.confirm")), text("send.commit"))
    with own[0].writing() as connection:
        rows = connection.execute(
            sa.text("select extract(month from month)::int, service, array_agg(people order by people) from inti.service_month "
                    "group by 1, 2 order by 1, 2")
        ).all()  # fmt: skip
    assert [tuple(row) for row in rows] == [
        (5, "skhpn", [4, 5]), (5, "tes_urine", [60, 65]), (6, "skhpn", [9, 10]), (6, "tes_urine", [35, 40])
    ]  # fmt: skip


def test_another_arrangement_of_the_same_office_is_asked_again(own, page: AppTest) -> None:
    app = upload(opened(page, "layanan_bulanan"), "mei.xlsx", recap("MEI 2025", 4, 60))
    app = pressed(pressed(app, text("shape.confirm")), text("send.commit"))
    turned = [[row[0], row[1], *row[4:6], *row[2:4]] if len(row) > 1 else row for row in recap("JUNI 2025", 9, 35)]
    app = upload(app, "juni.xlsx", turned)
    assert text("shape.confirm") in labels(app)
    assert text("send.commit") not in labels(app)


def test_a_file_of_another_feed_is_said_to_be_one_and_goes_there_by_a_button(page: AppTest) -> None:
    rows: list[list[object]] = [["Desa/kelurahan", "Tahun", "Jumlah penduduk", "Laki-laki", "Perempuan"]]
    rows.append(["75.03.01.2005", 2024, 900, 450, 450])
    app = upload(opened(page, "layanan_bulanan"), "penduduk.xlsx", rows)
    title = feeds()["penduduk"].title["id"]
    assert any(text("shape.rather", feed=title) in one.value for one in app.markdown)
    app = pressed(app, text("shape.change"))
    assert app.query_params["umpan"] in ("penduduk", ["penduduk"])
    assert not any(text("shape.rather", feed=title) in one.value for one in app.markdown)
    assert text("shape.change") not in labels(app)


def test_a_question_about_a_file_is_answered_and_taken_back_with_one_press(own, page: AppTest) -> None:
    file = FOLDER / "m08_bersinar_kosong_berarti_di_atas.csv"
    app = (
        opened(page, "bersinar_peristiwa")
        .file_uploader(key="berkas")
        .set_value((file.name, file.read_bytes(), "text/csv"))
        .run()
    )
    asked = {one.key for one in app.button if one.key and one.key.startswith("jawab_")}
    assert len(asked) == 6, asked  # three columns, each may be filled or left empty
    for column in ("Kabupaten", "Kecamatan", "Tanggal Pencanangan"):
        app = app.button(key=f"jawab_kosong:{column}_di_atas").click().run()
        assert not app.exception
    assert "Simpan kiriman" in {one.label for one in app.button}
    app = app.button(key="batal_kosong:Kecamatan").click().run()
    assert not app.exception
    assert "Simpan kiriman" not in {one.label for one in app.button}
    assert app.button(key="jawab_kosong:Kecamatan_kosong")
