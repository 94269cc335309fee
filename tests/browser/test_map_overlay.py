"""What lies over the areas of a map: names, insets, places of treatment, and the picture that is made of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Traffic, keep

pytestmark = pytest.mark.browser
Visit = Callable[..., tuple[Page, Traffic]]
OFFICE = {"width": 1366, "height": 768}

# names that touch another name, a line of another one, or something that covers the map
COLLISIONS = """(el) => {
  const {placed} = el.pane.named, boxes = placed.map((one) => one.box).filter(Boolean), over = el.view.panes[0].covers();
  const touch = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
  let found = 0;
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) if (touch(a, b)) found++;
    for (const b of over) if (touch(a, b)) found++;
  });
  return found;
}"""


def named(page: Page, least: int) -> tuple[int, int]:
    """How many regions of the chosen area bear their name, of how many on screen, once `least` do."""
    one = page.locator(".peta").first
    for _ in range(100):
        if int(one.get_attribute("data-nama") or 0) >= least:
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(600)  # names of what lies around come later
    return int(one.get_attribute("data-nama") or 0), int(one.get_attribute("data-wilayah") or 0)


@pytest.mark.parametrize(
    ("path", "least", "all_of"), [("w=ID&tingkat=1", 31, 38), ("w=81&tingkat=2", 8, 11), ("w=32&tingkat=2", 20, 27)]
)
def test_names_stand_at_every_level(visit_nation: Visit, path: str, least: int, all_of: int, record_property) -> None:
    page, traffic = visit_nation(f"/?{path}")
    page.set_viewport_size(OFFICE)
    found, wanted = named(page, least)
    record_property(f"names {path}", f"{found} of {wanted}")
    assert found >= least
    assert wanted == all_of
    assert page.locator(".peta").evaluate(COLLISIONS) == 0
    keep(page, f"nama_{path.replace('&', '_').replace('=', '')}")
    assert traffic.errors == []


def _written(page: Page, *, faint: bool) -> list[str]:
    """The names on the map, of the chosen area or faintly around it."""
    placed = page.locator(".peta").evaluate("(el) => el.pane.named.placed.map((one) => [one.faint, one.lines.join(' ')])")
    return [name for is_faint, name in placed if bool(is_faint) == faint]


def test_kabupaten_is_written_only_beside_a_kota_of_the_same_name(visit: Visit) -> None:
    page, _ = visit("/?w=75&tingkat=2")
    named(page, 6)
    names = _written(page, faint=False)
    assert "Bone Bolango" in names
    assert {"Kab. Gorontalo", "Kota Gorontalo"} <= set(names)


def test_regions_around_the_chosen_one_are_named_faintly(visit: Visit) -> None:
    page, _ = visit("/?w=75.03&tingkat=3")
    named(page, 10)
    faint = _written(page, faint=True)
    assert "Kab. Gorontalo" in faint
    assert "Bone Bolango" not in faint


def test_far_small_islands_do_not_set_the_frame(visit_nation: Visit) -> None:
    page, _ = visit_nation("/?w=31&tingkat=2")
    page.set_viewport_size(OFFICE)
    page.wait_for_timeout(1500)
    land = page.locator(".peta").evaluate(
        """(el) => {
          const {spots, dpr} = el.pane.layer.raster, [from, to] = el.view.data.inside;
          const pixels = spots.filter(([n]) => n >= from && n < to).reduce((sum, one) => sum + one[4], 0) / dpr ** 2;
          return pixels / el.clientHeight ** 2;
        }"""
    )
    assert land > 0.25, "the mainland of Jakarta was 110 by 130 pixels of a map 384 high: 0.06"
    keep(page, "bingkai_31")


def test_a_press_on_a_small_place_zooms_to_it(visit: Visit) -> None:
    page, traffic = visit("/?w=75&tingkat=3")
    place = page.locator(".tempat-kecil button").first
    place.wait_for()
    number = int(place.get_attribute("data-wilayah") or -1)
    before, small = page.locator(".peta").evaluate("(el) => [el.map.getZoom(), el.view.data.small]")
    west, south, east, north = next(box for other, *box in small if other == number)
    place.click()
    expect(page.locator(f".tempat-kecil [data-wilayah='{number}']")).to_have_count(0)  # it can be seen now
    assert page.locator(".peta").evaluate("(el) => el.map.getZoom()") > before + 1
    lat, lon = page.locator(".peta").evaluate("(el) => [el.map.getCenter().lat, el.map.getCenter().lng]")
    assert south < lat < north
    assert west < lon < east
    assert traffic.errors == []


def points(page: Page) -> list[dict]:
    """Places of treatment on screen, once they are drawn."""
    for _ in range(100):
        if found := page.locator(".peta").evaluate(
            "(el) => (el.pane.hits ?? []).map(({x, y, name, lines}) => ({x, y, name, lines}))"
        ):
            return found
        page.wait_for_timeout(100)
    raise AssertionError("no points")


def test_a_press_on_a_point_opens_its_card_and_picks_nothing(visit: Visit) -> None:
    page, traffic = visit("/?w=75&tingkat=2&lapis=fasilitas")
    point = points(page)[-1]  # drawn last, so nothing lies over it
    box = page.locator(".peta").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])
    card = page.get_by_role("dialog", name=point["name"])
    expect(card).to_be_visible()
    for line in point["lines"]:
        expect(card).to_contain_text(line)
    assert "pilih=" not in page.url
    keep(page, "kartu_fasilitas")
    card.get_by_role("button", name="Tutup").click()
    expect(card).to_have_count(0)
    assert traffic.errors == []


def test_keys_reach_the_points(visit: Visit) -> None:
    page, _ = visit("/?w=75&tingkat=2&lapis=fasilitas")
    points(page)
    page.locator(".peta").focus()
    page.keyboard.press("f")
    page.wait_for_timeout(1500)  # the picture after the move
    page.keyboard.press("Enter")
    card = page.locator(".kartu-titik")
    expect(card).to_be_visible()
    expect(card).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator(".peta")).to_be_focused()


@pytest.mark.parametrize("mode", ["satu", "dampingan", "sapu"])
def test_the_picture_is_twice_the_view_in_every_mode_and_has_all_colours(visit: Visit, tmp_path: Path, mode: str) -> None:
    page, traffic = visit("/?w=75&tingkat=2&tema=penangkapan")
    page.wait_for_timeout(1000)
    page.locator(".peta").first.evaluate("(el, mode) => el.view.change({mode})", mode)
    page.wait_for_timeout(1500)
    with page.expect_download() as waiting:
        page.locator(".peta").first.evaluate("(el) => el.view.export('save')")
    waiting.value.save_as(tmp_path / "peta.png")
    image = Image.open(tmp_path / "peta.png").convert("RGB")
    stage = page.locator(".kotak-peta").bounding_box()
    assert stage is not None
    assert image.width == pytest.approx(2 * stage["width"], abs=12)
    wanted = page.locator(".peta").first.evaluate(
        """(el) => {
          const {part, classes} = el.view.side('a'), [from, to] = el.view.data.inside, colours = new Set();
          for (let n = from; n < to; n++) colours.add(part.palette[classes[n] < 128 ? classes[n] & 63 : classes[n]]);
          return [...colours];
        }"""
    )
    foot = image.crop((0, int(2 * stage["height"]) + 60, image.width, image.height))
    found = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in foot.getcolors(1_000_000) or []}
    assert set(wanted) <= found
    assert traffic.errors == []


@pytest.mark.parametrize("animated", ["true", "false"])
def test_a_map_that_gets_its_size_late_is_not_blank(visit: Visit, animated: str) -> None:
    page, traffic = visit("/?w=75&tingkat=2")
    page.locator(".peta").evaluate(
        """async (el, animated) => {
          const stage = el.closest('.panggung'), wait = (ms) => new Promise((done) => setTimeout(done, ms));
          stage.style.display = 'none';
          el.pane.map.invalidateSize();
          el.pane.frame([122.9, 0.3, 123.4, 0.8], animated);  // another area is chosen while the page is laid out
          await wait(100);
          stage.style.display = '';
          await wait(1500);
        }""",
        animated == "true",
    )
    drawn = """(el) => {
      const {lat, lng} = el.map.getCenter(), {ids} = el.pane.layer.raster;
      return [lat, lng, el.pane.layer.flying, ids.filter((n) => n >= 0).length / ids.length];
    }"""
    lat, lon, flying, land = page.locator(".peta").evaluate(drawn)
    assert abs(lat - 0.55) < 0.2
    assert abs(lon - 123.15) < 0.2
    assert not flying
    assert land > 0.1
    assert traffic.errors == []
