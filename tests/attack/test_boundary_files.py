"""Boundary files that lead elsewhere: to other files, to addresses, to programs. None is followed, whatever its name."""

import json
import os
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geo.boundaries import BoundaryError, read_files

SQUARE = '{"type":"Polygon","coordinates":[[[122,0],[123,0],[123,1],[122,1],[122,0]]]}'


def _collection(more: str = "") -> str:
    feature = f'{{"type":"Feature","properties":{{"kode":"75"}},"geometry":{SQUARE}}}'
    return f'{{"type":"FeatureCollection",{more}"features":[{feature}]}}'


def _vrt(source: object) -> str:
    layer = f'<OGRVRTLayer name="lain"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"


@pytest.fixture
def asked(monkeypatch) -> Iterator[tuple[str, list[str]]]:
    """An address, and what was asked there. The environment says that no proxy stands before it."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    paths: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


LEADING = {
    "to another file": lambda folder, url: _vrt(folder / "lain.geojson"),
    "to a file of the machine": lambda folder, url: _vrt("/etc/passwd"),
    "to an address": lambda folder, url: _vrt(f"{url}/a.geojson"),
    "to an address by GDAL's own name": lambda folder, url: _vrt(f"/vsicurl/{url}/a.geojson"),
    "to a service": lambda folder, url: f"<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>",
    "to a program": lambda folder, url: json.dumps(
        {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {folder}/lain.geojson"}
    ),
    "to a program, after a mark": lambda folder, url: (
        "\ufeff \n" + json.dumps({"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {url}/a.geojson"})
    ),
}


@pytest.mark.parametrize("name", ["a.geojson", "a.json", "a.gpkg", "a.shp", "a.fgb", "a.vrt", "a.gdalg.json", "a"])
@pytest.mark.parametrize("what", LEADING)
def test_a_file_that_leads_elsewhere_is_refused(what: str, name: str, tmp_path: Path, asked) -> None:
    url, paths = asked
    (tmp_path / "lain.geojson").write_text(_collection(), encoding="utf-8")
    (tmp_path / name).write_text(LEADING[what](tmp_path, url), encoding="utf-8")
    with pytest.raises(BoundaryError, match="tidak terbaca"):
        read_files([tmp_path / name], "EPSG:4326")
    assert paths == []


@pytest.mark.parametrize(
    "crs",
    [
        '{"type":"url","properties":{"url":"%s/crs"}}', '{"type":"link","properties":{"href":"%s/crs","type":"proj4"}}',
        '{"type":"name","properties":{"name":"%s/crs"}}', '{"type":"link","properties":{"href":"/vsicurl/%s/crs"}}',
    ],
)  # fmt: skip
def test_an_address_that_names_a_reference_system_is_not_asked(crs: str, tmp_path: Path, asked) -> None:
    url, paths = asked
    (tmp_path / "a.geojson").write_text(_collection(f'"crs":{crs % url},'), encoding="utf-8")
    assert len(read_files([tmp_path / "a.geojson"], "EPSG:4326")) == 1
    assert paths == []


def test_another_format_behind_a_known_name_is_refused(tmp_path: Path) -> None:
    arc = {"type": "Topology", "objects": {"a": {"type": "GeometryCollection", "geometries": []}}, "arcs": []}
    (tmp_path / "a.geojson").write_text(json.dumps(arc), encoding="utf-8")
    with pytest.raises(BoundaryError):
        read_files([tmp_path / "a.geojson"])


def test_names_that_are_addresses_are_refused(tmp_path: Path, asked) -> None:
    url, paths = asked
    (tmp_path / "a.geojson").write_text(_collection(), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.geojson", "a.geojson")
    (tmp_path / "a.zip!a.geojson").write_text(_collection(), encoding="utf-8")
    assert len(read_files([tmp_path / "a.zip"])) == 1  # an archive is unpacked by us; GDAL's own way into one stays closed
    for name in (
        tmp_path / "a.zip!a.geojson",
        f"/vsizip/{tmp_path}/a.zip/a.geojson",
        f"/vsicurl/{url}/a.gpkg",
    ):
        with pytest.raises(BoundaryError):
            read_files([Path(name)])
    assert paths == []


def test_an_ordinary_file_is_read_and_the_environment_stays(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("NO_PROXY", "kantor.go.id")
    (tmp_path / "a.geojson").write_text("\ufeff\n" + _collection(), encoding="utf-8")
    assert len(read_files([tmp_path / "a.geojson"])) == 1
    assert os.environ["NO_PROXY"] == "kantor.go.id"
