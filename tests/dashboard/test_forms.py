"""The form of every feed, as its contract makes it; and one report from the first field to the receipt."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from dashboard.cache import runtime
from dashboard.components.forms.fields import label_of
from dashboard.components.forms.grid import _cell, _frame, _records, may_be_a_table
from dashboard.components.forms.work import kept_between
from dashboard.web import session
from data.feeds import feeds
from data.intake import workers
from data.intake.entry import entered
from data.intake.read.tokens import Keyring
from data.intake.read.values import NUMBERS
from data.model import schema
from data.model.settings import ROOT
from data.store import Store
from data.store.prepare import prepare
from tests.people import WORD, add_person, sign_in
from tests.stores import Run

NIK = "7501014107900001"
Open = Callable[[str, str], AppTest]


@pytest.fixture(scope="module")
def own(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    settings = run.copy("postgis", "wilayah", tmp_path_factory.mktemp("formulir") / "home")
    store = prepare(settings)
    add_person(store, "siti", "Siti", "bnnp", ["75"], WORD, by="uji")
    add_person(store, "kiki", "Kiki", "bnnk", ["75.03"], WORD, by="uji")
    add_person(store, "pusat", "Pusat", "bnn_pusat", [""], WORD, by="uji")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BERSINAR_HOME", str(settings.home))
        patch.setenv("DATABASE_URL", str(settings.database_url))
        runtime.forget()
        yield store
        runtime.forget()
    workers.end_all()
    store.close()


@pytest.fixture
def no_drafts(own: Store) -> Iterator[None]:
    """Nobody has begun a report, before and after."""
    for last in (False, True):
        with own.writing() as connection:
            connection.execute(schema.draf.delete())
        if not last:
            yield


@pytest.fixture
def form(own: Store, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The form of a feed as one of the persons finds it."""

    def opened(feed: str, person: str = "siti", **more: str) -> AppTest:
        cookies = {session.COOKIE: session.issue(own, sign_in(own, person), 12)}
        monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", property(lambda _: cookies))
        app = AppTest.from_file(str(ROOT / "pages/shell.py"), default_timeout=60).run()
        app = app.switch_page(str(ROOT / "pages/kirim.py"))
        app.query_params["umpan"], app.query_params["cara"] = feed, "formulir"
        for name, value in more.items():
            app.query_params[name] = value
        return app.run()

    return opened


def field(app: AppTest, kind: str, label: str):
    """The widget with this label."""
    found = [one for one in getattr(app, kind) if one.label == label]
    assert found, (label, [one.label for one in getattr(app, kind)])
    return found[0]


def press(app: AppTest, label: str) -> AppTest:
    app = next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def labels(app: AppTest) -> set[str]:
    kinds = ("selectbox", "text_input", "text_area", "number_input", "date_input", "button_group", "pills", "markdown")
    return {getattr(one, "label", "") or one.value for kind in kinds if hasattr(app, kind) for one in getattr(app, kind)}


@pytest.mark.parametrize("feed", list(feeds()))
def test_the_form_of_a_feed_asks_for_each_of_its_columns(form: Open, feed: str) -> None:
    app = form(feed, "pusat")
    assert not app.exception
    asked = {label_of(column) for column in feeds()[feed].columns}
    assert asked <= labels(app)


