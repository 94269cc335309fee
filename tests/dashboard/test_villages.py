"""Criteria of villages and the ranking of candidates, on small tables."""

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.village_programme import LACKING, MET, NOT_APPLICABLE, UNKNOWN, lacking_since, scored, states
from dashboard.components.villages import distinct_names
from data.queries.villages import CRITERIA


def _villages() -> pd.DataFrame:
    day = pd.Timestamp("2025-01-15")
    rows = [
        {"code": "a", "kind": "desa", "known": True, "pencanangan": day, "seleksi": day - pd.Timedelta(days=100)},
        {"code": "b", "kind": "kelurahan", "known": True, "seleksi": day},
        {"code": "c", "kind": "desa", "known": False, "sk": day},
        {
            "code": "d",
            "kind": "kelurahan",
            "known": True,
            **{name: day for name in CRITERIA if name not in ("perdes", "apbdes")},
        },
    ]
    frame = pd.DataFrame(rows).reindex(columns=["code", "kind", "known", *CRITERIA])
    frame = frame.assign(**{name: pd.to_datetime(frame[name]) for name in CRITERIA})
    return frame.assign(last=frame[list(CRITERIA)].max(axis=1))


def test_met_lacking_not_applicable_and_unknown_stay_apart() -> None:
    found = states(_villages())
    assert found.loc[0, "pencanangan"] == MET
    assert found.loc[0, "perdes"] == LACKING
    assert found.loc[1, "perdes"] == found.loc[1, "apbdes"] == NOT_APPLICABLE
    assert found.loc[2, "sk"] == MET, "what has a date happened, even where nobody reported"
    assert found.loc[2, "pokja"] == UNKNOWN
    assert set(found.loc[3]) == {MET, NOT_APPLICABLE}


def test_what_is_lacking_counts_from_the_declaration_or_the_first_event() -> None:
    since = lacking_since(_villages(), "2025-07-15")
    assert since[0] == since[1] == pytest.approx(181 / 30.4375)
    assert np.isnan(since[2]), "unknown is not lacking"
    assert np.isnan(since[3]), "complete"


def _candidates() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": ["a", "b", "c", "d"],
            "category": ["bahaya", "waspada", "waspada", "waspada"],
            "score": [70.0, 90.0, 60.0, np.nan],
            "to_rehab_km": [1.0, 50.0, 20.0, 30.0],
            "to_programme_km": [2.0, 1.0, 30.0, np.nan],
        }
    )


def test_each_weight_alone_gives_its_own_order() -> None:
    only = lambda name: scored(_candidates(), {name: 1.0})["code"].tolist()  # noqa: E731
    assert only("rawan") == ["a", "b", "c", "d"], "a category outweighs a score, no score comes last in its category"
    assert only("rehab") == ["b", "d", "c", "a"]
    assert only("program")[0] == "c"
    everything_alike = scored(_candidates(), {"rawan": 1.0, "rehab": 1.0, "program": 1.0})
    assert scored(_candidates(), {})["total"].tolist() == everything_alike["total"].tolist()


def test_the_effect_of_a_weight_is_the_rank_without_it() -> None:
    found = scored(_candidates(), {"rawan": 1.0, "rehab": 1.0, "program": 0.0}).set_index("code")
    assert (found["without_program"] == found["rank"]).all()
    assert found.loc["a", "without_rawan"] == 4
    assert found.loc["a", "without_rehab"] == 1
    assert found["total"].between(0, 100).all()
    assert scored(_candidates().head(0), {"rawan": 1.0}).empty


def test_a_village_on_the_timeline_has_its_name_and_a_turn_where_others_share_it() -> None:
    rows = pd.DataFrame({"code": ["1", "2", "3"], "name": ["Bojong", "Suka", "Bojong"]})
    assert distinct_names(rows) == {"1": "Bojong", "2": "Suka", "3": "Bojong (2)"}
    assert distinct_names(rows.head(0)) == {}
