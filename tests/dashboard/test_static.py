"""What a first visit loads: compressed once, kept by browsers, and never another file than the one that was asked for."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from dashboard.cache import runtime
from dashboard.state.first_page import FILES, first_page
from dashboard.state.page_server import streamlit_server
from dashboard.web import static
from dashboard.web.middleware import middleware
from dashboard.web.pages import PAGES
from tests.icon_font import NAMES, used

SERVER = streamlit_server()
SCRIPTS = sorted(file.relative_to(FILES).as_posix() for file in SERVER.files.glob("js/*.js"))


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The middleware around what stands for Streamlit: its files as they are, and a word for everything else."""
    monkeypatch.setenv("BERSINAR_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    runtime.forget()
    static.compressed.cache_clear()
    plain = Mount("/static", StaticFiles(directory=SERVER.files))
    app = Starlette(routes=[plain, Mount("/", PlainTextResponse("Streamlit"))], middleware=middleware(SERVER))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield client
    runtime.forget()
    static.compressed.cache_clear()


def test_every_script_over_a_kilobyte_comes_compressed_and_is_the_same_script(client: TestClient) -> None:
    for name in SCRIPTS:
        source = (FILES / name).read_bytes()
        answer = client.get(f"/{name}")
        assert answer.content == source, name
        if len(source) > 1_000:
            assert answer.headers["content-encoding"] == "gzip", name
            assert int(answer.headers["content-length"]) < len(source), name


def test_a_first_visit_is_named_whole_in_the_page_and_weighs_less_than_800_kilobytes(client: TestClient) -> None:
    page = client.get(f"/{PAGES[0].path}?w=ID", headers={"accept": "text/html"})
    assert page.headers["content-encoding"] == "gzip"
    addresses = re.findall(r'(?:href|src)="\./(static/[^"]+)"', page.text)
    assert len(addresses) > 60
    sizes = [int(client.get(f"/{one}").headers["content-length"]) for one in addresses]
    assert sum(sizes) < 800_000
    assert "SourceSans" not in page.text
    assert "favicon" in page.text


def test_browsers_keep_a_script_for_ever_and_ask_by_tag(client: TestClient) -> None:
    first = client.get(f"/{SCRIPTS[0]}")
    assert first.headers["cache-control"] == "public, immutable, max-age=31536000"
    assert first.headers["vary"] == "accept-encoding"
    assert not first.headers["etag"].startswith("W/")
    again = client.get(f"/{SCRIPTS[0]}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    page = client.get(f"/{PAGES[0].path}?w=ID")
    assert page.headers["cache-control"] == "no-cache"
    assert client.get(f"/{PAGES[0].path}?w=ID", headers={"if-none-match": page.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("more", [{"accept-encoding": "identity"}, {"range": "bytes=0-99"}], ids=str)
def test_who_cannot_use_gzip_or_wants_a_part_gets_the_plain_file(client: TestClient, more: dict[str, str]) -> None:
    answer = client.get(f"/{SCRIPTS[0]}", headers=more)
    assert "content-encoding" not in answer.headers
    source = (FILES / SCRIPTS[0]).read_bytes()
    assert answer.content == (source[:100] if "range" in more else source)


def test_a_head_says_the_size_of_the_plain_file(client: TestClient) -> None:
    answer = client.head(f"/{SCRIPTS[0]}")
    assert "content-encoding" not in answer.headers
    assert int(answer.headers["content-length"]) == (FILES / SCRIPTS[0]).stat().st_size


def test_copies_are_kept_for_the_next_start_and_made_again_when_they_are_gone(client: TestClient, tmp_path: Path) -> None:
    static.compress_all(SERVER)
    copies = {file.relative_to(tmp_path / "static" / SERVER.release).as_posix() for file in tmp_path.rglob("*.gz")}
    assert {f"{name.removeprefix('static/')}.gz" for name in SCRIPTS} <= copies
    kept = tmp_path / "static" / SERVER.release / f"{SCRIPTS[0].removeprefix('static/')}.gz"
    kept.write_bytes(gzip.compress(b"kept"))
    static.compressed.cache_clear()
    assert client.get(f"/{SCRIPTS[0]}").content == b"kept"
    kept.unlink()
    static.compressed.cache_clear()
    assert client.get(f"/{SCRIPTS[0]}").content == (FILES / SCRIPTS[0]).read_bytes()


def test_a_home_that_cannot_be_written_to_costs_time_only(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "static").write_text("a file where the folder would be")
    assert client.get(f"/{SCRIPTS[0]}").headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/none.js",
        "/static/../index.html",
        "/static/%2e%2e/%2e%2e/runtime/app.js",
        "/static//etc/x.js",
        "/static/js/a%00.js",
    ],
)
def test_nothing_outside_the_folder_is_read(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert "content-encoding" not in answer.headers


def test_the_page_is_in_our_words_and_finds_its_server_at_once() -> None:
    page = first_page()
    assert '<html lang="id">' in page
    assert "<title>Dasbor Bersinar</title>" in page
    assert not re.search(r"Streamlit (app|</title)|You need to enable|agent API", page)
    assert "BACKEND_BASE_URL" in page
    assert "assets/" in page
    assert "/map/map.js" in page


def test_every_icon_that_occurs_is_in_the_font() -> None:
    assert used() <= set(NAMES.read_text().split()), "python -m tests.icon_font"


def test_no_component_draws_in_html_that_streamlit_shows() -> None:
    """`st.html` takes SVG out of what it shows, without a word; shapes are cut by CSS or drawn as charts."""
    root = Path(__file__).parents[2]
    sources = [path for path in root.glob("dashboard/components/**/*.py") if "<svg" in path.read_text()]
    assert sources == []
