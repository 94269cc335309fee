"""By which header a sender's answers are remembered, and when a file is said to be rather of another feed."""

from pathlib import Path

import pytest

from data.feeds import Mapping, feeds
from data.intake.read.files import Sheet, open_file
from data.intake.read.fitting import better_feed, look_for_heading
from data.intake.read.shape import find_shape
from data.intake.remembered import heading_digest, recall, remember
from data.intake.sheets import template
from data.model.errors import Fault
from data.store import Store
from tests.intake.case_list import CASES, FOLDER
from tests.intake.test_shapes import COUNTS, FEED, MONTHS, ONE, Rows, cells, line, months_across

# -- what is remembered -----------------------------------------------------------------------------------------------

COUNTED = [1, 5, 2, 8, 4, 9, 3, 6, 11, 7, 10, 12]
GROUPS = ["No", "Kab/Kota", "SKHPN", None, "Tes urine", None]
PAIRS = [None, None, *["Jml Kegiatan", "Jml Orang"] * 2]
NEXT: dict[str, tuple[Rows, Rows]] = {
    "months across": (months_across(ONE), months_across(line(1, "Kab. Boalemo", *COUNTED), title="REKAP SKHPN TAHUN 2024")),
    "groups over pairs": (
        [["Maret 2025"], GROUPS, PAIRS, [1, "Kab. Boalemo", 4, 4, 2, 60]],
        [["April 2025"], GROUPS, PAIRS, [1, "Kab. Boalemo", 7, 7, 1, 25], [2, "Kota Gorontalo", 3, 3, 2, 40]],
    ),
    "numbers of months": (
        [["SKHPN 2025"], ["No", "Kab/Kota", "Bulan", *[None] * 11], [None, None, *range(1, 13)], [1, "Kab. Boalemo", *COUNTS]],
        [["SKHPN 2024"], ["No", "Kab/Kota", "Bulan", *[None] * 11], [None, None, *range(1, 13)], [1, "Kab. Boalemo", *COUNTED]],
    ),
    "a month in the title": (
        [["MARET 2025"], ["Nama Kab/Kota", "Layanan", "Kegiatan", "Orang"], ["Kab. Boalemo", "Penyuluhan", 2, 60]],
        [["APRIL 2025"], ["Nama Kab/Kota", "Layanan", "Kegiatan", "Orang"], ["Kab. Boalemo", "Konseling", 9, 31]],
    ),
}  # fmt: skip


OTHER: Rows = [["SKHPN 2025"], ["Kab/Kota", "Jan", "Feb", "Mrt"], ["Kab. Boalemo", 1, 2, 3]]


@pytest.mark.parametrize("name", NEXT)
def test_what_was_confirmed_is_remembered_for_the_next_sheet(place: tuple[Store, Path], name: str) -> None:
    """By the office, for this header: figures and the period of the title are none of it."""
    store, first, later = place[0], *(_looked(rows) for rows in NEXT[name])
    shape = find_shape(Sheet("Data", cells(NEXT[name][0])), FEED)
    assert shape is not None
    remember(store, FEED.name, "BNNP Gorontalo", first, Mapping(feed=FEED.name, answers={shape.question: "ya"}), "budi")
    again = recall(store, FEED.name, "BNNP Gorontalo", later)
    assert again is not None
    assert again.answers == {shape.question: "ya"}
    assert recall(store, FEED.name, "BNNP Gorontalo", _looked(OTHER)) is None
    assert recall(store, FEED.name, "BNNK Boalemo", later) is None


def _looked(rows: Rows) -> str:
    heading, shaped = look_for_heading([Sheet("Data", cells(rows))], FEED)
    assert shaped
    assert heading is not None
    return heading_digest(heading.names)


def test_a_sheet_with_all_of_our_columns_is_remembered_by_its_own_header() -> None:
    rows: Rows = [["Kab/Kota", "Bulan", "Layanan", "Kegiatan", "Orang"], ["Kab. Boalemo", "2025-03", "skhpn", 4, 4]]
    whole, across = Sheet("Data", cells(rows)), Sheet("Rekap", cells(months_across(ONE)))
    heading, shaped = look_for_heading([across, whole], FEED)
    assert heading is not None
    assert shaped
    assert heading.names == rows[0]


# -- another feed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("feed", list(feeds()))
def test_a_template_is_offered_to_its_own_feed_whichever_is_chosen(feed: str) -> None:
    sheets = open_file(template(feeds()[feed])).sheets[:1]
    offered = {name: better_feed(sheets, chosen, feeds().values()) for name, chosen in feeds().items()}
    assert offered == dict.fromkeys(feeds(), feed) | {feed: ""}


def test_a_file_that_fits_its_feed_is_offered_to_no_other() -> None:
    for case in CASES:
        try:
            sheets = open_file((FOLDER / case.file).read_bytes(), case.file).sheets
        except Fault:  # one that no program of ours opens
            continue
        assert better_feed(sheets, feeds()[case.feed], feeds().values()) == "", case.file


def test_another_feed_is_offered_for_all_of_its_columns_only() -> None:
    head = ["Kab/Kota", "Tahun", "Edisi", "Ketahanan keluarga", "Ketahanan masyarakat", "Kewilayahan", "Kelembagaan", "Hukum"]
    for more, offered in ((["Indeks", "Responden"], "kotan_penilaian"), (["Indeks"], "")):
        sheet = Sheet("Data", cells([[*head, *more]]))
        assert better_feed([sheet], FEED, feeds().values()) == offered, more


def test_a_sheet_that_the_chosen_feed_understands_is_offered_to_no_other() -> None:
    rows: Rows = [["REKAP KLIEN KEMENSOS 2025, RAWAT JALAN"], ["Kab/Kota", *MONTHS], ["Kab. Boalemo", *COUNTS]]
    assert better_feed([Sheet("Data", cells(rows))], feeds()["rehab_rekap"], feeds().values()) == ""
