"""A shared store without data: pages say what is missing and from whom, and require sign-in."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cache import runtime
from dashboard.web import session
from dashboard.web.pages import PAGES, PageEntry
from dashboard.words.texts import text
from data.facts.indicators import registry
from data.identity.accounts import Giver, Wanted, add_account
from data.identity.people import find_person
from data.jobs.runner import run_waiting
from data.model.settings import ROOT, Settings
from data.ops.jobs import store_jobs
from data.queries import freshness
from data.store import Store
from data.store.prepare import prepare
from data.store.scope import Scope
from tests.people import WORD, add_person, sign_in
from tests.stores import Run


@pytest.fixture(scope="module")
def empty(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Settings]]:
    settings = run.copy("postgis", "wilayah", tmp_path_factory.mktemp("kosong") / "home")
    store = prepare(settings)
    add_person(store, "siti", "Siti", "bnnp", ["75"], WORD, by="uji")
    yield store, settings
    store.close()


@pytest.fixture
def shell(empty: tuple[Store, Settings], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str | None], AppTest]]:
    _store, settings = empty
    monkeypatch.setenv("BERSINAR_HOME", str(settings.home))
    monkeypatch.setenv("DATABASE_URL", str(settings.database_url))
    runtime.forget()

    def opened(cookie: str | None) -> AppTest:
        cookies = {session.COOKIE: cookie} if cookie else {}
        monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", property(lambda _: cookies))
        return AppTest.from_file(str(ROOT / "pages/shell.py"), default_timeout=60).run()

    yield opened
    runtime.forget()


def test_without_a_session_there_is_nothing_but_the_way_in(shell: Callable[[str | None], AppTest]) -> None:
    for cookie in (None, "palsu"):
        app = shell(cookie)
        assert not app.title
        assert [element.value for element in app.info] == ["Anda perlu masuk untuk melihat data."]


def test_an_empty_store_names_each_group_of_indicators_and_its_provider(
    shell: Callable[[str | None], AppTest], empty: tuple[Store, Settings]
) -> None:
    app = shell(session.issue(empty[0], sign_in(empty[0], "siti", WORD), 12))
    assert not app.exception
    said = " ".join(element.value for element in app.markdown)
    for item in registry().values():
        assert text(f"group.{item.group}") in said
        assert item.source["id"] in said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_an_empty_store_opens(
    shell: Callable[[str | None], AppTest], empty: tuple[Store, Settings], page: PageEntry
) -> None:
    app = shell(session.issue(empty[0], sign_in(empty[0], "siti", WORD), 12))
    app.switch_page(str(page.file)).run()
    assert not app.exception
    assert not app.error


def test_an_administrator_gives_an_account_its_agency_and_office(
    shell: Callable[[str | None], AppTest], empty: tuple[Store, Settings]
) -> None:
    add_account(empty[0], Wanted("ketua", "Ketua", "bnnp", ("75",), WORD, administers=True), Giver())
    app = shell(session.issue(empty[0], sign_in(empty[0], "ketua", WORD), 12))
    app.switch_page(str(ROOT / "pages/pengguna.py")).run()
    next(one for one in app.text_input if one.label == text("field.username")).input("polisi")
    app.selectbox(key="peran_baru").select("instansi")
    app.multiselect(key="wilayah_baru").set_value(["75"])
    app.selectbox(key="instansi_baru").select("Polda")
    app.text_input(key="alasan_baru").input("SK Kapolda 7/2026")
    make = next(one for one in app.button if one.label == text("account.make"))
    app.text_input(key="kantor_baru").input("Kejati Gorontalo")
    app = make.click().run()
    assert "tidak cocok dengan instansi" in app.error[0].value
    app.text_input(key="kantor_baru").input("Polda Gorontalo")
    app = next(one for one in app.button if one.label == text("account.make")).click().run()
    assert not app.error
    made = find_person(empty[0], "polisi")
    assert made is not None
    assert (made.agency, made.office) == ("Polda", "Polda Gorontalo")


def test_an_open_page_stops_at_its_next_run_once_its_session_has_ended(
    shell: Callable[[str | None], AppTest], empty: tuple[Store, Settings]
) -> None:
    cookie = session.issue(empty[0], sign_in(empty[0], "siti", WORD), 12)
    app = shell(cookie)
    assert "Anda perlu masuk untuk melihat data." not in [element.value for element in app.info]
    session.end(empty[0], empty[1], cookie)
    app = app.run()
    assert [element.value for element in app.info] == ["Anda perlu masuk untuk melihat data."]
    assert not app.title


def test_an_empty_store_is_not_simulated(empty: tuple[Store, Settings]) -> None:
    state = freshness(empty[0], Scope.public())
    assert not state.simulated
    assert state.periods == ()
    assert state.boundary_version


def test_an_administrator_sees_runs_and_asks_for_one(
    shell: Callable[[str | None], AppTest], empty: tuple[Store, Settings]
) -> None:
    store = empty[0]
    if find_person(store, "ketua") is None:
        add_account(store, Wanted("ketua", "Ketua", "bnnp", ("75",), WORD, administers=True), Giver())
    app = shell(session.issue(store, sign_in(store, "ketua", WORD), 12))
    app.switch_page(str(ROOT / "pages/pekerjaan.py")).run()
    assert text("job.none") in [one.value for one in app.caption]
    next(one for one in app.button if one.label == text("job.start")).click().run()
    assert not app.exception
    assert not app.error
    assert text("job.waiting") in [one.value for one in app.caption]
    assert text("job_state.waiting") in str(app.dataframe[0].value)
    assert [ended.state for ended in run_waiting(store, empty[1], store_jobs())] == ["done"]
    app.run()
    assert text("job.waiting") not in [one.value for one in app.caption]
    assert text("job_state.done") in str(app.dataframe[0].value)


def test_others_do_not(shell: Callable[[str | None], AppTest], empty: tuple[Store, Settings]) -> None:
    app = shell(session.issue(empty[0], sign_in(empty[0], "siti", WORD), 12))
    app.switch_page(str(ROOT / "pages/pekerjaan.py")).run()
    assert [one.value for one in app.info] == [text("account.only")]
    assert not app.dataframe
