"""What is new in an area: only after three years of which every month was reported without a case."""

import pytest

from data import queries
from data.model import schema
from data.model.errors import Fault
from data.store import Store
from data.store.scope import Scope

SUBSTANCES = ("jumlah_kasus_sabu", "jumlah_kasus_heroin")


def _case(key: str, day: str, substance: str, regency: str = "75.01") -> tuple[dict[str, str], dict[str, str]]:
    case = {"case_key": key, "agency": "Polri", "case_date": day, "regency_code": regency, "suspects": "1"}
    return case, {"case_key": key, "substance": substance, "amount": "1", "unit": "g", "regency_code": regency}


def _report(regency: str, year: int) -> dict[str, object]:
    sent = {"feed": "kasus", "sender": "Polres", "region_code": regency, "year": str(year), "row_count": "1"}
    return sent | {"sha256": f"{regency} {year}", "periods": [str(year)]}


def _found(country: Store, year: str = "2025") -> dict[tuple[str, str], tuple[float, str | None, float]]:
    rows = queries.appearances(country, Scope.public(), ["ID", "75", "75.01", "75.02"], SUBSTANCES, year)
    rows["began"] = rows["began"].astype(object).where(rows["began"].notna(), None)
    return {
        (region, name): (before, began, count)
        for region, name, before, began, count in rows[["region_code", "indicator", "before", "began", "count"]].itertuples(
            index=False
        )
    }


def _reported(put, years: range, regencies: tuple[str, ...] = ("75.01", "75.02")) -> None:
    put(schema.kiriman, [_report(regency, year) for regency in regencies for year in years])


def _put_cases(put, *made: tuple[dict[str, str], dict[str, str]]) -> None:
    put(schema.narcotics_case, [case for case, _ in made])
    put(schema.case_substance, [seized for _, seized in made])


def test_a_first_case_after_three_reported_years_has_its_month_and_count(country: Store, put, facts) -> None:
    _reported(put, range(2022, 2026))
    _put_cases(
        put,
        _case("a", "2022-01-01", "sabu"),
        _case("b", "2025-12-31", "sabu"),
        _case("c", "2025-03-05", "heroin"),
        _case("d", "2025-07-05", "heroin"),
    )
    facts(*SUBSTANCES)
    found = _found(country)
    assert found["75.01", "jumlah_kasus_heroin"] == (0, "2025-03", 2)
    assert found["75", "jumlah_kasus_heroin"] == found["ID", "jumlah_kasus_heroin"] == (0, "2025-03", 2)
    assert found["75.02", "jumlah_kasus_heroin"] == (0, None, 0)
    assert found["75.01", "jumlah_kasus_sabu"] == (1, "2025-12", 1), "seen on the first day of the three years"


def test_a_region_with_a_year_that_was_not_reported_is_not_judged(country: Store, put, facts) -> None:
    _reported(put, range(2022, 2026), ("75.01",))
    put(schema.kiriman, [_report("75.02", year) for year in (2022, 2024, 2025)])
    _put_cases(put, _case("c", "2025-03-05", "heroin", "75.02"), _case("e", "2025-12-31", "sabu"))
    facts(*SUBSTANCES)
    found = _found(country)
    assert ("75.01", "jumlah_kasus_heroin") in found
    assert ("75.02", "jumlah_kasus_heroin") not in found
    assert ("75", "jumlah_kasus_heroin") not in found, "it may have been in the regency that was silent"
    assert ("ID", "jumlah_kasus_heroin") not in found


def test_with_fewer_than_three_years_before_nobody_is_judged(country: Store, put, facts) -> None:
    _reported(put, range(2023, 2026))
    _put_cases(put, _case("c", "2025-03-05", "heroin"), _case("e", "2025-12-31", "sabu"))
    facts(*SUBSTANCES)
    assert _found(country) == {}


def test_a_text_that_is_no_period_is_refused(country: Store) -> None:
    with pytest.raises(Fault):
        _found(country, "dua ribu")
