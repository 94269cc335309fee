"""What is decided of families that hang together."""

import numpy as np
import pandas as pd

from data.disclosure.families import Flow, Shares, concerned, members
from data.disclosure.protect import NATION, hidden_cells

ENDINGS = (Flow(("rehab_berakhir",)), Shares(("rehab_selesai",), total="rehab_berakhir"))


def _facts(seed: int) -> pd.DataFrame:
    """Endings by month and the share completed of two provinces, some of which ended next to nothing; kecamatan of cases."""
    chance = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for code, level in (("11.01", 12), ("11.02", 9), ("11.03", 0.2), ("12.01", 0.1), ("12.02", 20), ("12.03", 14)):
        counts = chance.poisson(level, 12)
        rows += [("rehab_berakhir", 2, code, f"2025-{month + 1:02d}", float(n), np.nan) for month, n in enumerate(counts)]
        ended = float(counts.sum())
        rows.append(("rehab_selesai", 2, code, "2025", float(chance.binomial(int(ended), 0.6)), ended))
        rows += [("kasus_narkoba", 3, f"{code}.{at:02d}", "2025", n, np.nan) for at, n in enumerate((2.0, 7.0, 7.0, 7.0))]
    facts = pd.DataFrame(rows, columns=["indicator", "level", "code", "period", "numerator", "denominator"])
    return facts.assign(covered=True)


def _cells(hidden: pd.DataFrame) -> set[tuple[str, str, str]]:
    return set(hidden.itertuples(index=False, name=None))


def test_a_share_is_hidden_in_every_area_where_the_year_of_its_total_is() -> None:
    gone = 0
    for seed in range(20):
        hidden = hidden_cells(_facts(seed), ENDINGS)
        years = {(item, code) for item, code, period in _cells(hidden) if period == "2025"}
        totals = {code for item, code in years if item == "rehab_berakhir"}
        assert totals <= {code for item, code in years if item == "rehab_selesai"}
        alone = {code for item, code, _ in _cells(hidden_cells(_facts(seed), (Shares(("rehab_selesai",)),))) if len(code) < 8}
        gone += len(totals - alone)
    assert gone, "without its total the share would have shown some of them"


def test_what_is_hidden_does_not_hang_on_the_order_of_rows() -> None:
    facts = _facts(1)
    for seed in range(5):
        assert _cells(hidden_cells(facts.sample(frac=1, random_state=seed), ENDINGS)) == _cells(hidden_cells(facts, ENDINGS))


def test_families_with_a_total_in_common_are_decided_together_and_after_it() -> None:
    found = concerned({"rehab_selesai"})
    names = [code for family in found for code in members(family)]
    assert {"rehab_berakhir", "rehab_selesai", "pascarehab"} <= set(names)
    assert names.index("rehab_berakhir") < names.index("rehab_selesai") < names.index("pascarehab")
    assert "jumlah_kasus" not in names
    assert concerned({NATION}) == []
