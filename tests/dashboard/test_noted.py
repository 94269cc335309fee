"""What a reader is shown of exact figures, and what the trail notes of it: readings, files, and who may see the trail."""

import codecs

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cache import runtime
from dashboard.state import offers
from dashboard.web import downloads
from dashboard.words.texts import text
from data.identity import audit
from data.identity.demo import DEMO, demo_person
from data.store.scope import Scope
from tests.dashboard.opened import file_links, open_page, words_of

pytestmark = pytest.mark.usefixtures("own_store")


def _noted(*acts: str) -> pd.DataFrame:
    return audit.trail(runtime.store(), demo_person("demo-auditor").scope, acts=acts)


def test_reading_what_the_public_is_not_shown_is_noted_once_a_session() -> None:
    before = len(_noted("baca"))
    app = open_page("peta", tema="penangkapan", w="75", tingkat="3", periode="2025")
    app.run()
    assert len(_noted("baca")) == before + 1
    newest = _noted("baca").iloc[0]
    assert (newest["person"], newest["subject"]) == ("demo-pusat", "kasus_narkoba")
    assert '"wilayah": "75"' in newest["detail"]
    assert '"angka": "kerja"' in newest["detail"]
    open_page("peta", tema="penangkapan", w="75", periode="2025", sebagai="demo-bupati")
    open_page("peta", tema="program", w="75", periode="2025")
    assert len(_noted("baca")) == before + 1, "public figures are anybody's"
    open_page("beranda", w="75.71", periode="2025")
    assert _noted("baca")["subject"].iloc[0] == "beranda"


def test_a_cleared_person_sees_exact_figures_or_those_others_see() -> None:
    chosen = {"tema": "penangkapan", "w": "75", "tingkat": "3", "periode": "2025", "sebagai": "demo-bnnp"}
    exact, published = open_page("peta", **chosen), open_page("peta", **chosen, angka="terbit")
    assert "ANGKA KERJA" in words_of(exact)
    assert "ANGKA KERJA" not in words_of(published)
    assert "Dibulatkan, seperti yang dilihat peran lain" in words_of(published)
    assert "berkas_angka_kerja" not in {one.key for one in published.checkbox}
    for username in ("demo-bupati", "demo-auditor"):
        other = open_page("peta", **(chosen | {"sebagai": username}), angka="kerja")
        assert "ANGKA KERJA" not in words_of(other)
        assert "pilih_angka" not in {one.key for one in other.get("button_group")}


def test_files_hold_published_figures_unless_exact_ones_are_requested() -> None:
    app = open_page("peta", tema="penangkapan", w="75", tingkat="3", periode="2025", sebagai="demo-bnnp")
    published = _table_file(app)
    assert published.scope.published
    file = published.body().decode("utf-8-sig")
    assert "ANGKA KERJA" not in file
    assert "angka" not in _noted("unduh").iloc[0]["detail"]
    app.checkbox(key="berkas_angka_kerja").check().run()
    exact = _table_file(app)
    assert not exact.scope.published
    assert exact.ticket == published.ticket
    other = exact.body().decode("utf-8-sig")
    assert "ANGKA KERJA" in other
    assert other.replace("ANGKA KERJA", "") != file, "figures differ, not the mark alone"
    assert '"angka": "kerja"' in _noted("unduh").iloc[0]["detail"]
    for link in file_links(app):
        assert downloads._offers[link].scope == exact.scope


def test_profile_documents_hold_published_figures_unless_exact_are_chosen() -> None:
    app = open_page("beranda", w="75", periode="2025", sebagai="demo-bnnp")
    assert all(downloads._offers[link].scope.published for link in file_links(app))
    first = downloads._offers[file_links(app)[1]].body()
    app.checkbox(key="berkas_angka_kerja").check().run()
    card, *others = (downloads._offers[link] for link in file_links(app))
    assert card.scope.published, "a picture for a chat never holds exact figures of people"
    assert not any(other.scope.published for other in others)
    assert others[0].body() != first


def test_everybody_reads_the_number_of_people_and_exact_ones_are_noted() -> None:
    def counted() -> int:
        return int((_noted("baca")["subject"] == "orang_direhabilitasi").sum())

    before = counted()
    app = open_page("rehabilitasi", w="75", periode="2025", sebagai="demo-bnnp")
    app.run()
    assert counted() == before + 1, "once a session"
    assert "orang berbeda direhabilitasi" in words_of(app)
    assert text("treated.rounded") not in words_of(app)
    for username, area in (("demo-bnnp", "31"), ("demo-bupati", "75.71"), ("demo-auditor", "75")):
        other = open_page("rehabilitasi", w=area, periode="2025", sebagai=username)
        assert "direhabilitasi" in words_of(other) or text("treated.none") in words_of(other)
        if "direhabilitasi" in words_of(other):
            assert text("treated.rounded") in words_of(other)
    assert counted() == before + 1


def test_accounts_are_for_administrators() -> None:
    for person in DEMO:
        app = open_page("pengguna", sebagai=person.username)
        assert "untuk administrator" in words_of(app)
        assert len(app.dataframe) == 0


def test_the_trail_is_for_auditors() -> None:
    for username in (person.username for person in DEMO if person.role != "auditor"):
        app = open_page("jejak", sebagai=username)
        assert "untuk auditor" in words_of(app)
        assert len(app.dataframe) == 0
    before = len(_noted("periksa_jejak"))
    app = open_page("jejak", sebagai="demo-auditor")
    assert not app.exception
    shown = app.dataframe[0].value
    assert {"Siapa", "Apa", "Rincian"} <= set(shown.columns)
    assert "periksa jejak" in shown["Jenis"].tolist()
    app.text_input[0].set_value("muat facts").run()
    assert set(app.dataframe[0].value["Apa"]) == {"muat facts"}
    next(button for button in app.button if button.label == "Periksa rantai").click().run()
    assert any("sesuai digest" in message.value for message in app.success)
    assert len(_noted("periksa_jejak")) == before + 1


def test_a_download_is_noted_and_refused_where_it_cannot_be() -> None:
    scope = demo_person("demo-bnnp").scope
    before = len(_noted("unduh"))
    ticket = offers.offer(lambda: b"isi", scope=scope, file_name="SIMULASI_x.csv", mime="text/csv")
    assert len(_noted("unduh")) == before, "an offer is no download"
    assert downloads._offers[ticket].body() == b"isi"
    assert _noted("unduh").iloc[0][["person", "subject", "detail"]].tolist() == [
        "demo-bnnp",
        "SIMULASI_x.csv",
        '{"byte": 3, "angka": "kerja"}',
    ]
    assert len(_noted("unduh")) == before + 1
    ticket = offers.offer(lambda: b"isi", scope=Scope("x", "peran-palsu"), file_name="x", mime="text/csv")
    with pytest.raises(ValueError, match="peran-palsu"):
        downloads._offers[ticket].body()


def test_a_redrawn_page_offers_the_same_address_and_the_newest_file() -> None:
    app = open_page("peta", w="75", periode="2025")
    links = file_links(app)
    assert len(links) == 9
    app.run()
    assert file_links(app) == links
    assert _table_file(app).body().startswith(codecs.BOM_UTF8)
    english = _table_file(open_page("peta", w="75", periode="2025", bahasa="en"))
    assert b"Indicator" in english.body(), "a file is written in the language of its page"


def _table_file(app: AppTest) -> downloads.Offer:
    """The first CSV among the files of a page."""
    offered = [downloads._offers[link] for link in file_links(app)]
    return next(one for one in offered if one.file_name.endswith(".csv"))