def test_a_month_is_begun_filled_in_checked_and_sent(form: Open, own: Store) -> None:
    app = form("layanan_bulanan", "kiki")
    assert any("Laporan ini berulang: mulai dengan 4 baris" in one.value for one in app.caption)
    field(app, "selectbox", "Bulan *").set_value("2026-03")
    app = press(app, "Mulai laporan baru")
    for number in range(1, 5):
        assert any(f"Mengubah isian {number}" in one.value for one in app.markdown), "the next one that lacks something"
        assert field(app, "selectbox", "Wilayah kantor *").value == "75.03", "the own area is filled in"
        field(app, "text_input", "Jumlah kegiatan (kegiatan) *").set_value(str(number))
        field(app, "text_input", "Orang (orang) *").set_value(f"{number}.250")
        app = press(app, "Simpan perubahan")
    app = press(app, "Periksa 4 isian")
    assert [one.value for one in app.metric][:2] == ["4", "0"]
    app = press(app, "Simpan kiriman")
    assert any("tersimpan (4 baris baru atau berubah). Berikutnya " in one.value for one in app.success)
    with own.writing() as connection:
        rows = connection.execute(sa.text("select service, held, people from inti.service_month order by held")).all()
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.draf)) == 0, "what was sent is no draft"
    assert [(row.held, row.people) for row in rows] == [(1, 1250), (2, 2250), (3, 3250), (4, 4250)]
    again = form("layanan_bulanan", "kiki")
    assert any("mulai dari kiriman" in one.value for one in again.caption), "the next month begins from the last"
    field(again, "selectbox", "Bulan *").set_value("2026-04")
    again = press(again, "Mulai dari laporan terakhir")
    assert field(again, "text_input", "Orang (orang) *").value is None, "no figure is taken over"


def test_a_wrong_cell_is_named_and_a_draft_is_there_again(form: Open) -> None:
    app = form("ibm_unit")
    field(app, "text_input", "Kode unit *").set_value("IBM-1")
    app = press(app, "Simpan dan isi berikutnya")
    said = " ".join(one.value for one in app.error)
    assert "**Desa/kelurahan**: Wajib diisi." in said
    assert field(app, "text_input", "Kode unit *").value == "IBM-1", "nothing that was written is lost"
    village = field(app, "selectbox", "Desa/kelurahan *")
    village.set_value(next(one for one in village.options if "Kabila" in one))
    for column in feeds()["ibm_unit"].columns:
        if column.required and column.type == "date":
            field(app, "date_input", label_of(column)).set_value(date(2025, 1, 2))
        if column.required and column.type == "integer":
            field(app, "text_input", label_of(column)).set_value("3")
    app = press(app, "Simpan dan isi berikutnya")
    assert not app.error
    again = form("ibm_unit")
    assert any("Isian sejauh ini: 1" in one.value for one in again.markdown)


