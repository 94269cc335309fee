"""Who can reach treatment, in a real browser: the map of our own assets, and a what-if from the form to its map."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.words.facility import NEW_SIGN
from tests.browser.conftest import Traffic, until
from tests.browser.test_accessibility import serious

pytestmark = pytest.mark.browser
Visit = Callable[..., tuple[Page, Traffic]]


def _signs(page: Page, at: int) -> list[str]:
    frame = page.frame_locator("iframe").nth(at)
    expect(frame.locator(".leaflet-container")).to_be_visible()
    expect(frame.locator(".bs-sign").first).to_be_visible()
    return frame.locator(".bs-sign").all_inner_texts()


def _all_found(traffic: Traffic) -> None:
    assert traffic.outside == []
    assert traffic.errors == []
    assert [url for url in traffic.requests if "/leaflet/images/" in url] == []  # pictures of markers, which we do not have


def test_the_map_of_access_loads_nothing_that_is_not_ours(visit: Visit) -> None:
    page, traffic = visit("/rehabilitasi?w=75&bagian=akses", map_ready=False)
    assert set(_signs(page, 0)) <= {"◆", "✚", "▲", "●"}
    expect(page.get_by_text("Semua penduduk menjangkau")).to_be_visible()
    _all_found(traffic)


def test_a_what_if_is_asked_for_computed_by_its_job_and_drawn(visit: Visit) -> None:
    page, traffic = visit("/rehabilitasi?w=75&bagian=akses", map_ready=False)
    _signs(page, 0)
    page.get_by_role("button", name="Hitung andai ini").scroll_into_view_if_needed()
    expect(page.locator(".js-plotly-plot")).to_have_count(2)  # what is above has its height: nothing moves any more
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")
    page.get_by_role("button", name="Hitung andai ini").click()
    expect(page.get_by_text(re.compile("^Andai ini"))).to_be_visible(timeout=90_000)
    assert "andai=berikut-75-5-20" in page.url
    assert NEW_SIGN in _signs(page, 1)
    expect(page.get_by_text("tempat baru")).to_be_visible()
    _all_found(traffic)
    page.get_by_role("button", name="Hapus andai").click()
    expect(page.get_by_text(re.compile("^Andai ini"))).to_have_count(0)
    assert "andai=" not in page.url


def test_the_tab_has_no_serious_fault_for_those_who_do_not_see_it(visit: Visit) -> None:
    page, _ = visit("/rehabilitasi?w=75&bagian=akses&sebagai=demo-pusat", map_ready=False)
    _signs(page, 0)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")
    until(page, "!document.querySelector('[data-stale=true]')")
    assert serious(page) == []
