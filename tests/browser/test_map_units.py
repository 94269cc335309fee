"""Parts of the map's browser side by themselves, in a real browser: tiles decoded, regions filled, colours looked up."""

import base64
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from dashboard.words.assets import ASSETS

pytestmark = pytest.mark.browser

EXTENT = 4096
Rings = dict[int, list[list[tuple[int, int]]]]  # rings of corners by region


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript", ".mjs": "text/javascript"}

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def modules(chromium: Browser) -> Iterator[Page]:
    """A blank page that may import the modules of the map."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(ASSETS)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/map/decode.js")
    yield page
    page.close()
    server.shutdown()


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _field(tag: int, body: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(body)) + body


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _tile(regions: Rings) -> str:
    """A vector tile (MVT 2.1) with the rings of each region, in base64."""
    layer = _field(1, b"wilayah")
    for at, rings in enumerate(regions.values()):
        commands: list[int] = []
        x = y = 0
        for ring in rings:
            for start, corners in ((1, ring[:1]), (2, ring[1:])):
                commands.append(start | len(corners) << 3)
                for to_x, to_y in corners:
                    commands += [_zigzag(to_x - x), _zigzag(to_y - y)]
                    x, y = to_x, to_y
            commands.append(7 | 1 << 3)
        geometry = b"".join(map(_varint, commands))
        layer += _field(2, _field(2, _varint(0) + _varint(at)) + _varint(3 << 3) + _varint(3) + _field(4, geometry))
    layer += _field(3, b"n")
    for number in regions:
        layer += _field(4, _varint(4 << 3) + _varint(number))
    return base64.b64encode(_field(3, layer + _varint(15 << 3) + _varint(2))).decode()


SQUARE = [(0, 0), (2048, 0), (2048, 4096), (0, 4096)]
BESIDE = [(2048, 0), (4096, 0), (4096, 4096), (2048, 4096)]
HOLE = [(512, 1024), (512, 3072), (1536, 3072), (1536, 1024)]


def _decoded(modules: Page, tile: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = modules.evaluate(
        """async (tile) => {
          const { decode } = await import('/map/decode.js');
          const bytes = Uint8Array.from(atob(tile), (c) => c.charCodeAt(0));
          return decode(bytes.buffer).map(({ n, rings }) => ({ n, rings: rings.map((ring) => Array.from(ring)) }));
        }""",
        tile,
    )
    return found


def test_a_tile_is_decoded_into_rings_with_the_regions_number(modules: Page) -> None:
    flat = [[part for corner in ring for part in corner] for ring in (SQUARE, HOLE, BESIDE)]
    found = _decoded(modules, _tile({7: [SQUARE, HOLE], 300: [BESIDE]}))
    assert found == [{"n": 7, "rings": flat[:2]}, {"n": 300, "rings": flat[2:]}]


def test_a_tile_without_regions_is_empty(modules: Page) -> None:
    empty = (
        "async (tile) => (await import('/map/decode.js')).decode(Uint8Array.from(atob(tile), (c) => c.charCodeAt(0)).buffer)"
    )
    assert modules.evaluate(empty, _tile({})) == []


def _filled(modules: Page, regions: Rings, size: int = 8, count: int = 10) -> dict[str, object]:
    features = [
        {"n": number, "rings": [[part for corner in ring for part in corner] for ring in rings]}
        for number, rings in regions.items()
    ]
    return modules.evaluate(
        """async ([features, size, count, extent]) => {
          const { fill } = await import('/map/fill.js');
          const shapes = features.map(({ n, rings }) => ({ n, rings: rings.map((ring) => Int32Array.from(ring)) }));
          const part = { place: { x: 0, y: 0, scale: size / extent }, features: shapes };
          const { ids, longest, spotX, spotY } = fill({ width: size, height: size, count }, [part, null]);
          return { ids: Array.from(ids), longest: Array.from(longest), spots: Array.from(spotX, (x, n) => [x, spotY[n]]) };
        }""",
        [features, size, count, EXTENT],
    )


def test_neighbours_share_no_pixel_and_leave_none_out(modules: Page) -> None:
    found = _filled(modules, {1: [SQUARE], 2: [BESIDE]})
    assert found["ids"] == [1, 1, 1, 1, 2, 2, 2, 2] * 8


def test_a_slanted_border_leaves_no_gap(modules: Page) -> None:
    left = [(0, 0), (1300, 0), (2900, 4096), (0, 4096)]
    right = [(1300, 0), (4096, 0), (4096, 4096), (2900, 4096)]
    found = _filled(modules, {1: [left], 2: [right]}, size=64)
    assert set(found["ids"]) == {1, 2}


def test_a_hole_stays_sea_and_an_enclave_fills_it(modules: Page) -> None:
    with_hole = _filled(modules, {1: [SQUARE, HOLE]})["ids"]
    assert with_hole[3 * 8 + 2] == -1
    filled = _filled(modules, {1: [SQUARE, HOLE], 4: [HOLE]})["ids"]
    assert filled[3 * 8 + 2] == 4
    assert filled.count(-1) == 8 * 4


def test_an_island_smaller_than_a_pixel_gets_one(modules: Page) -> None:
    speck = [(3000, 3000), (3010, 3000), (3010, 3010)]
    found = _filled(modules, {5: [speck]})
    assert found["ids"].count(5) == 1
    assert found["spots"][5] == [5, 5]
    assert 5 not in _filled(modules, {1: [[(0, 0), (4096, 0), (4096, 4096), (0, 4096)]], 5: [speck]})["ids"]


def test_a_region_that_the_list_does_not_have_is_left_out(modules: Page) -> None:
    assert set(_filled(modules, {12: [SQUARE]})["ids"]) == {-1}


def test_a_label_stands_in_the_widest_row(modules: Page) -> None:
    funnel = [(0, 0), (512, 0), (512, 2048), (4096, 2048), (4096, 4096), (0, 4096)]
    found = _filled(modules, {3: [funnel]})
    assert found["longest"][3] == 8
    assert found["spots"][3][1] >= 4


def _table(modules: Page, classes: list[int], **more: object) -> list[list[int]]:
    """Red, green, blue of each region in each of the four phases of a pattern."""
    given = {
        "classes": classes,
        "palette": {"0": "#ffffff", "1": "#808080", "2": "#000000", "255": "#b4b4b4"},
        "patterns": {"2": "garis", "255": "titik"},
        "hidden": [],
        "inside": [0, len(classes)],
        "weights": None,
        "surface": {"sea": "#0000ff", "blank": "#00ff00"},
        "patterned": False,
    } | more
    return modules.evaluate(
        """async (given) => {
          const { tableOf } = await import('/map/paint.js');
          const lut = tableOf({ ...given, classes: Uint8Array.from(given.classes), hidden: new Set(given.hidden) });
          return Array.from(lut, (word) => [word & 255, (word >> 8) & 255, (word >> 16) & 255]);
        }""",
        given,
    )


def test_a_class_has_its_colour_in_every_phase(modules: Page) -> None:
    found = _table(modules, [0, 1, 2])
    assert found == [[255, 255, 255], [128, 128, 128], [0, 0, 0]] * 4


def test_patterns_are_drawn_on_request_and_always_on_kinds_of_nothing(modules: Page) -> None:
    plain = _table(modules, [2, 255])
    assert plain[2] == plain[0], "no pattern on a class"
    assert plain[3 * 2 + 1] != plain[1], "dots on what is not reported"
    patterned = _table(modules, [2, 255], patterned=True)
    assert patterned[2] != patterned[0]


def test_an_unstable_class_keeps_its_colour_under_lines(modules: Page) -> None:
    found = _table(modules, [1 | 64])
    assert found[0] == [128, 128, 128]
    assert found[1] != found[0]
    assert found[2] == found[0]


def test_outside_the_area_fades_and_a_hidden_class_goes_blank(modules: Page) -> None:
    found = _table(modules, [1, 1, 2], inside=[0, 1], hidden=[2])
    assert found[0] == [128, 128, 128]
    assert found[1] == [round(128 - 128 * 0.62), round(128 - 128 * 0.62), round(128 + 127 * 0.62)]
    assert found[2] == [0, round(255 - 255 * 0.62), round(255 * 0.62)]


def test_few_people_fade_a_region_and_never_to_nothing(modules: Page) -> None:
    dark, faint = _table(modules, [2, 2], weights=[255, 0])[:2]
    assert dark == [0, 0, 0]
    assert faint == [0, round(255 * 0.85), 0]


_LEGEND = """async ([part, counts, width]) => {
  const { Legend } = await import('/map/legend.js');
  const frame = document.createElement('div');
  frame.className = 'bingkai';
  frame.style.width = `${width}px`;
  const root = document.createElement('section');
  frame.append(root);
  document.body.replaceChildren(frame);
  const pressed = [];
  const words = {
    outside: 'di luar wilayah', unsure: 'Kurang pasti', limits_semua: 'Samakan semua tahun', limits_tampak: 'Ikuti tahun ini',
  };
  const legend = new Legend(root, words, () => pressed.push([...legend.hidden]), (limits) => pressed.push(limits));
  const known = new Map(Object.entries(counts).map(([key, value]) => [isNaN(key) ? key : Number(key), value]));
  known.set('luar', new Set(known.get('luar')));
  legend.show(part, known, 'id-ID');
  await new Promise((done) => setTimeout(done, 80)); // the width is known after a turn
  const open = root.querySelector('.kepala').getAttribute('aria-expanded');
  if (open === 'false') root.querySelector('.kepala').click();
  const said = (one) => [one.dataset.kelas, one.getAttribute('aria-label')];
  const listed = Object.fromEntries([...root.querySelectorAll('[data-kelas]')].map(said));
  root.querySelector('[data-kelas="1"]')?.click();
  root.querySelector('.batas')?.click();
  const off = root.querySelector('[data-kelas="1"]')?.getAttribute('aria-pressed');
  return { open, listed, pressed, off, words: root.innerText };
}"""
_PART = {
    "heading": "Kasus", "shape": "batang", "patterns": {254: "titik"}, "ends": ["0,1", "5,0+"], "limits": "tampak",
    "labels": {0: "0", 1: "0,1–3,2", 2: "3,3 ke atas", 254: "Tidak dilaporkan", 252: "Tidak berlaku"},
    "palette": {0: "#ffffff", 1: "#aaaaaa", 2: "#555555", 254: "#dddddd", 252: "#eeeeee"},
    "note": "Batas warna mengikuti wilayah dan tahun ini.", "level_name": "kabupaten/kota",
    "unstable": "Kurang pasti: kurang dari 20 kasus", "running": "2026 sampai Oktober: tahun berjalan, belum setahun penuh.",
}  # fmt: skip


def test_the_legend_lists_every_colour_of_the_picture_with_its_count(modules: Page) -> None:
    counts = {"1": 20, "2": 5, "254": 2, "goyah": 3, "luar": [0, 1, 252]}
    found = modules.evaluate(_LEGEND, [_PART, counts, 900])
    assert found["open"] == "true"
    assert found["listed"] == {
        "1": "0,1–3,2: 20", "2": "3,3 ke atas: 5", "254": "Tidak dilaporkan: 2",
        "0": "0: 0", "252": "Tidak berlaku: 0",
    }, "zero and what does not apply only occur outside"  # fmt: skip
    assert "27 kabupaten/kota" in found["words"]
    assert "di luar wilayah:" in found["words"]
    assert "Kurang pasti" in found["words"]
    assert "2026 sampai Oktober" in found["words"]
    assert found["pressed"] == [[1], "semua"], "a press takes a class off; another asks for the other limits"
    assert found["off"] == "false"


def test_a_class_without_a_region_stays_in_the_legend_and_nought_does_not(modules: Page) -> None:
    found = modules.evaluate(_LEGEND, [_PART, {"1": 2, "goyah": 0, "luar": []}, 900])
    assert set(found["listed"]) == {"1", "2"}
    assert "di luar wilayah" not in found["words"]
    assert "Kurang pasti" not in found["words"]


def test_the_legend_is_one_line_on_a_narrow_map_until_it_is_opened(modules: Page) -> None:
    found = modules.evaluate(_LEGEND, [_PART, {"1": 2, "goyah": 0, "luar": []}, 400])
    assert found["open"] == "false"
    assert set(found["listed"]) == {"1", "2"}, "a press opens it"


def test_a_part_that_keeps_its_limits_offers_no_other(modules: Page) -> None:
    found = modules.evaluate(_LEGEND, [_PART | {"limits": None}, {"1": 2, "goyah": 0, "luar": []}, 900])
    assert found["pressed"] == [[1]]


def test_few_cases_show_the_rate_below_and_nothing_stays_nothing(modules: Page) -> None:
    found = modules.evaluate("""async () => {
      const { grounded } = await import('/map/dots.js');
      return [...grounded(Uint8Array.from([0, 1, 3, 254, 1]), Uint8Array.from([0, 2, 5, 1, 254]))];
    }""")
    assert found == [20, 22, 25, 254, 19]