@pytest.mark.usefixtures("no_drafts")
@pytest.mark.parametrize(
    ("column", "written", "kept"),
    [
        ("held", "12", 12), ("held", "12 kegiatan", 12), ("held", "3,7", "Perlu bilangan bulat"),
        ("people", "1.250", 1250), ("people", "99999999999999999999", "Paling besar"), ("people", "-5", "Paling kecil 0"),
        ("people", "dua puluh", "Perlu angka"), ("waiting_days", "1,5", 1.5), ("waiting_days", "1.5", 1.5),
        ("waiting_days", "", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_an_indonesian_writes_it_or_named(form: Open, own: Store, column: str, written: str, kept) -> None:
    """A field of the browser for numbers would keep 1 of 1.250, 15 of 1,5, and the figure before of one that is too large."""
    app = form("layanan_bulanan", "kiki")
    heads = {one.name: label_of(one) for one in feeds()["layanan_bulanan"].columns}
    for widget in [one for one in app.selectbox if one.label == heads["month"]]:
        widget.set_value("2026-03")
    field(app, "button_group", heads["service"]).set_value("konseling")
    for name, figure in ({"held": "2", "people": "3", "waiting_days": "4"} | {column: written}).items():
        field(app, "text_input", heads[name]).set_value(figure)
    app = press(app, "Simpan dan isi berikutnya")
    with own.writing() as connection:
        drafts = connection.scalars(sa.select(schema.draf.c.rows)).all()
    if isinstance(kept, str):
        assert not drafts
        assert f"**{heads[column].split(' (')[0]}**: {kept}" in app.error[0].value
        return
    ((row,),) = drafts
    assert row.get(column) == kept


@pytest.mark.usefixtures("no_drafts")
def test_a_day_that_has_not_come_is_named_and_not_the_one_before_kept(form: Open, own: Store) -> None:
    app = form("ibm_unit")
    village = field(app, "selectbox", "Desa/kelurahan *")
    village.set_value(next(one for one in village.options if "Kabila" in one))
    field(app, "text_input", "Kode unit *").set_value("IBM-1")
    for column in feeds()["ibm_unit"].columns:
        if column.required and column.type == "date":
            field(app, "date_input", label_of(column)).set_value(date(2060, 1, 2))
        if column.required and column.type == "integer":
            field(app, "text_input", label_of(column)).set_value("3")
    app = press(app, "Simpan dan isi berikutnya")
    assert "Tanggal ini belum terjadi." in app.error[0].value
    with own.writing() as connection:
        assert not connection.scalars(sa.select(schema.draf.c.rows)).all()


TABLES = [name for name, contract in feeds().items() if may_be_a_table(contract)]


@pytest.mark.parametrize("feed", TABLES)
def test_a_table_gives_back_the_rows_that_it_was_given(feed: str) -> None:
    contract = feeds()[feed]
    given = {
        "integer": 3, "decimal": 2.5, "date": "2025-01-02", "month": "2025-03", "year": 2025, "half_year": "2025-B06",
        "yes_no": False, "codes": [], "region": "75.03",
    }  # fmt: skip
    full = {column.name: given.get(column.type, str(column.example)) for column in contract.columns}
    full |= {column.name: [code.code for code in column.codes][:2] for column in contract.columns if column.type == "codes"}
    part = {contract.columns[0].name: full[contract.columns[0].name]}
    frame = _frame(contract, [full, part])
    said = [
        {name: value for name, value in values.items() if value is not None}
        for values in _records(frame)
    ]  # fmt: skip
    days = [column.name for column in contract.columns if column.type == "date"]
    numbers = {column.name: _cell(column, full[column.name]) for column in contract.columns if column.type in NUMBERS}
    assert said[0] == full | {name: date(2025, 1, 2) for name in days} | numbers
    assert set(said[1]) == set(part)


def test_numbers_of_a_table_are_read_as_they_are_written() -> None:
    contract = feeds()["layanan_bulanan"]
    column, shown = contract.column("waiting_days"), _cell
    assert [shown(column, value) for value in (1.25, 1.125, 1250, None)] == ["1,25", "1,125", "1250", None]
    for value in (1.25, 1.125, 125.0, 0.5):
        written = shown(column, value)
        row = entered(contract, {"waiting_days": written}, Keyring(()), date(2026, 11, 30), (), {}).row
        assert row["waiting_days"] == value, written
    row = entered(contract, {"held": "1.250"}, Keyring(()), date(2026, 11, 30), (), {}).row
    assert row["held"] == 1250


def test_a_table_is_offered_only_where_no_cell_holds_a_list_or_a_person() -> None:
    assert {"layanan_bulanan", "ran_laporan", "penduduk"} <= set(TABLES)
    assert not {"bersinar_peristiwa", "kasus", "ibm_penilaian", "rehab_episode"} & set(TABLES)


@pytest.mark.parametrize("feed", TABLES)
def test_the_table_of_a_feed_opens(form: Open, feed: str) -> None:
    app = form(feed, "pusat", isian="tabel")
    assert not app.exception
    assert "Simpan tabel" in [one.label for one in app.button]


def test_only_the_code_of_the_own_office_is_filled_in(form: Open) -> None:
    app = form("kasus")
    assert field(app, "button_group", "Instansi *").value == "BNN"
    app = form("fasilitas_rehab")
    assert field(app, "button_group", "Pengelola *").value is None, "an office registers facilities of others too"


def test_the_place_of_a_case_is_not_that_of_the_next() -> None:
    assert kept_between(feeds()["layanan_bulanan"]) == {"region_code", "month"}
    for name in ("kasus", "bersinar_peristiwa", "rehab_episode", "ibm_penilaian"):
        assert kept_between(feeds()[name]) == set(), name


def test_a_row_that_was_changed_on_another_device_is_not_overwritten(form: Open, own: Store) -> None:
    app = form("rehab_rekap")
    field(app, "selectbox", "Bulan *").set_value("2026-05")
    app = press(app, "Mulai laporan baru")
    with own.writing() as connection:
        one = schema.draf.c.feed == "rehab_rekap"
        rows = connection.scalar(sa.select(schema.draf.c.rows).where(one))
        connection.execute(schema.draf.update().where(one).values(rows=rows[::-1]))
    count = next(one for one in app.text_input if "Klien" in one.label or "orang" in one.label)
    count.set_value("77")
    app = press(app, "Simpan perubahan")
    with own.writing() as connection:
        assert "77" not in str(connection.scalar(sa.select(schema.draf.c.rows).where(schema.draf.c.feed == "rehab_rekap")))
    assert any("perangkat lain" in one.value for one in app.error)


def _sent(store: Store, feed: str) -> int:
    with store.writing() as connection:
        count = sa.select(sa.func.count()).where(schema.kiriman.c.feed == feed, schema.kiriman.c.sent_by != "")
        return int(connection.scalar(count) or 0)


@pytest.mark.usefixtures("no_drafts")
def test_rows_that_changed_after_the_check_are_not_sent_and_that_is_said(form: Open, own: Store) -> None:
    before = _sent(own, "rehab_rekap")
    app = form("rehab_rekap")
    field(app, "selectbox", "Bulan *").set_value("2026-01")
    app = press(app, "Mulai laporan baru")
    with own.writing() as connection:
        one = schema.draf.c.feed == "rehab_rekap"
        begun = connection.scalar(sa.select(schema.draf.c.rows).where(one))
        rows = [made | {"clients": 7} for made in begun]
        connection.execute(schema.draf.update().where(one).values(rows=rows))
    app = form("rehab_rekap")
    app = press(app, f"Periksa {len(rows)} isian")
    assert "Simpan kiriman" in [one.label for one in app.button]
    with own.writing() as connection:
        connection.execute(schema.draf.update().where(one).values(rows=[made | {"clients": 8} for made in begun]))
    app = press(app, "Simpan kiriman")
    assert any("periksa lagi sebelum menyimpan" in said.value for said in app.info)
    assert _sent(own, "rehab_rekap") == before
    app = press(app, f"Periksa {len(rows)} isian")
    app = press(app, "Simpan kiriman")
    assert _sent(own, "rehab_rekap") == before + 1


def test_where_villages_are_many_the_area_above_them_is_chosen_first(form: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.components.forms.places.MOST_OFFERED", 300)
    app = form("ibm_unit", "pusat")
    assert field(app, "selectbox", "Desa/kelurahan *").options == []
    app = field(app, "selectbox", "Provinsi").set_value("75").run()
    assert field(app, "selectbox", "Desa/kelurahan *").options == []
    app = field(app, "selectbox", "Kabupaten/kota").set_value("75.71").run()
    assert not app.exception
    offered = field(app, "selectbox", "Desa/kelurahan *").options
    assert 0 < len(offered) <= 300
    assert "Kel. Ipilo, Kota Timur" in offered


def test_a_sender_is_offered_regions_of_the_own_area_alone(form: Open) -> None:
    assert field(form("target", "kiki"), "selectbox", "Wilayah *").options == ["Kabupaten Bone Bolango"]
    assert len(field(form("target", "siti"), "selectbox", "Wilayah *").options) == 7, "the province and its six"


def test_a_value_that_is_no_longer_offered_is_not_lost(form: Open, own: Store) -> None:
    form("ran_laporan")
    row = {"action_id": "RAD-LAMA", "period": "2025-B06", "realised": 1.5, "submitted_on": "2025-07-10"}
    with own.writing() as connection:
        connection.execute(
            schema.draf.insert().values(
                person="siti", office="BNNP Gorontalo", feed="ran_laporan", rows=[row | {"period": None}], edition=1
            )
        )
    app = form("ran_laporan")
    assert field(app, "text_input", "Realisasi (menurut satuan target) *").value == "1,5"
    field(app, "selectbox", "Periode *").set_value("2025-B06")
    app = press(app, "Simpan perubahan")
    with own.writing() as connection:
        kept = connection.scalar(sa.select(schema.draf.c.rows).where(schema.draf.c.feed == "ran_laporan"))
    assert kept == [row]
