"""The status of a fact is one type: its numbers are stored, its codes are in indicators, texts and the API."""

import pytest

from dashboard.words.legend import nothing_labels
from dashboard.words.sentences import status_words
from data.facts.indicators import indicator
from data.model.status import FactStatus
from data.queries import NOTHING, Nothing


def test_every_status_without_a_value_has_one_byte_on_the_map() -> None:
    assert set(NOTHING) == set(FactStatus) - {FactStatus.KNOWN}
    assert {status.code: nothing.name.lower() for status, nothing in NOTHING.items()} == {s.code: s.code for s in NOTHING}
    beside = {Nothing.DI_LUAR_WEWENANG, Nothing.TIDAK_DITERBITKAN}
    assert set(Nothing) - set(NOTHING.values()) == beside, "what a scope hides, or nobody published, has no fact"


def test_each_status_has_words_and_is_found_by_its_code() -> None:
    assert len({status_words(status) for status in FactStatus}) == len(FactStatus)
    assert [FactStatus.of_code(status.code) for status in FactStatus] == list(FactStatus)
    with pytest.raises(ValueError, match="'hilang'"):
        FactStatus.of_code("hilang")


def test_only_a_count_is_said_to_be_below_five() -> None:
    few = int(FactStatus.TOO_FEW)
    assert "<5" in status_words(few)
    assert "<5" in status_words(few, indicator("rehab_baru"))
    for code in ("rehab_selesai", "hari_tunggu_rehab", "hari_tunggu_skhpn"):  # withheld under 20, 10 and 20
        item = indicator(code)
        assert "<5" not in status_words(few, item)
        assert nothing_labels(item)[int(Nothing.TERLALU_SEDIKIT)] == status_words(few, item)
    assert status_words(int(FactStatus.NOT_REPORTED), indicator("rehab_selesai")) == status_words(int(FactStatus.NOT_REPORTED))
