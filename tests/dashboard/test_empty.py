"""A shared store without data: pages say what is missing and from whom, and nobody gets in unasked."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import runtime, session
from dashboard.texts import text
from data.access.token import Scope
from data.indicators import registry
from data.queries import freshness
from data.settings import ROOT, Settings
from data.store import Store
from data.store.prepare import prepare
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
    runtime.settings.cache_clear()
    runtime.store.cache_clear()

    def opened(cookie: str | None) -> AppTest:
        cookies = {session.COOKIE: cookie} if cookie else {}
        monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", property(lambda _: cookies))
        return AppTest.from_file(str(ROOT / "dashboard/shell.py"), default_timeout=60).run()

    yield opened
    runtime.store().close()
    runtime.settings.cache_clear()
    runtime.store.cache_clear()


def test_without_a_session_there_is_nothing_but_the_way_in(shell: Callable[[str | None], AppTest]) -> None:
    for cookie in (None, "palsu"):
        app = shell(cookie)
        assert not app.title
        assert [element.value for element in app.info] == ["Anda perlu masuk untuk melihat data."]


def test_an_empty_store_names_every_group_of_indicators_and_who_provides_it(
    shell: Callable[[str | None], AppTest], empty: tuple[Store, Settings]
) -> None:
    app = shell(session.issue(empty[0], sign_in(empty[0], "siti", WORD)))
    assert not app.exception
    said = " ".join(element.value for element in app.markdown)
    for item in registry().values():
        assert text(f"group.{item.group}") in said
        assert item.source["id"] in said


@pytest.mark.parametrize("page", sorted(path.stem for path in (ROOT / "pages").glob("[a-z]*.py")))
def test_every_page_of_an_empty_store_opens(
    shell: Callable[[str | None], AppTest], empty: tuple[Store, Settings], page: str
) -> None:
    app = shell(session.issue(empty[0], sign_in(empty[0], "siti", WORD)))
    app.switch_page(str(ROOT / f"pages/{page}.py")).run()
    assert not app.exception
    assert not app.error


def test_an_empty_store_is_not_simulated(empty: tuple[Store, Settings]) -> None:
    state = freshness(empty[0], Scope.public())
    assert not state.simulated
    assert state.periods == ()
    assert state.boundary_version
