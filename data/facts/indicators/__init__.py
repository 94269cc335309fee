"""The indicator registry: one YAML file each, read into the models of `described` and `fields`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from data.facts.indicators.described import (
    EDITIONED,
    GROUPS,
    INDICATOR,
    KIND,
    LEAST_MEDIAN,
    LEAST_WHOLE,
    SMALL_COUNT,
    THEMES,
    Indicator,
)
from data.facts.indicators.fields import Classes
from data.model.errors import Fault, Problem
from data.model.yamls import check, read_yaml
from geo.regions.codes import Level as Place

__all__ = [
    "FOLDER",
    "GROUPS",
    "KIND",
    "LEAST_MEDIAN",
    "LEAST_WHOLE",
    "SMALL_COUNT",
    "THEMES",
    "Classes",
    "Indicator",
    "edition_of",
    "for_theme",
    "in_group",
    "indicator",
    "population",
    "read_indicators",
    "registry",
]

FOLDER = Path(__file__).parent


def read_indicators(file: Path) -> tuple[Indicator, ...]:
    """The indicators of a file: one, or one per edition. Raises `ValueError` naming file, place and reason."""
    entry = read_yaml(file)
    if isinstance(entry, dict) and "editions" in entry:
        if isinstance(entry["editions"], dict):
            entry["editions"] = {str(year): own for year, own in entry["editions"].items()}
        check(EDITIONED, entry, file)
        found = tuple(_edition(entry, year, file) for year in entry["editions"])
    else:
        found = (check(INDICATOR, entry, file),)
    if found[0].series != file.stem:
        raise ValueError(f"{file.name}: code: is {found[0].series}, the file is called {file.stem}")
    return found


def _edition(entry: dict[str, Any], year: str, file: Path) -> Indicator:
    """The indicator of one edition. Editions share neither scale nor bands, so code and parts both carry the year."""
    compute = entry["compute"] | {"numerator": [f"{part}_{year}" for part in entry["compute"]["numerator"]]}
    name, short = ({lang: f"{words} {year}" for lang, words in entry[key].items()} for key in ("name", "short"))
    shared = {key: value for key, value in entry.items() if key != "editions"}
    own = entry["editions"][year] | {"code": f"{entry['code']}_{year}", "name": name, "short": short, "compute": compute}
    made = check(INDICATOR, shared | own, file)
    made._series, made._series_short, made._edition_year = entry["code"], entry["short"], year
    return made


@lru_cache(maxsize=1)
def registry() -> dict[str, Indicator]:
    """All indicators by code. Raises `ValueError` naming the file and the field at fault."""
    found = {one.code: one for file in sorted(FOLDER.glob("*.yaml")) for one in read_indicators(file)}
    if len(counting := [one.code for one in found.values() if one.population]) != 1:
        raise ValueError(
            f"{FOLDER.name}: population: one indicator counts the people of a region, not {', '.join(counting) or 'none'}"
        )
    for one in found.values():
        if one.village and (one.village not in found or found[one.village].levels != (Place.VILLAGE,)):
            raise ValueError(f"{FOLDER.name}: village: {one.village} of {one.code} is no indicator of villages alone")
    return found


def indicator(code: str) -> Indicator:
    """One indicator. Raises `Fault(UNKNOWN_INDICATOR)`."""
    try:
        return registry()[code]
    except KeyError:
        raise Fault(Problem.UNKNOWN_INDICATOR, code=code) from None


def edition_of(series: str, year: str) -> Indicator:
    """An edition of an indicator. Raises `Fault(UNKNOWN_INDICATOR)`."""
    found = [one for one in registry().values() if one.series == series and one.edition_year == year]
    if not found:
        raise Fault(Problem.UNKNOWN_INDICATOR, code=f"{series} {year}")
    return found[0]


def population() -> Indicator:
    """The indicator that counts the people of a region."""
    return next(one for one in registry().values() if one.population)


def for_theme(theme: str, level: int) -> list[Indicator]:
    """Indicators of a theme that exist at a level, in the order of their codes."""
    return [item for item in registry().values() if item.theme == theme and level in item.levels]


def in_group(group: str) -> list[Indicator]:
    """Indicators of a group, in the order of their codes."""
    return [item for item in registry().values() if item.group == group]
